# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file per OpenStack project: how to make its databases, and how to get its WSGI application.

The projects are imported inside functions, in the fork that becomes the service: each configures
itself while being imported, from environment variables and sys.argv.
"""

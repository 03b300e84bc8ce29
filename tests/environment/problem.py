# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one kind of error that is shown to people without a traceback."""

from __future__ import annotations


class SetupProblem(Exception):
    """Says in a sentence what is wrong and what can be done about it."""

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the tables of the guides anew: `make guides`."""

from __future__ import annotations

from .tables import write_guides

if __name__ == "__main__":
    write_guides()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python3 -m tests.operations`: write docs/operations/README.md."""

from __future__ import annotations

from .table import TABLE, as_markdown, read_driver, read_rows

if __name__ == "__main__":
    TABLE.write_text(as_markdown(read_driver(), read_rows()), encoding="utf-8")

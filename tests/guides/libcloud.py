# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for those who come from Libcloud, of docs/operations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from ansible_collections.nodeworks.openstack.tests.operations.table import Row, read_driver, read_rows

from .rst import code, list_table, plain

ARGUMENTS = Path(__file__).resolve().parents[2] / "docs" / "moving" / "libcloud_arguments.yml"


def arguments() -> Sequence[str]:
    """The arguments of the driver's constructor."""
    content = yaml.safe_load(ARGUMENTS.read_text(encoding="utf-8"))
    rows = [[code(row["argument"]), row["here"]] for row in content]
    return list(list_table(["argument", "here"], rows, "30 70"))


def operations() -> Sequence[str]:
    """All operations of the driver, by topic."""
    rows = {row.operation: row for row in read_rows()}
    lines: list[str] = []
    for title, names in read_driver().sections.items():
        table = list_table(["method", "module", "options"], [_row(rows[name]) for name in names], "30 25 45")
        lines += [title, "^" * len(title), "", *table, ""]
    return lines


def _row(row: Row) -> list[str]:
    options = ", ".join(piece if piece == "none" else code(piece) for piece in row.pieces) or "none"
    return [code(row.operation), code(row.module), options]


def others() -> Sequence[str]:
    """The driver's methods that are no operations of their own."""
    return [f"* {code(name)}: {plain(why)}" for name, why in read_driver().others.items()]

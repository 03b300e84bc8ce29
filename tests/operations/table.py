# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads docs/operations/*.yml, and writes them as a table."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "docs" / "operations"
TABLE = FOLDER / "README.md"
DRIVER = "driver.yml"

# `name`, `name: value`, `filters with status`, `node or port`.
PIECE = re.compile(r"(?P<first>[a-z]\w*)(?: or (?P<second>[a-z]\w*))?(?:: .+| with .+)?")
NO_OPTION = "none"

INTRODUCTION = """\
# From Libcloud

What the {count} operations of Libcloud's OpenStack driver are here: the module, its options, and the test that runs
it, on a real OpenStack unless it says otherwise. Made by `make operations` of the files in this folder; a test compares
them with the modules.
"""


@dataclasses.dataclass(frozen=True)
class Row:
    """One operation, and where it is to be had here."""

    operation: str
    module: str
    options: str
    test: str
    where: str
    note: str = ""
    file: str = ""

    @property
    def pieces(self) -> list[str]:
        """The options, each with what is said of it."""
        # A comma within brackets belongs to a value.
        return [piece.strip() for piece in re.split(r",(?![^\[]*\])", self.options) if piece.strip()]

    @property
    def option_names(self) -> list[str]:
        """The names of the options.

        Raises:
            ValueError: it is not said in a form that can be read.
        """
        names: list[str] = []
        for piece in self.pieces:
            found = PIECE.fullmatch(piece)
            if found is None:
                raise ValueError(f"{self.operation} in {self.file}: {piece!r} is no option with what is said of it")
            names += [name for name in found.group("first", "second") if name and name != NO_OPTION]
        return names


@dataclasses.dataclass(frozen=True)
class Driver:
    """The driver's operations by topic, and its methods that are none, with the reason."""

    sections: Mapping[str, Sequence[str]]
    others: Mapping[str, str]

    @property
    def operations(self) -> list[str]:
        """All operations."""
        return [operation for operations in self.sections.values() for operation in operations]


def read_driver() -> Driver:
    """What the driver has."""
    content = yaml.safe_load((FOLDER / DRIVER).read_text(encoding="utf-8"))
    return Driver({section["title"]: section["operations"] for section in content["sections"]}, content["others"])


def read_rows() -> list[Row]:
    """All rows of all files."""
    files = sorted(path for path in FOLDER.glob("*.yml") if path.name != DRIVER)
    return [Row(**row, file=path.name) for path in files for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def as_markdown(driver: Driver, rows: Sequence[Row]) -> str:
    """The table, of all operations that have a row."""
    by_operation = {row.operation: row for row in rows}
    lines = [INTRODUCTION.format(count=len(driver.operations))]
    for title, operations in driver.sections.items():
        known = [by_operation[operation] for operation in operations if operation in by_operation]
        lines += [f"## {title}", "", *_table(known), ""]
    lines += ["## Methods that are no operations of their own", ""]
    lines += [f"- `{name}`: {why}{_elsewhere(by_operation.get(name))}" for name, why in driver.others.items()]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| operation | module | options | test |"
    yield "|---|---|---|---|"
    for row in rows:
        options = ", ".join(piece if piece == NO_OPTION else f"`{piece}`" for piece in row.pieces) or NO_OPTION
        yield f"| `{row.operation}` | `{row.module}` | {options} | {_test(row)} |"


def _test(row: Row) -> str:
    path = row.test.partition("::")[0]
    words = f"[{path.removeprefix('tests/')}](../../{path})"
    if row.where == "fake":
        words += ", on the fake cloud"
    return f"{words}. {row.note}" if row.note else words


def _elsewhere(row: Row | None) -> str:
    return f" Here: `{row.module}`." if row else ""


def options_of(spec: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """All names that the options of an argument spec have."""
    return {name for option, one in spec.items() for name in (option, *one.get("aliases", ()))}

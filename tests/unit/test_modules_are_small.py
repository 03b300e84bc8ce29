# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module is a declaration and one call: modules are small, and none says what another one says."""

from __future__ import annotations

import ast
import collections
import importlib
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS
from ansible_collections.nodeworks.openstack.tests.unit.test_layering import (
    PLUGINS,
    code_lines,
    documentation_lines,
)

MODULES = sorted((PLUGINS / "modules").glob("*.py"))
RESOURCES = sorted((PLUGINS / "module_utils" / "resources").rglob("*.py"))
PACKAGE = "ansible_collections.nodeworks.openstack.plugins.modules"

# Code: without documentation, comments and empty lines.
MEDIAN_LINES = 70
MOST_LINES = 200
# So many lines in a row that stand in two files are one thing that is written twice.
TWICE_LINES = 8


def code_of(path: Path) -> list[tuple[int, str]]:
    """The lines of code with their numbers, without imports, which every file has to have for itself."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    skipped = documentation_lines(tree)
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.end_lineno is not None:
            skipped.update(range(node.lineno, node.end_lineno + 1))
    lines = ((number, line.strip()) for number, line in enumerate(source.splitlines(), 1))
    return [(number, line) for number, line in lines if line and number not in skipped and not line.startswith("#")]


def runs_of(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each run of so many lines of code, and where it begins."""
    code = code_of(path)
    for start in range(len(code) - TWICE_LINES + 1):
        run = code[start : start + TWICE_LINES]
        yield tuple(line for _number, line in run), f"{path.name}:{run[0][0]}"


def written_twice(paths: list[Path]) -> list[str]:
    places = collections.defaultdict(set)
    for path in paths:
        for run, place in runs_of(path):
            places[run].add(place)
    return sorted(" and ".join(sorted(found)) for found in places.values() if len(found) > 1)


def test_half_of_the_modules_are_smaller_than_a_page() -> None:
    sizes = {path.stem: code_lines(path.read_text(encoding="utf-8")) for path in MODULES}
    assert statistics.median(sizes.values()) < MEDIAN_LINES
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_nothing_is_written_twice_in_modules() -> None:
    assert written_twice(MODULES) == []


def test_nothing_is_written_twice_in_declarations() -> None:
    assert written_twice(RESOURCES) == []


def test_what_is_written_twice_is_found(tmp_path: Path) -> None:
    lines = [f"line_{number} = {number}" for number in range(TWICE_LINES)]
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    first.write_text('"""One."""\n' + "\n".join(lines) + "\n")
    second.write_text("import os\n\n# A comment.\n" + "\n\n".join(lines) + "\n")
    assert written_twice([first, second]) == ["first.py:2 and second.py:4"]
    second.write_text("\n".join(lines[1:]) + "\n")
    assert written_twice([first, second]) == []


# Options that have to have these names, which the connection has for rare cases: the module's are the module's alone.
OWN = {"os_port_forwarding": {"protocol"}, "os_security_group_rule": {"protocol"}}


def spellings(spec: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {spelling for option, one in spec.items() for spelling in (option, *one.get("aliases", ()))}


@pytest.mark.parametrize("name", [path.stem for path in MODULES])
def test_no_option_of_a_module_takes_the_place_of_one_of_the_connection(name: str) -> None:
    """It would be taken for the connection's, and describe another cloud."""
    own = getattr(importlib.import_module(f"{PACKAGE}.{name}"), "ARGUMENT_SPEC", {})
    assert spellings(own) & spellings(CONNECTION_OPTIONS) == OWN.get(name, set())

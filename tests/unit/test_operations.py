# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each operation of Libcloud's driver has its row, and the row is true: module, options and test are there."""

from __future__ import annotations

import collections
import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import (
    CONNECTION_OPTIONS,
    WAIT_OPTIONS,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import INFO_OPTIONS
from ansible_collections.nodeworks.openstack.tests.operations.table import (
    CHECKOUT,
    TABLE,
    Row,
    as_markdown,
    options_of,
    read_driver,
    read_rows,
)

DRIVER = read_driver()
ROWS = read_rows()
MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"


def spec_of(module: str) -> Mapping[str, Any]:
    """All options that a module takes."""
    own = getattr(importlib.import_module(f"{MODULES}.{module}"), "ARGUMENT_SPEC", {})
    of_kind = INFO_OPTIONS if module.endswith("_info") else WAIT_OPTIONS
    return {**CONNECTION_OPTIONS, **of_kind, **own}


def surroundings(test: Path) -> str:
    """What belongs to a test: a target of the integration tests is one test."""
    parts = test.relative_to(CHECKOUT).parts
    if parts[:3] != ("tests", "integration", "targets"):
        return test.read_text(encoding="utf-8")
    target = CHECKOUT.joinpath(*parts[:4])
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(target.rglob("*.yml")))


def test_driver_has_as_many_operations_as_it_has() -> None:
    assert len(DRIVER.operations) == len(set(DRIVER.operations)) == 101
    assert len(DRIVER.others) == 14
    assert not set(DRIVER.operations) & set(DRIVER.others)


def test_each_operation_has_one_row() -> None:
    counted = collections.Counter(row.operation for row in ROWS)
    assert [operation for operation in DRIVER.operations if not counted[operation]] == []
    assert [operation for operation, count in counted.items() if count > 1] == []
    assert sorted(set(counted) - set(DRIVER.operations) - set(DRIVER.others)) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.operation)
def test_row_is_true(row: Row) -> None:
    assert row.where in ("real", "fake")
    assert sorted(set(row.option_names) - options_of(spec_of(row.module))) == []
    path, _mark, function = row.test.partition("::")
    test = CHECKOUT / path
    assert test.is_file()
    assert path.startswith("tests/integration/") == (row.where == "real")
    assert row.where == "real" or row.note, "a row on the fake cloud says why"
    text = surroundings(test)
    assert re.search(rf"\b(?:test_)?{row.module}\b", text) or row.module in test.stem
    assert not function or f"def {function}(" in text


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("none", []),
        ("", []),
        ("name", ["name"]),
        ("state: absent, name", ["state", "name"]),
        ("node or port", ["node", "port"]),
        ("filters with router:external", ["filters"]),
        ("services: [compute, network], projects", ["services", "projects"]),
    ],
)
def test_options_are_read(options: str, names: list[str]) -> None:
    assert Row("x", "os_node", options, "x", "real").option_names == names


def test_options_that_cannot_be_read_are_an_error() -> None:
    with pytest.raises(ValueError, match="'then the other region' is no option"):
        assert Row("x", "os_node", "name, then the other region", "x", "real").option_names


def test_table_is_up_to_date() -> None:
    """`make operations` writes it."""
    assert TABLE.read_text(encoding="utf-8") == as_markdown(DRIVER, ROWS)

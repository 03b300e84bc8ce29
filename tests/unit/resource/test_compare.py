# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a wanted value is the same as the current one, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.compare import (
    added,
    as_set,
    contained,
    exact,
    included,
    replaced,
    same_items,
    united,
)


@pytest.mark.parametrize(
    ("wanted", "current", "same"),
    [("a", "a", True), ("a", "b", False), ("", None, False), (0, False, True), ([], [], True), ([1, 2], [2, 1], False)],
)
def test_exact(wanted: Any, current: Any, same: bool) -> None:
    assert exact(wanted, current) is same


@pytest.mark.parametrize(
    ("wanted", "current", "same"),
    [
        (["a", "b"], ["b", "a"], True),
        (["a", "a"], ["a"], True),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
        ([], [], True),
        ([], None, True),
    ],
)
def test_as_set(wanted: Any, current: Any, same: bool) -> None:
    assert as_set(wanted, current) is same


@pytest.mark.parametrize(
    ("wanted", "current", "same"),
    [
        ({}, {}, True),
        ({}, {"a": "1"}, True),
        ({"a": "1"}, {"a": "1", "b": "2"}, True),
        ({"a": "1"}, {"a": "2"}, False),
        ({"a": ""}, {}, False),
        ({"a": None}, {}, True),
        ({"a": None}, {"b": "2"}, True),
        ({"a": None}, {"a": "1"}, False),
    ],
)
def test_contained(wanted: dict[str, Any], current: dict[str, Any], same: bool) -> None:
    assert contained(wanted, current) is same


@pytest.mark.parametrize(
    ("wanted", "current", "same"),
    [
        (["a"], ["b", "a"], True),
        (["a", "c"], ["a", "b"], False),
        ([], ["a"], True),
        ([], None, True),
        (["a"], [], False),
    ],
)
def test_included(wanted: Any, current: Any, same: bool) -> None:
    assert included(wanted, current) is same
    assert included(wanted, united(wanted, current))


def test_uniting_keeps_what_is_there() -> None:
    assert united(["c", "a"], ["b", "a"]) == ["a", "b", "c"]
    assert united([], []) == []


def test_merging() -> None:
    current = {"a": "1", "b": "2"}
    assert added({"b": "3", "c": "4"}, current) == {"a": "1", "b": "3", "c": "4"}
    assert current == {"a": "1", "b": "2"}
    assert replaced([], ["a"]) == []


@pytest.mark.parametrize("wanted", [{}, {"a": "1"}, {"a": "2", "c": ""}])
def test_what_was_merged_is_contained(wanted: dict[str, str]) -> None:
    assert contained(wanted, added(wanted, {"a": "1", "b": "2"}))


@pytest.mark.parametrize(
    ("wanted", "current", "same"),
    [
        ([{"a": 1}, {"b": 2}], [{"b": 2}, {"a": 1}], True),
        ([{"a": 1}], [{"a": 1}, {"b": 2}], False),
        ([{"a": 1}, {"b": 2}], [{"a": 1}], False),
        ([{"a": 1}, {"a": 1}], [{"a": 1}], True),
        ([], [], True),
        ([], [{"a": 1}], False),
    ],
)
def test_same_items(wanted: Any, current: Any, same: bool) -> None:
    assert same_items(wanted, current) is same

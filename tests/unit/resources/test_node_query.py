# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Nova is asked for nodes by their names."""

from __future__ import annotations

import re

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node import MOST_NAMES_IN_QUERY, NODE


def pattern_for(*names: str) -> str:
    assert NODE.named is not None
    ((key, pattern),) = NODE.named(names)
    assert key == "name"
    return pattern


@pytest.mark.parametrize("name", ["web1", "web.1", "a+b", "(x)", "^a$", "a|b", "a\\b", "a[1]", "a{2}", "a*b?", "wéb 1"])
def test_name_is_looked_for_as_it_is(name: str) -> None:
    for pattern in (pattern_for(name), pattern_for(name, "other")):
        assert re.search(pattern, name)
        assert not re.search(pattern, f"x{name}")
        assert not re.search(pattern, f"{name}x")
        assert not re.search(pattern, "web21")


def test_several_names_are_alternatives() -> None:
    assert pattern_for("b", "a", "b") == "^(a|b)$"


def test_of_many_names_what_they_begin_with_is_looked_for() -> None:
    names = [f"web.{number:03}" for number in range(MOST_NAMES_IN_QUERY + 1)]
    pattern = pattern_for(*names)
    assert pattern == "^web\\.0"
    assert all(re.search(pattern, name) for name in names)
    assert not re.search(pattern, "webx0")


def test_many_names_that_begin_differently_are_all_looked_for() -> None:
    assert NODE.named is not None
    assert NODE.named([*(f"a{number}" for number in range(MOST_NAMES_IN_QUERY)), "b"]) == ()


def test_names_of_which_one_begins_the_others() -> None:
    names = ["web", *(f"web{number}" for number in range(MOST_NAMES_IN_QUERY))]
    assert pattern_for(*names) == "^web"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Nova is asked for nodes by their names."""

from __future__ import annotations

import re

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import MOST_LETTERS, NODE


def pattern_for(*names: str) -> str:
    assert NODE.named is not None
    ((key, pattern),) = NODE.named(names)
    assert key == "name"
    return pattern


@pytest.mark.parametrize("name", ["web1", "web.1", "a+b", "(x)", "^a$", "a\\b", "a[1]", "a{2}", "a*b?", "wéb 1"])
def test_name_is_looked_for_as_it_is(name: str) -> None:
    pattern = pattern_for(name)
    assert re.search(pattern, name)
    assert not re.search(pattern, f"x{name}")
    assert not re.search(pattern, f"{name}x")
    assert not re.search(pattern, "web21")


@pytest.mark.parametrize("name", ["a|b", "|", "a\\|b"])
def test_bar_is_never_sent(name: str) -> None:
    """Nova on MySQL puts a backslash before each, also before one that has one."""
    for pattern in (pattern_for(name), pattern_for(name, "other"), pattern_for(name, "axb")):
        assert "|" not in pattern
        assert re.search(pattern, name)


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (("web1", "web2", "web1"), "^web[12]$"),
        (("alpha", "beta1"), "^[ab][el][pt][ah][1a]$"),
        (("web1", "web10"), "^web1"),
        (("web-1", "web.1"), "^web.1$"),
        (("a.1", "a.2"), "^a\\.[12]$"),
        (("wéb1", "wéb2"), "^wéb[12]$"),
        (("wéb1", "web1"), "^w"),
    ],
    ids=["one-letter", "all-letters", "lengths", "signs", "sign", "no-ascii", "other-than-ascii"],
)
def test_several_names_are_told_letter_by_letter(names: tuple[str, ...], pattern: str) -> None:
    assert pattern_for(*names) == pattern
    assert all(re.search(pattern, name) for name in names)


def test_names_that_begin_differently_are_all_looked_for() -> None:
    assert NODE.named is not None
    assert NODE.named(["é", "a"]) == ()


def test_many_long_names_fit_into_a_url() -> None:
    names = [letter * 255 for letter in "abcdefgh"]
    pattern = pattern_for(*names)
    assert pattern == "^" + "[abcdefgh]" * MOST_LETTERS

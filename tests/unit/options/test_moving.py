# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options as openstack.cloud has them, brought into the words of this collection."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.moving import (
    NOTHING_OLD,
    Old,
    OldOptions,
    brought_over,
    if_true,
    unless_true,
)

WAYS = {name: one for name, one in vars(openstack_cloud).items() if isinstance(one, OldOptions)}
SPELLINGS = [
    pytest.param(ways, spelling, id=f"{name} {spelling}")
    for name, ways in WAYS.items()
    for option, old in ways.options.items()
    for spelling in (option, *old.aliases)
]
# Options of both, of which some values are said otherwise.
OURS_TOO = {"state", "id", "boot_volume", "root_volume"}
ODD: tuple[Any, ...] = (5, -1.5, "", "x", "a,b", [], [1], ["a"], [{}], [{"ip": "x"}], {}, {"a": 1}, True, False, "no")


@pytest.mark.parametrize(("ways", "spelling"), SPELLINGS)
def test_whatever_is_said_is_answered(ways: OldOptions, spelling: str) -> None:
    """With options or with a sentence, never with an exception; and the old word is gone where it is none of ours."""
    for value in ODD:
        for called in ("os_x", *(f"nodeworks.openstack.{name}" for name in ways.called)):
            for more in ({}, {"name": "n", "state": "absent", "boot_volume": "v", "terminate_volume": True}):
                said = {**more, spelling: value}
                found, problems = brought_over(said, ways, called)
                assert all("openstack.cloud" in problem for problem in problems)
                assert problems or spelling not in found or spelling in OURS_TOO


def test_what_is_not_old_is_left_alone() -> None:
    said = {"name": "web1", "state": "absent", "filters": {"a": 1}}
    assert brought_over(said, NOTHING_OLD, "nodeworks.openstack.server") == (said, [])
    assert brought_over(said, openstack_cloud.NODE, "nodeworks.openstack.os_node") == (said, [])


@pytest.mark.parametrize("value", [True, "yes", 1, "True"])
def test_true(value: Any) -> None:
    assert if_true({"a": 1})(value, {}) == {"a": 1}
    assert unless_true(value, {}) is None


@pytest.mark.parametrize("value", [False, "no", 0, "Off"])
def test_false(value: Any) -> None:
    assert if_true({"a": 1})(value, {}) == {}
    assert unless_true(value, {}) == {}


@pytest.mark.parametrize("value", ["perhaps", {}, [], 2])
def test_neither(value: Any) -> None:
    assert if_true({"a": 1})(value, {}) is None
    assert unless_true(value, {}) is None


def test_one_sentence_for_what_is_said_in_several_options() -> None:
    ways = OldOptions({name: Old("So.") for name in ("a", "b")})
    _found, problems = brought_over({"a": 1, "b": 2}, ways)
    assert problems == [
        "a is not said so here, as it is in openstack.cloud. So.",
        "b is not said so here, as it is in openstack.cloud. So.",
    ]


@pytest.mark.parametrize(
    ("gateway", "meant"),
    [
        ({"network": "public"}, {"network": "public", "enable_snat": None}),
        (
            {"network": "public", "enable_snat": False, "external_fixed_ips": [{"subnet": "s", "ip": "192.0.2.3"}]},
            {"network": "public", "enable_snat": False, "fixed_ips": ["192.0.2.3"]},
        ),
    ],
)
def test_gateway_of_a_router(gateway: dict[str, Any], meant: dict[str, Any]) -> None:
    assert brought_over(gateway, openstack_cloud.ROUTER) == ({"external_gateway": meant}, [])
    assert brought_over({"external_gateway_info": gateway}, openstack_cloud.ROUTER) == ({"external_gateway": meant}, [])

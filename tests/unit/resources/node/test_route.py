# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order a node is changed and brought to a state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.actions import LIVELY
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.route import Route, Work
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.states import (
    GOALS,
    RESIZED,
    RESIZED_OFF,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, node


def work(
    name: str,
    *places: str,
    heavy: bool = False,
    leads_to: str | None = None,
    minds_lock: bool = True,
) -> Work:
    """A work that is one request, whose path says where the node was."""

    def steps(place: str) -> Sequence[Step]:
        return [Step(name, name, f"at {place}")]

    end: Callable[[str], str] = (lambda place: place) if leads_to is None else (lambda _place: leads_to)
    return Work(f"do {name} to it", steps, frozenset(places) or None, end, heavy, minds_lock)


def route(start: str, works: Sequence[Work], state: str = "present") -> Route:
    status = RESIZED if start == RESIZED_OFF else start
    found = Route(node(status), start, works)
    found.go(GOALS.get(state))
    return found


LIVE = tuple(LIVELY)
NIC = ("ACTIVE", "SHUTOFF", "PAUSED")
HEAVY = ("ACTIVE", "SHUTOFF")


@pytest.mark.parametrize(
    ("start", "state", "works", "done"),
    [
        pytest.param("ACTIVE", "present", [], [], id="nothing"),
        pytest.param("SHELVED", "present", [work("w")], ["w at SHELVED"], id="anywhere"),
        pytest.param("ACTIVE", "stopped", [work("w", *LIVE)], ["w at ACTIVE", "os-stop"], id="where-it-stands"),
        pytest.param("SUSPENDED", "started", [work("w", *NIC)], ["resume", "w at ACTIVE"], id="on-the-way"),
        pytest.param(
            "SUSPENDED", "paused", [work("w", *NIC)], ["resume", "w at ACTIVE", "pause"], id="as-early-as-possible"
        ),
        pytest.param("SHELVED", "paused", [work("w", "PAUSED")], ["unshelve", "pause", "w at PAUSED"], id="at-the-end"),
        pytest.param(
            "ACTIVE",
            "stopped",
            [work("b", "SHUTOFF"), work("a", "ACTIVE")],
            ["a at ACTIVE", "os-stop", "b at SHUTOFF"],
            id="each-where-it-can",
        ),
        pytest.param("ACTIVE", "present", [work("a"), work("b")], ["a at ACTIVE", "b at ACTIVE"], id="in-their-order"),
        pytest.param(
            "PAUSED",
            "present",
            [work("h", *HEAVY, heavy=True)],
            ["unpause", "h at ACTIVE", "pause"],
            id="detour-and-back",
        ),
        pytest.param(
            "RESCUE",
            "present",
            [work("h", *HEAVY, heavy=True)],
            ["unrescue", "h at ACTIVE", "rescue"],
            id="rescued-again",
        ),
        pytest.param(
            "SUSPENDED",
            "shelved",
            [work("h", *HEAVY, heavy=True)],
            ["shelve", "unshelve", "h at ACTIVE", "shelve"],
            id="detour-from-the-goal",
        ),
        pytest.param(
            "SHELVED",
            "present",
            [work("h", *HEAVY, heavy=True), work("w", *LIVE)],
            ["unshelve", "h at ACTIVE", "w at ACTIVE", "shelve"],
            id="a-detour-serves-others",
        ),
        pytest.param(
            "PAUSED",
            "present",
            [work("h", *HEAVY, heavy=True), work("g", *HEAVY, heavy=True)],
            ["unpause", "h at ACTIVE", "g at ACTIVE", "pause"],
            id="one-detour-for-two",
        ),
        pytest.param(
            "SHUTOFF",
            "started",
            [work("h", *HEAVY, heavy=True)],
            ["h at SHUTOFF", "os-start"],
            id="heavy-where-it-stands",
        ),
        pytest.param(
            "ACTIVE",
            "present",
            [work("h", "ACTIVE", heavy=True, leads_to=RESIZED)],
            ["h at ACTIVE"],
            id="stays-where-it-leads",
        ),
        pytest.param(
            "ACTIVE",
            "present",
            [work("h", "ACTIVE", leads_to="SHUTOFF"), work("w", "SHUTOFF")],
            ["h at ACTIVE", "w at SHUTOFF"],
            id="a-work-opens-the-way-for-another",
        ),
        pytest.param(
            RESIZED,
            "present",
            [work("h", *HEAVY, heavy=True)],
            ["confirmResize", "h at ACTIVE"],
            id="no-way-back-from-a-final-action",
        ),
        pytest.param(
            RESIZED_OFF,
            "present",
            [work("h", *HEAVY, heavy=True)],
            ["confirmResize", "h at SHUTOFF"],
            id="confirmed-while-off",
        ),
    ],
)
def test_route(start: str, state: str, works: list[Work], done: list[str]) -> None:
    assert deeds(route(start, works, state).steps) == done


def test_place_is_where_the_node_ends() -> None:
    assert route("PAUSED", [work("h", *HEAVY, heavy=True)]).place == "PAUSED"
    assert route("PAUSED", [], "stopped").place == "SHUTOFF"
    assert route("ACTIVE", [work("h", "ACTIVE", heavy=True, leads_to=RESIZED)]).place == RESIZED


def test_light_work_is_not_worth_leading_the_node_elsewhere() -> None:
    with pytest.raises(Immutable) as caught:
        route("SHELVED", [work("w", *LIVE)])
    assert str(caught.value) == (
        "Node 'web1' (n1) is in status SHELVED, but Nova lets nobody do w to it unless it is ACTIVE or PAUSED or"
        " SHUTOFF or SUSPENDED. Give a state that leads there, like started."
    )


def test_statuses_of_one_name_are_told_once() -> None:
    with pytest.raises(Immutable, match=r"unless it is VERIFY_RESIZE\. Give"):
        route("ACTIVE", [work("w", RESIZED, RESIZED_OFF)])


def test_heavy_work_that_cannot_be_reached_is_an_error() -> None:
    with pytest.raises(Immutable, match=r"is in status BUILD, but Nova lets nobody do h to it unless it is ACTIVE"):
        route("BUILD", [work("h", "ACTIVE", heavy=True)])


@pytest.mark.parametrize(
    ("works", "state", "minds"),
    [
        ([], "present", False),
        ([], "stopped", True),
        ([work("w", minds_lock=False)], "present", False),
        ([work("w", minds_lock=False), work("v")], "present", True),
        ([work("w", minds_lock=False)], "stopped", True),
    ],
)
def test_whether_a_lock_stands_in_the_way(works: list[Work], state: str, minds: bool) -> None:
    assert route("ACTIVE", works, state).minds_lock is minds


def test_actions_are_told_what_belongs_to_them() -> None:
    found = Route(node(), "ACTIVE", [], {"rescue": {"adminPass": "x"}})
    found.go(GOALS["rescued"])
    assert [step.body for step in found.steps] == [{"rescue": {"adminPass": "x"}}]

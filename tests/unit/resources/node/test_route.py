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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.route import NodeChange, Route
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.states import (
    GOALS,
    RESIZED,
    RESIZED_OFF,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, node


def change(
    name: str,
    *places: str,
    heavy: bool = False,
    end_position: str | None = None,
    refused_while_locked: bool = True,
) -> NodeChange:
    """A change that is one request, whose path says where the node was."""

    def steps(place: str) -> Sequence[Step]:
        return [Step(name, name, f"at {place}")]

    end: Callable[[str], str] = (lambda place: place) if end_position is None else (lambda _position: end_position)
    return NodeChange(f"do {name} to it", steps, frozenset(places) or None, end, heavy, refused_while_locked)


def route(start: str, changes: Sequence[NodeChange], state: str = "present") -> Route:
    status = RESIZED if start == RESIZED_OFF else start
    found = Route(node(status), start, changes)
    found.go(GOALS.get(state))
    return found


LIVE = tuple(LIVELY)
NIC = ("ACTIVE", "SHUTOFF", "PAUSED")
HEAVY = ("ACTIVE", "SHUTOFF")


@pytest.mark.parametrize(
    ("start", "state", "changes", "done"),
    [
        pytest.param("ACTIVE", "present", [], [], id="nothing"),
        pytest.param("SHELVED", "present", [change("w")], ["w at SHELVED"], id="anywhere"),
        pytest.param("ACTIVE", "stopped", [change("w", *LIVE)], ["w at ACTIVE", "os-stop"], id="where-it-stands"),
        pytest.param("SUSPENDED", "started", [change("w", *NIC)], ["resume", "w at ACTIVE"], id="on-the-way"),
        pytest.param(
            "SUSPENDED", "paused", [change("w", *NIC)], ["resume", "w at ACTIVE", "pause"], id="as-early-as-possible"
        ),
        pytest.param(
            "SHELVED", "paused", [change("w", "PAUSED")], ["unshelve", "pause", "w at PAUSED"], id="at-the-end"
        ),
        pytest.param(
            "ACTIVE",
            "stopped",
            [change("b", "SHUTOFF"), change("a", "ACTIVE")],
            ["a at ACTIVE", "os-stop", "b at SHUTOFF"],
            id="each-where-it-can",
        ),
        pytest.param(
            "ACTIVE", "present", [change("a"), change("b")], ["a at ACTIVE", "b at ACTIVE"], id="in-their-order"
        ),
        pytest.param(
            "PAUSED",
            "present",
            [change("h", *HEAVY, heavy=True)],
            ["unpause", "h at ACTIVE", "pause"],
            id="detour-and-back",
        ),
        pytest.param(
            "RESCUE",
            "present",
            [change("h", *HEAVY, heavy=True)],
            ["unrescue", "h at ACTIVE", "rescue"],
            id="rescued-again",
        ),
        pytest.param(
            "SUSPENDED",
            "shelved",
            [change("h", *HEAVY, heavy=True)],
            ["shelve", "unshelve", "h at ACTIVE", "shelve"],
            id="detour-from-the-goal",
        ),
        pytest.param(
            "SHELVED",
            "present",
            [change("h", *HEAVY, heavy=True), change("w", *LIVE)],
            ["unshelve", "h at ACTIVE", "w at ACTIVE", "shelve"],
            id="a-detour-serves-others",
        ),
        pytest.param(
            "PAUSED",
            "present",
            [change("h", *HEAVY, heavy=True), change("g", *HEAVY, heavy=True)],
            ["unpause", "h at ACTIVE", "g at ACTIVE", "pause"],
            id="one-detour-for-two",
        ),
        pytest.param(
            "SHUTOFF",
            "started",
            [change("h", *HEAVY, heavy=True)],
            ["h at SHUTOFF", "os-start"],
            id="heavy-where-it-stands",
        ),
        pytest.param(
            "ACTIVE",
            "present",
            [change("h", "ACTIVE", heavy=True, end_position=RESIZED)],
            ["h at ACTIVE"],
            id="stays-where-it-leads",
        ),
        pytest.param(
            "ACTIVE",
            "present",
            [change("h", "ACTIVE", end_position="SHUTOFF"), change("w", "SHUTOFF")],
            ["h at ACTIVE", "w at SHUTOFF"],
            id="a-change-opens-the-way-for-another",
        ),
        pytest.param(
            RESIZED,
            "present",
            [change("h", *HEAVY, heavy=True)],
            ["confirmResize", "h at ACTIVE"],
            id="no-way-back-from-a-final-action",
        ),
        pytest.param(
            RESIZED_OFF,
            "present",
            [change("h", *HEAVY, heavy=True)],
            ["confirmResize", "h at SHUTOFF"],
            id="confirmed-while-off",
        ),
    ],
)
def test_route(start: str, state: str, changes: list[NodeChange], done: list[str]) -> None:
    assert deeds(route(start, changes, state).steps) == done


def test_place_is_where_the_node_ends() -> None:
    assert route("PAUSED", [change("h", *HEAVY, heavy=True)]).position == "PAUSED"
    assert route("PAUSED", [], "stopped").position == "SHUTOFF"
    assert route("ACTIVE", [change("h", "ACTIVE", heavy=True, end_position=RESIZED)]).position == RESIZED


def test_light_work_is_not_worth_leading_the_node_elsewhere() -> None:
    with pytest.raises(Immutable) as caught:
        route("SHELVED", [change("w", *LIVE)])
    assert str(caught.value) == (
        "Node 'web1' (n1) is in status SHELVED, but Nova lets nobody do w to it unless it is ACTIVE or PAUSED or"
        " SHUTOFF or SUSPENDED. Give a state that leads there, like started."
    )


def test_statuses_of_one_name_are_told_once() -> None:
    with pytest.raises(Immutable, match=r"unless it is VERIFY_RESIZE\. Give"):
        route("ACTIVE", [change("w", RESIZED, RESIZED_OFF)])


def test_heavy_work_that_cannot_be_reached_is_an_error() -> None:
    with pytest.raises(Immutable, match=r"is in status BUILD, but Nova lets nobody do h to it unless it is ACTIVE"):
        route("BUILD", [change("h", "ACTIVE", heavy=True)])


@pytest.mark.parametrize(
    ("changes", "state", "minds"),
    [
        ([], "present", False),
        ([], "stopped", True),
        ([change("w", refused_while_locked=False)], "present", False),
        ([change("w", refused_while_locked=False), change("v")], "present", True),
        ([change("w", refused_while_locked=False)], "stopped", True),
    ],
)
def test_whether_a_lock_stands_in_the_way(changes: list[NodeChange], state: str, minds: bool) -> None:
    assert route("ACTIVE", changes, state).refused_while_locked is minds


def test_actions_are_told_what_belongs_to_them() -> None:
    found = Route(node(), "ACTIVE", [], {"rescue": {"adminPass": "x"}})
    found.go(GOALS["rescued"])
    assert [step.body for step in found.steps] == [{"rescue": {"adminPass": "x"}}]

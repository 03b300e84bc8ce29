# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From any status to any state: the shortest way, none but what Nova allows, and how an action is waited for."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.states import (
    ACTIONS,
    GOALS,
    RESIZED,
    RESIZED_OFF,
    Action,
    arrival,
    position,
    shortest_way,
    to_act,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import OFF, deeds, node, way_to

# What Nova allows (check_instance_state), and where it leads.
NOVA = {
    "os-start": {"SHUTOFF": "ACTIVE"},
    "os-stop": {"ACTIVE": "SHUTOFF"},
    "pause": {"ACTIVE": "PAUSED"},
    "unpause": {"PAUSED": "ACTIVE"},
    "suspend": {"ACTIVE": "SUSPENDED"},
    "resume": {"SUSPENDED": "ACTIVE"},
    "shelve": dict.fromkeys(("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"), "SHELVED_OFFLOADED"),
    "unshelve": dict.fromkeys(("SHELVED", "SHELVED_OFFLOADED"), "ACTIVE"),
    "rescue": dict.fromkeys(("ACTIVE", "SHUTOFF", "ERROR"), "RESCUE"),
    "unrescue": {"RESCUE": "ACTIVE"},
    "confirmResize": {RESIZED: "ACTIVE", RESIZED_OFF: "SHUTOFF"},
    "restore": {"SOFT_DELETED": "ACTIVE"},
}
STATES = ("started", "stopped", "paused", "suspended", "shelved", "rescued")
CONFIRM = "confirmResize"
# From each status the actions that lead to each of those states.
WAYS = {
    "ACTIVE": ("", "os-stop", "pause", "suspend", "shelve", "rescue"),
    "SHUTOFF": ("os-start", "", "os-start pause", "os-start suspend", "shelve", "rescue"),
    "PAUSED": ("unpause", "unpause os-stop", "", "unpause suspend", "shelve", "unpause rescue"),
    "SUSPENDED": ("resume", "resume os-stop", "resume pause", "", "shelve", "resume rescue"),
    "SHELVED": ("unshelve", "unshelve os-stop", "unshelve pause", "unshelve suspend", "", "unshelve rescue"),
    "SHELVED_OFFLOADED": ("unshelve", "unshelve os-stop", "unshelve pause", "unshelve suspend", "", "unshelve rescue"),
    "RESCUE": ("unrescue", "unrescue os-stop", "unrescue pause", "unrescue suspend", "unrescue shelve", ""),
    "SOFT_DELETED": (
        "restore",
        "restore os-stop",
        "restore pause",
        "restore suspend",
        "restore shelve",
        "restore rescue",
    ),
    RESIZED: tuple(f"{CONFIRM} {rest}".strip() for rest in ("", "os-stop", "pause", "suspend", "shelve", "rescue")),
    RESIZED_OFF: tuple(
        f"{CONFIRM} {rest}".strip()
        for rest in ("os-start", "", "os-start pause", "os-start suspend", "shelve", "rescue")
    ),
}
NOWHERE = ("ERROR", "BUILD", "REBOOT", "DELETED", "UNKNOWN", "MIGRATING")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.name}-{action.start}")
def test_action_is_one_that_nova_allows(action: Action) -> None:
    assert NOVA[action.name][action.start] == action.end


@pytest.mark.parametrize("start", sorted(WAYS))
@pytest.mark.parametrize("number", range(len(STATES)), ids=STATES)
def test_shortest_way(start: str, number: int) -> None:
    change = shortest_way(start, GOALS[STATES[number]])
    assert change is not None
    assert " ".join(action.name for action in change) == WAYS[start][number]
    places = [start, *(action.end for action in change)]
    assert [action.start for action in change] == places[:-1]


@pytest.mark.parametrize("start", NOWHERE)
@pytest.mark.parametrize("state", STATES)
def test_there_is_no_way_from(start: str, state: str) -> None:
    assert shortest_way(start, GOALS[state]) is None


def test_error_says_that_there_is_no_way() -> None:
    with pytest.raises(Immutable) as caught:
        way_to(node("MIGRATING"), "shelved")
    assert str(caught.value) == (
        "Node 'web1' (n1) is in status MIGRATING, from which there is no way to SHELVED or SHELVED_OFFLOADED."
    )


@pytest.mark.parametrize("start", sorted(WAYS))
@pytest.mark.parametrize("number", range(len(STATES)), ids=STATES)
def test_whole_way_of_a_node(start: str, number: int) -> None:
    current = node(RESIZED, **OFF) if start == RESIZED_OFF else node(start)
    change = way_to(current, STATES[number])
    assert " ".join(deeds(change.steps)) == WAYS[start][number]
    words = {"started": "running"}
    assert change.state == words.get(STATES[number], STATES[number])


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"status": RESIZED}, RESIZED),
        ({"status": RESIZED, **OFF}, RESIZED_OFF),
        ({"status": "SHUTOFF", **OFF}, "SHUTOFF"),
    ],
)
def test_position(raw: dict[str, str], place: str) -> None:
    assert position(node(**raw)) == place


def action_named(name: str, start: str) -> Action:
    return next(action for action in ACTIONS if (action.name, action.start) == (name, start))


def test_action_is_a_step_that_is_waited_for() -> None:
    step = to_act(node(), action_named("os-stop", "ACTIVE"))
    assert (step.title, step.method, step.path) == ("stop node 'web1'", "POST", "/servers/{id}/action")
    assert step.body == {"os-stop": None}
    assert step.wait is not None
    assert step.wait.what == "node 'web1' to be in status SHUTOFF (to stop it)"
    assert not step.wait.reached(node("ACTIVE", "powering-off"))
    assert not step.wait.reached(node("SHUTOFF", "powering-off"))
    assert not step.wait.reached(None)
    assert step.wait.reached(node("SHUTOFF"))


@pytest.mark.parametrize(
    ("current", "reason"),
    [
        (node("ACTIVE", "powering-off"), None),
        (node("REBOOT"), None),
        (node("ACTIVE"), "Nova gave up: node 'web1' is in status ACTIVE."),
        (
            node("ACTIVE", fault={"message": "No disk."}),
            "Nova gave up: node 'web1' is in status ACTIVE (No disk.).",
        ),
        (None, "The node was deleted by somebody else meanwhile."),
    ],
)
def test_node_that_rests_elsewhere_has_failed(current: dict[str, str] | None, reason: str | None) -> None:
    wait = arrival("node 'web1'", "stop", "SHUTOFF", starts_at="ACTIVE")
    assert wait.failed is not None
    assert wait.failed(current) == reason


def test_node_in_error_has_failed_in_novas_words() -> None:
    wait = arrival("node 'web1'", "stop", "SHUTOFF")
    assert wait.failed is not None
    assert "is in status ERROR: No disk." in str(wait.failed(node("ERROR", fault={"message": "No disk."})))


@pytest.mark.parametrize("start", [RESIZED, RESIZED_OFF])
def test_confirmation_is_not_to_be_seen_while_it_goes_on(start: str) -> None:
    wait = to_act(node(RESIZED), action_named(CONFIRM, start)).wait
    assert wait is not None
    assert wait.failed is not None
    assert not wait.reached(node(RESIZED))
    assert wait.failed(node(RESIZED)) is None
    assert wait.failed(node("PAUSED")) is not None


def test_clouds_keep_shelved_nodes_on_their_hosts_or_not() -> None:
    wait = to_act(node(), action_named("shelve", "ACTIVE")).wait
    assert wait is not None
    assert wait.reached(node("SHELVED"))
    assert wait.reached(node("SHELVED_OFFLOADED"))
    assert not wait.reached(node("SHELVED", "shelving_offloading"))

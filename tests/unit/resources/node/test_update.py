# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way from a node that is there to the wanted one, or to none: states, locks, what goes with it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.update import delete, update
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import (
    OFF,
    deeds,
    desired,
    node,
    plan_of,
    way_to,
)

METADATA: dict[str, Any] = {"metadata": ({}, {"a": "1"})}
TAGS: dict[str, Any] = {"tags": ([], ["a"])}


def test_node_is_removed_and_waited_for_until_it_is_gone() -> None:
    (step,) = delete(node(), desired("absent"))
    assert (step.method, step.path, step.title) == ("DELETE", "/servers/{id}", "delete node 'web1'")
    assert step.wait is not None
    assert step.wait.what == "node 'web1' to be gone"
    assert step.wait.until_gone
    assert step.wait.reached(None)
    assert not step.wait.reached(node("ACTIVE", "deleting"))


def test_node_is_removed_for_good() -> None:
    (step,) = delete(node("SOFT_DELETED"), desired("absent", {"force": True}))
    assert step.body == {"forceDelete": None}
    assert step.wait is not None
    assert not step.wait.reached(node("SOFT_DELETED"))


def test_what_is_to_go_with_a_node_goes_after_it() -> None:
    current = {
        **node(**{"os-extended-volumes:volumes_attached": [{"id": "v1"}]}),
        "floating_ips": [{"id": "f1", "name": "192.0.2.9"}],
    }
    steps = delete(current, desired("absent", {"release_floating_ips": True, "delete_volumes": True}))
    assert deeds(steps) == ["DELETE /servers/{id}", "DELETE /floatingips/f1", " ", "DELETE /volumes/v1"]
    assert [step.service for step in steps] == [None, "network", None, "volume"]
    free = steps[2].wait
    assert free is not None
    assert free.reached(None)
    assert free.reached({"status": "available"})
    assert not free.reached({"status": "detaching"})
    assert deeds(delete(current, desired("absent"))) == ["DELETE /servers/{id}"]


@pytest.mark.parametrize(
    ("changes", "state", "refused"),
    [
        ({}, "present", False),
        (METADATA, "present", True),
        # These Nova changes all the same.
        (TAGS, "present", False),
        ({"new_name": ("web1", "web2")}, "present", False),
        ({"security_groups": (["default"], ["web"])}, "present", False),
        ({}, "started", False),
        ({}, "stopped", True),
        ({}, "restarted", True),
        ({}, "rebuilt", True),
    ],
)
def test_locked_node_is_changed_only_where_nova_does_not_mind(
    changes: dict[str, Any], state: str, refused: bool
) -> None:
    locked = node(locked=True, locked_reason="production")
    if refused:
        with pytest.raises(Immutable) as caught:
            update(locked, changes, desired(state))
        assert str(caught.value) == (
            "Node 'web1' (n1) is locked (production), so it cannot be changed. Set locked to false to have it unlocked"
            " first."
        )
    else:
        assert "unlock" not in deeds(update(locked, changes, desired(state)).steps)


def test_locked_node_is_not_removed_unasked() -> None:
    with pytest.raises(Immutable, match=r"is locked, so it cannot be changed"):
        delete(node(locked=True), desired("absent"))
    assert deeds(delete(node(locked=True), desired("absent", locked=False))) == ["unlock", "DELETE /servers/{id}"]


def test_lock_is_opened_first_and_closed_last() -> None:
    assert deeds(plan_of(node(locked=True), desired("stopped", locked=False, metadata={"a": "1"})).steps) == [
        "unlock",
        "POST /servers/{id}/metadata",
        "os-stop",
    ]
    steps = plan_of(node(), desired("stopped", locked=True, locked_reason="why", metadata={"a": "1"})).steps
    assert deeds(steps) == ["POST /servers/{id}/metadata", "os-stop", "lock"]
    assert steps[-1].body == {"lock": {"locked_reason": "why"}}
    assert steps[-1].microversion is not None
    assert (steps[-1].microversion.text, steps[-1].microversion.needed) == ("2.73", True)


def test_lock_without_reason_is_taken_by_any_nova() -> None:
    (step,) = plan_of(node(), desired(locked=True)).steps
    assert (step.body, step.microversion) == ({"lock": None}, None)
    assert not plan_of(node(locked=True), desired(locked=True)).changed
    assert not plan_of(node(), desired(locked=False)).changed


@pytest.mark.parametrize(
    ("status", "policy", "actions"),
    [
        ("ACTIVE", {}, ["reboot"]),
        ("ACTIVE", {"reboot_type": "hard"}, ["reboot"]),
        # One that does not run is restarted by being started,
        ("SHUTOFF", {}, ["os-start"]),
        ("PAUSED", {}, ["unpause"]),
        ("SHELVED_OFFLOADED", {}, ["unshelve"]),
        # unless it is to be the hard way.
        ("SHUTOFF", {"reboot_type": "hard"}, ["reboot"]),
        ("PAUSED", {"reboot_type": "hard"}, ["reboot"]),
        ("ERROR", {"reboot_type": "hard"}, ["reboot"]),
        ("RESCUE", {"reboot_type": "hard"}, ["unrescue", "reboot"]),
        # It runs then, and is not started besides.
        ("SHELVED_OFFLOADED", {"reboot_type": "hard"}, ["unshelve", "reboot"]),
    ],
)
def test_restart(status: str, policy: dict[str, str], actions: list[str]) -> None:
    change = way_to(node(status), "restarted", **policy)
    assert deeds(change.steps) == actions
    assert change.state == "running"
    assert change.shown == {"restarted": (False, True)}


def test_hard_restart_where_a_resize_is_confirmed_first() -> None:
    """On the way to ACTIVE it is restarted in SHUTOFF, after which it runs and is not started."""
    change = way_to(node("VERIFY_RESIZE", **OFF), "restarted", reboot_type="hard")
    assert deeds(change.steps) == ["confirmResize", "reboot"]
    assert change.state == "running"


def test_kind_of_reboot() -> None:
    assert way_to(node(), "restarted").steps[0].body == {"reboot": {"type": "SOFT"}}
    assert way_to(node(), "restarted", reboot_type="hard").steps[0].body == {"reboot": {"type": "HARD"}}


def test_one_time_states_are_in_the_diff() -> None:
    plan = plan_of(node(), desired("restarted"))
    assert plan.before == {"state": "running", "restarted": False}
    assert plan.after == {"state": "running", "restarted": True}
    plan = plan_of(node("SHUTOFF"), desired("rebuilt"))
    assert plan.before == {"state": "stopped", "rebuilt": False}
    assert plan.after == {"state": "stopped", "rebuilt": True}


def test_state_words_are_in_the_diff() -> None:
    plan = plan_of(node("SHELVED"), desired("paused"))
    assert (plan.before, plan.after) == ({"state": "shelved"}, {"state": "paused"})


def test_present_is_whatever_state_it_is_in() -> None:
    for status in ("ACTIVE", "SHUTOFF", "PAUSED", "SHELVED", "RESCUE", "VERIFY_RESIZE"):
        assert not plan_of(node(status), desired()).changed
    assert plan_of(node("PAUSED"), desired("started")).changed


def test_softly_deleted_node_is_restored() -> None:
    assert deeds(way_to(node("SOFT_DELETED"), "present").steps) == ["restore"]
    assert deeds(way_to(node("SOFT_DELETED"), "stopped").steps) == ["restore", "os-stop"]


def test_node_of_which_nothing_is_known_is_left_as_it_is() -> None:
    plan = plan_of(node("UNKNOWN"), desired(metadata={}))
    assert not plan.changed
    assert (plan.before["state"], plan.after["state"]) == ("unknown", "unknown")

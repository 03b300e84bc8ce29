# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a node's status says: who is waited for, who is gone, who is beyond use."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.status import (
    PASSING_STATUSES,
    fault,
    fault_of,
    gone,
    is_active,
    is_settled,
    never_usable,
    until_gone,
    wait_until_stable,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import desired, node

NEVER_RAN = {"OS-SRV-USG:launched_at": None}
RAN = {"OS-SRV-USG:launched_at": "2026-11-22T12:00:00.000000"}
AT_REST = ("ACTIVE", "SHUTOFF", "PAUSED", "SHELVED_OFFLOADED", "ERROR", "VERIFY_RESIZE", "RESCUE", "SOFT_DELETED")


@pytest.mark.parametrize("status", sorted(PASSING_STATUSES))
def test_node_in_passing_is_left_to_arrive(status: str) -> None:
    assert not is_settled(node(status))
    wait = wait_until_stable(node(status), "present")
    assert wait is not None
    assert wait.what == "node 'web1' to finish what it is doing"
    assert not wait.until_gone
    assert wait.reached(node("ACTIVE"))
    assert wait.reached(node("SHUTOFF"))
    assert not wait.reached(node(status))
    assert wait_until_stable(node(status), "absent") is None


def test_node_that_arrives_in_error_has_arrived() -> None:
    """What is done about it is judged afterwards: on_error may say to make it anew."""
    wait = wait_until_stable(node("BUILD"), "present")
    assert wait is not None
    assert wait.reached(node("ERROR"))
    assert wait.failed is not None
    assert wait.failed(node("ERROR")) is None


@pytest.mark.parametrize("task", ["deleting", "soft-deleting"])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_node_that_is_being_deleted_is_waited_for_until_it_is_gone(state: str, task: str) -> None:
    wait = wait_until_stable(node("ACTIVE", task), state)
    assert wait is not None
    assert wait.until_gone
    assert wait.reached(None)
    assert wait.reached(node("DELETED"))
    assert wait.reached(node("SOFT_DELETED"))
    assert not wait.reached(node("ACTIVE", task))


def test_node_in_error_is_deleted_once_more() -> None:
    lost = node("ERROR", "deleting")
    assert wait_until_stable(lost, "absent") is None
    waited = wait_until_stable(lost, "present")
    assert waited is not None
    assert waited.until_gone


@pytest.mark.parametrize("task", [None, "deleting"])
def test_deletion_that_nova_gave_up(task: str | None) -> None:
    given_up = node("ERROR", task, fault={"message": "Host is down.", "code": 500})
    built, running = until_gone(node("BUILD")), until_gone(node())
    # What could not be built is deleted all the same.
    assert built.failed is None
    assert running.failed is not None
    assert running.failed(None) is None
    assert running.failed(node("ACTIVE")) is None  # a resize is confirmed first
    expected = None if task else "Nova gave up deleting node 'web1' (n1): Host is down. Run again to retry."
    assert running.failed(given_up) == expected


def test_node_that_is_deleted_but_still_shown_is_waited_for() -> None:
    wait = wait_until_stable(node("DELETED"), "present")
    assert wait is not None
    assert wait.until_gone


@pytest.mark.parametrize("status", AT_REST)
def test_node_at_rest_is_not_waited_for(status: str) -> None:
    assert is_settled(node(status))
    assert wait_until_stable(node(status), "present") is None


def test_node_with_a_task_is_in_passing() -> None:
    assert not is_settled(node("ACTIVE", "rebooting"))
    assert wait_until_stable(node("ACTIVE", "rebooting"), "present") is not None
    assert is_settled(None)
    assert not is_active(None)
    assert not is_active(node("ACTIVE", "powering-off"))
    assert is_active(node())


@pytest.mark.parametrize(
    ("status", "wanted", "is_gone"),
    [
        ("ACTIVE", desired("absent"), False),
        ("ACTIVE", None, False),
        ("DELETED", desired("absent"), True),
        ("DELETED", desired("present"), True),
        ("DELETED", None, True),
        ("SOFT_DELETED", None, True),
        ("SOFT_DELETED", desired("absent"), True),
        # It is still to be deleted for good, or can be restored.
        ("SOFT_DELETED", desired("absent", {"force": True}), False),
        ("SOFT_DELETED", desired("present"), False),
    ],
)
def test_as_good_as_not_there(status: str, wanted: Desired | None, is_gone: bool) -> None:
    assert gone(node(status), wanted) is is_gone


def test_gone_for_good() -> None:
    softly, for_good = until_gone(node()), until_gone(node(), for_good=True)
    assert softly.reached(node("SOFT_DELETED"))
    assert not for_good.reached(node("SOFT_DELETED"))
    for wait in (softly, for_good):
        assert wait.what == "node 'web1' to be gone"
        assert wait.until_gone
        assert wait.reached(None)
        assert wait.reached(node("DELETED"))
        assert not wait.reached(node("ACTIVE", "deleting"))


def test_fault_is_told_in_novas_words() -> None:
    broken = node("ERROR", fault={"message": "No valid host was found.", "code": 500}, **NEVER_RAN)
    assert fault_of(broken) == fault(broken)
    assert fault(broken) == (
        "Node 'web1' (n1) is in status ERROR: No valid host was found. Remove it (state absent) before it is made anew,"
        " or set on_error to recreate."
    )
    assert "Nova does not say why" in str(fault(node("ERROR")))
    assert fault(node()) is None
    assert fault_of(node()) is None
    assert fault_of(None) == "The node was deleted by somebody else meanwhile."


@pytest.mark.parametrize(
    "message", ["No valid host was found.", "No valid host was found. ", "No valid host was found"]
)
def test_sentence_of_the_fault_ends_with_one_stop(message: str) -> None:
    assert "ERROR: No valid host was found. Remove it" in str(
        fault(node("ERROR", fault={"message": message}, **NEVER_RAN))
    )


@pytest.mark.parametrize("shown", [RAN, {}], ids=["ran", "not-shown"])
def test_node_that_may_have_run_is_not_advised_to_be_made_anew(shown: dict[str, Any]) -> None:
    broken = node("ERROR", fault={"message": "The resize failed."}, **shown)
    assert not never_usable(broken)
    assert "on_error to recreate" not in str(fault(broken))
    assert "ERROR: The resize failed. It has run before" in str(fault(broken))


def test_node_whose_build_failed_was_never_usable() -> None:
    assert never_usable(node("ERROR", **NEVER_RAN))
    assert not never_usable(node("ACTIVE", **NEVER_RAN))

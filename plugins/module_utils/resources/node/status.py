# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a node's status says: whether it stands still, is gone, or was given up by Nova. Pure."""

from __future__ import annotations

import typing as t

from ...resource.declaration import UNKNOWN
from ...resource.desired import ABSENT, Desired
from ...resource.step import Wait

Node = t.Mapping[str, t.Any]

PASSING_STATUSES = frozenset(
    ("BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE", "REVERT_RESIZE", "MIGRATING", "PASSWORD")
)
# When it ran first, null if it never did.
LAUNCHED_AT = "OS-SRV-USG:launched_at"
DELETING_TASKS = frozenset(("deleting", "soft-deleting"))


def is_settled(current: Node | None) -> bool:
    """Whether nothing is being done with the node."""
    return current is None or (current["status"] not in PASSING_STATUSES and current["task_state"] is None)


def is_gone(current: Node | None) -> bool:
    """Whether there is no such node any more. Some clouds keep deleted nodes for a while and show them by their ids."""
    return current is None or current["status"] in ("DELETED", "SOFT_DELETED")


def is_active(current: Node | None) -> bool:
    """Whether the node runs."""
    return current is not None and current["status"] == "ACTIVE" and current["task_state"] is None


def gone(current: Node, desired: Desired | None) -> bool:
    """Whether a node is as good as not there: one that is deleted softly can be restored, or deleted for good."""
    if current["status"] != "SOFT_DELETED" or desired is None:
        return is_gone(current)
    return desired.state == ABSENT and not desired.says("force")


def fault_of(current: Node | None) -> str | None:
    """Why a node will not come to rest where it should, in Nova's words."""
    if current is None:
        return "The node was deleted by somebody else meanwhile."
    if current["status"] != "ERROR":
        return None
    how_it_is = f"Node '{current['name']}' ({current['id']}) is in status ERROR: {_reason(current)}"
    if never_usable(current):
        return f"{how_it_is}. Remove it (state absent) before it is made anew, or set on_error to recreate."
    return (
        f"{how_it_is}. It has run before, and what is on it may still be there, so it is not made anew. A restart"
        " (state restarted with reboot_type hard) may bring it back; state rebuilt makes its root disk anew. To be rid"
        " of it, set state to absent."
    )


def never_usable(current: Node) -> bool:
    """Whether it never ran, for its making failed. One that fails while it is resized, say, ran before."""
    return current["status"] == "ERROR" and current["extra"].get(LAUNCHED_AT, UNKNOWN) is None


def _reason(current: Node) -> str:
    return str((current["fault"] or {}).get("message") or "Nova does not say why").rstrip(". ")


def fault(current: Node) -> str | None:
    """Why Nova gave a node up."""
    return fault_of(current) if current["status"] == "ERROR" else None


def wait_until_stable(current: Node, state: str) -> Wait | None:
    """A node that is on its way somewhere is left to arrive; to delete one that is not there yet, nobody need wait.

    One in status ERROR that says that it is being deleted may say so for ever, if a host was lost over it. Nova takes a
    second request for the same, and it costs nothing if the first is still being worked on.
    """
    is_leaving = current["task_state"] in DELETING_TASKS or current["status"] == "DELETED"
    if is_leaving and not (state == ABSENT and current["status"] == "ERROR"):
        return until_gone(current)
    if state != ABSENT and not is_settled(current):
        # Nova leaves a task on some that it gives up, for ever: such a node is then judged as it is.
        best_effort = current["status"] == "ERROR"
        return Wait(
            f"node '{current['name']}' to finish what it is doing", is_settled, _given_up, best_effort=best_effort
        )
    return None


def until_gone(current: Node, for_good: bool = False) -> Wait:
    """Waiting until a node is gone; `for_good`: so that it cannot be restored."""
    reached = _is_gone_for_good if for_good else is_gone
    # One that was being built may fail to be just then: Nova shows that, and deletes it all the same.
    failed = None if current["status"] == "BUILD" else _not_deleted
    return Wait(f"node '{current['name']}' to be gone", reached, failed, until_gone=True)


def _not_deleted(current: Node | None) -> str | None:
    """Why Nova gave up deleting a node. While it has not, the node has a task, which it got before Nova answered."""
    if current is None or current["status"] != "ERROR" or current["task_state"] is not None:
        return None
    return f"Nova gave up deleting node '{current['name']}' ({current['id']}): {_reason(current)}. Run again to retry."


def _is_gone_for_good(current: Node | None) -> bool:
    return current is None or current["status"] == "DELETED"


def _given_up(current: Node | None) -> str | None:
    """A node that is in status ERROR has arrived: what is done about it is not for the wait to say."""
    return fault_of(current) if current is None else None

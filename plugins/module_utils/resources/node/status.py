# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The meaning of a node's status: whether the node is settled, is gone, or has failed. Pure."""

from __future__ import annotations

import typing as t

from ...resource.declaration import UNKNOWN
from ...resource.desired import ABSENT, Desired
from ...resource.step import Wait

Node = t.Mapping[str, t.Any]

PASSING_STATUSES = frozenset(
    ("BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE", "REVERT_RESIZE", "MIGRATING", "PASSWORD")
)
# The key for the time at which a node first ran. It is null if the node never did.
LAUNCHED_AT = "OS-SRV-USG:launched_at"
DELETING_TASKS = frozenset(("deleting", "soft-deleting"))


def is_settled(current: Node | None) -> bool:
    """Whether Nova is doing nothing with the node, or it is gone."""
    return current is None or (current["status"] not in PASSING_STATUSES and current["task_state"] is None)


def is_gone(current: Node | None) -> bool:
    """Whether a node is gone. Some clouds keep deleted nodes for a while and still show them by their ids."""
    return current is None or current["status"] in ("DELETED", "SOFT_DELETED")


def is_active(current: Node | None) -> bool:
    """Whether the node runs."""
    return current is not None and current["status"] == "ACTIVE" and current["task_state"] is None


def gone(current: Node, desired: Desired | None) -> bool:
    """Whether a node counts as absent. A soft-deleted one does not if it can be restored, or is to be deleted for
    good."""
    if current["status"] != "SOFT_DELETED" or desired is None:
        return is_gone(current)
    return desired.state == ABSENT and not desired.option("force")


def fault_of(current: Node | None) -> str | None:
    """Why a wait for a node has failed, with Nova's reason. None if it has not."""
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
    """Whether a node never ran because its creation failed. One that failed during a resize, for example, ran
    before."""
    return current["status"] == "ERROR" and current["extra"].get(LAUNCHED_AT, UNKNOWN) is None


def _reason(current: Node) -> str:
    return str((current["fault"] or {}).get("message") or "Nova does not say why").rstrip(". ")


def fault(current: Node) -> str | None:
    """Why a node is in status ERROR. None if it is not."""
    return fault_of(current) if current["status"] == "ERROR" else None


def wait_until_stable(current: Node, state: str) -> Wait | None:
    """What to wait for before a node is compared: the end of a task or of its removal. None if there is nothing to wait
    for. To delete a node, only a removal that has begun is waited for.

    A node in status ERROR may show for ever that it is being deleted, if its host was lost meanwhile. So it is deleted
    again at once. Nova takes a second request, which does no harm if the first is still in progress.
    """
    is_leaving = current["task_state"] in DELETING_TASKS or current["status"] == "DELETED"
    if is_leaving and not (state == ABSENT and current["status"] == "ERROR"):
        return until_gone(current)
    if state != ABSENT and not is_settled(current):
        # A failed node may keep its task for ever. On timeout, such a node is compared as it is.
        best_effort = current["status"] == "ERROR"
        return Wait(
            f"node '{current['name']}' to finish what it is doing", is_settled, _given_up, best_effort=best_effort
        )
    return None


def until_gone(current: Node, for_good: bool = False) -> Wait:
    """Wait until a node is gone. With `for_good`, wait until it cannot be restored either."""
    reached = _is_gone_for_good if for_good else is_gone
    # The build of a node may fail just then. Nova shows the failure and deletes the node all the same.
    failed = None if current["status"] == "BUILD" else _not_deleted
    return Wait(f"node '{current['name']}' to be gone", reached, failed, until_gone=True)


def _not_deleted(current: Node | None) -> str | None:
    """Why the deletion of a node has failed. None while it goes on: the node then has a task, which Nova set before it
    answered."""
    if current is None or current["status"] != "ERROR" or current["task_state"] is not None:
        return None
    return f"Nova gave up deleting node '{current['name']}' ({current['id']}): {_reason(current)}. Run again to retry."


def _is_gone_for_good(current: Node | None) -> bool:
    return current is None or current["status"] == "DELETED"


def _given_up(current: Node | None) -> str | None:
    """Why the wait for a settled node has failed: only if the node is gone. Status ERROR is no failure of this wait; it
    is handled afterwards."""
    return fault_of(current) if current is None else None

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The change of an existing node to the desired fields and state, and its removal. Pure."""

from __future__ import annotations

import typing as t

from ...errors import Immutable
from ...resource.declaration import Changes
from ...resource.desired import ABSENT, Desired
from ...resource.step import ID, Change, Step
from . import floating_ips as node_floating_ips
from . import security_groups as node_groups
from . import volumes as node_volumes
from .actions import changes_of, sets_password
from .create import bodies_of, lock
from .read import STATES, UNKNOWN
from .rebuild import rebuilds, restart
from .resize import resize_answer, resize_answers
from .route import Route
from .states import GOALS, RESIZED, RESIZED_OFF, acting, position, status_at
from .status import Node, until_gone


def update(current: Node, changes: Changes, desired: Desired) -> Change:
    """Plan a change to the desired fields and state, from any status.

    Raises:
        Immutable: the node is locked, or Nova allows a change in no status on the way.
    """
    start = position(current)
    todo = [*resize_answers(current, changes, desired), *changes_of(current, changes, desired)]
    goal = _goal(start, desired)
    reboot = restart(current, desired) if desired.state == "restarted" else []
    # Nova cannot change the reason of a lock, so the node is unlocked and locked again.
    is_locked, relocked = bool(current.get("locked")), "locked_reason" in changes
    unlocked = is_locked and (desired.fields.get("locked") is False or relocked)
    route = Route(current, start, [*todo, *reboot], bodies_of(desired))
    route.go(goal)
    if current.get("locked") and not unlocked and route.refused_while_locked:
        raise Immutable(_locked(current))
    steps = [*(_unlock(current) if unlocked else ()), *route.steps]
    if changes.get("locked", (None, None))[1] or (is_locked and relocked):
        steps.append(lock(current, desired))
    shown: dict[str, t.Any] = {}
    if sets_password(desired):
        shown["admin_password"] = ("not shown", "set")
    if reboot or (desired.state == "restarted" and steps):
        shown["restarted"] = (False, True)
    if rebuilds(changes, desired):
        shown["rebuilt"] = (False, True)
    if resize_answer(current, changes, desired) == "revert":
        shown["reverted"] = (False, True)
    groups = (
        {"security_groups": desired.fields["security_groups"]} if node_groups.connects_anew(changes, desired) else {}
    )
    return Change(tuple(steps), STATES.get(status_at(route.position), UNKNOWN), shown, groups)


def _goal(start: str, desired: Desired) -> frozenset[str] | None:
    """The positions at which the node may be in the end. None: its current one."""
    if start == "SOFT_DELETED":
        return GOALS.get(desired.state, GOALS["started"])
    goal = GOALS.get(desired.state)
    if goal and desired.option("resize") == "pending":
        # A resized node that is not confirmed yet runs or is off, as it was before.
        goal |= {RESIZED} if "ACTIVE" in goal else {RESIZED_OFF} if "SHUTOFF" in goal else set()
    return goal


def delete(current: Node, desired: Desired) -> list[Step]:
    """Plan the removal of a node, and of its floating IPs and volumes if the user says so.

    Raises:
        Immutable: the node is locked, and the user did not set `locked` to false.
    """
    steps: list[Step] = []
    if current.get("locked"):
        if desired.fields.get("locked") is not False:
            raise Immutable(_locked(current))
        steps += _unlock(current)
    title = f"delete node '{current['name']}'"
    wait = until_gone(current, for_good=bool(desired.option("force")))
    if desired.option("force"):
        steps.append(acting(current, "delete", {"forceDelete": None}, wait))
    else:
        steps.append(Step(title, "DELETE", f"/servers/{ID}", wait=wait))
    # A replacement needs the floating IPs and volumes that its desired fields name.
    fields = {} if desired.state == ABSENT else desired.fields
    if desired.option("release_floating_ips"):
        needed = node_floating_ips.addresses_of(fields)
        surplus = [one for one in current.get("floating_ips") or () if one["name"] not in needed]
        steps += [node_floating_ips.release(one) for one in surplus]
    if desired.option("delete_volumes"):
        ids = node_volumes.ids_of(fields)
        steps += [step for one in current["volumes"] if one not in ids for step in node_volumes.removal(one)]
    return steps


def _unlock(current: Node) -> list[Step]:
    return [acting(current, "unlock", {"unlock": None})]


def _locked(current: Node) -> str:
    reason = f" ({current['locked_reason']})" if current.get("locked_reason") else ""
    return (
        f"Node '{current['name']}' ({current['id']}) is locked{reason}, so it cannot be changed. Set locked to false to"
        " have it unlocked first."
    )

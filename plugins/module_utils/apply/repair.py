# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done about a resource that the service gave up: nothing and an error, nothing at all, or another one."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ResourceFailed
from ..plan.plan import Plan, plan_absent
from ..resource.declaration import Json, Resource
from ..resource.desired import ABSENT, Desired

FAIL, KEEP, RECREATE = "fail", "keep", "recreate"


def _policy(desired: Desired) -> str:
    """What is to be done about one that is broken. One that is to go, and does not, is neither kept nor made anew."""
    return FAIL if desired.state == ABSENT else str(desired.says("on_error", FAIL))


def policy_for(ending: t.Any, plan: Plan, resource: Resource, desired: Desired) -> str:
    """What is to be done about one that failed on the way. One that was there before and is not beyond use, only not as
    it was to be (a node that could not be resized), is neither kept so nor made anew. And one that is beyond use since
    a change of it failed is not made anew: what is on it would be lost."""
    if not isinstance(ending, ResourceFailed) or not ending.current:
        return FAIL
    is_broken = resource.fault is not None and resource.fault(ending.current) is not None
    policy = _policy(desired) if is_broken or plan.makes else FAIL
    if policy == RECREATE and not (ending.is_new or _was_never_usable(resource, ending.current)):
        return FAIL
    return policy


def _was_never_usable(resource: Resource, current: Json) -> bool:
    return resource.never_usable is not None and resource.never_usable(current)


def repaired(
    resource: Resource,
    desired: Desired,
    current: Json,
    plan_create: t.Callable[[], Plan],
    plan_update: t.Callable[[], Plan],
) -> Plan | None:
    """The plan for a broken resource; None if the user has not said what to do about it, or it may not be done."""
    policy = _policy(desired)
    if policy == RECREATE and _was_never_usable(resource, current):
        return recreated(resource, desired, current, plan_create())
    if resource.repairs and resource.repairs(current, desired):
        return plan_update()
    if policy == KEEP:
        state = {"state": resource.state(current)}
        return Plan((), state, state, warnings=(str(resource.fault(current) if resource.fault else ""),))
    return None


def recreated(resource: Resource, desired: Desired, current: Json, making: Plan) -> Plan:
    """One plan of two: be rid of it, but of nothing that the new one is to have, and make another."""
    removing = plan_absent(resource, current, dataclasses.replace(desired, fields=making.fields))
    return dataclasses.replace(making, steps=removing.steps + making.steps, before=removing.before)

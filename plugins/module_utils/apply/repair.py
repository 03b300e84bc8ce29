# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repair: plans for a resource that is beyond use, as `on_error` says: fail, keep it, or create it again.

It takes the broken resource and the desired state. It gives a plan, or the policy to follow after a step has failed.
`reconcile.py` calls it. Pure.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ResourceFailed
from ..plan.plan import Plan, plan_absent
from ..resource.declaration import Json, Resource
from ..resource.desired import ABSENT, Desired

FAIL, KEEP, RECREATE = "fail", "keep", "recreate"


def _policy(desired: Desired) -> str:
    """The `on_error` of a desired state. A resource that is to be absent is neither kept nor created again."""
    return FAIL if desired.state == ABSENT else str(desired.option("on_error", FAIL))


def policy_for(ending: t.Any, plan: Plan, resource: Resource, desired: Desired) -> str:
    """The policy for a resource that has failed during its operation.

    It is `fail` for a resource that was there before and can still be used, as only a change of it failed: a node that
    could not be resized, for example. A resource that a failed change has put beyond use is not created again, since
    its data would be lost.
    """
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
    """The plan for a broken resource; None if neither `on_error` nor a repair by the service can be applied to it."""
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
    """One plan out of two: remove the broken resource, then create a new one.

    The removal keeps everything that the new resource is to have, like volumes.
    """
    removing = plan_absent(resource, current, dataclasses.replace(desired, fields=making.fields))
    return dataclasses.replace(making, steps=removing.steps + making.steps, before=removing.before)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of nodes share: nodes, desired states, and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import Plan, plan_update
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Change, Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.create import create
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import read_node
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.update import update

BASIC = {"name": "web1", "image": "i1", "flavor": "f1"}
FIELDS = {field.name: field for field in NODE.fields}
OFF = {"OS-EXT-STS:power_state": 4}

# What a real node is shown with, so that all can be compared.
WHOLE = {
    "image": {"id": "i1"},
    "flavor": {"original_name": "m1.tiny"},
    "locked": False,
    "tags": [],
    "description": None,
    "OS-EXT-AZ:availability_zone": "nova",
    "security_groups": [{"name": "default"}],
    "user_id": "u1",
    "created": "2026-11-22T12:00:00Z",
}


def node(status: Any = "ACTIVE", task: Any = None, **raw: Any) -> dict[str, Any]:
    """A node as users see it, from what Nova says of it."""
    return read_node({"id": "n1", "name": "web1", "status": status, "OS-EXT-STS:task_state": task, **WHOLE, **raw})


def desired(state: str = PRESENT, policy: Any = None, **fields: Any) -> Desired:
    """What a user says, brought to the form that is compared."""
    normal = {name: FIELDS[name].normalise(value) for name, value in fields.items()}
    return Desired(state, normal, name="web1", policy=policy or {})


def plan_of(current: Mapping[str, Any], wanted: Desired) -> Plan:
    """The plan for a node; references are taken as they were given."""
    return plan_update(NODE, wanted, wanted.fields, current)


def way_to(current: Mapping[str, Any], state: str, **policy: Any) -> Change:
    """The way to a state, with no field changed."""
    return update(current, {}, desired(state, policy))


def creation(state: str = PRESENT, policy: Any = None, **fields: Any) -> Change:
    """The way to a new node."""
    wanted = desired(state, policy, **{**BASIC_FIELDS, **fields})
    return create({"name": "web1", **wanted.fields}, wanted)


BASIC_FIELDS = {"image": "i1", "flavor": "f1"}


def body_of(change: Change) -> dict[str, Any]:
    """The node in the request that makes it, which is the first step."""
    return dict(change.steps[0].body["server"])


def deeds(steps: Sequence[Step]) -> list[str]:
    """Steps in short: the name of an action, else method and path."""
    return [_deed(step) for step in steps]


def _deed(step: Step) -> str:
    if step.path.endswith("/action"):
        return str(next(iter(step.body)))
    return f"{step.method} {step.path}"

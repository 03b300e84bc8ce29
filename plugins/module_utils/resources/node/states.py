# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of a node as a graph: which action leads from which status to which, and the shortest way. Pure.

Source: https://docs.openstack.org/api-guide/compute/server_concepts.html#server-status, and what Nova allows in which
state (check_instance_state in nova/compute/api.py).
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from ...resource.step import ID, Step, Wait
from ...service.microversion import Microversion
from .status import Node, fault_of, is_settled

# A node that was off when it was resized stays off while the resize is to be confirmed, and afterwards.
RESIZED, RESIZED_OFF = "VERIFY_RESIZE", "VERIFY_RESIZE, off"
POWER_STATE_OFF = 4


@dataclasses.dataclass(frozen=True)
class Action:
    """An action that leads from one position to another. `title` completes "Could not ...": stop node 'web1'."""

    title: str
    name: str
    start: str
    end: str
    # Whether it is confirmed or taken back in passing, so that there is no way back to where it started.
    is_final: bool = False
    microversion: Microversion | None = None


ACTION = f"/servers/{ID}/action"
# From here on Nova rescues also nodes that boot from a volume.
RESCUE = Microversion("2.87")
_SHELVED = ("SHELVED", "SHELVED_OFFLOADED")
ACTIONS = (
    Action("stop", "os-stop", "ACTIVE", "SHUTOFF"),
    Action("start", "os-start", "SHUTOFF", "ACTIVE"),
    Action("pause", "pause", "ACTIVE", "PAUSED"),
    Action("unpause", "unpause", "PAUSED", "ACTIVE"),
    Action("suspend", "suspend", "ACTIVE", "SUSPENDED"),
    Action("resume", "resume", "SUSPENDED", "ACTIVE"),
    *(
        Action("shelve", "shelve", status, "SHELVED_OFFLOADED")
        for status in ("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED")
    ),
    *(Action("unshelve", "unshelve", status, "ACTIVE") for status in _SHELVED),
    *(Action("rescue", "rescue", status, "RESCUE", microversion=RESCUE) for status in ("ACTIVE", "SHUTOFF")),
    Action("unrescue", "unrescue", "RESCUE", "ACTIVE"),
    Action("confirm the resize of", "confirmResize", RESIZED, "ACTIVE", is_final=True),
    Action("confirm the resize of", "confirmResize", RESIZED_OFF, "SHUTOFF", is_final=True),
    Action("restore", "restore", "SOFT_DELETED", "ACTIVE", is_final=True),
)

# Positions that a state of the option `state` is; a cloud keeps shelved nodes on their hosts or not.
GOALS: dict[str, frozenset[str]] = {
    "started": frozenset(("ACTIVE",)),
    "restarted": frozenset(("ACTIVE",)),
    "stopped": frozenset(("SHUTOFF",)),
    "paused": frozenset(("PAUSED",)),
    "suspended": frozenset(("SUSPENDED",)),
    "shelved": frozenset(_SHELVED),
    "rescued": frozenset(("RESCUE",)),
}


def position(node: Node) -> str:
    """Where in the graph a node is: its status, and of a resized one whether it is off."""
    status = str(node["status"])
    is_off = (node.get("extra") or {}).get("OS-EXT-STS:power_state") == POWER_STATE_OFF
    return RESIZED_OFF if status == RESIZED and is_off else status


def status_at(place: str) -> str:
    """The status at a position."""
    return RESIZED if place == RESIZED_OFF else place


def shortest_way(start: str, ends: t.Collection[str]) -> list[Action] | None:
    """The fewest actions that lead from a position to one of some others; None if there is no way."""
    ways: dict[str, list[Action]] = {start: []}
    queue = collections.deque([start])
    while queue:
        place = queue.popleft()
        if place in ends:
            return ways[place]
        for action in ACTIONS:
            if action.start == place and action.end not in ways:
                ways[action.end] = [*ways[place], action]
                queue.append(action.end)
    return None


def acting(node: Node, title: str, body: t.Any, wait: Wait | None = None, needs: Microversion | None = None) -> Step:
    """A step that is an action. `title` completes "Could not ... node 'web1'"."""
    return Step(f"{title} node '{node['name']}'", "POST", ACTION, body, needs, wait)


def to_act(node: Node, action: Action, body: t.Any = None) -> Step:
    """The step that an action is."""
    wait = arrival(f"node '{node['name']}'", action.title, action.end, starts_at=action.start)
    return acting(node, action.title, {action.name: body}, wait, action.microversion)


def arrival(name: str, deed: str, place: str, starts_at: str | None = None, passes: str | None = None) -> Wait:
    """Waiting until a node has come to rest at a position.

    Nova notes what it is about to do before it answers, so one that rests elsewhere has failed. Only the confirmation
    of a resize (`starts_at`) is not to be seen while it goes on, and some ways lead through a status (`passes`) in
    which the node seems to rest for a moment.
    """
    statuses = GOALS["shelved"] if place in GOALS["shelved"] else {status_at(place)}

    def reached(current: t.Mapping[str, t.Any] | None) -> bool:
        return current is not None and is_settled(current) and current["status"] in statuses

    def failed(current: t.Mapping[str, t.Any] | None) -> str | None:
        broken = fault_of(current)
        if broken or current is None or not is_settled(current):
            return broken
        if starts_at in (RESIZED, RESIZED_OFF) and current["status"] == RESIZED:
            return None
        if current["status"] == passes:
            return None
        return f"Nova gave up: {name} is in status {current['status']}{_reason(current)}."

    return Wait(f"{name} to be in status {status_at(place)} (to {deed} it)", reached, failed)


def _reason(current: t.Mapping[str, t.Any]) -> str:
    message = (current.get("fault") or {}).get("message")
    return f" ({message})" if message else ""

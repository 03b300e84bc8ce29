# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of a node as a graph: its positions are statuses, its edges are actions. It finds the shortest way. Pure.

Sources: https://docs.openstack.org/api-guide/compute/server_concepts.html#server-status, and the actions that Nova
allows in each state (check_instance_state in nova/compute/api.py).
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from ...resource.step import ID, Step, Wait
from ...service.microversion import Microversion
from .status import Node, fault_of, is_settled

# The two positions of a resized node. One that was off when it was resized stays off until the resize is confirmed, and
# afterwards.
RESIZED, RESIZED_OFF = "VERIFY_RESIZE", "VERIFY_RESIZE, off"
POWER_STATE_OFF = 4


@dataclasses.dataclass(frozen=True)
class Action:
    """An action that leads from one position to another. `title` completes "Could not ...": stop node 'web1'."""

    title: str
    name: str
    start: str
    end: str
    # Whether there is no way back to the start, as after the confirmation of a resize.
    is_final: bool = False
    microversion: Microversion | None = None


ACTION = f"/servers/{ID}/action"
# Since 2.87 Nova also rescues nodes that boot from a volume.
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

# Value of the option `state` -> its positions. "shelved" has two, since a cloud may keep shelved nodes on their hosts.
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
    """The position of a node in the graph: its status, and for a resized node also whether it is off."""
    status = str(node["status"])
    is_off = (node.get("extra") or {}).get("OS-EXT-STS:power_state") == POWER_STATE_OFF
    return RESIZED_OFF if status == RESIZED and is_off else status


def status_at(place: str) -> str:
    """The status at a position."""
    return RESIZED if place == RESIZED_OFF else place


def shortest_way(start: str, ends: t.Collection[str]) -> list[Action] | None:
    """The fewest actions that lead from a position to one of some positions. None if there is no way."""
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
    """The step for an action with a body. `title` completes "Could not ... node 'web1'"."""
    return Step(f"{title} node '{node['name']}'", "POST", ACTION, body, needs, wait)


def to_act(node: Node, action: Action, body: t.Any = None) -> Step:
    """The step for an action of the graph."""
    wait = arrival(f"node '{node['name']}'", action.title, action.end, starts_at=action.start)
    return acting(node, action.title, {action.name: body}, wait, action.microversion)


def arrival(name: str, deed: str, place: str, starts_at: str | None = None, passes: str | None = None) -> Wait:
    """Wait until a node is settled at a position.

    Nova sets a task before it answers, so a node that is settled at another position has failed. There are two
    exceptions. The confirmation of a resize (it starts at `starts_at`) shows no task while it goes on. And some changes
    lead through a status (`passes`) in which the node seems settled for a moment.
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

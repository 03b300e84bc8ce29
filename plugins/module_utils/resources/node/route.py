# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of changes of a node and of the actions that bring it to a state. Pure.

A work is a change of the node, which Nova allows only at some positions of the graph in `states.py`. Works are done as
early as possible: at the node's current position, else at the first position on its shortest way to the goal where they
are allowed. Only a heavy work, which interrupts the node anyway (a resize, a rebuild), leads the node off this way.
Afterwards the node goes back to where it was or should be.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import Immutable
from ...resource.step import Step
from .states import GOALS, Action, shortest_way, status_at, to_act
from .status import Node


def _stays(place: str) -> str:
    return place


@dataclasses.dataclass(frozen=True)
class Work:
    """A change of a node.

    Args:
        title: Completes "Could not ...": set metadata of node 'web1'.
        steps: The steps to send, for the node's position.
        allowed: The positions at which Nova allows it. None: all.
        leads_to: The position afterwards, for the position before.
        is_heavy: Whether the node is brought to a position at which it is allowed, even off its way.
        minds_lock: Whether Nova refuses it while the node is locked.
    """

    title: str
    steps: t.Callable[[str], t.Sequence[Step]]
    allowed: frozenset[str] | None = None
    leads_to: t.Callable[[str], str] = _stays
    is_heavy: bool = False
    minds_lock: bool = True


class Route:
    """The way of one node: its position, and the steps so far."""

    def __init__(
        self, node: Node, start: str, works: t.Sequence[Work], bodies: t.Mapping[str, t.Any] | None = None
    ) -> None:
        """`bodies` has the bodies of actions that need one, by the action's name."""
        self.steps: list[Step] = []
        self.place = start
        self.minds_lock = False
        self._node = node
        # A node whose state is to stay as it is returns to this position.
        self._home = start
        self._left = list(works)
        self._bodies = bodies or {}

    def go(self, goal: t.Collection[str] | None) -> None:
        """Do all works, and bring the node to one of the positions in `goal`. None: back to where it started.

        Raises:
            Immutable: Nova allows a work at no position on the way, or there is no way to the goal.
        """
        self._work()
        self._execute(goal or self._homes())
        while any(work.is_heavy for work in self._left):
            work = next(work for work in self._left if work.is_heavy)
            self._execute(work.allowed or {self.place}, work)
            self._execute(goal or self._homes())
        if self._left:
            raise Immutable(self._not_here(self._left[0]))

    def _homes(self) -> t.Collection[str]:
        """The positions at which a node may end if its state is to stay as it is. A shelved node may end at any shelved
        position."""
        shelved = GOALS["shelved"]
        return shelved if self._home in shelved else {self._home}

    def _execute(self, ends: t.Collection[str], work: Work | None = None) -> None:
        """Bring the node to one of some positions. If this is for a work, stop as soon as the work is done."""
        while self.place not in ends and (work is None or work in self._left):
            change = shortest_way(self.place, ends)
            if change is None:
                raise Immutable(self._not_here(work) if work else self._no_way(ends))
            # Only the first action of the way: a work that is done after it may lead elsewhere.
            self._act(change[0])
            self._work()

    def _act(self, action: Action) -> None:
        self.steps.append(to_act(self._node, action, self._bodies.get(action.name)))
        self.minds_lock = True
        self.place = action.end
        if action.is_final:
            self._home = action.end

    def _work(self) -> None:
        """Do all works that are allowed here. A work may lead to another position, where others are allowed."""
        doable = True
        while doable:
            doable = False
            for work in self._left:
                if work.allowed is None or self.place in work.allowed:
                    self._left.remove(work)
                    self._do(work)
                    doable = True
                    break

    def _do(self, work: Work) -> None:
        self.steps += work.steps(self.place)
        self.minds_lock = self.minds_lock or work.minds_lock
        place = work.leads_to(self.place)
        if place != self.place:
            self.place = self._home = place

    def _who(self) -> str:
        return f"Node '{self._node['name']}' ({self._node['id']}) is in status {self._node['status']}"

    def _not_here(self, work: Work) -> str:
        statuses = sorted({status_at(place) for place in work.allowed or ()})
        return (
            f"{self._who()}, but Nova lets nobody {work.title} unless it is {' or '.join(statuses)}. Give a state that"
            " leads there, like started."
        )

    def _no_way(self, ends: t.Collection[str]) -> str:
        return f"{self._who()}, from which there is no way to {' or '.join(sorted(map(status_at, ends)))}."

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order a node is changed and brought to a state: each work where Nova allows it, on the shortest way. Pure.

Works are done as early as possible: where the node stands, else at the first place on its way to the goal where they
are allowed. Only for a heavy work, which interrupts the node anyway (a resize, a rebuild), is it led out of its way,
and afterwards back to where it was or should be.
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
    """Something to be done with a node.

    Args:
        title: Completes "Could not ...": set metadata of node 'web1'.
        steps: What is sent, at a position.
        allowed: Positions at which Nova takes it; None: all.
        leads_to: The position afterwards.
        is_heavy: Whether it is worth leading the node to where it is allowed.
        minds_lock: Whether Nova refuses it while the node is locked.
    """

    title: str
    steps: t.Callable[[str], t.Sequence[Step]]
    allowed: frozenset[str] | None = None
    leads_to: t.Callable[[str], str] = _stays
    is_heavy: bool = False
    minds_lock: bool = True


class Route:
    """One node's way: where it is, and the steps so far."""

    def __init__(
        self, node: Node, start: str, works: t.Sequence[Work], bodies: t.Mapping[str, t.Any] | None = None
    ) -> None:
        """`bodies` is what some actions are told."""
        self.steps: list[Step] = []
        self.place = start
        self.minds_lock = False
        self._node = node
        # Where a node that is to be left as it is returns to.
        self._home = start
        self._left = list(works)
        self._bodies = bodies or {}

    def go(self, goal: t.Collection[str] | None) -> None:
        """Do all works, and come to one of the positions in `goal`; None: to where it started.

        Raises:
            Immutable: Nova does not allow a work at any place on the way.
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
        """Where a node that is to be left as it is may end: a shelved one anywhere where it is shelved."""
        shelved = GOALS["shelved"]
        return shelved if self._home in shelved else {self._home}

    def _execute(self, ends: t.Collection[str], work: Work | None = None) -> None:
        """Come to one of some positions; on the way to a work only until it is done, wherever that leads."""
        while self.place not in ends and (work is None or work in self._left):
            change = shortest_way(self.place, ends)
            if change is None:
                raise Immutable(self._not_here(work) if work else self._no_way(ends))
            # Only its first action: a work that is done on the way may lead elsewhere.
            self._act(change[0])
            self._work()

    def _act(self, action: Action) -> None:
        self.steps.append(to_act(self._node, action, self._bodies.get(action.name)))
        self.minds_lock = True
        self.place = action.end
        if action.is_final:
            self._home = action.end

    def _work(self) -> None:
        """Do what can be done here. A work may lead elsewhere, where another can be done."""
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

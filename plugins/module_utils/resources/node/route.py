# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of changes of a node and of the actions that bring it to a state. Pure.

A change of a node is one that Nova allows only at some positions of the graph in `states.py`. Changes are done as
early as possible: at the node's current position, else at the first position on its shortest way to the goal where they
are allowed. Only a heavy change, which interrupts the node anyway (a resize, a rebuild), leads the node off this way.
Afterwards the node goes back to where it was or should be.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import Immutable
from ...resource.step import Step
from .states import GOALS, Action, shortest_way, status_at, to_act
from .status import Node


def _stays(position: str) -> str:
    return position


@dataclasses.dataclass(frozen=True)
class NodeChange:
    """A change of a node.

    Args:
        title: Completes "Could not ...": set metadata of node 'web1'.
        steps: The steps to send, for the node's position.
        allowed: The positions at which Nova allows it. None: all.
        end_position: The position afterwards, for the position before.
        is_heavy: Whether the node is brought to a position at which it is allowed, even off its way.
        refused_while_locked: Whether Nova refuses it while the node is locked.
    """

    title: str
    steps: t.Callable[[str], t.Sequence[Step]]
    allowed: frozenset[str] | None = None
    end_position: t.Callable[[str], str] = _stays
    is_heavy: bool = False
    refused_while_locked: bool = True


class Route:
    """The way of one node: its position, and the steps so far."""

    def __init__(
        self, node: Node, start: str, changes: t.Sequence[NodeChange], bodies: t.Mapping[str, t.Any] | None = None
    ) -> None:
        """`bodies` has the bodies of actions that need one, by the action's name."""
        self.steps: list[Step] = []
        self.position = start
        self.refused_while_locked = False
        self._node = node
        # A node whose state is to stay as it is returns to this position.
        self._home = start
        self._left = list(changes)
        self._bodies = bodies or {}

    def go(self, goal: t.Collection[str] | None) -> None:
        """Do all changes, and bring the node to one of the positions in `goal`. None: back to where it started.

        Raises:
            Immutable: Nova allows a change at no position on the way, or there is no way to the goal.
        """
        self._change()
        self._execute(goal or self._homes())
        while any(change.is_heavy for change in self._left):
            change = next(change for change in self._left if change.is_heavy)
            self._execute(change.allowed or {self.position}, change)
            self._execute(goal or self._homes())
        if self._left:
            raise Immutable(self._not_here(self._left[0]))

    def _homes(self) -> t.Collection[str]:
        """The positions at which a node may end if its state is to stay as it is. A shelved node may end at any shelved
        position."""
        shelved = GOALS["shelved"]
        return shelved if self._home in shelved else {self._home}

    def _execute(self, ends: t.Collection[str], change: NodeChange | None = None) -> None:
        """Bring the node to one of some positions. If this is for a change, stop as soon as the change is done."""
        while self.position not in ends and (change is None or change in self._left):
            actions = shortest_way(self.position, ends)
            if actions is None:
                raise Immutable(self._not_here(change) if change else self._no_way(ends))
            # Only the first action of the way: a change that is done after it may lead elsewhere.
            self._act(actions[0])
            self._change()

    def _act(self, action: Action) -> None:
        self.steps.append(to_act(self._node, action, self._bodies.get(action.name)))
        self.refused_while_locked = True
        self.position = action.end
        if action.is_final:
            self._home = action.end

    def _change(self) -> None:
        """Do all changes that are allowed here. A change may lead to another position, where others are allowed."""
        doable = True
        while doable:
            doable = False
            for change in self._left:
                if change.allowed is None or self.position in change.allowed:
                    self._left.remove(change)
                    self._do(change)
                    doable = True
                    break

    def _do(self, change: NodeChange) -> None:
        self.steps += change.steps(self.position)
        self.refused_while_locked = self.refused_while_locked or change.refused_while_locked
        position = change.end_position(self.position)
        if position != self.position:
            self.position = self._home = position

    def _who(self) -> str:
        return f"Node '{self._node['name']}' ({self._node['id']}) is in status {self._node['status']}"

    def _not_here(self, change: NodeChange) -> str:
        statuses = sorted({status_at(position) for position in change.allowed or ()})
        return (
            f"{self._who()}, but Nova lets nobody {change.title} unless it is {' or '.join(statuses)}. Give a state"
            " that leads there, like started."
        )

    def _no_way(self, ends: t.Collection[str]) -> str:
        return f"{self._who()}, from which there is no way to {' or '.join(sorted(map(status_at, ends)))}."

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of a topology: resources of many kinds that belong together.

It takes entries, each the desired state of one resource. It gives them to the other files of this folder. `face` makes
one from the options of a module. Pure.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...resource.declaration import Json, Resource
from ...resource.desired import ABSENT, PRESENT, Desired
from .membership import Membership


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of resource that a topology can have.

    Args:
        resource: The declaration.
        marked_by: The field that marks members, a list of tags or a mapping. None: members are known by their names.
        also_read: Further kinds whose lists are needed to find current resources of this one.
        completed_by: Kinds that have to be there first where they refer to what this one refers to: a node needs the
            subnets of its network, although it names none.
    """

    resource: Resource
    marked_by: str | None
    also_read: tuple[Resource, ...] = ()
    completed_by: tuple[Resource, ...] = ()

    @property
    def name(self) -> str:
        """The word for one of the kind."""
        return self.resource.name

    @property
    def is_marked_later(self) -> bool:
        """Whether the mark comes with a request of its own, once a resource is there."""
        return any(field.name == self.marked_by and field.own_requests for field in self.resource.fields)


@dataclasses.dataclass(frozen=True)
class Entry:
    """The desired state of one resource of a topology. `place` says where it stands in the options: `networks[0]`."""

    kind: Kind
    desired: Desired
    place: str

    def __str__(self) -> str:
        name = self.desired.name or self.desired.id
        return f"{self.kind.name} '{name}'" if name else f"{self.kind.name} ({self.place})"


@dataclasses.dataclass(frozen=True)
class DesiredTopology:
    """The desired state of a topology.

    Args:
        kinds: All kinds that it can have. A kind comes after those that its resources mostly refer to.
        entries: The resources that are wanted.
        membership: Tells which resources belong to it. None: it has no name, so nothing is marked or removed.
        state: `present` or `absent`. If it is absent, all its members are removed.
        prune: Whether members are removed that are no longer wanted.
        adopt: Whether wanted resources that are there, and do not belong to it yet, are to belong to it.
    """

    kinds: t.Sequence[Kind]
    entries: t.Sequence[Entry]
    membership: Membership | None = None
    state: str = PRESENT
    prune: bool = False
    adopt: bool = False

    @property
    def removes(self) -> bool:
        """Whether it may remove members."""
        return self.membership is not None and (self.prune or self.state == ABSENT)

    def belongs(self, kind: Kind, current: Json) -> bool:
        """Whether a current resource is a member."""
        return self.membership is not None and self.membership.has(kind.marked_by, current)

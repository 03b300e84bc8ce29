# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Membership: which resources belong to a topology.

It takes the name of a topology. It gives marks for desired states, and says whether a current resource has them. The
other files of this folder call it. Pure.

Members are marked where their service keeps tags or keys and values for users. Others are members by their names: the
name of the topology, or one that begins with it and a hyphen.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...resource.declaration import Values
from ...resource.desired import Desired

KEY = "os_topology"


@dataclasses.dataclass(frozen=True)
class Membership:
    """The membership of one topology, by its name."""

    topology: str

    @property
    def tag(self) -> str:
        """The mark of members that have tags."""
        return f"{KEY}={self.topology}"

    def has(self, marked_by: str | None, current: Values) -> bool:
        """Whether a current resource is a member. `marked_by` is the field that marks members of its kind, or None."""
        if marked_by is None:
            return self.is_named_so(str(current["name"]))
        marks = current[marked_by]
        if isinstance(marks, dict):
            return marks.get(KEY) == self.topology
        return self.tag in (marks or ())

    def is_named_so(self, name: str) -> bool:
        """Whether a name makes a resource a member whose kind has no marks."""
        return name == self.topology or name.startswith(f"{self.topology}-")

    def marked(self, marked_by: str | None, desired: Desired, is_list: bool) -> Desired:
        """A desired state with the mark of a member. `is_list` says that marks are tags, and not keys and values."""
        if marked_by is None:
            return desired
        said = desired.fields.get(marked_by)
        marks: t.Any = [*(said or ()), self.tag] if is_list else {**(said or {}), KEY: self.topology}
        return dataclasses.replace(desired, fields={**desired.fields, marked_by: marks})

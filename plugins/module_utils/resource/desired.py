# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user wants of one resource."""

from __future__ import annotations

import dataclasses
import typing as t

PRESENT = "present"
ABSENT = "absent"


@dataclasses.dataclass(frozen=True)
class Desired:
    """What a user wants of one resource.

    Args:
        state: The word of the option `state`.
        fields: What was said of the resource itself; only what was said.
        name: The name, or
        id: the id, which only one that is there has.
        policy: What was said of how to get there: `resize`, `purge_tags`.
    """

    state: str
    fields: t.Mapping[str, t.Any]
    name: str | None = None
    id: str | None = None
    policy: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)

    def says(self, option: str, default: t.Any = None) -> t.Any:
        """What was said of how to get there."""
        value = self.policy.get(option)
        return default if value is None else value

    def names(self) -> tuple[str, ...]:
        """All names that it may have: the new one too, since this may not be the first run."""
        found = (self.name, self.fields.get("new_name"))
        return tuple(dict.fromkeys(str(name) for name in found if name is not None))

    def name_to_make(self, replaced: t.Mapping[str, t.Any] | None = None) -> str:
        """The name that one is made under: the new one, else the name, else that of the one whose place it takes.

        Empty if the service will give it one.
        """
        names = self.names()
        return names[-1] if names else str((replaced or {}).get("name") or "")

    def to_make(self, replaced: t.Mapping[str, t.Any] | None = None) -> Desired:
        """The same desired state for one that is still to be made: it has its last name from the beginning."""
        fields = {name: value for name, value in self.fields.items() if name != "new_name"}
        return dataclasses.replace(self, name=self.name_to_make(replaced) or None, fields=fields)

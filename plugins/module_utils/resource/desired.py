# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of one resource.

The face (`face/module.py`) makes it from a task's options. The engine compares it with the current resource. Options
that were not given are missing, so that nothing else is changed.
"""

from __future__ import annotations

import dataclasses
import typing as t

PRESENT = "present"
ABSENT = "absent"


@dataclasses.dataclass(frozen=True)
class Desired:
    """The desired state of one resource.

    Args:
        state: The value of the option `state`.
        fields: The fields that the user has given, and no others.
        name: The name, if it was given.
        id: The id, if it was given: only a resource that is there has one.
        policy: Options that say how to get there: `resize`, `purge_tags`.
    """

    state: str
    fields: t.Mapping[str, t.Any]
    name: str | None = None
    id: str | None = None
    policy: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)

    def option(self, option: str, default: t.Any = None) -> t.Any:
        """The value of an option that says how to get there."""
        value = self.policy.get(option)
        return default if value is None else value

    def names(self) -> tuple[str, ...]:
        """All names that the resource may have: the new one too, since an earlier run may have renamed it."""
        found = (self.name, self.fields.get("new_name"))
        return tuple(dict.fromkeys(str(name) for name in found if name is not None))

    def name_to_make(self, replaced: t.Mapping[str, t.Any] | None = None) -> str:
        """The name for a resource that is made: the new name, else the name, else that of the resource that it
        replaces.

        Empty if the service gives it a name.
        """
        names = self.names()
        return names[-1] if names else str((replaced or {}).get("name") or "")

    def to_make(self, replaced: t.Mapping[str, t.Any] | None = None) -> Desired:
        """The same desired state for a resource that is still to be made: it has its last name from the beginning."""
        fields = {name: value for name, value in self.fields.items() if name != "new_name"}
        return dataclasses.replace(self, name=self.name_to_make(replaced) or None, fields=fields)

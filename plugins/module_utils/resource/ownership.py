# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose resource a name means.

Administrators are shown what all projects have. A name means to them what it means to everybody else: one of the
token's project, or one that is for all. They reach those of other projects by id.
"""

from __future__ import annotations

import collections
import typing as t

from ..service.cloud import Cloud
from .declaration import Json, Resource

# A message names so many of those that are not meant.
MOST_OTHERS_NAMED = 5


class Ownership:
    """Tells resources of one kind that a name may mean from those that only look like it.

    `others` has, by name, those that were seen and not meant. `projects` are ids of projects beside the token's whose
    resources a name means too, since the user has said that they are to be theirs.
    """

    def __init__(self, cloud: Cloud, resource: Resource) -> None:
        """Nothing is asked of the cloud yet."""
        self._cloud = cloud
        self._resource = resource
        self.projects: t.Collection[str] = ()
        self.others: dict[str, list[Json]] = {}

    @property
    def _is_shown_others(self) -> bool:
        return self._resource.for_all is not None and self._cloud.is_administrator(self._resource.service)

    def meant(self, found: t.Iterable[Json], *, offered: bool = False) -> list[Json]:
        """Those of the token's project, and those that are for all.

        What is shared with the project counts as well. Where a list does not show that, it takes further requests;
        they are sent only for a name that nothing else has. `offered`: also what the project has not accepted yet.
        """
        if not self._is_shown_others:
            return list(found)
        meant: list[Json] = []
        others: dict[str, list[Json]] = collections.defaultdict(list)
        for item in found:
            if self._is_own_or_for_all(item):
                meant.append(item)
            else:
                others[str(item["name"])].append(item)
        known = {str(item["name"]) for item in meant}
        unclear = [one for name, some in others.items() if name not in known for one in some]
        shared = self._shared(unclear, offered)
        meant += [one for one in unclear if one["id"] in shared]
        for name in {str(item["name"]) for item in meant}:
            self.others.pop(name, None)
            others.pop(name, None)
        self.others.update(others)
        return meant

    def surely_meant(self, found: t.Iterable[Json]) -> list[Json]:
        """Those of which that is known without a further request."""
        return [item for item in found if not self._is_shown_others or self._is_own_or_for_all(item)]

    def told_of_others(self, name: str) -> str:
        """The sentence about those of other projects that have a name; empty if there are none."""
        others = self.others.get(name, ())
        if not others:
            return ""
        shown = [f"{one['id']} (project {one['project_id']})" for one in others[:MOST_OTHERS_NAMED]]
        more = ", ..." if len(others) > MOST_OTHERS_NAMED else ""
        return (
            f" Other projects have {self._resource.plural} of that name, which an administrator reaches by id:"
            f" {', '.join(shown)}{more}."
        )

    def warn_of_others(self, name: str) -> None:
        """Tell the user that those of other projects were left alone."""
        told = self.told_of_others(name)
        if told:
            self._cloud.warn(f"There is no {self._resource.name} '{name}'{self._cloud.where()}.{told}")

    def _is_own_or_for_all(self, item: Json) -> bool:
        owner = item["project_id"]
        is_own = owner is not None and (owner == self._cloud.project_id or owner in self.projects)
        return is_own or bool(self._resource.for_all and self._resource.for_all(item))

    def _shared(self, others: t.Sequence[Json], offered: bool) -> t.Collection[str]:
        """Ids of those that are shared with the token's project."""
        if not others or self._resource.shared is None or self._cloud.project_id is None:
            return ()
        return self._resource.shared(self._cloud, others, offered)

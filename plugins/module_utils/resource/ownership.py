# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says whether a name means a resource, by the project that owns it.

It takes resources as they were found, and gives those that a name may mean; `collection.py` calls it. Administrators
are shown those of all projects. A name means to them the same as to everybody else: a resource of the token's project,
or one for all. They reach other projects' resources by id.
"""

from __future__ import annotations

import collections
import typing as t

from ..service.cloud import Cloud
from .declaration import Json, Resource

# So many resources of other projects are named in a message.
MOST_OTHERS_NAMED = 5


class Ownership:
    """Separates the resources of one kind that a name may mean from those of other projects.

    `others` has, by name, resources of other projects that were seen. `projects` are ids of further projects whose
    resources a name means too, because the user has named these projects as owners.
    """

    def __init__(self, cloud: Cloud, resource: Resource) -> None:
        """Sends no request yet."""
        self._cloud = cloud
        self._resource = resource
        self.projects: t.Collection[str] = ()
        self.others: dict[str, list[Json]] = {}

    @property
    def _is_shown_others(self) -> bool:
        return self._resource.for_all is not None and self._cloud.is_administrator(self._resource.service)

    def meant(self, found: t.Iterable[Json], *, offered: bool = False) -> list[Json]:
        """The resources of the token's project, and those for all.

        Resources that are shared with the project count as well. Where a list does not show that, it takes further
        requests; they are sent only for a name that nothing else has. `offered`: also those that the project has not
        accepted yet.
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
        """The resources that a name means for sure, judged without a further request."""
        return [item for item in found if not self._is_shown_others or self._is_own_or_for_all(item)]

    def told_of_others(self, name: str) -> str:
        """The sentence about other projects' resources of a name; empty if there are none."""
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
        """Warn that other projects' resources of a name were left alone."""
        told = self.told_of_others(name)
        if told:
            self._cloud.warn(f"There is no {self._resource.name} '{name}'{self._cloud.where()}.{told}")

    def _is_own_or_for_all(self, item: Json) -> bool:
        owner = item["project_id"]
        is_own = owner is not None and (owner == self._cloud.project_id or owner in self.projects)
        return is_own or bool(self._resource.for_all and self._resource.for_all(item))

    def _shared(self, others: t.Sequence[Json], offered: bool) -> t.Collection[str]:
        """Ids of the resources that are shared with the token's project."""
        if not others or self._resource.shared is None or self._cloud.project_id is None:
            return ()
        return self._resource.shared(self._cloud, others, offered)

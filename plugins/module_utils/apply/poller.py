# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at all that is waited for: one thing by its id, several with one list."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import WaitTimeout
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from .effects import NOT_YET, Snapshot, WaitUntil

# A list that changes while its pages are read can lack one that is there: it is gone if the next one lacks it too.
LISTS_TO_BE_SURE = 2


@dataclasses.dataclass
class Missing:
    """In how many lists in a row something was not to be seen."""

    lists: int = 0


class Poller:
    """Takes looks for one run. `microversion` is what reading the run's own resource needs."""

    def __init__(self, cloud: Cloud, resource: Resource, microversion: Microversion | None, title: str) -> None:
        self.title = title
        self._cloud = cloud
        self._resource = resource
        self._microversion = microversion
        self._seen: dict[str, Snapshot] = {}
        # Whether the last look was at a list.
        self._was_list: dict[str, bool] = {}
        # Beside the token's, the projects that what is made may be for.
        self.projects: t.Collection[str] = ()

    def collection(self, resource: Resource) -> Collection:
        """All resources of a kind, read as the run needs them."""
        found = Collection(self._cloud, resource, self._microversion if resource is self._resource else None)
        found.ownership.projects = self.projects
        return found

    def poll(self, awaits: t.Sequence[WaitUntil]) -> None:
        """Take one look at all of these: a request for each kind of thing (and page)."""
        kinds = {awaited.resource.name: awaited.resource for awaited in awaits}
        for name, resource in kinds.items():
            same_kind = [awaited for awaited in awaits if awaited.resource.name == name]
            self._was_list[name] = not (len(same_kind) == 1 and same_kind[0].id and not same_kind[0].by_name)
            self._seen[name] = Snapshot(
                self._listed(resource, same_kind) if self._was_list[name] else self._one(same_kind[0])
            )

    def verdict(self, awaited: WaitUntil, missing: Missing) -> t.Any:
        """What the last look comes to for one of them.

        Raises:
            ResourceFailed: it will never satisfy.
        """
        kind = awaited.resource.name
        snapshot = self._seen[kind]
        if awaited.id and self._was_list[kind]:
            missing.lists = 0 if snapshot.by_id(awaited.id) else missing.lists + 1
            if awaited.by_name:
                if missing.lists < LISTS_TO_BE_SURE:
                    return awaited.judge(snapshot)
                # It has an id, so it is there, whatever lists of names show; the service may call it otherwise.
                return awaited.judge(Snapshot([*snapshot.named(awaited.name or ""), *self._one(awaited)]))
            if 0 < missing.lists < LISTS_TO_BE_SURE:
                return NOT_YET
            if missing.lists and not awaited.until_gone:
                # Lists leave some out that are there: a node while it is restored, one that has another name by now.
                snapshot = Snapshot(self._one(awaited))
        return awaited.judge(snapshot)

    def current(self, awaited: WaitUntil) -> Json | None:
        """How it was at the last look."""
        snapshot = self._seen.get(awaited.resource.name)
        if snapshot is None:
            return None
        if awaited.id:
            return snapshot.by_id(awaited.id)
        return next(iter(snapshot.named(awaited.name or "")), None)

    def _one(self, awaited: WaitUntil) -> list[Json]:
        found = self.collection(awaited.resource).by_id(awaited.id or "")
        return [found] if found else []

    def _listed(self, resource: Resource, awaits: t.Sequence[WaitUntil]) -> t.Iterator[Json]:
        names = sorted({awaited.name for awaited in awaits if awaited.name is not None})
        collection = self.collection(resource)
        asks = resource.named if resource.named and all(awaited.name is not None for awaited in awaits) else None
        found = collection.list(asks(names) if asks and names else ())
        by_name = {awaited.name for awaited in awaits if awaited.by_name}
        return _without_strangers(collection, found, by_name) if by_name else found


def _without_strangers(
    collection: Collection, found: t.Iterable[Json], names: t.Collection[str | None]
) -> t.Iterator[Json]:
    """The same without what has one of the names and is another project's."""
    there = list(found)
    own = {one["id"] for one in collection.own(one for one in there if one["name"] in names)}
    return (one for one in there if one["name"] not in names or one["id"] in own)


def too_late(awaited: WaitUntil, current: Json | None) -> WaitTimeout:
    """The error for something that did not come in time: it says how it stands."""
    return WaitTimeout(
        f"Waited {awaited.timeout_seconds:g} s for {awaited.what}, but {how_it_is(awaited, current)}. It may still get"
        " there: run again, or set wait_timeout higher.",
        current or {},
    )


def how_it_is(awaited: WaitUntil, current: Json | None) -> str:
    """How something that is waited for stands, in words."""
    if current is None:
        return "it is gone" if awaited.id else "it is not there"
    doing = current.get(awaited.resource.busy_key) if awaited.resource.busy_key else None
    busy = f" (the service is busy with: {doing})" if doing else ""
    return f"it is {current.get('status')}{busy}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The poller: reads the resources that operations wait for.

It takes the waits of all operations. It gives a verdict for each: a single resource is read by its id, several with one
list. `scheduler.py` calls it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import WaitTimeout
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from .effects import NOT_YET, Snapshot, WaitUntil

# A list that changes while its pages are read can lack a resource that is there. It is gone if the next list lacks it
# too.
LISTS_TO_BE_SURE = 2


@dataclasses.dataclass
class Missing:
    """How many lists in a row have lacked a resource."""

    lists: int = 0


class Poller:
    """Reads resources for one run.

    `resource` is the kind that the run is about, `microversion` the one that reading it needs. `title` names the run's
    resources in reports of the progress.
    """

    def __init__(self, cloud: Cloud, resource: Resource, microversion: Microversion | None, title: str) -> None:
        self.title = title
        self._cloud = cloud
        self._resource = resource
        self._microversion = microversion
        self._seen: dict[str, Snapshot] = {}
        # By kind: whether the last snapshot came from a list.
        self._was_list: dict[str, bool] = {}
        # Ids of projects beside the token's that may own new resources.
        self.projects: t.Collection[str] = ()

    def collection(self, resource: Resource) -> Collection:
        """All resources of a kind, with the microversion and the projects of the run."""
        found = Collection(self._cloud, resource, self._microversion if resource is self._resource else None)
        found.ownership.projects = self.projects
        return found

    def poll(self, awaits: t.Sequence[WaitUntil]) -> None:
        """Take a snapshot for all of these waits: one request for each kind of resource (and page of its list)."""
        kinds = {awaited.resource.name: awaited.resource for awaited in awaits}
        for name, resource in kinds.items():
            same_kind = [awaited for awaited in awaits if awaited.resource.name == name]
            self._was_list[name] = not (len(same_kind) == 1 and same_kind[0].id and not same_kind[0].by_name)
            self._seen[name] = Snapshot(
                self._listed(resource, same_kind) if self._was_list[name] else self._one(same_kind[0])
            )

    def verdict(self, awaited: WaitUntil, missing: Missing) -> t.Any:
        """The verdict of the last snapshot for one wait; NOT_YET if it goes on.

        Raises:
            ResourceFailed: the awaited state will never be reached.
        """
        kind = awaited.resource.name
        snapshot = self._seen[kind]
        if awaited.id and self._was_list[kind]:
            missing.lists = 0 if snapshot.by_id(awaited.id) else missing.lists + 1
            if awaited.by_name:
                if missing.lists < LISTS_TO_BE_SURE:
                    return awaited.judge(snapshot)
                # The resource was created, so read it by its id. The service may show it under another name.
                return awaited.judge(Snapshot([*snapshot.named(awaited.name or ""), *self._one(awaited)]))
            if 0 < missing.lists < LISTS_TO_BE_SURE:
                return NOT_YET
            if missing.lists and not awaited.until_gone:
                # Lists leave out some resources that are there: a node while it is restored, or one with a new name.
                snapshot = Snapshot(self._one(awaited))
        return awaited.judge(snapshot)

    def current(self, awaited: WaitUntil) -> Json | None:
        """The resource in the last snapshot; None if it is not in it."""
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
    """The same resources without those that have one of the names, but belong to another project."""
    there = list(found)
    own = {one["id"] for one in collection.own(one for one in there if one["name"] in names)}
    return (one for one in there if one["name"] not in names or one["id"] in own)


def too_late(awaited: WaitUntil, current: Json | None) -> WaitTimeout:
    """The error for a wait that has timed out. It says in which state the resource is."""
    return WaitTimeout(
        f"Waited {awaited.timeout_seconds:g} s for {awaited.what}, but {how_it_is(awaited, current)}. It may still get"
        " there: run again, or set wait_timeout higher.",
        current or {},
    )


def how_it_is(awaited: WaitUntil, current: Json | None) -> str:
    """The state of an awaited resource, in words."""
    if current is None:
        return "it is gone" if awaited.id else "it is not there"
    doing = current.get(awaited.resource.busy_key) if awaited.resource.busy_key else None
    busy = f" (the service is busy with: {doing})" if doing else ""
    return f"it is {current.get('status')}{busy}"

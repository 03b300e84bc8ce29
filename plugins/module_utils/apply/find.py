# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find: looks for the current resource of each desired state.

It takes desired states with names or ids. It gives a resource, None or an error for each; any number of names take one
list. `reconcile.py` calls it.
"""

from __future__ import annotations

import collections
import datetime
import typing as t

from ..errors import CloudError, NotUnique
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource
from ..resource.desired import ABSENT, Desired
from .create_once import AGREEMENT_SECONDS, CERTAIN_SECONDS, intent_of, is_leaving, seniority
from .options import Clock
from .progress import SILENT, Progress
from .young import YOUNG_SECONDS, Certain

AGREEMENT_INTERVAL_SECONDS = 1.0

Found = t.Union[Json, CloudError, None]


class Finder:
    """Finds current resources for desired states."""

    def __init__(
        self,
        collection: Collection,
        clock: Clock,
        begun_seconds: float,
        progress: Progress = SILENT,
        listed: t.Sequence[Json] | None = None,
        certain: Certain | None = None,
    ) -> None:
        """Make a finder. Nothing is read before `find`.

        Args:
            collection: The resources of one kind.
            clock: The clock to wait with.
            begun_seconds: How long a resource may take to appear that another run has begun to create: as long as that
                run would have waited for the answer.
            progress: Gets reports while the finder waits.
            listed: All resources of the kind, if they have been listed already.
            certain: Young resources that are known to be the only ones of their names; None if nothing is known.
        """
        self._collection = collection
        self._begun_seconds = begun_seconds
        self._progress = progress
        self._listed = listed
        self._certain = certain
        self._resource: Resource = collection.resource
        self._clock = clock
        # By name that was looked for: the ids of all resources seen with it, those of other projects included.
        self.namesakes: dict[str, set[str]] = {}

    def find(self, desired_states: t.Sequence[Desired]) -> list[Found]:
        """The current resource for each desired state: a resource, None, or an error if several may be meant."""
        kept = frozenset(name for desired in desired_states if desired.state != ABSENT for name in desired.names())
        named = self._by_name([name for desired in desired_states if not desired.id for name in desired.names()], kept)
        found = [self._by_id(desired.id) if desired.id else self._one_of(desired, named) for desired in desired_states]
        found = [one or self._aside(desired) for one, desired in zip(found, desired_states)]
        self._warn_of_others(desired_states, found)
        return self._restored(desired_states, found)

    def _warn_of_others(self, desired_states: t.Sequence[Desired], found: t.Sequence[Found]) -> None:
        """Warn of resources that have a name that is to be absent, but were left alone, as other projects own them."""
        for desired, one in zip(desired_states, found):
            if one is None and desired.state == ABSENT and not desired.id:
                for name in desired.names():
                    self._collection.ownership.warn_of_others(name)

    def _aside(self, desired: Desired) -> Found:
        """The resource for a desired state, from those that lists leave out unless a query asks for them."""
        for query in () if desired.id else self._resource.extra_queries(desired):
            named: dict[str, list[Json]] = collections.defaultdict(list)
            for item in self._collection.own(self._collection.named(desired.names(), query), offered=True):
                named[item["name"]].append(item)
            found = self._one_of(desired, named)
            if found is not None:
                return found
        return None

    def _restored(self, desired_states: t.Sequence[Desired], found: list[Found]) -> list[Found]:
        """The same resources, and removed ones for those desired states that want them restored.

        If several of a name were removed, it is the one that was created last.
        """
        lacking = [
            number
            for number, desired in enumerate(desired_states)
            if found[number] is None and desired.state != ABSENT and desired.option("restore")
        ]
        if lacking and self._resource.removed is not None:
            removed = {
                str(one["name"]): one
                for one in sorted(self._collection.own(self._collection.list(self._resource.removed)), key=seniority)
            }
            for number in lacking:
                found[number] = next(
                    (removed[name] for name in desired_states[number].names() if name in removed), None
                )
        return found

    def _by_id(self, resource_id: str) -> Found:
        listed = next((one for one in self._listed or () if one["id"] == resource_id), None)
        return listed or self._collection.by_id(resource_id)

    def _by_name(self, names: t.Sequence[str], kept: t.Collection[str]) -> t.Mapping[str, list[Json]]:
        """All resources of each name. The list is read again in three cases:

        * There are several young resources of one name: the runs that created them have time to agree on one.
        * Another run has noted that it creates one, which is not there yet: it has time to appear. That run may have
          been killed.
        * There is one young resource, and its name is in `kept`: another run may have created one too, and may keep its
          own. A second later that can be seen.
        """
        if not names:
            return {}
        for name in names:
            self.namesakes.setdefault(name, set())
        started = self._clock.now()
        seen_at: dict[str, float] = {}
        while True:
            found: dict[str, list[Json]] = collections.defaultdict(list)
            for item in self._named(names):
                found[item["name"]].append(item)
            seconds = self._clock.now() - started
            are_at_odds = seconds < AGREEMENT_SECONDS and any(self._are_young(twins) for twins in found.values())
            are_new = [self._is_new(found[name], seen_at) for name in kept if name in found]
            if not (any(are_new) or are_at_odds or (seconds < self._begun_seconds and self._is_begun(names, found))):
                if self._certain and seen_at:
                    self._certain.add(seen_at)
                return found
            self._clock.sleep(CERTAIN_SECONDS if any(are_new) else AGREEMENT_INTERVAL_SECONDS)
            self._listed = None

    def _is_new(self, found: t.Sequence[Json], seen_at: dict[str, float]) -> bool:
        """Whether there is one resource of a name that is young, first seen a moment ago, and not known to be certain.

        `seen_at` has the time when each young resource was first seen, by its id; it is updated here.
        """
        living = self._living(found) if self._resource.exclusive else []
        now = self._clock.now()
        for one in living:
            if age_seconds(one) < YOUNG_SECONDS and not (self._certain and self._certain.has(one["id"])):
                seen_at.setdefault(one["id"], now)
        return len(living) == 1 and now - seen_at.get(living[0]["id"], float("-inf")) < AGREEMENT_INTERVAL_SECONDS

    def _named(self, names: t.Sequence[str]) -> t.Iterable[Json]:
        if self._listed is None:
            return self._collection.own(self._noted(self._collection.named(names)))
        wanted = frozenset(names)
        return self._collection.own(self._noted(one for one in self._listed if one["name"] in wanted))

    def _noted(self, found: t.Iterable[Json]) -> t.Iterator[Json]:
        for one in found:
            self.namesakes[one["name"]].add(str(one["id"]))
            yield one

    def _is_begun(self, names: t.Sequence[str], found: t.Mapping[str, t.Sequence[Json]]) -> bool:
        """Whether a run has recently begun to create one of the names that is not there yet."""
        if not self._resource.exclusive:
            return False
        for name in names:
            if self._living(found.get(name, ())):
                continue
            age = self._collection.client.intents.seconds_since(intent_of(self._resource, name))
            if age is not None and age < self._begun_seconds:
                what = f"{self._resource.name} '{name}', which another run has begun to make"
                self._progress.report(f"waiting for {what}, {age:.0f} s")
                return True
        return False

    def _are_young(self, twins: t.Sequence[Json]) -> bool:
        living = self._living(twins)
        return self._resource.exclusive and len(living) > 1 and all(age_seconds(one) < YOUNG_SECONDS for one in living)

    def _living(self, found: t.Sequence[Json]) -> list[Json]:
        return [one for one in found if not is_leaving(self._resource, one)]

    def _one_of(self, desired: Desired, named: t.Mapping[str, list[Json]]) -> Found:
        """The resource for a desired state: under its name, or under the new name that an earlier run gave it."""
        there: list[Json] = []
        for name in desired.names():
            # A resource that is being removed counts only if there is no other. Its removal is then waited for.
            found = sorted(self._living(named.get(name, [])), key=seniority) or named.get(name, [])[:1]
            try:
                one = self._collection.single(name, found)
            except CloudError as error:
                return error
            if one is not None:
                there.append(one)
        there = self._living(there) or there[:1]
        if len(there) > 1:
            names = " and ".join(f"'{one['name']}' ({one['id']})" for one in there)
            return NotUnique(
                f"It cannot be renamed: {self._resource.plural} {names} are both there.", [one["id"] for one in there]
            )
        return there[0] if there else None


def age_seconds(resource: Json) -> float:
    """The age of a resource in seconds, by our clock; infinite if it does not say when it was created."""
    try:
        created = datetime.datetime.fromisoformat(str(resource.get("created_at")).replace("Z", "+00:00"))
    except ValueError:
        return float("inf")
    if created.tzinfo is None:
        created = created.replace(tzinfo=datetime.timezone.utc)
    return (datetime.datetime.now(datetime.timezone.utc) - created).total_seconds()

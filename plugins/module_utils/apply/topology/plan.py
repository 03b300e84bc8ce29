# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a topology: what is to be made, changed and removed, and in which order.

It takes a desired topology. It gives a part for each of its resources, with the predicted result. `topology.py` calls
it. Nothing is changed here: each part is planned in check mode, by the same engine as a single resource, and knows what
the parts before it would do.

The list of each kind is read once. Nothing that it has costs a further request.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import typing as t

from ...errors import ApiError, CloudError, EndpointNotFound, ResourceError, TransportError
from ...resource.collection import Collection
from ...resource.declaration import Json, Resource
from ...resource.desired import ABSENT, Desired
from ...resource.foretold import Foretold
from ...service.cloud import Cloud
from ...service.forecast import Forecast
from ..options import ApplyOptions, Clock, Result
from ..reconcile import reconcile_all
from ..run import reading_of
from ..target import ResultOrError
from .begun import Begun
from .desired import DesiredTopology, Entry, Kind
from .order import Needs, levels_of, needs_of, removed_before

# How often what a plan reads is tried.
TRIES = 4
Read = t.TypeVar("Read")

MAKE, CHANGE, REMOVE, NOTHING = "make", "change", "remove", "nothing"


@dataclasses.dataclass
class Part:
    """One resource of a topology: what it is to be, and the result.

    `result` is the predicted one until the part has been carried out. `needs` are the numbers of the parts that have to
    be done before this one. `action` is what is to be done.
    """

    entry: Entry
    result: ResultOrError
    needs: set[int] = dataclasses.field(default_factory=set)
    action: str = NOTHING

    def __post_init__(self) -> None:
        self.action = _action(self.result)


def _action(result: ResultOrError) -> str:
    if isinstance(result, CloudError) or not result.plan.changed:
        return NOTHING
    if result.plan.state == ABSENT:
        return REMOVE
    return MAKE if result.plan.before.get("state") == ABSENT else CHANGE


def patiently(read: t.Callable[[], Read]) -> Read:
    """What is read. It is tried again where an answer was broken: a plan reads much, and changes nothing.

    Raises:
        CloudError: it cannot be read.
    """
    for _again in range(TRIES - 1):
        try:
            return read()
        except (TransportError, ApiError) as error:
            if not may_pass(error):
                raise
    return read()


def may_pass(error: object) -> bool:
    """Whether what cannot be read now may be read in a moment: an answer was broken, or a service is at fault.

    A plain list asks for nothing that could be wrong, so a 400 is no fault of the request either: threads of Cinder
    that get their first requests at the same moment answer so.
    """
    return isinstance(error, TransportError) or (
        isinstance(error, ApiError) and (error.status >= 500 or error.status == 400)
    )


class TopologyPlanner:
    """Plans one topology."""

    def __init__(self, cloud: Cloud, desired: DesiredTopology, options: ApplyOptions, clock: Clock) -> None:
        """Store the arguments; no request is sent yet."""
        self._desired = desired
        self._forecast = cloud.forecast if cloud.forecast is not None else Forecast()
        self._cloud = cloud.predicting(self._forecast)
        self._options = dataclasses.replace(options, check=True, enough=None, asks_quota=False)
        self._clock = clock
        # By kind: the members that are there.
        self._members: dict[str, dict[str, Json]] = {}
        # By kind: all that the service shows.
        self._lists: dict[str, dict[str, Json]] = {}

    def plan(self) -> list[Part]:
        """The parts, those that are wanted first, and then those that are to be removed.

        Raises:
            ConfigError: entries refer to each other in a circle.
            CloudError: a list cannot be read.
        """
        needs = needs_of(self._desired.entries)
        self._read_lists()
        parts = self._wanted(needs) if self._desired.state != ABSENT else []
        return [*parts, *self._removals(parts)] if self._desired.removes else parts

    def _read_lists(self) -> None:
        """Read the lists of all kinds that are wanted, or that may have members to remove, side by side."""
        wanted: dict[str, list[Desired]] = {}
        for entry in self._desired.entries:
            wanted.setdefault(entry.kind.name, []).append(entry.desired)
        kinds = [kind for kind in self._desired.kinds if kind.name in wanted or self._desired.removes]
        resources = {kind.name: kind.resource for kind in kinds}
        for kind in kinds:
            resources.update({one.name: one for one in kind.also_read if one.name not in resources})
        with concurrent.futures.ThreadPoolExecutor(max(1, min(self._options.parallel, len(resources)))) as pool:
            lists = list(pool.map(lambda one: self._list(one, wanted.get(one.name, ())), resources.values()))
        for resource, found in zip(resources.values(), lists):
            if found is not None:
                Foretold(self._cloud, resource, self._forecast).keep_list(found)
        by_name = dict(zip(resources, lists))
        for kind in kinds:
            own = Collection(self._cloud, kind.resource).own(by_name[kind.name] or ())
            self._lists[kind.name] = {one["id"]: one for one in by_name[kind.name] or ()}
            self._members[kind.name] = {one["id"]: one for one in own if self._desired.belongs(kind, one)}

    def _list(self, resource: Resource, desired_states: t.Sequence[Desired]) -> list[Json] | None:
        """The list of a kind. None if the cloud has no such service, and nothing of it is wanted."""
        collection = Collection(self._cloud, resource, reading_of(resource, desired_states))
        try:
            return patiently(lambda: list(collection.list()))
        except EndpointNotFound:
            if desired_states:
                raise
            return None

    def _wanted(self, needs: Needs) -> list[Part]:
        """The parts of the entries. Each kind of a level is planned at once, after the levels that it refers to."""
        entries = self._desired.entries
        results: dict[int, ResultOrError] = {}
        for level in levels_of(needs):
            kinds: dict[str, list[int]] = {}
            for number in level:
                kinds.setdefault(entries[number].kind.name, []).append(number)
            for numbers in kinds.values():
                found = self._planned(entries[numbers[0]].kind, [entries[number].desired for number in numbers])
                results.update(zip(numbers, found))
        parts = [Part(entry, results[number], needs[number]) for number, entry in enumerate(entries)]
        for part in parts:
            part.result = self._of_a_member(part)
        return parts

    def _planned(self, kind: Kind, desired_states: t.Sequence[Desired]) -> list[ResultOrError]:
        """The predicted results. Those that only a broken answer has stopped are planned again."""
        try:
            results = patiently(
                lambda: reconcile_all(self._cloud, kind.resource, desired_states, self._options, self._clock)
            )
        except CloudError as error:
            return [error] * len(desired_states)
        for _again in range(TRIES - 1):
            broken = [number for number, result in enumerate(results) if may_pass(result)]
            if broken:
                some = [desired_states[number] for number in broken]
                anew = reconcile_all(self._cloud, kind.resource, some, self._options, self._clock)
                for number, result in zip(broken, anew):
                    results[number] = result
        return results

    def _of_a_member(self, part: Part) -> ResultOrError:
        """The result of a part, or an error if it would change a resource that does not belong to the topology."""
        result, kind, desired = part.result, part.entry.kind, self._desired
        if isinstance(result, CloudError) or desired.membership is None or desired.adopt:
            return result
        there = result.resource
        if part.action == MAKE or there is None or there["id"] in self._members[kind.name]:
            return result
        shown = self._lists.get(kind.name, {}).get(there["id"], there)
        if Begun(self._cloud, desired.membership).has(part.entry, shown):
            return result
        return ResourceError(
            f"There is a {part.entry} ({there['id']}) already, which does not belong to"
            f" '{desired.membership.topology}'. Set adopt to true to make it a part, or give another name."
        )

    def _removals(self, wanted: t.Sequence[Part]) -> list[Part]:
        """The parts that remove members that are not wanted, the last ones first."""
        kept = {
            (part.entry.kind.name, part.result.resource["id"])
            for part in wanted
            if isinstance(part.result, Result) and part.result.resource is not None
        }
        before = removed_before(self._desired.kinds)
        parts: list[Part] = []
        numbers: dict[str, set[int]] = {}
        for kind in reversed(self._desired.kinds):
            members = self._members.get(kind.name, {})
            leaving = [one for resource_id, one in members.items() if (kind.name, resource_id) not in kept]
            desired_states = [Desired(ABSENT, {}, name=one["name"], id=one["id"]) for one in leaving]
            first = len(wanted) + len(parts)
            needed = {number for name in before[kind.name] for number in numbers.get(name, ())}
            results = self._planned(kind, desired_states) if desired_states else []
            parts += [
                Part(Entry(kind, desired, "removal"), result, set(needed))
                for desired, result in zip(desired_states, results)
            ]
            numbers[kind.name] = set(range(first, first + len(results)))
        return parts

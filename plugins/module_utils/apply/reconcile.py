# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reconcile: brings one resource, or many of a kind, to the desired state.

It takes a declaration, desired states and options. It gives a result or an error for each. `face` calls it for one
resource, and `fleet.py` for many. The phases are: find, wait until stable, plan, preflight, and, except in check mode,
apply.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError, NoSuchResource, ResourceFailed, understanding
from ..plan.plan import Plan, plan_absent, plan_create, plan_update
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource, overlaid
from ..resource.desired import ABSENT, PRESENT, Desired
from ..service.cloud import Cloud
from ..service.microversion import Microversion, newest_of
from .batches import batches_of
from .conflicts import may_be_conflict, may_pass, passing, was_changed
from .details import alike, to_look_at
from .effects import Operation
from .execution import warn_of_left_over
from .executor import Executor
from .find import Finder
from .last_known import only_told, read_anew
from .options import ApplyOptions, Clock, Result
from .poller import Poller
from .preflight import Preflights
from .references import References
from .repair import KEEP, RECREATE, policy_for, recreated, repaired
from .requirements import require_files, require_microversions
from .scheduler import Ending, Scheduler
from .stale_names import names_forgotten
from .unreachable import with_unseen
from .young import Certain

# How many times a resource is planned again because of a concurrent change.
MOST_REVISIONS = 2

# The outcome of one desired state.
ResultOrError = t.Union[Result, CloudError]


def reconcile(
    cloud: Cloud, resource: Resource, desired: Desired, options: ApplyOptions, clock: Clock | None = None
) -> Result:
    """Bring one resource to the desired state.

    Raises:
        CloudError: of any kind. Changes before it stay, and the next run goes on from there.
    """
    (result,) = reconcile_all(cloud, resource, [desired], options, clock)
    if isinstance(result, CloudError):
        raise result
    return result


def reconcile_all(
    cloud: Cloud,
    resource: Resource,
    desired_states: t.Sequence[Desired],
    options: ApplyOptions,
    clock: Clock | None = None,
    listed: t.Sequence[Json] | None = None,
) -> list[ResultOrError]:
    """Bring several resources of a kind to their desired states; return the outcome of each, a result or an error.

    `listed` are all resources of the kind, if they have been listed already.

    Raises:
        CloudError: an error that stops all of them, like a service that cannot be reached.
    """
    return _Reconciliation(cloud, resource, desired_states, options, clock or Clock()).run(listed)


class _Reconciliation:
    """One run, with the data that its phases share. A `number` is the position of a desired state in the list."""

    def __init__(
        self,
        cloud: Cloud,
        resource: Resource,
        desired_states: t.Sequence[Desired],
        options: ApplyOptions,
        clock: Clock,
        revisions: int = MOST_REVISIONS,
    ) -> None:
        self._revisions = revisions
        self._cloud = cloud
        self._resource = resource
        self._desired_states = desired_states
        self._options = options
        self._clock = clock
        # The details that were read besides the resources, by the numbers of the desired states.
        self._details: dict[int, Json] = {}
        reading = reading_of(resource, desired_states)
        self._collection = Collection(cloud, resource, reading)
        self._poller = Poller(cloud, resource, reading, title=resource.plural)
        self._references = References(cloud)
        self._certain = Certain(cloud, resource)
        self._preflights = Preflights(cloud, resource, options, clock, self._references.by_id, self._details)
        self._executor = Executor(
            resource,
            options,
            clock,
            cloud.config.retries + 1,
            lambda: cloud.user_id,
            lambda: cloud.service(resource.service).intents,
            lambda: cloud.project_id,
        )
        # By name: the ids of resources that had it before this run, so that they are not taken for new ones.
        self._namesakes: dict[str, set[str]] = {}

    def run(self, listed: t.Sequence[Json] | None) -> list[ResultOrError]:
        found = self._settled(self._found(listed))
        plans = self._plans(found)
        possible = [plan for plan in plans if isinstance(plan, Plan)]
        require_microversions(self._cloud, self._resource, possible, self._options.check)
        require_files(possible)
        plans = self._preflights.checked(plans, self._desired_states, found)
        if self._options.check:
            return [self._predicted_result(number, plan, found) for number, plan in enumerate(plans)]
        with names_forgotten(self._cloud.session.changes, plans, self._desired_states, found):
            return self._certain.with_made(self._applied(plans, found), found)

    def _found(self, listed: t.Sequence[Json] | None) -> list[t.Any]:
        """The current resource for each desired state, by its name or id, or by the declaration's own lookup."""
        if self._resource.lookup:
            sought = [self._resource.lookup(self._cloud, desired) for desired in self._desired_states]
            self._desired_states = [desired for desired, _current in sought]
            return [current for _desired, current in sought]
        for desired in self._desired_states:
            _refuse_nameless(self._resource, desired)
        owners = self._references.owners(self._resource, self._desired_states)
        self._collection.ownership.projects = self._poller.projects = owners
        patience = self._cloud.config.api_timeout
        finder = Finder(self._collection, self._clock, patience, self._options.progress, listed, self._certain)
        self._namesakes = finder.namesakes
        return with_unseen(self._cloud, self._resource, self._desired_states, finder.find(self._desired_states))

    def _settled(self, found: t.Sequence[t.Any]) -> list[t.Any]:
        """Wait for resources that are changing by themselves (being built, being deleted): a plan needs a stable one.

        Check mode, and runs that do not want to wait, skip this if the visible fields are as desired already.
        """
        settled = list(found)
        moving: dict[int, Operation] = {}
        for number, (current, desired) in enumerate(zip(found, self._desired_states)):
            if not isinstance(current, dict):
                continue
            wait = (
                self._resource.wait_until_stable(current, desired.state) if self._resource.wait_until_stable else None
            )
            if self._resource.gone(current, desired) or (wait and wait.until_gone and self._options.check):
                settled[number] = None
            elif wait and (wait.until_gone or not self._is_as_desired(desired, current)):
                moving[number] = self._executor.wait_until_stable(wait, current, desired)
        for number, ending in zip(moving, self._conduct(list(moving.values()))):
            settled[number] = ending
        return settled

    def _is_as_desired(self, desired: Desired, current: Json) -> bool:
        if self._options.wait and not self._options.check:
            return False
        plan = self._planned(desired, current, at_first_sight=True)
        return isinstance(plan, Plan) and not plan.changed

    def _plans(self, found: list[t.Any]) -> list[Plan | CloudError]:
        """The plan for each desired state. Details are read only where something seems to differ, or lists do not show
        it, so that a resource that is as desired costs no request."""
        details = self._resource.details
        plans = [
            self._planned(desired, current, at_first_sight=details is not None)
            for desired, current in zip(self._desired_states, found)
        ]
        closer = {
            number: poll
            for number, (desired, current, plan) in enumerate(zip(self._desired_states, found, plans))
            if isinstance(current, dict) and (poll := to_look_at(self._resource, desired, current, plan))
        }
        if details is None:
            return plans
        for same in alike(closer):
            more = details(self._cloud, [found[number] for number in same], closer[same[0]])
            for number in same:
                self._details[number] = dict(more.get(found[number]["id"], {}))
                plans[number] = self._planned(self._desired_states[number], {**found[number], **self._details[number]})
        return plans

    def _planned(self, desired: Desired, current: t.Any, at_first_sight: bool = False) -> Plan | CloudError:
        if isinstance(current, CloudError):
            return current
        try:
            with understanding(self._said_of(desired)):
                return self._plan(desired, current, at_first_sight)
        except CloudError as error:
            return error

    def _said_of(self, desired: Desired) -> str:
        return f"What the {self._resource.service} service says of {self._resource.name} '{desired.name or desired.id}'"

    def _plan(self, desired: Desired, current: Json | None, at_first_sight: bool) -> Plan:
        resource = self._resource
        if desired.state == ABSENT:
            return plan_absent(resource, current, desired)
        if current is None and desired.name is None and (desired.id or not resource.lookup):
            raise NoSuchResource(
                f"There is no {resource.name} with the id '{desired.id}'{self._cloud.where()}. Give a name to make one."
            )
        if current is None:
            return self._plan_create(desired)
        there = current

        def update() -> Plan:
            wanted = self._references.for_update(resource, desired, there, at_first_sight)
            return plan_update(resource, desired, wanted, there)

        broken = resource.fault(current) if resource.fault else None
        if not broken:
            return update()
        plan = repaired(resource, desired, current, lambda: self._plan_create(desired, there), update)
        if plan is None:
            raise ResourceFailed(broken, current)
        return plan

    def _plan_create(self, desired: Desired, replaced: Json | None = None) -> Plan:
        desired = desired.to_make(replaced)
        return plan_create(self._resource, desired, self._references.for_create(self._resource, desired))

    def _applied(self, plans: t.Sequence[Plan | CloudError], found: t.Sequence[t.Any]) -> list[ResultOrError]:
        results: list[ResultOrError] = [
            plan if isinstance(plan, CloudError) else Result(plan, found[number], plan.warnings)
            for number, plan in enumerate(plans)
        ]
        todo = {number: plan for number, plan in enumerate(plans) if isinstance(plan, Plan) and plan.changed}
        arrived = sum(isinstance(plan, Plan) for plan in plans) - len(todo)
        batches = batches_of(list(todo), found, self._options.batch)
        for batch in batches:
            if self._options.batch and any(isinstance(one, CloudError) for one in results):
                for number in batch:
                    results[number] = ConfigError(["It was left as it is, since another of an earlier batch failed."])
                continue
            endings = self._executed(batch, todo, found, arrived)
            for number, ending in zip(batch, self._refreshed(batch, endings)):
                results[number] = self._ended(number, todo[number], ending)
            if self._options.batch and batch is not batches[-1]:
                self._require_serving(batch, results)
        return results

    def _require_serving(self, batch: t.Sequence[int], results: list[ResultOrError]) -> None:
        """Wait until the resources of a batch serve again, before the next batch is changed. Those that do not serve
        have failed."""
        there = {
            number: result.resource
            for number, result in ((number, results[number]) for number in batch)
            if isinstance(result, Result) and result.resource is not None
        }
        if self._options.serving and there:
            for number, error in zip(there, self._options.serving(list(there.values()))):
                if error is not None:
                    results[number] = error

    def _executed(
        self, batch: t.Sequence[int], plans: t.Mapping[int, Plan], found: t.Sequence[t.Any], arrived: int
    ) -> list[Ending]:
        """Carry out the plans of a batch; return how each ended.

        A resource that the service gives up meanwhile is created once more, if `on_error` is `recreate`.
        """
        operations = [self._operation(plans[number], self._desired_states[number], found[number]) for number in batch]
        endings = dict(zip(batch, self._conduct(operations, arrived)))
        again: dict[int, Operation] = {}
        for number, ending in endings.items():
            desired = self._desired_states[number]
            policy = policy_for(ending, plans[number], self._resource, desired)
            if isinstance(ending, ResourceFailed) and policy == RECREATE:
                broken = {**self._details.get(number, {}), **ending.current}
                try:
                    plan = recreated(self._resource, desired, broken, self._plan_create(desired, broken))
                except CloudError as error:
                    endings[number] = error
                else:
                    again[number] = self._operation(plan, desired, broken)
        endings.update(zip(again, self._conduct(list(again.values()))))
        endings.update(self._revised(endings, found))
        is_first = self._revisions == MOST_REVISIONS
        freed = self._preflights.freed(endings, plans, self._desired_states, found, is_first) if self._revisions else []
        endings.update(zip(freed, self._planned_anew([(self._desired_states[one], found[one]["id"]) for one in freed])))
        return [endings[number] for number in batch]

    def _operation(self, plan: Plan, desired: Desired, current: Json | None) -> Operation:
        """The operation of a plan. If it creates a resource, it gets the ids of those that have the name already."""
        before: t.Collection[str] = ()
        if plan.makes and self._resource.exclusive:
            name = plan.called or desired.name_to_make(current)
            if name not in self._namesakes:
                self._namesakes[name] = {str(one["id"]) for one in self._collection.named([name])}
            before = frozenset(self._namesakes[name])
            warn_of_left_over(self._cloud, self._resource, plan, before)
        return self._executor.execute(plan, desired, current, before)

    def _revised(self, endings: t.Mapping[int, Ending], found: t.Sequence[t.Any]) -> dict[int, Ending]:
        """New endings for resources that were refused because of a concurrent change.

        The other change is waited for, and then the resource is planned again. A refusal without a trace of another
        change is final.
        """
        busy: dict[int, Operation] = {}
        touched: list[int] = []
        for number, ending in endings.items():
            now = self._now(found[number]) if may_be_conflict(ending) else None
            if now is None:
                continue
            # PRESENT also for a resource that is to be absent: the change that is going on keeps it from being removed.
            wait = self._resource.wait_until_stable(now, PRESENT) if self._resource.wait_until_stable else None
            if wait:
                busy[number] = self._executor.wait_until_stable(wait, now, self._desired_states[number])
            elif may_pass(self._resource, now):
                busy[number] = passing(self._resource, now)
            elif was_changed(self._resource, found[number], now):
                touched.append(number)
        settled = dict(zip(busy, self._conduct(list(busy.values()))))
        revised: dict[int, Ending] = {one: end for one, end in settled.items() if isinstance(end, CloudError)}
        left = sorted({*touched, *settled} - set(revised))
        revised.update(zip(left, self._planned_anew([(self._desired_states[one], found[one]["id"]) for one in left])))
        return revised

    def _now(self, found: t.Any) -> Json | None:
        """The resource as it is now; None if it will not be planned again anyway, or cannot be read."""
        if not self._revisions or self._resource.lookup or not isinstance(found, dict):
            return None
        try:
            return self._collection.by_id(found["id"])
        except CloudError:
            return None  # the user needs the refusal, not this error

    def _planned_anew(self, desired_states: t.Sequence[tuple[Desired, str]]) -> list[Ending]:
        if not desired_states:
            return []
        same = [dataclasses.replace(desired, id=resource_id) for desired, resource_id in desired_states]
        anew = _Reconciliation(self._cloud, self._resource, same, self._options, self._clock, self._revisions - 1)
        return [result.resource if isinstance(result, Result) else result for result in anew.run(None)]

    def _conduct(self, operations: t.Sequence[Operation], arrived: int = 0) -> list[Ending]:
        if not operations:
            return []
        return Scheduler(self._cloud, self._options, self._clock, self._poller, arrived).run(operations)

    def _ended(self, number: int, plan: Plan, ending: Ending) -> ResultOrError:
        policy = policy_for(ending, plan, self._resource, self._desired_states[number])
        if isinstance(ending, ResourceFailed) and policy == KEEP:
            return Result(plan, ending.current, (*plan.warnings, str(ending)))
        return ending if isinstance(ending, CloudError) else Result(plan, ending, plan.warnings)

    def _refreshed(self, numbers: t.Sequence[int], endings: t.Sequence[Ending]) -> list[Ending]:
        """The endings, with resources in place of ids: those whose last step did not show their state are read again.

        One list serves all that it has. The others are read one by one.
        """
        stale = {ending for ending in endings if isinstance(ending, str)}
        fresh: t.Mapping[str, Ending] = {}
        if stale:
            try:
                fresh = self._fresh(stale, numbers)
            except CloudError as error:  # it is an error only for those that had to be read again
                fresh = {one: only_told(one) or error for one in stale}
        return [read_anew(ending, fresh) if isinstance(ending, str) else ending for ending in endings]

    def _fresh(self, stale: t.Collection[str], numbers: t.Sequence[int]) -> dict[str, Json | None]:
        if len(stale) == 1:
            (only,) = stale
            return {only: self._collection.by_id(only)}
        names = sorted({name for number in numbers for name in self._desired_states[number].names()})
        fresh: dict[str, Json | None] = {one["id"]: one for one in self._collection.named(names) if one["id"] in stale}
        fresh.update({left: self._collection.by_id(left) for left in set(stale) - set(fresh)})
        return fresh

    def _predicted_result(self, number: int, plan: Plan | CloudError, found: t.Sequence[t.Any]) -> ResultOrError:
        """The result in check mode: the resource as it would be, as far as that can be predicted."""
        if isinstance(plan, CloudError):
            return plan
        current = found[number]
        if plan.state == ABSENT:
            return Result(plan, None, plan.warnings)
        if not plan.changed:
            return Result(plan, current, plan.warnings)
        details = self._details.get(number, {})
        there = {**current, **details} if current and not plan.makes else None
        # A replacement keeps the name of the current resource. The changed fields do not have it.
        fields = {"name": current["name"], **plan.fields} if current and plan.makes else plan.fields
        if self._resource.predict:
            predicted = self._resource.predict(there, fields, plan.state)
        else:
            predicted = overlaid(self._resource, there, fields)
        shown = {key: value for key, value in predicted.items() if key not in details}
        return Result(plan, {**shown, "region": self._collection.region}, plan.warnings)


def _refuse_nameless(resource: Resource, desired: Desired) -> None:
    if desired.name is None and desired.id is None:
        raise ConfigError([f"Say which {resource.name} by its name or id."])
    for option in ("name", "id"):
        if getattr(desired, option) == "":  # a template that came out empty
            raise ConfigError([f"{option} must not be empty."])


def reading_of(resource: Resource, desired_states: t.Sequence[Desired]) -> Microversion | None:
    """The microversion that reading needs so that the service shows all desired fields; None if any will do."""
    said = {name for desired in desired_states for name in desired.fields}
    return newest_of([resource.microversion, *(field.reading for field in resource.fields if field.name in said)])

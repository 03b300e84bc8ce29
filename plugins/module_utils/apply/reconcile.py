# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is there to what is wanted, for one resource or many: find, settle, plan; unless only a check, apply."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError, NoSuchResource, ResourceFailed, understanding
from ..plan.plan import Plan, plan_absent, plan_create, plan_update
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource, overlaid
from ..resource.desired import ABSENT, PRESENT, Wish
from ..service.cloud import Cloud
from ..service.microversion import Microversion, newest_of
from .batches import batches_of
from .conflicts import may_be_disturbed, may_pass, passing, shows_traces
from .details import alike, to_look_at
from .effects import Journey
from .execution import warn_of_left_over
from .executor import Traveller
from .find import Finder
from .last_known import only_told, read_anew
from .options import Clock, Manner, Outcome
from .poller import Looker
from .preflight import Preflights
from .references import References
from .repair import KEEP, RECREATE, made_anew, mended, policy_about
from .requirements import require_files, require_microversions
from .scheduler import Ending, Scheduler
from .stale_names import names_forgotten
from .unreachable import with_unseen
from .young import Certain

# How many times something is planned anew, since somebody else was at it.
MOST_REVISIONS = 2

# What became of one wish.
Result = t.Union[Outcome, CloudError]


def converge(cloud: Cloud, resource: Resource, wish: Wish, manner: Manner, clock: Clock | None = None) -> Outcome:
    """Bring one resource to the wanted state.

    Raises:
        CloudError: of any kind; what was done before it stays done, and running again goes on from there.
    """
    (result,) = converge_all(cloud, resource, [wish], manner, clock)
    if isinstance(result, CloudError):
        raise result
    return result


def converge_all(
    cloud: Cloud,
    resource: Resource,
    wishes: t.Sequence[Wish],
    manner: Manner,
    clock: Clock | None = None,
    listed: t.Sequence[Json] | None = None,
) -> list[Result]:
    """Bring several resources of a kind to the wanted states; what became of each, errors among it.

    `listed` is all that there are, if that is known already.

    Raises:
        CloudError: what stops all of them, like a service that cannot be reached.
    """
    return _Convergence(cloud, resource, wishes, manner, clock or Clock()).run(listed)


class _Convergence:
    """One run: what its parts share."""

    def __init__(
        self,
        cloud: Cloud,
        resource: Resource,
        wishes: t.Sequence[Wish],
        manner: Manner,
        clock: Clock,
        revisions: int = MOST_REVISIONS,
    ) -> None:
        self._revisions = revisions
        self._cloud = cloud
        self._resource = resource
        self._wishes = wishes
        self._manner = manner
        self._clock = clock
        # What was read besides the resources, by the numbers of the wishes.
        self._details: dict[int, Json] = {}
        reading = reading_of(resource, wishes)
        self._collection = Collection(cloud, resource, reading)
        self._looker = Looker(cloud, resource, reading, title=resource.plural)
        self._references = References(cloud)
        self._certain = Certain(cloud, resource)
        self._preflights = Preflights(cloud, resource, manner, clock, self._references.by_id, self._details)
        self._traveller = Traveller(
            resource,
            manner,
            clock,
            cloud.config.retries + 1,
            lambda: cloud.user_id,
            lambda: cloud.service(resource.service).intents,
            lambda: cloud.project_id,
        )
        # The ids of those that have a name already, by names: what is made of it has nothing to do with them.
        self._namesakes: dict[str, set[str]] = {}

    def run(self, listed: t.Sequence[Json] | None) -> list[Result]:
        found = self._settled(self._found(listed))
        plans = self._plans(found)
        possible = [plan for plan in plans if isinstance(plan, Plan)]
        require_microversions(self._cloud, self._resource, possible, self._manner.check)
        require_files(possible)
        plans = self._preflights.checked(plans, self._wishes, found)
        if self._manner.check:
            return [self._outcome(number, plan, found) for number, plan in enumerate(plans)]
        with names_forgotten(self._cloud.session.changes, plans, self._wishes, found):
            return self._certain.with_made(self._applied(plans, found), found)

    def _found(self, listed: t.Sequence[Json] | None) -> list[t.Any]:
        """What is there for each wish: by its name or id, or in the resource's own way."""
        if self._resource.seek:
            sought = [self._resource.seek(self._cloud, wish) for wish in self._wishes]
            self._wishes = [wish for wish, _current in sought]
            return [current for _wish, current in sought]
        for wish in self._wishes:
            _refuse_nameless(self._resource, wish)
        owners = self._references.owners(self._resource, self._wishes)
        self._collection.ownership.projects = self._looker.projects = owners
        patience = self._cloud.config.api_timeout
        finder = Finder(self._collection, self._clock, patience, self._manner.progress, listed, self._certain)
        self._namesakes = finder.namesakes
        return with_unseen(self._cloud, self._resource, self._wishes, finder.find(self._wishes))

    def _settled(self, found: t.Sequence[t.Any]) -> list[t.Any]:
        """What is in passing (being built, being deleted) cannot be judged: wait until it has arrived.

        Who only looks, or does not want to wait, need not if what can be seen already is as wished.
        """
        settled = list(found)
        moving: dict[int, Journey] = {}
        for number, (current, wish) in enumerate(zip(found, self._wishes)):
            if not isinstance(current, dict):
                continue
            wait = self._resource.settle(current, wish.state) if self._resource.settle else None
            if self._resource.gone(current, wish) or (wait and wait.for_its_end and self._manner.check):
                settled[number] = None
            elif wait and (wait.for_its_end or not self._is_as_wished(wish, current)):
                moving[number] = self._traveller.settle(wait, current, wish)
        for number, ending in zip(moving, self._conduct(list(moving.values()))):
            settled[number] = ending
        return settled

    def _is_as_wished(self, wish: Wish, current: Json) -> bool:
        if self._manner.wait and not self._manner.check:
            return False
        plan = self._planned(wish, current, at_first_sight=True)
        return isinstance(plan, Plan) and not plan.changed

    def _plans(self, found: list[t.Any]) -> list[Plan | CloudError]:
        """The plan for each. What seems to differ is looked at more closely; what is as it should be costs nothing."""
        details = self._resource.details
        plans = [
            self._planned(wish, current, at_first_sight=details is not None)
            for wish, current in zip(self._wishes, found)
        ]
        closer = {
            number: look
            for number, (wish, current, plan) in enumerate(zip(self._wishes, found, plans))
            if isinstance(current, dict) and (look := to_look_at(self._resource, wish, current, plan))
        }
        if details is None:
            return plans
        for same in alike(closer):
            more = details(self._cloud, [found[number] for number in same], closer[same[0]])
            for number in same:
                self._details[number] = dict(more.get(found[number]["id"], {}))
                plans[number] = self._planned(self._wishes[number], {**found[number], **self._details[number]})
        return plans

    def _planned(self, wish: Wish, current: t.Any, at_first_sight: bool = False) -> Plan | CloudError:
        if isinstance(current, CloudError):
            return current
        try:
            with understanding(self._said_of(wish)):
                return self._plan(wish, current, at_first_sight)
        except CloudError as error:
            return error

    def _said_of(self, wish: Wish) -> str:
        return f"What the {self._resource.service} service says of {self._resource.name} '{wish.name or wish.id}'"

    def _plan(self, wish: Wish, current: Json | None, at_first_sight: bool) -> Plan:
        resource = self._resource
        if wish.state == ABSENT:
            return plan_absent(resource, current, wish)
        if current is None and wish.name is None and (wish.id or not resource.seek):
            raise NoSuchResource(
                f"There is no {resource.name} with the id '{wish.id}'{self._cloud.where()}. Give a name to make one."
            )
        if current is None:
            return self._plan_create(wish)
        there = current

        def update() -> Plan:
            wanted = self._references.for_update(resource, wish, there, at_first_sight)
            return plan_update(resource, wish, wanted, there)

        broken = resource.fault(current) if resource.fault else None
        if not broken:
            return update()
        plan = mended(resource, wish, current, lambda: self._plan_create(wish, there), update)
        if plan is None:
            raise ResourceFailed(broken, current)
        return plan

    def _plan_create(self, wish: Wish, replaced: Json | None = None) -> Plan:
        wish = wish.to_make(replaced)
        return plan_create(self._resource, wish, self._references.for_create(self._resource, wish))

    def _applied(self, plans: t.Sequence[Plan | CloudError], found: t.Sequence[t.Any]) -> list[Result]:
        results: list[Result] = [
            plan if isinstance(plan, CloudError) else Outcome(plan, found[number], plan.warnings)
            for number, plan in enumerate(plans)
        ]
        todo = {number: plan for number, plan in enumerate(plans) if isinstance(plan, Plan) and plan.changed}
        arrived = sum(isinstance(plan, Plan) for plan in plans) - len(todo)
        batches = batches_of(list(todo), found, self._manner.batch)
        for batch in batches:
            if self._manner.batch and any(isinstance(one, CloudError) for one in results):
                for number in batch:
                    results[number] = ConfigError(["It was left as it is, since another of an earlier batch failed."])
                continue
            endings = self._travelled(batch, todo, found, arrived)
            for number, ending in zip(batch, self._refreshed(batch, endings)):
                results[number] = self._ended(number, todo[number], ending)
            if self._manner.batch and batch is not batches[-1]:
                self._require_serving(batch, results)
        return results

    def _require_serving(self, batch: t.Sequence[int], results: list[Result]) -> None:
        """Wait until those of a batch serve, before others are taken from their work. Who does not has failed."""
        there = {
            number: result.resource
            for number, result in ((number, results[number]) for number in batch)
            if isinstance(result, Outcome) and result.resource is not None
        }
        if self._manner.serving and there:
            for number, error in zip(there, self._manner.serving(list(there.values()))):
                if error is not None:
                    results[number] = error

    def _travelled(
        self, batch: t.Sequence[int], plans: t.Mapping[int, Plan], found: t.Sequence[t.Any], arrived: int
    ) -> list[Ending]:
        """Take the plans; those that the service gives up meanwhile are made once more, if so wished."""
        journeys = [self._journey(plans[number], self._wishes[number], found[number]) for number in batch]
        endings = dict(zip(batch, self._conduct(journeys, arrived)))
        again: dict[int, Journey] = {}
        for number, ending in endings.items():
            wish = self._wishes[number]
            policy = policy_about(ending, plans[number], self._resource, wish)
            if isinstance(ending, ResourceFailed) and policy == RECREATE:
                broken = {**self._details.get(number, {}), **ending.current}
                try:
                    plan = made_anew(self._resource, wish, broken, self._plan_create(wish, broken))
                except CloudError as error:
                    endings[number] = error
                else:
                    again[number] = self._journey(plan, wish, broken)
        endings.update(zip(again, self._conduct(list(again.values()))))
        endings.update(self._revised(endings, found))
        is_first = self._revisions == MOST_REVISIONS
        freed = self._preflights.freed(endings, plans, self._wishes, found, is_first) if self._revisions else []
        endings.update(zip(freed, self._planned_anew([(self._wishes[one], found[one]["id"]) for one in freed])))
        return [endings[number] for number in batch]

    def _journey(self, plan: Plan, wish: Wish, current: Json | None) -> Journey:
        """The journey of a plan; where one is made, with those in mind that have its name already."""
        before: t.Collection[str] = ()
        if plan.makes and self._resource.exclusive:
            name = plan.called or wish.name_to_make(current)
            if name not in self._namesakes:
                self._namesakes[name] = {str(one["id"]) for one in self._collection.named([name])}
            before = frozenset(self._namesakes[name])
            warn_of_left_over(self._cloud, self._resource, plan, before)
        return self._traveller.travel(plan, wish, current, before)

    def _revised(self, endings: t.Mapping[int, Ending], found: t.Sequence[t.Any]) -> dict[int, Ending]:
        """The endings of those that somebody else was at: he is let finish, and it is planned anew what to do.

        A refusal without a trace of somebody else is final.
        """
        busy: dict[int, Journey] = {}
        touched: list[int] = []
        for number, ending in endings.items():
            now = self._now(found[number]) if may_be_disturbed(ending) else None
            if now is None:
                continue
            # Of one that is to go too: it is what is being done with it that keeps it from going.
            wait = self._resource.settle(now, PRESENT) if self._resource.settle else None
            if wait:
                busy[number] = self._traveller.settle(wait, now, self._wishes[number])
            elif may_pass(now):
                busy[number] = passing(self._resource, now)
            elif shows_traces(found[number], now):
                touched.append(number)
        settled = dict(zip(busy, self._conduct(list(busy.values()))))
        revised: dict[int, Ending] = {one: end for one, end in settled.items() if isinstance(end, CloudError)}
        left = sorted({*touched, *settled} - set(revised))
        revised.update(zip(left, self._planned_anew([(self._wishes[one], found[one]["id"]) for one in left])))
        return revised

    def _now(self, found: t.Any) -> Json | None:
        """How one is now that was found; None if that makes no difference any more, or cannot be seen."""
        if not self._revisions or self._resource.seek or not isinstance(found, dict):
            return None
        try:
            return self._collection.by_id(found["id"])
        except CloudError:
            return None  # the error to be told is the refusal

    def _planned_anew(self, wishes: t.Sequence[tuple[Wish, str]]) -> list[Ending]:
        if not wishes:
            return []
        same = [dataclasses.replace(wish, id=resource_id) for wish, resource_id in wishes]
        anew = _Convergence(self._cloud, self._resource, same, self._manner, self._clock, self._revisions - 1)
        return [result.resource if isinstance(result, Outcome) else result for result in anew.run(None)]

    def _conduct(self, journeys: t.Sequence[Journey], arrived: int = 0) -> list[Ending]:
        if not journeys:
            return []
        return Scheduler(self._cloud, self._manner, self._clock, self._looker, arrived).run(journeys)

    def _ended(self, number: int, plan: Plan, ending: Ending) -> Result:
        policy = policy_about(ending, plan, self._resource, self._wishes[number])
        if isinstance(ending, ResourceFailed) and policy == KEEP:
            return Outcome(plan, ending.current, (*plan.warnings, str(ending)))
        return ending if isinstance(ending, CloudError) else Outcome(plan, ending, plan.warnings)

    def _refreshed(self, numbers: t.Sequence[int], endings: t.Sequence[Ending]) -> list[Ending]:
        """The endings with the state of those whose last step was not one that shows it: one look for all."""
        stale = {ending for ending in endings if isinstance(ending, str)}
        fresh: t.Mapping[str, Ending] = {}
        if stale:
            try:
                fresh = self._fresh(stale, numbers)
            except CloudError as error:  # of those alone that had to be looked at
                fresh = {one: only_told(one) or error for one in stale}
        return [read_anew(ending, fresh) if isinstance(ending, str) else ending for ending in endings]

    def _fresh(self, stale: t.Collection[str], numbers: t.Sequence[int]) -> dict[str, Json | None]:
        if len(stale) == 1:
            (only,) = stale
            return {only: self._collection.by_id(only)}
        names = sorted({name for number in numbers for name in self._wishes[number].names()})
        fresh: dict[str, Json | None] = {one["id"]: one for one in self._collection.named(names) if one["id"] in stale}
        fresh.update({left: self._collection.by_id(left) for left in set(stale) - set(fresh)})
        return fresh

    def _outcome(self, number: int, plan: Plan | CloudError, found: t.Sequence[t.Any]) -> Result:
        """The outcome of a check: the resource as it will be, as far as it can be known beforehand."""
        if isinstance(plan, CloudError):
            return plan
        current = found[number]
        if plan.state == ABSENT:
            return Outcome(plan, None, plan.warnings)
        if not plan.changed:
            return Outcome(plan, current, plan.warnings)
        details = self._details.get(number, {})
        there = {**current, **details} if current and not plan.makes else None
        # One that is replaced keeps its name, of which the changes say nothing.
        fields = {"name": current["name"], **plan.fields} if current and plan.makes else plan.fields
        if self._resource.predict:
            predicted = self._resource.predict(there, fields, plan.state)
        else:
            predicted = overlaid(self._resource, there, fields)
        shown = {key: value for key, value in predicted.items() if key not in details}
        return Outcome(plan, {**shown, "region": self._collection.region}, plan.warnings)


def _refuse_nameless(resource: Resource, wish: Wish) -> None:
    if wish.name is None and wish.id is None:
        raise ConfigError([f"Say which {resource.name} by its name or id."])
    for option in ("name", "id"):
        if getattr(wish, option) == "":  # a template that came out empty
            raise ConfigError([f"{option} must not be empty."])


def reading_of(resource: Resource, wishes: t.Sequence[Wish]) -> Microversion | None:
    """What reading needs, so that all is shown that is wished."""
    said = {name for wish in wishes for name in wish.fields}
    return newest_of([resource.microversion, *(field.reading for field in resource.fields if field.name in said)])

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The applier: carries out the plans of targets.

It takes targets with their plans. It gives each its result. `reconcile.py` calls it.

It makes batches, creates resources again that the service gives up, plans again after concurrent changes, and reads
resources again whose new state no step has shown.
"""

from __future__ import annotations

import typing as t

from ..errors import CloudError, ConfigError, ResourceFailed
from ..plan.plan import Plan
from ..resource.declaration import Json
from ..resource.desired import PRESENT, Desired
from .batches import batches_of
from .conflicts import may_be_conflict, may_pass, passing, was_changed
from .effects import Operation
from .execution import warn_of_left_over
from .last_known import only_told, read_anew
from .options import Result
from .planner import Planner
from .preflight import Preflights
from .repair import KEEP, RECREATE, policy_for, recreated
from .run import Run
from .scheduler import Ending
from .target import ResultOrError, Target

# Reconciles some targets once more, each by the id of its current resource; returns how each ended.
Anew = t.Callable[[t.Sequence[Target]], t.Sequence[Ending]]


class Applier:
    """Carries out the plans of one run.

    `namesakes` has, by name, the ids of resources that had it before this run, so that they are not taken for new ones.
    `anew` is None if nothing may be planned again any more. `is_first` says that nothing was planned again yet.
    """

    def __init__(
        self,
        run: Run,
        planner: Planner,
        preflights: Preflights,
        namesakes: dict[str, set[str]],
        anew: Anew | None,
        is_first: bool,
    ) -> None:
        self._run = run
        self._resource = run.resource
        self._planner = planner
        self._preflights = preflights
        self._namesakes = namesakes
        self._anew = anew
        self._is_first = is_first

    def apply(self, targets: t.Sequence[Target]) -> None:
        """Carry out the plans that change something, in batches if the user wants them."""
        for target in targets:
            if target.todo is None:
                target.result = _ended(target.plan, target.found)
        todo = [target for target in targets if target.todo is not None]
        arrived = sum(target.is_planned for target in targets) - len(todo)
        batches = batches_of(todo, self._run.options.batch)
        for batch in batches:
            if self._run.options.batch and any(target.has_failed for target in targets):
                for target in batch:
                    target.result = ConfigError(["It was left as it is, since another of an earlier batch failed."])
                continue
            self._execute(batch, arrived)
            self._refresh(batch)
            for target in batch:
                target.result = self._result(target)
            if self._run.options.batch and batch is not batches[-1]:
                self._require_serving(batch)

    def _execute(self, batch: t.Sequence[Target], arrived: int) -> None:
        """Carry out the plans of a batch.

        A resource that the service gives up meanwhile is created once more, if `on_error` is `recreate`. Plans that a
        concurrent change or a blocker has stopped are made again.
        """
        self._conduct([(target, self._operation(target, _plan(target), target.found)) for target in batch], arrived)
        self._recreate(batch)
        self._revise(batch)
        if self._anew:
            self._do_anew(self._preflights.freed(batch, self._is_first))

    def _recreate(self, batch: t.Sequence[Target]) -> None:
        again: list[tuple[Target, Operation]] = []
        for target in batch:
            if isinstance(target.ending, ResourceFailed) and self._policy(target) == RECREATE:
                broken = {**target.details, **target.ending.current}
                try:
                    making = self._planner.create(target.desired, broken)
                    plan = recreated(self._resource, target.desired, broken, making)
                except CloudError as error:
                    target.ending = error
                else:
                    again.append((target, self._operation(target, plan, broken)))
        self._conduct(again)

    def _operation(self, target: Target, plan: Plan, current: Json | None) -> Operation:
        """The operation of a plan. If it creates a resource, it gets the ids of those that have the name already."""
        before: t.Collection[str] = ()
        if plan.makes and self._resource.exclusive:
            name = plan.called or target.desired.name_to_make(current)
            if name not in self._namesakes:
                self._namesakes[name] = {str(one["id"]) for one in self._run.collection.named([name])}
            before = frozenset(self._namesakes[name])
            warn_of_left_over(self._run.cloud, self._resource, plan, before)
        operation = self._run.executor.execute(plan, target.desired, current, before)
        return operation if self._run.options.arrived is None else self._telling(operation, target.desired)

    def _telling(self, operation: Operation, desired: Desired) -> Operation:
        """The same operation, which tells when it has ended well."""
        ending = yield from operation
        if self._run.options.arrived is not None:
            self._run.options.arrived(desired)
        return ending

    def _conduct(self, operations: t.Sequence[tuple[Target, Operation]], arrived: int = 0) -> None:
        endings = self._run.conduct([operation for _target, operation in operations], arrived)
        for (target, _operation), ending in zip(operations, endings):
            target.ending = ending

    def _revise(self, batch: t.Sequence[Target]) -> None:
        """Plan again for resources that were refused because of a concurrent change, after that change has ended.

        A refusal without a trace of another change is final.
        """
        busy: list[tuple[Target, Operation]] = []
        touched: list[Target] = []
        for target in batch:
            now = self._now(target) if may_be_conflict(target.ending) else None
            if now is None:
                continue
            # PRESENT also for a resource that is to be absent: the change that is going on keeps it from being removed.
            wait = self._run.wait_until_stable(now, PRESENT)
            if wait:
                busy.append((target, self._run.executor.wait_until_stable(wait, now, target.desired)))
            elif may_pass(self._resource, now):
                busy.append((target, passing(self._resource, now)))
            elif was_changed(self._resource, target.found, now):
                touched.append(target)
        self._conduct(busy)
        stable = [target for target, _waiting in busy if not isinstance(target.ending, CloudError)]
        again = {id(target) for target in (*touched, *stable)}
        self._do_anew([target for target in batch if id(target) in again])

    def _now(self, target: Target) -> Json | None:
        """The resource as it is now; None if it will not be planned again anyway, or cannot be read."""
        if not self._anew or self._resource.lookup or target.current is None:
            return None
        try:
            return self._run.collection.by_id(target.current["id"])
        except CloudError:
            return None  # the user needs the refusal, not this error

    def _do_anew(self, targets: t.Sequence[Target]) -> None:
        if targets and self._anew:
            for target, ending in zip(targets, self._anew(targets)):
                target.ending = ending

    def _policy(self, target: Target) -> str:
        return policy_for(target.ending, _plan(target), self._resource, target.desired)

    def _result(self, target: Target) -> ResultOrError:
        plan = _plan(target)
        if isinstance(target.ending, ResourceFailed) and self._policy(target) == KEEP:
            return Result(plan, target.ending.current, (*plan.warnings, str(target.ending)))
        return _ended(plan, target.ending)

    def _refresh(self, batch: t.Sequence[Target]) -> None:
        """Read the resources again whose last step did not show their state.

        One list serves all that it has. The others are read one by one.
        """
        stale = {target.ending for target in batch if isinstance(target.ending, str)}
        if not stale:
            return
        fresh: t.Mapping[str, Ending]
        try:
            fresh = self._fresh(stale, [target.desired for target in batch])
        except CloudError as error:  # it is an error only for those that had to be read again
            fresh = {one: only_told(one) or error for one in stale}
        for target in batch:
            if isinstance(target.ending, str):
                target.ending = read_anew(target.ending, fresh)

    def _fresh(self, stale: t.Collection[str], desired_states: t.Sequence[Desired]) -> dict[str, Json | None]:
        collection = self._run.collection
        if len(stale) == 1:
            (only,) = stale
            return {only: collection.by_id(only)}
        names = sorted({name for desired in desired_states for name in desired.names()})
        fresh: dict[str, Json | None] = {one["id"]: one for one in collection.named(names) if one["id"] in stale}
        fresh.update({left: collection.by_id(left) for left in set(stale) - set(fresh)})
        return fresh

    def _require_serving(self, batch: t.Sequence[Target]) -> None:
        """Wait until the resources of a batch serve again, before the next batch is changed. Those that do not serve
        have failed."""
        there = [
            (target, target.result.resource)
            for target in batch
            if isinstance(target.result, Result) and target.result.resource is not None
        ]
        if self._run.options.serving and there:
            errors = self._run.options.serving([resource for _target, resource in there])
            for (target, _resource), error in zip(there, errors):
                if error is not None:
                    target.result = error


def _ended(plan: t.Any, ending: t.Any) -> ResultOrError:
    """The result of a plan whose operation ended so; if there is an error in place of the plan, that error."""
    if isinstance(plan, CloudError):
        return plan
    return ending if isinstance(ending, CloudError) else Result(plan, ending, plan.warnings)


def _plan(target: Target) -> Plan:
    """The plan of a target that has one."""
    return t.cast("Plan", target.plan)

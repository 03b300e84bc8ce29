# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reconcile: brings one resource, or many of a kind, to the desired state.

It takes a declaration, desired states and options. It gives a result or an error for each. `face` calls it for one
resource, and `fleet.py` for many.

The phases are: find the current resource, wait until it is stable, plan, preflight and, except in check mode, apply.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError
from ..plan.plan import Plan
from ..resource.declaration import Json, Resource
from ..resource.desired import Desired
from ..resource.foretold import kept_in_mind
from ..service.cloud import Cloud
from .applier import Applier
from .effects import Operation
from .find import Finder
from .options import ApplyOptions, Clock, Result
from .planner import Planner
from .predict import predicted_result
from .preflight import Preflights
from .requirements import require_files, require_microversions
from .run import Run, new_run
from .scheduler import Ending
from .stale_names import names_forgotten
from .target import ResultOrError, Target
from .unreachable import require_certainty
from .young import Certain

# How many times a resource is planned again because of a concurrent change.
MOST_REVISIONS = 2


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
    """Bring several resources of a kind to their desired states; return a result or an error for each.

    `listed` are all resources of the kind, if they have been listed already.

    Raises:
        CloudError: an error that stops all of them, like a service that cannot be reached.
    """
    run = new_run(cloud, resource, desired_states, options, clock or Clock())
    return _Reconciliation(run, desired_states).results(listed)


class _Reconciliation:
    """One run over some targets. `revisions` is how many times it may still plan again after a concurrent change."""

    def __init__(self, run: Run, desired_states: t.Sequence[Desired], revisions: int = MOST_REVISIONS) -> None:
        self._run = run
        self._resource = run.resource
        self._targets = [Target(_with_settings(run, desired)) for desired in desired_states]
        self._revisions = revisions
        self._planner = Planner(run)
        self._preflights = Preflights(run)
        self._certain = Certain(run.cloud, run.resource)
        # By name: the ids of resources that had it before this run.
        self._namesakes: dict[str, set[str]] = {}

    def results(self, listed: t.Sequence[Json] | None) -> list[ResultOrError]:
        """Reconcile the targets; return the result or the error of each. In check mode the results are predicted."""
        cloud, check = self._run.cloud, self._run.options.check
        self._find(listed)
        self._wait_until_stable()
        self._planner.plan_all(self._targets)
        possible = [target.plan for target in self._targets if isinstance(target.plan, Plan)]
        require_microversions(cloud, self._resource, possible, check)
        require_files(possible)
        self._preflights.check(self._targets)
        self._require_room()
        if check:
            self._predict()
        else:
            with names_forgotten(cloud.session.changes, self._targets):
                self._applier().apply(self._targets)
            self._certain.add_made(self._targets)
        return [t.cast("ResultOrError", target.result) for target in self._targets]

    def _require_room(self) -> None:
        """Make sure that the quota has room for all that is to be made, if that is more than one resource.

        The service itself would refuse only the last of them, when the others are there already.
        """
        made = [target.todo.fields for target in self._targets if target.todo is not None and target.current is None]
        if len(made) > 1 and self._resource.require_room is not None and self._run.options.asks_quota:
            self._resource.require_room(self._run.cloud, made, self._run.references.by_id)

    def _find(self, listed: t.Sequence[Json] | None) -> None:
        """Find the current resource of each target, by its name or id, or by the declaration's own lookup."""
        cloud = self._run.cloud
        if self._resource.lookup:
            for target in self._targets:
                target.desired, target.found = self._resource.lookup(cloud, target.desired)
            return
        desired_states = [target.desired for target in self._targets]
        for desired in desired_states:
            _refuse_nameless(self._resource, desired)
        owners = self._run.references.owners(self._resource, desired_states)
        self._run.collection.ownership.projects = self._run.poller.projects = owners
        patience, progress = cloud.config.api_timeout, self._run.options.progress
        finder = Finder(self._run.collection, self._run.clock, patience, progress, listed, self._certain)
        self._namesakes = finder.namesakes
        for target, found in zip(self._targets, finder.find(desired_states)):
            target.found = found
        require_certainty(cloud, self._resource, self._targets)

    def _wait_until_stable(self) -> None:
        """Wait for resources that are changing by themselves (being built, being deleted): a plan needs a stable one.

        Check mode, and runs that do not want to wait, skip this if the visible fields are as desired already.
        """
        moving: list[tuple[Target, Operation]] = []
        for target in self._targets:
            if target.current is None:
                continue
            current, desired = target.current, target.desired
            wait = self._run.wait_until_stable(current, desired.state)
            if self._resource.gone(current, desired) or (wait and wait.until_gone and self._run.options.check):
                target.found = None
            elif wait and (wait.until_gone or not self._is_as_desired(desired, current)):
                moving.append((target, self._run.executor.wait_until_stable(wait, current, desired)))
        endings = self._run.conduct([operation for _target, operation in moving])
        for (target, _operation), ending in zip(moving, endings):
            target.found = ending

    def _is_as_desired(self, desired: Desired, current: Json) -> bool:
        if self._run.options.wait and not self._run.options.check:
            return False
        plan = self._planner.planned(desired, current, at_first_sight=True)
        return isinstance(plan, Plan) and not plan.changed

    def _predict(self) -> None:
        is_known = not any(target.todo for target in self._targets)
        region = None if is_known else self._run.collection.region
        foretold = None if is_known else kept_in_mind(self._run.cloud, self._resource)
        for target in self._targets:
            plan = t.cast("Plan | CloudError", target.plan)
            target.result = predicted_result(self._resource, target, plan, region, foretold)

    def _applier(self) -> Applier:
        anew = self._anew if self._revisions else None
        is_first = self._revisions == MOST_REVISIONS
        return Applier(self._run, self._planner, self._preflights, self._namesakes, anew, is_first)

    def _anew(self, targets: t.Sequence[Target]) -> list[Ending]:
        """Reconcile some targets once more, each by the id of its current resource; return how each ended."""
        same = [dataclasses.replace(target.desired, id=target.found["id"]) for target in targets]
        run = new_run(self._run.cloud, self._resource, same, self._run.options, self._run.clock)
        results = _Reconciliation(run, same, self._revisions - 1).results(None)
        return [result.resource if isinstance(result, Result) else result for result in results]


def _with_settings(run: Run, desired: Desired) -> Desired:
    return run.resource.with_settings(run.cloud, desired) if run.resource.with_settings else desired


def _refuse_nameless(resource: Resource, desired: Desired) -> None:
    if desired.name is None and desired.id is None:
        raise ConfigError([f"Say which {resource.name} by its name or id."])
    for option in ("name", "id"):
        if getattr(desired, option) == "":  # a template that came out empty
            raise ConfigError([f"{option} must not be empty."])

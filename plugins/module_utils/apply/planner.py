# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The planner: makes the plans of targets.

It takes targets with their current resources. It gives each its plan, or an error in its place. `reconcile.py` calls
it, and `applier.py` does to create a resource again.

It looks up references, and reads details where a target seems to differ.
"""

from __future__ import annotations

import typing as t

from ..errors import CloudError, NoSuchResource, ResourceFailed, understanding
from ..plan.plan import Plan, plan_absent, plan_create, plan_update
from ..resource.declaration import Json
from ..resource.desired import ABSENT, Desired
from ..resource.foretold import foretold_of
from ..service.cloud import Cloud
from ..service.forecast import is_placeholder
from .details import grouped_by_need
from .repair import repaired
from .run import Run
from .target import Target

# Reads the details of resources.
Reader = t.Callable[[Cloud, t.Sequence[Json], Desired], t.Mapping[str, Json]]


class Planner:
    """The plans of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._resource = run.resource

    def plan_all(self, targets: t.Sequence[Target]) -> None:
        """Make the plan of each target. Details are read only where something seems to differ, or lists do not show
        it, so that a resource that is as desired costs no further request."""
        details = self._resource.details
        for target in targets:
            target.plan = self.planned(target.desired, target.found, at_first_sight=details is not None)
        if details is None:
            return
        for need, same in grouped_by_need(self._resource, targets):
            more = self._details(details, [target.found for target in same], need)
            for target in same:
                target.details = dict(more.get(target.found["id"], {}))
                target.plan = self.planned(target.desired, target.detailed)

    def _details(self, read: Reader, found: t.Sequence[Json], need: Desired) -> t.Mapping[str, Json]:
        """The details of resources, by id. In check mode, as they would be after earlier tasks."""
        foretold = foretold_of(self._run.cloud, self._resource)
        if foretold is None:
            return read(self._run.cloud, found, need)
        there = [one for one in found if not is_placeholder(one["id"])]
        more = read(self._run.cloud, there, need) if there else {}
        return {one["id"]: foretold.details(one, more.get(one["id"], {})) for one in found}

    def planned(self, desired: Desired, current: t.Any, at_first_sight: bool = False) -> Plan | CloudError:
        """The plan from a current resource (None: there is none) to a desired state, or an error in its place."""
        if isinstance(current, CloudError):
            return current
        service, kind = self._resource.service, self._resource.name
        try:
            with understanding(f"What the {service} service says of {kind} '{desired.name or desired.id}'"):
                return self._plan(desired, current, at_first_sight)
        except CloudError as error:
            return error

    def create(self, desired: Desired, replaced: Json | None = None) -> Plan:
        """The plan to create a resource, as a replacement if `replaced` is given."""
        desired = desired.to_make(replaced)
        return plan_create(self._resource, desired, self._run.references.for_create(self._resource, desired))

    def _plan(self, desired: Desired, current: Json | None, at_first_sight: bool) -> Plan:
        resource = self._resource
        if desired.state == ABSENT:
            return plan_absent(resource, current, desired)
        if current is None and desired.name is None and (desired.id or not resource.lookup):
            where = self._run.cloud.where()
            raise NoSuchResource(
                f"There is no {resource.name} with the id '{desired.id}'{where}. Give a name to make one."
            )
        if current is None:
            return self.create(desired)
        there = current

        def update() -> Plan:
            wanted = self._run.references.for_update(resource, desired, there, at_first_sight)
            foretold = foretold_of(self._run.cloud, resource)
            settled = foretold.settled(there["id"], desired.fields) if foretold else ()
            return plan_update(resource, desired, wanted, there, settled)

        broken = resource.fault(current) if resource.fault else None
        if not broken:
            return update()
        plan = repaired(resource, desired, current, lambda: self.create(desired, there), update)
        if plan is None:
            raise ResourceFailed(broken, current)
        return plan

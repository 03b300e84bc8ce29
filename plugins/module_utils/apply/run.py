# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run: the objects that the parts of one run share.

It takes the cloud, the declaration and the options. It gives the readers and the executor that are built from them.
`reconcile.py` creates one, and `planner.py`, `preflight.py` and `applier.py` use it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.collection import Collection
from ..resource.declaration import Json, Resource
from ..resource.desired import Desired
from ..resource.step import Wait
from ..service.cloud import Cloud
from ..service.microversion import Microversion, newest_of
from .effects import Operation
from .executor import Executor
from .options import ApplyOptions, Clock
from .poller import Poller
from .references import References
from .scheduler import Ending, Scheduler


@dataclasses.dataclass(frozen=True)
class Run:
    """One run. `collection` reads resources of the kind, and `poller` reads those that are waited for."""

    cloud: Cloud
    resource: Resource
    options: ApplyOptions
    clock: Clock
    collection: Collection
    poller: Poller
    references: References
    executor: Executor

    def conduct(self, operations: t.Sequence[Operation], arrived: int = 0) -> list[Ending]:
        """Run operations to their ends; return how each ended, in their order.

        `arrived` is the number of resources that are ready already, and count towards `enough`.
        """
        if not operations:
            return []
        return Scheduler(self.cloud, self.options, self.clock, self.poller, arrived).run(operations)

    def wait_until_stable(self, current: Json, state: str) -> Wait | None:
        """What to wait for until a resource can be brought to a state; None if it is stable."""
        return self.resource.wait_until_stable(current, state) if self.resource.wait_until_stable else None


def new_run(
    cloud: Cloud, resource: Resource, desired_states: t.Sequence[Desired], options: ApplyOptions, clock: Clock
) -> Run:
    """A run for some desired states of one kind."""
    reading = reading_of(resource, desired_states)
    executor = Executor(
        resource,
        options,
        clock,
        cloud.config.retries + 1,
        lambda: cloud.user_id,
        lambda: cloud.service(resource.service).intents,
        lambda: cloud.project_id,
    )
    return Run(
        cloud=cloud,
        resource=resource,
        options=options,
        clock=clock,
        collection=Collection(cloud, resource, reading),
        poller=Poller(cloud, resource, reading, title=resource.plural),
        references=References(cloud),
        executor=executor,
    )


def reading_of(resource: Resource, desired_states: t.Sequence[Desired]) -> Microversion | None:
    """The microversion that reading needs so that the service shows all desired fields; None if any will do."""
    said = {name for desired in desired_states for name in desired.fields}
    return newest_of([resource.microversion, *(field.reading for field in resource.fields if field.name in said)])

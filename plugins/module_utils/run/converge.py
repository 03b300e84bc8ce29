# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From whatever is there to what is wanted: read, plan, and, unless it is only a check, apply and wait."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ..errors import ApiError, CloudError, ConfigError, NoSuchResource, NotFound, ResourceFailed, TransportError
from ..plan.plan import Plan, plan_absent, plan_create, plan_update
from ..resource.collection import Collection, unwrapped
from ..resource.declaration import Json, Resource
from ..resource.step import ID, Step, Wait
from ..service.cloud import Cloud
from .progress import SILENT, Progress
from .references import resolve_for_create, resolve_for_update
from .wait import Clock, wait_for


@dataclasses.dataclass(frozen=True)
class Wish:
    """What a user wants of one resource. `fields` holds only what was said."""

    state: str
    fields: t.Mapping[str, t.Any]
    name: str | None = None
    id: str | None = None


@dataclasses.dataclass(frozen=True)
class Manner:
    """How to go about it: only look (`check`), wait for the end or not, how long, and who is told meanwhile."""

    check: bool = False
    wait: bool = True
    timeout_seconds: float = 300.0
    progress: Progress = SILENT


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was, or in a check would be. `resource` is None when it is gone."""

    plan: Plan
    resource: Json | None


def converge(cloud: Cloud, resource: Resource, wish: Wish, manner: Manner, clock: Clock | None = None) -> Outcome:
    """Bring one resource to the wanted state.

    Raises:
        CloudError: of any kind; what was done before it stays done, and running again goes on from there.
    """
    return _Convergence(cloud, resource, wish, manner, clock or Clock()).run()


class _Convergence:
    """One run: what its steps share."""

    def __init__(self, cloud: Cloud, resource: Resource, wish: Wish, manner: Manner, clock: Clock) -> None:
        self._cloud = cloud
        self._resource = resource
        self._wish = wish
        self._manner = manner
        self._clock = clock
        self._collection = Collection(cloud, resource)

    def run(self) -> Outcome:
        if self._wish.name is None and self._wish.id is None:
            raise ConfigError([f"Say which {self._resource.name} by its name or id."])
        for option in ("name", "id"):
            if getattr(self._wish, option) == "":  # a template that came out empty
                raise ConfigError([f"{option} must not be empty."])
        current = self._settled(self._find())
        self._refuse_broken(current)
        plan = self._plan(current)
        if self._manner.check or not plan.changed:
            return Outcome(plan, self._predicted(plan, current))
        return Outcome(plan, self._apply(plan, current))

    def _find(self) -> Json | None:
        if self._wish.id:
            return self._collection.by_id(self._wish.id)
        return self._collection.by_name(self._wish.name or "")

    def _settled(self, current: Json | None) -> Json | None:
        """What is in passing (being built, being deleted) cannot be judged: wait until it has arrived."""
        wait = self._resource.settle(current, self._wish.state) if current and self._resource.settle else None
        if current is None or wait is None:
            return current
        if wait.for_its_end:
            # As good as gone. Before another one is made it has to be gone, whether the user waits for that one or not.
            if not self._manner.check and (self._manner.wait or self._wish.state != "absent"):
                self._wait(wait, current["id"])
            return None
        return self._wait(wait, current["id"]) if self._manner.wait and not self._manner.check else current

    def _refuse_broken(self, current: Json | None) -> None:
        if current is None or self._resource.fault is None or self._wish.state == "absent":
            return
        fault = self._resource.fault(current)
        if fault:
            raise ResourceFailed(fault, current)

    def _plan(self, current: Json | None) -> Plan:
        wish, resource = self._wish, self._resource
        if wish.state == "absent":
            return plan_absent(resource, current)
        if current is None and wish.name is None:
            raise NoSuchResource(
                f"There is no {resource.name} with the id '{wish.id}'{self._cloud.where()}. Give a name to make one."
            )
        if current is None:
            wanted = {"name": wish.name, **wish.fields}
            return plan_create(resource, wanted, resolve_for_create(self._cloud, resource, wanted))
        return plan_update(resource, resolve_for_update(self._cloud, resource, wish.fields, current), current)

    def _predicted(self, plan: Plan, current: Json | None) -> Json | None:
        """The resource as it will be, as far as it can be known beforehand."""
        if self._wish.state == "absent":
            return None
        if not plan.changed:
            return current
        fields = {
            key: value for key, value in plan.after.items() if key not in plan.before or value != plan.before[key]
        }
        fields.pop("state", None)
        return {**self._resource.predict(current, fields), "region": self._collection.region}

    def _apply(self, plan: Plan, current: Json | None) -> Json | None:
        resource_id = str(current["id"]) if current else ""
        last: Json | None = None
        for step in plan.steps:
            try:
                resource_id, last = self._take(step, resource_id)
            except CloudError as error:
                raise error.during(step.title) from error
        if self._wish.state == "absent" and self._manner.wait:
            return None
        return last or self._collection.by_id(resource_id)

    def _take(self, step: Step, resource_id: str) -> tuple[str, Json | None]:
        """Take one step; the id of the resource from here on, and its state if it was waited for."""
        answer = self._call(step, resource_id)
        made = unwrapped(self._resource, answer)
        if isinstance(made, dict) and made.get("id"):
            resource_id = str(made["id"])
        if step.wait is None or not self._manner.wait:
            return resource_id, None
        try:
            return resource_id, self._wait(step.wait, resource_id)
        except (ApiError, TransportError) as error:
            raise error.during(f"{step.title} (its id is {resource_id})") from error

    def _call(self, step: Step, resource_id: str) -> Json:
        path = step.path.replace(ID, resource_id)
        try:
            return self._collection.client.call(step.method, path, body=step.body, microversion=step.microversion)
        except NotFound:
            if step.method != "DELETE":
                raise
            return {}  # somebody else was faster; it is gone, as wanted

    def _wait(self, wait: Wait, resource_id: str) -> Json | None:
        manner = self._manner
        fetch = functools.partial(self._collection.by_id, resource_id)
        reached = wait_for(wait, fetch, manner.timeout_seconds, self._clock, manner.progress)
        return dict(reached) if reached is not None else None

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor: turns plans into operations.

It takes a plan, the desired state and the current resource. It gives an operation, which sends the request of each
step, waits for its effect, and passes values from answers on to later steps. `reconcile.py` calls it.
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import (
    ApiError,
    CloudError,
    Conflict,
    NotFound,
    ResourceFailed,
    TransportError,
    WaitTimeout,
    understanding,
)
from ..plan.plan import Plan
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.desired import ABSENT, Desired
from ..resource.step import Step, Wait
from ..session.intents import Intents
from .create_once import Creator
from .effects import Operation, SendRequest, WaitUntil, send
from .execution import Execution, differences_from, withdrawn
from .last_known import LastKnown
from .options import ApplyOptions, Clock
from .remove_once import removed_once, removes_one_that_may_come_back
from .secret_file import NotKept, lost, require_told
from .step_effects import StepEffects

# How long to wait after a conflict for the result of another run's request to show: Nova learns of a floating IP from
# Neutron with a delay.
CONTEST_SECONDS = 5.0


class Executor:
    """Creates the operations of one run."""

    def __init__(
        self,
        resource: Resource,
        options: ApplyOptions,
        clock: Clock,
        attempts: int,
        user_id: t.Callable[[], str | None],
        intents: t.Callable[[], Intents],
        project_id: t.Callable[[], str | None] = lambda: None,
    ) -> None:
        self._resource = resource
        self._options = options
        self._clock = clock
        self._attempts = attempts
        self._user_id = user_id
        self._intents = intents
        self._project_id = project_id
        self._effects = StepEffects(resource, options.timeout_seconds)

    def wait_until_stable(self, wait: Wait, current: Json, desired: Desired) -> Operation:
        """An operation that waits until a resource no longer changes by itself.

        It returns the resource as it is then, or None if it is gone. After a timeout of a best-effort wait it returns
        the resource as it was before.
        """
        if wait.until_gone and not self._options.wait and desired.state == ABSENT:
            return None  # it is being removed, and nobody wants to wait for that
        reached = yield self._effects.wait_for(wait, self._resource, current["id"], current["name"], is_last=False)
        if wait.best_effort and reached is None:
            return current
        return None if wait.until_gone else reached

    def execute(
        self, plan: Plan, desired: Desired, current: Json | None, before: t.Collection[str] = frozenset()
    ) -> Operation:
        """The operation that carries out a plan.

        It returns the resource as a step has shown it last, or a `LastKnown` if no step has; None if it is absent now.
        `before` are the ids of resources that had the name before a new one is created.
        """
        execution = Execution(plan, desired, current, before)
        left = list(plan.steps)
        last: Json | None = None
        while left:
            step = left.pop(0)
            if step.makes:
                execution.name = step.called or desired.name_to_make(current)
            try:
                with understanding(f"What the {step.service or self._resource.service} service answers"):
                    last, further = yield from self._take(step, execution, not left)
            except CloudError as error:
                told_of = isinstance(error, (ResourceFailed, WaitTimeout))
                error.during(step.title if told_of else execution.attempt(step))
                if isinstance(error, ResourceFailed):
                    error.is_new = str(error.current.get("id")) in execution.made
                raise (
                    (yield from withdrawn(self._resource, execution, step, error)) if execution.is_beside else error
                ) from None
            left = [*further, *left]
        if plan.state == ABSENT:
            return None
        return {**last, **execution.told} if last else LastKnown(execution.id, execution.told)

    def _take(
        self, step: Step, execution: Execution, is_last: bool
    ) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, tuple[Json | None, t.Sequence[Step]]]:
        """Carry out one step; return the resource if it was waited for, and the further steps that the answer adds."""
        if step.makes:
            return (yield from self._make(step, execution, is_last))
        execution.take_note(self._resource, step)
        try:
            answer = (yield from self._answer(step, execution)) if step.method else {}
        except Conflict as refusal:
            return (yield from self._done_by_another(step, execution, refusal)), ()
        further = _learn(step, execution, answer)
        if step.wait is None or (is_last and not self._options.wait):
            return None, further
        try:
            reached = yield self._effects.wait(step.wait, execution, is_last)
        except (ApiError, TransportError) as error:
            raise error.during(_with_id(step, execution)) from error
        return (reached if step.wait.of is None else None), further

    def _make(
        self, step: Step, execution: Execution, is_last: bool
    ) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, tuple[Json | None, t.Sequence[Step]]]:
        """Carry out the step that creates the resource, and make sure that there is only one; return as `_take`."""
        creator = self._creator(step, execution)
        try:
            made = yield from creator.make()
            require_told(step, creator.answer, unwrapped(self._resource, creator.answer))
        except NotKept as error:
            yield from _unmade(self._resource, step, error)
            raise
        except CloudError as error:
            raise (lost(error) if step.secret_file or step.returns_once else error) from error.__cause__
        finally:
            execution.made = creator.made
        execution.known["id"] = str(made["id"])
        further = _learn(step, execution, unwrapped(self._resource, creator.answer))
        if step.wait is None or (is_last and not self._options.wait):
            made = (yield from creator.verify()) or made
            execution.known["id"] = str(made["id"])
            return (made if "name" in made and "region" in made else None), further
        try:
            reached: Json | None = made
            if not (self._resource.exclusive and step.wait.reached(made)):
                reached = yield from self._arrival(step.wait, execution, is_last, creator)
            kept = yield from creator.verify()
            if kept and str(kept["id"]) != execution.id:  # another one is kept, and this run's own was removed
                execution.known["id"] = str(kept["id"])
                reached = yield self._effects.wait(step.wait, execution, is_last)
        except (ApiError, TransportError) as error:
            raise error.during(_with_id(step, execution)) from error
        return reached, further

    def _done_by_another(
        self, step: Step, execution: Execution, refusal: Conflict
    ) -> t.Generator[WaitUntil, t.Any, Json]:
        """The resource in the awaited state, if another run has brought it there before this one.

        Raises:
            Conflict: the refusal itself, if the resource does not get there.
        """
        if step.wait is None or not step.conflict_ok:
            raise refusal
        awaited = self._effects.wait(step.wait, execution, is_last=False)
        snapshot = yield dataclasses.replace(awaited, timeout_seconds=CONTEST_SECONDS, lenient=True)
        if snapshot is None:
            raise refusal
        return t.cast("Json", snapshot)

    def _arrival(
        self, wait: Wait, execution: Execution, is_last: bool, creator: Creator
    ) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json | None]:
        """Wait for a new resource; return it in the awaited state.

        After a timeout, too, duplicates are looked for, so that the error is about the resource that is kept.
        """
        try:
            return t.cast("Json | None", (yield self._effects.wait(wait, execution, is_last)))
        except WaitTimeout as error:
            error.current = dict((yield from creator.verify()) or error.current)
            raise

    def _creator(self, step: Step, execution: Execution) -> Creator:
        return Creator(
            self._resource,
            execution.name,
            self._effects.request(step, execution.known),
            self._options.timeout_seconds,
            self._clock,
            self._attempts,
            self._user_id,
            self._intents,
            self._project_id,
            execution.before,
            differences_from(self._resource, execution.plan.fields),
        )

    def _answer(self, step: Step, execution: Execution) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]:
        """Send the request of a step; return the answer.

        A step with `each_of` has several captured values for one place in the request. They are tried in turn until the
        service does not answer 404.
        """
        known = execution.known
        if execution.current and removes_one_that_may_come_back(self._resource, step):
            return (
                yield from removed_once(
                    self._resource, self._effects.request(step, known), execution.name, self._attempts
                )
            )
        if step.each_of is None:
            return t.cast("Json", (yield self._effects.request(step, known)))
        *choices, last = known[step.each_of]
        for choice in choices:
            try:
                return t.cast("Json", (yield self._effects.request(step, {**known, step.each_of: choice})))
            except NotFound:
                continue
        return t.cast("Json", (yield self._effects.request(step, {**known, step.each_of: last})))


def _unmade(resource: Resource, step: Step, error: NotKept) -> t.Generator[SendRequest, t.Any, None]:
    """Remove a resource that this run has just created, as nobody can use it: its secret is lost."""
    content = unwrapped(resource, error.answer)
    made_id = content.get(resource.id_key) if isinstance(content, dict) else None
    if not made_id:
        error.message += " Look for it, and remove it (state=absent) before you run this again."
        return
    path = f"{resource.path}/{urllib.parse.quote(str(made_id), safe='')}"
    try:
        yield send(step.service or resource.service, "DELETE", path, step.microversion)
    except CloudError as refusal:
        error.message += f" It could not be removed again ({refusal}); its id is {made_id}. Remove it (state=absent)."
    else:
        error.message += " It was removed again."


def _learn(step: Step, execution: Execution, answer: Json) -> t.Sequence[Step]:
    """Capture the values from an answer that later steps need; return the further steps that the answer adds."""
    execution.known.update({key: read(answer) for key, read in step.captures.items()})
    execution.told.update({key: read(answer) for key, read in step.returns_once.items()})
    return step.then(answer) if step.then else ()


def _with_id(step: Step, execution: Execution) -> str:
    """The title of a step for an error message, with the id of the resource, so that the user can find it."""
    return f"{step.title} (its id is {execution.id})" if execution.id else step.title

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One resource's way through its plan, step by step, with what each step learns for those after it."""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import (
    ApiError,
    CloudError,
    Conflict,
    NotFound,
    ResourceError,
    ResourceFailed,
    TransportError,
    WaitTimeout,
    understanding,
)
from ..plan.plan import Plan
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.step import ID, Elsewhere, Fetch, Learnt, Step, Wait
from ..resource.wish import ABSENT, Wish
from ..session.intents import Intents
from .conversation import NOT_YET, Ask, Await, Journey, Seen
from .keeping import NotKept, lost, require_told
from .making import Maker
from .manner import Clock, Manner

# What another run did a moment ago shows by then: Nova hears from Neutron of a floating IP.
CONTEST_SECONDS = 5.0


class LastKnown(str):
    """The id of a resource that has to be read anew, and what a service told of it only once."""

    told: Json

    def __new__(cls, resource_id: str, told: Json) -> LastKnown:
        """Make one of both."""
        made = super().__new__(cls, resource_id)
        made.told = told
        return made


class Traveller:
    """Makes the journeys of one run."""

    def __init__(
        self,
        resource: Resource,
        manner: Manner,
        clock: Clock,
        attempts: int,
        user_id: t.Callable[[], str | None],
        intents: t.Callable[[], Intents],
    ) -> None:
        self._resource = resource
        self._manner = manner
        self._clock = clock
        self._attempts = attempts
        self._user_id = user_id
        self._intents = intents

    def settle(self, wait: Wait, current: Json, wish: Wish) -> Journey:
        """Let one that is on its way somewhere arrive; it returns where that is, None for one that is gone."""
        if wait.for_its_end and not self._manner.wait and wish.state == ABSENT:
            return None  # as good as gone
        reached = yield self._await(wait, current["id"], current["name"], {}, is_last=False)
        if wait.in_vain and reached is None:
            return current
        return None if wait.for_its_end else reached

    def travel(self, plan: Plan, wish: Wish, current: Json | None) -> Journey:
        """Take the steps of a plan; it returns the resource as it was last seen, None if that is not known."""
        name = str(current["name"]) if current else ""
        known: dict[str, t.Any] = {"id": current["id"] if current else ""}
        old_id = known["id"]
        told: Json = {}
        last: Json | None = None
        left = list(plan.steps)
        while left:
            step = left.pop(0)
            if step.makes:
                name = wish.name_to_make(current)
            try:
                with understanding(f"What the {step.service or self._resource.service} service answers"):
                    last, further = yield from self._take(step, known, told, name, not left)
            except (ResourceFailed, WaitTimeout) as error:  # they tell of it
                raise error.during(step.title) from error
            except CloudError as error:
                raise error.during(_told(step, known["id"] if known["id"] != old_id else "")) from error
            left = [*further, *left]
        if plan.state == ABSENT:
            return None
        return {**last, **told} if last else LastKnown(known["id"], told)

    def _take(
        self, step: Step, known: dict[str, t.Any], told: Json, name: str, is_last: bool
    ) -> t.Generator[t.Union[Ask, Await], t.Any, tuple[Json | None, t.Sequence[Step]]]:
        """Take one step; the resource, if it was waited for, and what has to be done further."""
        made: Json | None = None
        maker = self._maker(step, known, name) if step.makes else None
        if maker:
            try:
                made = yield from maker.make()
                require_told(step, maker.answer, unwrapped(self._resource, maker.answer))
            except NotKept as error:
                yield from self._unmade(step, error)
                raise
            except CloudError as error:
                raise (lost(error) if step.keeps or step.tells else error) from error.__cause__
            known["id"] = str(made["id"])
            answer = unwrapped(self._resource, maker.answer)
        else:
            try:
                answer = (yield from self._answer(step, known)) if step.method else {}
            except Conflict as refusal:
                return (yield from self._done_by_another(step, known, name, refusal)), ()
        known.update({key: read(answer) for key, read in step.learns.items()})
        told.update({key: read(answer) for key, read in step.tells.items()})
        further = step.then(answer) if step.then else ()
        if step.wait is None or (is_last and not self._manner.wait):
            return (made if made and "name" in made and "region" in made else None), further
        try:
            if made and self._resource.exclusive and step.wait.reached(made):
                reached: Json | None = made
            else:
                reached = yield from self._arrival(step.wait, known, name, is_last, maker)
            kept = (yield from maker.make_sure()) if maker else None
            if kept and kept["id"] != known["id"]:  # an older one has come to light, and ours was removed
                known["id"] = str(kept["id"])
                reached = yield self._await(step.wait, known["id"], name, known, is_last)
        except (ApiError, TransportError) as error:
            raise error.during(_told(step, known["id"])) from error
        return (reached if step.wait.of is None else None), further

    def _unmade(self, step: Step, error: NotKept) -> t.Generator[Ask, t.Any, None]:
        """Remove what this run has just made, and nobody can use: its secret is lost."""
        content = unwrapped(self._resource, error.answer)
        made_id = content.get(self._resource.id_key) if isinstance(content, dict) else None
        if not made_id:
            error.message += " Look for it, and remove it (state=absent) before you run this again."
            return
        path = f"{self._resource.path}/{urllib.parse.quote(str(made_id), safe='')}"
        try:
            yield Ask(step.service or self._resource.service, "DELETE", path, microversion=step.microversion)
        except CloudError as refusal:
            error.message += (
                f" It could not be removed again ({refusal}); its id is {made_id}. Remove it (state=absent)."
            )
        else:
            error.message += " It was removed again."

    def _done_by_another(
        self, step: Step, known: t.Mapping[str, t.Any], name: str, refusal: Conflict
    ) -> t.Generator[Await, t.Any, Json]:
        """What another run has done before this one, which was refused because of it; the refusal, if none has."""
        if step.wait is None or not step.contested:
            raise refusal
        awaited = self._await(step.wait, known["id"], name, known, is_last=False)
        seen = yield dataclasses.replace(awaited, timeout_seconds=CONTEST_SECONDS, lenient=True)
        if seen is None:
            raise refusal
        return t.cast("Json", seen)

    def _arrival(
        self, wait: Wait, known: t.Mapping[str, t.Any], name: str, is_last: bool, maker: Maker | None
    ) -> t.Generator[t.Union[Ask, Await], t.Any, Json | None]:
        """What was waited for. Of one that was made is made sure also if it does not arrive in time."""
        try:
            return t.cast("Json | None", (yield self._await(wait, known["id"], name, known, is_last)))
        except WaitTimeout:
            if maker:
                yield from maker.make_sure()
            raise

    def _maker(self, step: Step, known: t.Mapping[str, t.Any], name: str) -> Maker:
        return Maker(
            self._resource,
            name,
            self._ask(step, known),
            self._manner.timeout_seconds,
            self._clock,
            self._attempts,
            self._user_id,
            self._intents,
        )

    def _answer(self, step: Step, known: dict[str, t.Any]) -> t.Generator[Ask, Json, Json]:
        """The answer to a step's request, with the first of those that it may be sent with that fits."""
        if step.each_of is None:
            return (yield self._ask(step, known))
        *choices, last = known[step.each_of]
        for choice in choices:
            try:
                return (yield self._ask(step, {**known, step.each_of: choice}))
            except NotFound:
                continue
        return (yield self._ask(step, {**known, step.each_of: last}))

    def _ask(self, step: Step, known: t.Mapping[str, t.Any]) -> Ask:
        path = step.path
        for key, value in known.items():
            path = path.replace("{" + key + "}", urllib.parse.quote(str(value), safe=""))
        return Ask(
            service=step.service or self._resource.service,
            method=step.method,
            path=path,
            body=_filled(step.body, known),
            params=tuple((key, str(known["id"]) if value == ID else value) for key, value in step.params),
            microversion=step.microversion,
            keeps=step.keeps,
            media_type=step.media_type,
            sends=step.sends,
            fetches=_known(step.fetches, known),
            title=step.title,
        )

    def _await(self, wait: Wait, resource_id: str, name: str, known: t.Mapping[str, t.Any], is_last: bool) -> Await:
        what_it_is, awaited_id, awaited_name = self._resource, resource_id, t.cast("str | None", name)
        if isinstance(wait.of, Elsewhere):
            what_it_is, awaited_id, awaited_name = wait.of.resource, str(_filled(wait.of.id, known)), None

        def judge(seen: Seen) -> t.Any:
            current = seen.by_id(awaited_id)
            if wait.reached(current):
                return current
            reason = wait.failed(current) if wait.failed else None
            if reason and wait.of is not None:
                raise ResourceError(reason)  # not of the one that is planned for, which is none the worse for it
            if reason:
                raise ResourceFailed(reason, current or {})
            return NOT_YET

        return Await(
            what=wait.what,
            resource=what_it_is,
            name=awaited_name,
            id=awaited_id,
            judge=judge,
            timeout_seconds=self._manner.timeout_seconds,
            lenient=wait.in_vain,
            for_its_end=wait.for_its_end,
            is_last=is_last,
        )


def _told(step: Step, resource_id: str) -> str:
    """What was tried; with the id of what is there by now, so that it can be found."""
    return f"{step.title} (its id is {resource_id})" if resource_id else step.title


def _known(fetch: Fetch | None, known: t.Mapping[str, t.Any]) -> Fetch | None:
    """A file to fetch with what earlier steps have learnt of it."""
    if fetch is None:
        return None
    return Fetch(fetch.path, _filled(fetch.checksum, known), _filled(fetch.size, known))


def _filled(body: t.Any, known: t.Mapping[str, t.Any]) -> t.Any:
    """A body with what earlier steps have learnt in it."""
    if isinstance(body, Learnt):
        return known[body.name]
    if isinstance(body, dict):
        return {key: _filled(value, known) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, known) for value in body]
    return body

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Create once: creates one resource of a name and no second one.

It takes the request that creates the resource, and its name. It gives the one resource that is kept: this run's own, or
one that another run created at the same time. `executor.py` calls it.

Services allow several resources of one name, and have no request that is safe to repeat. Answers get lost, and other
runs create the same resource at the same time. So these are the rules:

* A lost answer does not say whether the request was carried out. So the resource is looked for first. The request is
  sent again only if no resource of that name appears.
* The same goes for a request of a run that was killed. That run left a note of it, an intent (session/intents.py), and
  `find.py` gives the resource time to appear. If it appears still later, there is no run any more that would remove it.
* After the creation all resources of that name are looked at, except those that were there before and those of other
  projects. Those do not come from a run with the same desired state. If there are several, all runs keep the same one:
  the oldest, and among equally old ones that with the smallest id. Each run removes the others that it created itself.
* A list counts only if it was read at least a second after the creation. Services tell times of creation in whole
  seconds, so whatever appears later is younger, and the run that created it will see that.
* A list counts only if it has this run's own resource, since a run that does not see its own cannot tell which one is
  the oldest. If lists of the name lack it again and again, it is looked for by the id from the answer.
* A run removes only resources whose ids came in answers to this run. Any other one may belong to somebody who created
  it at the same moment: nothing on a resource tells which request it came from.
* If an answer was lost, or somebody else created one too, there is another look at the end. A run removes its surplus
  resource soon. If a second one stays longer than that, a lost request may have created it late. If it is as requested,
  it is kept, and this run's own is removed, which nobody else knows yet. Otherwise both stay, and an error names them.

No mark is left on the resource for all this.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, BrokenAnswer, CloudError, NotUnique, TimedOut
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.desired import PRESENT
from ..session.intents import Intents
from .effects import NOT_YET, SendRequest, Snapshot, WaitUntil, send
from .options import Clock
from .poller import LISTS_TO_BE_SURE, Missing

# A list counts only if it was read so long after the creation: times of creation are in whole seconds.
CERTAIN_SECONDS = 1.05
# How long there may be two of a name, while the runs that created them at the same time agree on one.
AGREEMENT_SECONDS = 20.0
# How long a resource may take to appear after the answer about it was lost.
APPEARANCE_SECONDS = 4.0
# The shortest wait for a new resource to appear, however small the user's timeout is. A new resource appears at once,
# but the run must not give up before a list can count.
LEAST_PATIENCE_SECONDS = 3.0
MOST_ATTEMPTS = 3
GATEWAY_STATUSES = frozenset((502, 504))

Creation = t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]


@dataclasses.dataclass
class Creator:
    """Creates one resource of a name.

    Args:
        resource: The declaration.
        name: The name of the new resource.
        request: The request that creates it.
        timeout_seconds: How long to wait for it to appear.
        clock: The clock that times are read from.
        attempts: How often the request may be sent. `MOST_ATTEMPTS` limits it.
        user_id: The user of the token. A resource of another user cannot come from a lost request of this run.
        intents: The notes of requests that runs of this user have begun, this run's included.
        project_id: The project of the token.
        before: The ids of resources that had the name before.
        differences: In what a resource differs from the request, in words. It is empty if the resource may have come
            from this request.
        made: The ids that answers to this run have told.
        has_lost: Whether an answer was lost, here or in an earlier run that left an intent.
        astray: The number of requests whose outcome nobody knows.
        has_company: Whether somebody else created a resource of the same name.
    """

    resource: Resource
    name: str
    request: SendRequest
    timeout_seconds: float
    clock: Clock
    attempts: int
    user_id: t.Callable[[], str | None]
    intents: t.Callable[[], Intents]
    project_id: t.Callable[[], str | None] = lambda: None
    before: t.Collection[str] = frozenset()
    differences: t.Callable[[Json], t.Sequence[str]] = lambda _one: ()
    made: list[str] = dataclasses.field(default_factory=list)
    has_lost: bool = False
    astray: int = 0
    has_company: bool = False

    def make(self) -> Creation:
        """Create the resource; return the one that is kept, in whatever state it is.

        It is this run's own, or one that another run created first. The whole answer to the request is in `answer`.
        """
        if self.resource.exclusive:
            self.request = dataclasses.replace(self.request, intent=intent_of(self.resource, self.name))
            self.has_lost = self.intents().seconds_since(self.request.intent) is not None
            self.astray = int(self.has_lost)
        self.answer = yield from self._asked()
        if not self.resource.exclusive:
            content = dict(unwrapped(self.resource, self.answer))
            return {**content, "id": content[self.resource.id_key]}
        made_at = self.clock.now()
        missing = Missing()

        def judge(snapshot: Snapshot) -> t.Any:
            living = self._living(snapshot)
            if not living or self.clock.now() - made_at < CERTAIN_SECONDS:
                return NOT_YET
            missing.lists = 0 if {one["id"] for one in living}.issuperset(self.made) else missing.lists + 1
            return NOT_YET if 0 < missing.lists < LISTS_TO_BE_SURE else living

        what = f"{self.resource.name} '{self.name}' to appear"
        patience = max(self.timeout_seconds, LEAST_PATIENCE_SECONDS)
        own = self.made[-1] if self.made else None
        living = yield WaitUntil(what, self.resource, self.name, own, judge, patience, by_name=True)
        self.has_company = bool((yield from self._without_own(living[1:])))
        self._require_as_asked(living)
        return dict(living[0])

    def verify(self) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json | None]:
        """Look once more, after the new resource has been waited for; return the one to keep.

        A lost request may have been carried out since, and another run has had time to remove its own resource. Return
        None if there was no need to look, or if none is left.

        Raises:
            NotUnique: another resource of the name stays, and somebody may need it.
        """
        if not (self.has_lost or self.has_company):
            return None
        living: list[Json] = []

        def judge(snapshot: Snapshot) -> t.Any:
            living[:] = self._living(snapshot)
            return living if all(self._is_own(other) for other in living[1:]) else NOT_YET

        what = f"{self.resource.name} '{self.name}' to be the only one"
        yield WaitUntil(what, self.resource, self.name, None, judge, AGREEMENT_SECONDS, lenient=True, by_name=True)
        if not living:
            return None
        kept = living[0]
        left = yield from self._without_own(living[1:])
        if len(left) == 1 and self._is_own(kept) and self._may_be_a_lost_one(left[0]):
            yield from self._without_own([kept])
            kept, left = left[0], []
        if left:
            raise _not_alone(self, [kept, *left])
        self._require_as_asked([kept])
        if self.has_lost:
            self.intents().forget(self.request.intent)
        return kept

    def _without_own(self, living: t.Sequence[Json]) -> t.Generator[SendRequest, t.Any, list[Json]]:
        """Remove those resources that this run created; return the others."""
        for own in filter(self._is_own, living):
            yield send(self.resource.service, "DELETE", f"{self.resource.path}/{own['id']}")
        return [one for one in living if not self._is_own(one)]

    def _require_as_asked(self, living: t.Sequence[Json]) -> None:
        """Make sure that the first of `living`, the one to keep, is this run's own or is as requested.

        Raises:
            NotUnique: somebody else created it, and it differs from the request.
        """
        kept, *others = living
        if self._is_own(kept) or not self.differences(kept):
            return
        if not all(map(self._is_own, others)):
            raise _not_alone(self, living)
        told = "; ".join(self.differences(kept))
        raise NotUnique(
            f"{self.resource.name.capitalize()} '{self.name}' ({kept['id']}) was made at the same time by somebody"
            f" else, and is not as it was asked for here: {told}. It was left as it is. Run again to have it changed,"
            " or choose another name.",
            [str(kept["id"])],
        )

    def _asked(self) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]:
        """Send the request; return the answer. If the answer is lost, return the resource that was created."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                answer = yield self.request
            except (TimedOut, BrokenAnswer, ApiError) as error:
                if not self.resource.exclusive or not may_be_done(error):
                    raise
                found = yield from self._lost()
                if found is not None:
                    return {self.resource.one: found} if self.resource.one else found
                self.astray += 1
                if attempt >= min(self.attempts, MOST_ATTEMPTS):
                    raise
                continue
            content = unwrapped(self.resource, answer)
            if not isinstance(content, dict) or not content.get(self.resource.id_key):
                raise BrokenAnswer(
                    f"The answer has no {self.resource.name} with an id.",
                    method=self.request.step.method,
                    url=self.request.step.path,
                )
            self.made.append(str(content[self.resource.id_key]))
            return dict(answer)
        raise AssertionError("the last attempt returns or raises")

    def _lost(self) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, t.Any]:
        self.has_lost = True
        what = f"{self.resource.name} '{self.name}' to appear"
        living: list[Json] = []

        def judge(snapshot: Snapshot) -> t.Any:
            living[:] = self._living(snapshot)
            return next((one for one in living if not self.differences(one)), NOT_YET)

        found = yield WaitUntil(
            what, self.resource, self.name, None, judge, APPEARANCE_SECONDS, lenient=True, by_name=True
        )
        if found is None and living:
            self._require_as_asked(living)
        return found

    def _living(self, snapshot: Snapshot) -> list[Json]:
        """The resources of the name that runs with the same desired state may have created; the one to keep is first.

        Resources that are being removed are left out.
        """
        # A resource whose id came in an answer is this run's own, even if the service shows another name.
        made = [one for one in map(snapshot.by_id, self.made) if one is not None and one["name"] != self.name]
        named = [*snapshot.named(self.name), *made]
        own = next((one for one in named if self._is_own(one)), None)
        project_id = own.get("project_id") if own else self.project_id()
        living = [
            one
            for one in named
            if one["id"] not in self.before
            and (one.get("project_id") or project_id) == (project_id or one.get("project_id"))
            and not is_leaving(self.resource, one)
        ]
        return sorted(living, key=seniority)

    def _is_own(self, one: Json) -> bool:
        """Whether this run created it: its id came in an answer."""
        return one["id"] in self.made

    def _may_be_a_lost_one(self, other: Json) -> bool:
        """Whether it may come from a request whose outcome nobody knows."""
        user_id = other.get("user_id")
        return self.astray > 0 and user_id in (None, self.user_id()) and not self.differences(other)


def _not_alone(creator: Creator, living: t.Sequence[Json]) -> NotUnique:
    """The error that several resources of the name stay. It says which of them the run has made, as far as is known."""
    ids = [str(one["id"]) for one in living]
    own = [one for one in ids if one in creator.made]
    if not own:
        whose = (
            "The answer to a request was lost, so it is not known which of them this run has made, and none was"
            " removed."
        )
    elif creator.has_lost:
        whose = (
            f"This run has made {' and '.join(own)}; it is not known whether another one is of a request whose answer"
            " was lost."
        )
    else:
        whose = "All but the first were made at the same time by somebody who leaves them there."
    return NotUnique(
        f"{len(ids)} {creator.resource.plural} are named '{creator.name}': {', '.join(ids)}. {whose} Look at them,"
        " remove those that nobody needs, by their ids, and run again.",
        ids,
    )


def seniority(resource: Json) -> tuple[str, str]:
    """The sort key that decides which resource of a name is kept: the first. All runs come to the same order.

    It is the time of creation, then the id.
    """
    return (str(resource.get("created_at") or ""), str(resource["id"]))


def is_leaving(resource: Resource, current: Json) -> bool:
    """Whether a resource is gone or being removed."""
    if resource.gone(current, None):
        return True
    wait = resource.wait_until_stable(current, PRESENT) if resource.wait_until_stable else None
    return wait is not None and wait.until_gone


def intent_of(resource: Resource, name: str) -> str:
    """The text of an intent: which resource is about to be created."""
    return f"{resource.name} '{name}'"


def may_be_done(error: BaseException) -> bool:
    """Whether a request may have been carried out although it ended in this error."""
    if isinstance(error, ApiError):
        return error.status >= 500
    return not isinstance(error, CloudError) or isinstance(error, (TimedOut, BrokenAnswer))


def may_come_late(error: BaseException) -> bool:
    """Whether a request that ended in this error may still be carried out later.

    It may if there was no answer, or only one from a gateway, which does not know the outcome either. It will not if
    the service itself says that it has failed.
    """
    return error.status in GATEWAY_STATUSES if isinstance(error, ApiError) else may_be_done(error)

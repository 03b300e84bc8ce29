# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one of a name, and no second one: not when an answer is lost, not when another run makes it at the same time.

Services allow several resources of one name, and know no request that may be repeated. So:

* An answer that did not come says nothing about whether the request was carried out. It is looked for; only if nothing
  of that name appears is it asked for again.
* So it is with the request of a run that was killed, of which its note tells (session/intents.py): `find.py` gives what
  it was about time to appear. Should it appear still later, it has no maker any more who would remove it.
* After making one, all of that name are looked at, but for those that were there before, and those of other projects:
  they were not made by a run that wanted the same. If there are several, all runs keep the same one: the oldest, and of
  those that are equally old the one with the smallest id. Whoever made another one removes it.
* A look counts only a second after the making. Services tell times of creation in whole seconds: whatever appears after
  such a look is younger, and its maker will see that. And it counts only if this run's own is seen, unless that stays
  away: whoever does not see his own does not know which one is the oldest. One that stays away from lists of its name
  is looked for by the id that the answer told.
* Only what an answer has named to this run is removed by it. Whatever else looks like its own may be somebody's who
  made it at the same moment: nothing on a resource tells one request from another.
* Where a request was lost, or somebody else's is there as well, there is another look in the end. If a second one stays
  for longer than anybody needs who has made it and would remove it, it may be what a lost request has made late: if it
  is as it was asked for, it is kept, and this run's own, which nobody else knows yet, goes. In any other case both
  stay, which is an error that names them.

Nothing is left on the resource for this.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, BrokenAnswer, CloudError, NotUnique, TimedOut
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.desired import PRESENT
from ..session.intents import Intents
from .effects import NOT_YET, SendRequest, Snapshot, WaitUntil
from .options import Clock
from .poller import LISTS_TO_BE_SURE, Missing

CERTAIN_SECONDS = 1.05
# Two of a name may be there for a moment while runs that made them at the same time agree on one.
AGREEMENT_SECONDS = 20.0
# How long after a lost answer what it was about may take to appear.
APPEARANCE_SECONDS = 4.0
# What has been made appears at once; only who hardly waits at all must not give up on it before a look can count.
LEAST_PATIENCE_SECONDS = 3.0
MOST_ATTEMPTS = 3
GATEWAY_STATUSES = frozenset((502, 504))

Creation = t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]


@dataclasses.dataclass
class Creator:
    """Makes one of a name.

    Args:
        user_id: Who the token is of: what another user has made no request of this one's was lost over.
        intents: What others of his runs have begun.
        project_id: The project that the token is for.
        before: The ids of those that had the name before.
        differences: What of one is not as it was asked for, in words; nothing if it may have come of this request.
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
    astray: int = 0  # requests of which nobody knows what became of them
    has_company: bool = False

    def make(self) -> Creation:
        """The one resource of the name, in whatever state it is: this run's own, or another's that was first.

        The operation's answer to the request, with all that is in it, is `answer`.
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
        """Look once more, when what was made has been waited for: a lost request may have been carried out since, and
        whoever has made another one has had the time to remove it. The one to keep; None if there was no need to look.

        Raises:
            NotUnique: another one stays, of which nobody knows that nobody needs it.
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
            raise self._not_alone([kept, *left])
        self._require_as_asked([kept])
        if self.has_lost:
            self.intents().forget(self.request.intent)
        return kept

    def _without_own(self, living: t.Sequence[Json]) -> t.Generator[SendRequest, t.Any, list[Json]]:
        """Remove this run's own among some; the others are left."""
        for own in filter(self._is_own, living):
            yield SendRequest(self.resource.service, "DELETE", f"{self.resource.path}/{own['id']}")
        return [one for one in living if not self._is_own(one)]

    def _require_as_asked(self, living: t.Sequence[Json]) -> None:
        """Take another's for this run's own only if it is as it was asked for.

        Raises:
            NotUnique: there is one of the name, and it is another.
        """
        kept, *others = living
        if self._is_own(kept) or not self.differences(kept):
            return
        if not all(map(self._is_own, others)):
            raise self._not_alone(living)
        told = "; ".join(self.differences(kept))
        raise NotUnique(
            f"{self.resource.name.capitalize()} '{self.name}' ({kept['id']}) was made at the same time by somebody"
            f" else, and is not as it was asked for here: {told}. It was left as it is. Run again to have it changed,"
            " or choose another name.",
            [str(kept["id"])],
        )

    def _not_alone(self, living: t.Sequence[Json]) -> NotUnique:
        ids = [str(one["id"]) for one in living]
        others = [one for one in living if not self._is_own(one)]
        if len(others) == len(living):
            whose = (
                "The answer to a request was lost, so it is not known which of them this run has made, and none was"
                " removed."
            )
        elif self.has_lost:
            whose = (
                f"This run has made {' and '.join(one for one in ids if one in self.made)}; it is not known whether"
                " another one is of a request whose answer was lost."
            )
        else:
            whose = "All but the first were made at the same time by somebody who leaves them there."
        return NotUnique(
            f"{len(ids)} {self.resource.plural} are named '{self.name}': {', '.join(ids)}. {whose} Look at them, remove"
            " those that nobody needs, by their ids, and run again.",
            ids,
        )

    def _asked(self) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]:
        """The answer to the request, or, if that was lost, what it made."""
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
                    method=self.request.method,
                    url=self.request.path,
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
        """All of the name that may have been made for the same purpose, and are not being removed; the one to be kept
        first."""
        # What an answer has named is its own, whatever the service calls it.
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
        """Whether this run has made it: an answer has said so."""
        return one["id"] in self.made

    def _may_be_a_lost_one(self, other: Json) -> bool:
        """Whether it may have come of a request of which nobody knows what became of it."""
        user_id = other.get("user_id")
        return self.astray > 0 and user_id in (None, self.user_id()) and not self.differences(other)


def seniority(resource: Json) -> tuple[str, str]:
    """What decides which one of a name is kept: its time of creation, then its id. All runs see the same."""
    return (str(resource.get("created_at") or ""), str(resource["id"]))


def is_leaving(resource: Resource, current: Json) -> bool:
    """Whether one is gone or on its way there."""
    if resource.gone(current, None):
        return True
    wait = resource.wait_until_stable(current, PRESENT) if resource.wait_until_stable else None
    return wait is not None and wait.until_gone


def intent_of(resource: Resource, name: str) -> str:
    """What a note says that is about to be made."""
    return f"{resource.name} '{name}'"


def may_be_done(error: BaseException) -> bool:
    """Whether a request may have been carried out although it ended so."""
    if isinstance(error, ApiError):
        return error.status >= 500
    return not isinstance(error, CloudError) or isinstance(error, (TimedOut, BrokenAnswer))


def may_come_late(error: BaseException) -> bool:
    """Whether it may even be carried out later: nobody knows what became of it, nor does a gateway.
    A service that says that it has failed is at its end."""
    return error.status in GATEWAY_STATUSES if isinstance(error, ApiError) else may_be_done(error)

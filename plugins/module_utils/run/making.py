# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one of a name, and no second one: not when an answer is lost, not when another run makes it at the same time.

Services allow several resources of one name, and know no request that may be repeated. So:

* An answer that did not come says nothing about whether the request was carried out. It is looked for; only if nothing
  of that name appears is it asked for again.
* So it is with the request of a run that was killed, of which its note tells (session/intents.py): `find.py` gives what
  it was about time to appear. Should it appear still later, it has no maker any more who would remove it.
* After making one, all of that name are looked at. If there are several, all runs keep the same one: the oldest, and of
  those that are equally old the one with the smallest id. Whoever made another one removes it.
* A look counts only a second after the making. Services tell times of creation in whole seconds: whatever appears after
  such a look is younger, and its maker will see that. And it counts only if this run's own is seen, unless that stays
  away: whoever does not see his own does not know which one is the oldest.
* Where a request was lost, or somebody else's is there as well, there is another look in the end: what of a lost one
  has come late is removed, and if two stay that is an error, which names them. Some services tell whose a resource is.
  Of others one is taken for a lost one if it was made while this run went on, is as it was asked for, is one of no more
  than were lost, and stays for longer than anybody would need who has made it and knows it.

Nothing is left on the resource for this.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, BrokenAnswer, CloudError, NotUnique, TimedOut
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.wish import PRESENT
from ..session.intents import Intents
from .conversation import NOT_YET, Ask, Await, Seen
from .looking import LISTS_TO_BE_SURE, Missing
from .manner import Clock

CERTAIN_SECONDS = 1.05
# Two of a name may be there for a moment while runs that made them at the same time agree on one.
AGREEMENT_SECONDS = 20.0
# How long after a lost answer what it was about may take to appear.
APPEARANCE_SECONDS = 4.0
# What has been made appears at once; only who waits for nothing at all must not give up on it.
LEAST_PATIENCE_SECONDS = 30.0
MOST_ATTEMPTS = 3
GATEWAY_STATUSES = frozenset((502, 504))

Making = t.Generator[t.Union[Ask, Await], t.Any, Json]


@dataclasses.dataclass
class Maker:
    """Makes one of a name. `user_id` is who the token is of, who may find his own lost ones superfluous; `intents` is
    what others of his runs have begun."""

    resource: Resource
    name: str
    ask: Ask
    timeout_seconds: float
    clock: Clock
    attempts: int
    user_id: t.Callable[[], str | None]
    intents: t.Callable[[], Intents]
    made: list[str] = dataclasses.field(default_factory=list)
    has_lost: bool = False
    astray: int = 0  # requests of which nobody knows what became of them
    has_company: bool = False

    def make(self) -> Making:
        """The one resource of the name, in whatever state it is: this run's own, or another's that was first.

        The journey's answer to the request, with all that is in it, is `answer`.
        """
        if self.resource.exclusive:
            self.ask = dataclasses.replace(self.ask, intent=intent_of(self.resource, self.name))
            self.has_lost = self.intents().seconds_since(self.ask.intent) is not None
            self.astray = int(self.has_lost)
        self.answer = yield from self._asked()
        if not self.resource.exclusive:
            content = dict(unwrapped(self.resource, self.answer))
            return {**content, "id": content[self.resource.id_key]}
        made_at = self.clock.now()
        missing = Missing()

        def judge(seen: Seen) -> t.Any:
            living = self._living(seen)
            if not living or self.clock.now() - made_at < CERTAIN_SECONDS:
                return NOT_YET
            missing.lists = 0 if {one["id"] for one in living}.issuperset(self.made) else missing.lists + 1
            return NOT_YET if 0 < missing.lists < LISTS_TO_BE_SURE else living

        what = f"{self.resource.name} '{self.name}' to appear"
        patience = max(self.timeout_seconds, LEAST_PATIENCE_SECONDS)
        living = yield Await(what, self.resource, self.name, None, judge, patience, by_name=True)
        self.has_company = bool((yield from self._without_others(living, self._is_ours)))
        return dict(living[0])

    def make_sure(self) -> t.Generator[t.Union[Ask, Await], t.Any, Json | None]:
        """Look once more, when what was made has been waited for: a lost request may have been carried out since, and
        whoever has made another one has had the time to remove it. The one to keep; None if there was no need to look.

        Raises:
            NotUnique: another one stays, of which nobody knows that nobody needs it.
        """
        if not (self.has_lost or self.has_company):
            return None
        living: list[Json] = []

        def judge(seen: Seen) -> t.Any:
            living[:] = self._living(seen)
            return living if all(self._is_ours(other, living[0]) for other in living[1:]) else NOT_YET

        what = f"{self.resource.name} '{self.name}' to be the only one"
        yield Await(what, self.resource, self.name, None, judge, AGREEMENT_SECONDS, lenient=True, by_name=True)
        left = yield from self._without_others(living, self._is_ours)
        if 0 < len(left) <= self.astray:
            left = yield from self._without_others([living[0], *left], self._is_as_asked)
        if left:
            raise self._not_alone(living[0], left)
        if self.has_lost:
            self.intents().forget(self.ask.intent)
        return living[0] if living else None

    def _without_others(
        self, living: t.Sequence[Json], is_ours: t.Callable[[Json, Json], bool]
    ) -> t.Generator[Ask, t.Any, list[Json]]:
        """Remove those of this run's own that are not the one to keep, which is the first; the others that are left."""
        left = []
        for other in living[1:]:
            if is_ours(other, living[0]):
                yield Ask(self.resource.service, "DELETE", f"{self.resource.path}/{other['id']}")
            else:
                left.append(other)
        return left

    def _not_alone(self, kept: Json, others: t.Sequence[Json]) -> NotUnique:
        ids = [str(one["id"]) for one in (kept, *others)]
        return NotUnique(
            f"{len(ids)} {self.resource.plural} are named '{self.name}': {', '.join(ids)}. All but the first were made"
            " at the same time by somebody who leaves them there. Remove those that nobody needs, by their ids.",
            ids,
        )

    def _asked(self) -> t.Generator[t.Union[Ask, Await], t.Any, Json]:
        """The answer to the request, or, if that was lost, what it made."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                answer = yield self.ask
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
                    f"The answer has no {self.resource.name} with an id.", method=self.ask.method, url=self.ask.path
                )
            self.made.append(str(content[self.resource.id_key]))
            return dict(answer)
        raise AssertionError("the last attempt returns or raises")

    def _lost(self) -> t.Generator[t.Union[Ask, Await], t.Any, t.Any]:
        self.has_lost = True
        what = f"{self.resource.name} '{self.name}' to appear"

        def judge(seen: Seen) -> t.Any:
            return next(iter(self._living(seen)), NOT_YET)

        return (
            yield Await(what, self.resource, self.name, None, judge, APPEARANCE_SECONDS, lenient=True, by_name=True)
        )

    def _living(self, seen: Seen) -> list[Json]:
        """All of the name that are not being removed, the one to be kept first."""
        living = [one for one in seen.named(self.name) if not is_leaving(self.resource, one)]
        return sorted(living, key=seniority)

    def _is_ours(self, other: Json, kept: Json) -> bool:
        if other["id"] in self.made:
            return True
        user_id = self.user_id() if self.has_lost else None
        if user_id is None or other.get("user_id") != user_id:
            return False
        return all(other.get(key) == kept.get(key) for key in ("image", "flavor", "key_name"))

    def _is_as_asked(self, other: Json, kept: Json) -> bool:
        """Whether one of which nobody tells whose it is has come of the same request as the one to keep."""
        body = unwrapped(self.resource, self.ask.body) or {}
        return "user_id" not in other and all(other.get(key) == kept.get(key) for key in body if key in kept)


def seniority(resource: Json) -> tuple[str, str]:
    """What decides which one of a name is kept: its time of creation, then its id. All runs see the same."""
    return (str(resource.get("created_at") or ""), str(resource["id"]))


def is_leaving(resource: Resource, current: Json) -> bool:
    """Whether one is gone or on its way there."""
    if resource.gone(current, None):
        return True
    wait = resource.settle(current, PRESENT) if resource.settle else None
    return wait is not None and wait.for_its_end


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

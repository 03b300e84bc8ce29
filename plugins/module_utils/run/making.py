# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Makes one of a name, and no second one: not when an answer is lost, not when another run makes it at the same time.

Services allow several resources of one name, and know no request that may be repeated. So:

* An answer that did not come says nothing about whether the request was carried out. It is looked for; only if nothing
  of that name appears is it asked for again.
* After making one, all of that name are looked at. If there are several, all runs keep the same one: the oldest, and of
  those that are equally old the one with the smallest id. Whoever made another one removes it.
* A look counts only a second after the making. Services tell times of creation in whole seconds: whatever appears after
  such a look is younger, and its maker will see that. And it counts only if this run's own is seen, unless that stays
  away: whoever does not see his own does not know which one is the oldest.

Nothing is left on the resource for this.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, BrokenAnswer, CloudError, TimedOut
from ..resource.collection import unwrapped
from ..resource.declaration import Json, Resource
from ..resource.wish import PRESENT
from .conversation import NOT_YET, Ask, Await, Seen
from .looking import LISTS_TO_BE_SURE, Missing
from .manner import Clock

CERTAIN_SECONDS = 1.05
# How long after a lost answer what it was about may take to appear.
APPEARANCE_SECONDS = 4.0
# What has been made appears at once; only who waits for nothing at all must not give up on it.
LEAST_PATIENCE_SECONDS = 30.0
MOST_ATTEMPTS = 3

Making = t.Generator[t.Union[Ask, Await], t.Any, Json]


@dataclasses.dataclass
class Maker:
    """Makes one of a name. `user_id` is who the token is of, who may find his own lost ones superfluous."""

    resource: Resource
    name: str
    ask: Ask
    timeout_seconds: float
    clock: Clock
    attempts: int
    user_id: t.Callable[[], str | None]
    made: list[str] = dataclasses.field(default_factory=list)
    has_lost: bool = False

    def make(self) -> Making:
        """The one resource of the name, in whatever state it is: this run's own, or another's that was first.

        The journey's answer to the request, with all that is in it, is `answer`.
        """
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
        yield from self._without_others(living)
        return dict(living[0])

    def make_sure(self) -> t.Generator[t.Union[Ask, Await], t.Any, None]:
        """Look once more, when what was made has been waited for: a lost request may have been carried out since."""
        if not self.has_lost:
            return
        what = f"{self.resource.name} '{self.name}' to be the only one"
        living = yield Await(what, self.resource, self.name, None, self._living, 0.0, lenient=True, by_name=True)
        yield from self._without_others(living or ())

    def _without_others(self, living: t.Sequence[Json]) -> t.Generator[Ask, t.Any, None]:
        """Remove those of this run's own that are not the one to keep, which is the first."""
        for other in living[1:]:
            if self._is_ours(other, living[0]):
                yield Ask(self.resource.service, "DELETE", f"{self.resource.path}/{other['id']}")

    def _asked(self) -> t.Generator[t.Union[Ask, Await], t.Any, Json]:
        """The answer to the request, or, if that was lost, what it made."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                answer = yield self.ask
            except (TimedOut, BrokenAnswer, ApiError) as error:
                if not self.resource.exclusive or not _may_be_done(error):
                    raise
                found = yield from self._lost()
                if found is not None:
                    return {self.resource.one: found} if self.resource.one else found
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


def seniority(resource: Json) -> tuple[str, str]:
    """What decides which one of a name is kept: its time of creation, then its id. All runs see the same."""
    return (str(resource.get("created_at") or ""), str(resource["id"]))


def is_leaving(resource: Resource, current: Json) -> bool:
    """Whether one is gone or on its way there."""
    if resource.gone(current, None):
        return True
    wait = resource.settle(current, PRESENT) if resource.settle else None
    return wait is not None and wait.for_its_end


def _may_be_done(error: CloudError) -> bool:
    """Whether the request may have been carried out although the answer does not say so."""
    return not isinstance(error, ApiError) or error.status >= 500

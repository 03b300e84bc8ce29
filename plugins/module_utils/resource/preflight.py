# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types for two hooks of a declaration that are called before a plan changes anything.

`preflight` takes a planned change, raises what the service would refuse, and gives warnings. `blockers` takes the same,
and gives the things that keep a resource from being removed or changed. `apply/preflight.py` calls both.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .desired import ABSENT, Desired
from .step import Step

Json = t.Dict[str, t.Any]
Values = t.Mapping[str, t.Any]
# A message names at most so many blockers of one kind, and counts the rest.
MOST_NAMED = 10
# Reads one resource by its id, as users see it; None if it is not there.
Lookup = t.Callable[[t.Any, str], t.Optional[Json]]


@dataclasses.dataclass(frozen=True)
class PlannedChange:
    """A change of one resource that is planned, but not begun.

    Args:
        desired: The desired state.
        current: The resource as it is; None if it is not there.
        fields: The values that change, as they will be, with references looked up. For a new resource these are all
            that are wanted. Empty for a removal.
        steps: The planned requests.
        lookup: Reads another resource, from its declaration and its id. If the task has read it already, this costs no
            request.
        check: Whether the task runs in check mode.
        shared: The data that hooks have read for all changes of the run.
    """

    desired: Desired
    current: Json | None
    fields: Values
    steps: t.Sequence[Step]
    lookup: Lookup
    check: bool = False
    shared: dict[str, t.Any] = dataclasses.field(default_factory=dict)

    def once(self, what: str, read: t.Callable[[], t.Any]) -> t.Any:
        """Data that all changes of the run need: read for the first of them, and kept."""
        if what not in self.shared:
            self.shared[what] = read()
        return self.shared[what]

    @property
    def makes(self) -> bool:
        """Whether a resource is made, also in place of the current one."""
        return any(step.makes for step in self.steps)

    @property
    def removes(self) -> bool:
        """Whether the current resource is removed, also in order to be made anew."""
        return self.current is not None and (self.desired.state == ABSENT or self.makes)

    @property
    def writes(self) -> int:
        """The number of requests that change something. A single one is refused as a whole, and needs no preflight."""
        return sum(step.method not in ("", "GET") or step.then is not None for step in self.steps)


@dataclasses.dataclass(frozen=True)
class Blocker:
    """Something that keeps a resource from being removed or changed.

    Args:
        kind: The word for it: `floating IP`.
        id: Its id.
        name: Its name; empty if it has none.
        at: Its place, in words that follow its name: `at port 'web' (id)`.
        advice: How to go on, in a sentence. Equal sentences are shown once.
        leaving: Whether it is being removed anyway, so that waiting is enough.
        certain: Whether the service surely refuses because of it. If not, that depends on the service: check mode warns
            of it, and a refusal is explained with it.
    """

    kind: str
    id: str
    name: str = ""
    at: str = ""
    advice: str = ""
    leaving: bool = False
    certain: bool = True

    def __str__(self) -> str:
        named = f"{self.kind} '{self.name}' ({self.id})" if self.name else f"{self.kind} {self.id}"
        return f"{named} {self.at}" if self.at else named


# A preflight hook: takes the cloud and the change, and raises errors of ours, or returns warnings for the user.
Preflight = t.Callable[[t.Any, PlannedChange], t.Sequence[str]]
# A blockers hook: takes the cloud and the change, and returns the blockers.
Blockers = t.Callable[[t.Any, PlannedChange], t.Sequence[Blocker]]


def in_words(blockers: t.Sequence[Blocker]) -> str:
    """Blockers and how to go on, in sentences for people."""
    kinds: dict[str, list[Blocker]] = {}
    for one in blockers:
        kinds.setdefault(one.kind, []).append(one)
    lists = [", ".join(map(str, several[:MOST_NAMED])) + _further(several) for several in kinds.values()]
    advice = dict.fromkeys(one.advice for one in blockers if one.advice)
    return " ".join([f"In use by {'; '.join(lists)}.", *advice])


def _further(blockers: t.Sequence[Blocker]) -> str:
    left = len(blockers) - MOST_NAMED
    return f" and {left} more" if left > 0 else ""


def facts_of(blockers: t.Sequence[Blocker]) -> list[Json]:
    """Blockers for programs: kind, id and name of each."""
    return [{"kind": one.kind, "id": one.id, "name": one.name} for one in blockers]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks before the first request of a plan whether all of it can be done, and explains a service's refusal.

A change of several requests must not end halfway: what keeps it from being made is looked for first. A change of one
request is refused as a whole. It costs no look beforehand, unless it is only a check; if the service refuses it, what
keeps it is looked for then, and told with the service's own words.
"""

from __future__ import annotations

import typing as t

from ..errors import ApiError, CloudError, InUse, WaitTimeout, understanding
from ..plan.plan import Plan
from ..resource.declaration import Json, Resource
from ..resource.desired import ABSENT, Desired
from ..resource.preflight import Blocker, Lookup, PlannedChange, facts_of, in_words
from ..service.cloud import Cloud
from .options import ApplyOptions, Clock

# How services refuse what is in use: Nova and Neutron with 409, Cinder with 400, Neutron also with 403.
FORBIDDEN = 403
REFUSALS = frozenset((400, FORBIDDEN, 409))
INTERVAL_SECONDS = 1.0


class Preflights:
    """The preflights of one run."""

    def __init__(
        self,
        cloud: Cloud,
        resource: Resource,
        options: ApplyOptions,
        clock: Clock,
        lookup: Lookup,
        details: t.Mapping[int, Json],
    ) -> None:
        """`details` is what was read besides the resources, by the numbers of the desired states."""
        self._cloud = cloud
        self._resource = resource
        self._options = options
        self._clock = clock
        self._lookup = lookup
        self._details = details
        self._shared: dict[str, t.Any] = {}

    def checked(
        self, plans: t.Sequence[Plan | CloudError], desired_states: t.Sequence[Desired], found: t.Sequence[t.Any]
    ) -> list[Plan | CloudError]:
        """The plans, with warnings if there are any, or the errors that they would end in."""
        if self._resource.preflight is None and self._resource.blockers is None:
            return list(plans)
        return [
            self._checked(plan, self._change(number, plan, desired_states[number], found[number]))
            if isinstance(plan, Plan) and plan.changed
            else plan
            for number, plan in enumerate(plans)
        ]

    def freed(
        self,
        endings: t.Mapping[int, t.Any],
        plans: t.Mapping[int, Plan],
        desired_states: t.Sequence[Desired],
        found: t.Sequence[t.Any],
        is_first: bool,
    ) -> list[int]:
        """Those that the service refused and that nothing keeps any more. Other refusals are explained.

        `is_first`: nothing was asked again yet. Then what is refused, though nothing is found to keep it, is worth
        asking once more: whatever did may have left in between.
        """
        if self._resource.blockers is None:
            return []
        return [
            number
            for number, ending in endings.items()
            if isinstance(ending, ApiError)
            and ending.status in REFUSALS
            and isinstance(found[number], dict)
            and self._is_freed(
                ending, self._change(number, plans[number], desired_states[number], found[number]), is_first
            )
        ]

    def _checked(self, plan: Plan, change: PlannedChange) -> Plan | CloudError:
        resource = self._resource
        try:
            with understanding(f"What the services say of {self._who(change)}"):
                warnings = [*(resource.preflight(self._cloud, change) if resource.preflight else ())]
                if resource.blockers and self._is_asked_beforehand(change):
                    warnings += self._required_free(change)
        except CloudError as error:
            return error
        return plan.with_warnings(warnings)

    def _is_asked_beforehand(self, change: PlannedChange) -> bool:
        if change.current is None:
            return False
        is_seen = change.removes and self._resource.in_use(change.current, change.desired)
        return change.writes > 1 or self._options.check or is_seen

    def _is_freed(self, refusal: ApiError, change: PlannedChange, is_first: bool) -> bool:
        if refusal.blockers:
            return False  # explained by a run of its own
        self._shared.clear()
        try:
            found = self._found(change)
            if found and all(one.leaving for one in found):
                self._until_free(change)
                return True
        except (InUse, WaitTimeout) as error:
            refusal.explain(error.message, error.facts().get("blockers", ()))
            return False
        except CloudError:
            return False  # the error to be told is the refusal
        if found:
            refusal.explain(in_words(found), facts_of(found))
        return not found and is_first and change.removes and refusal.status != FORBIDDEN

    def _change(self, number: int, plan: Plan, desired: Desired, found: t.Any) -> PlannedChange:
        there = {**found, **self._details.get(number, {})} if isinstance(found, dict) else None
        fields = {} if plan.state == ABSENT else plan.fields
        return PlannedChange(desired, there, fields, plan.steps, self._lookup, self._options.check, self._shared)

    def _found(self, change: PlannedChange) -> t.Sequence[Blocker]:
        return self._resource.blockers(self._cloud, change) if self._resource.blockers else ()

    def _required_free(self, change: PlannedChange) -> list[str]:
        """Raise if something keeps the resource. What leaves is waited for, but not in a check; a check warns of what
        may keep it.

        Raises:
            InUse: something keeps it.
            WaitTimeout: what leaves has not left in time.
        """
        found = self._found(change)
        _refuse_staying(self._who(change), found)
        if self._options.check:
            doubtful = [one for one in found if not (one.certain or one.leaving)]
            return (
                [f"The service may refuse to remove the {self._who(change)}. {in_words(doubtful)}"] if doubtful else []
            )
        if any(one.leaving for one in found):
            self._until_free(change)
        return []

    def _until_free(self, change: PlannedChange) -> None:
        """Wait until what leaves has left.

        Raises:
            InUse: something else keeps the resource by then.
            WaitTimeout: it has not left in time.
        """
        started = self._clock.now()
        while True:
            self._shared.clear()
            found = self._found(change)
            _refuse_staying(self._who(change), found)
            leaving = [one for one in found if one.leaving]
            if not leaving:
                return
            seconds = self._clock.now() - started
            if seconds >= self._options.timeout_seconds:
                raise WaitTimeout(
                    f"Waited {self._options.timeout_seconds:g} s for what is being removed to leave the"
                    f" {self._who(change)}. {in_words(leaving)} Run again, or set wait_timeout higher.",
                    change.current or {},
                )
            self._options.progress.report(f"waiting until {leaving[0]} is gone, {seconds:.0f} s")
            self._clock.sleep(min(INTERVAL_SECONDS, self._options.timeout_seconds - seconds))

    def _who(self, change: PlannedChange) -> str:
        current = change.current or {"name": change.desired.name}
        name = f" '{current['name']}'" if current.get("name") else ""
        which = f" ({current['id']})" if current.get("id") else ""
        return f"{self._resource.name}{name}{which}"


def _refuse_staying(who: str, found: t.Sequence[Blocker]) -> None:
    staying = [one for one in found if one.certain and not one.leaving]
    if staying:
        raise InUse(f"The {who} was left as it is. {in_words(staying)}", facts_of(staying))

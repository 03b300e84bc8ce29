# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preflight: checks before the first request of a plan whether the service would refuse it, and explains refusals.

It takes targets with their plans. It gives the plans warnings, or puts errors in their place. `reconcile.py` calls it
before the first step, and `applier.py` after a service has refused one.

A change of several requests must not end halfway, so its blockers are looked for first. A change of one request is
refused as a whole. So it costs no look beforehand, except in check mode, or if a resource that is to be removed shows
that it is in use. If the service refuses it, the blockers are looked for then, and told together with the service's own
words.
"""

from __future__ import annotations

import typing as t

from ..errors import ApiError, CloudError, InUse, WaitTimeout, understanding
from ..plan.plan import Plan
from ..resource.desired import ABSENT
from ..resource.preflight import Blocker, PlannedChange, facts_of, in_words
from .run import Run
from .target import Target

# How services refuse a change of a resource in use: Nova and Neutron with 409, Cinder with 400, Neutron also with 403.
FORBIDDEN = 403
REFUSALS = frozenset((400, FORBIDDEN, 409))
# How often blockers that are leaving are looked at.
INTERVAL_SECONDS = 1.0


class Preflights:
    """The preflights of one run."""

    def __init__(self, run: Run) -> None:
        self._cloud = run.cloud
        self._resource = run.resource
        self._options = run.options
        self._clock = run.clock
        self._lookup = run.references.by_id
        self._shared: dict[str, t.Any] = {}

    def check(self, targets: t.Sequence[Target]) -> None:
        """Add the warnings of their preflights to the plans, or put an error in the place of a plan that is refused."""
        if self._resource.preflight is None and self._resource.blockers is None:
            return
        for target in targets:
            if target.todo is not None:
                target.plan = self._checked(target.todo, self._change(target, target.todo))

    def freed(self, targets: t.Sequence[Target], is_first: bool) -> list[Target]:
        """The targets that the service refused and that have no blockers any more. Other refusals are explained.

        `is_first` says that nothing was tried again yet. A refused removal without any blocker is then tried once more:
        its blocker may have left in between.
        """
        if self._resource.blockers is None:
            return []
        return [target for target in targets if self._is_free_by_now(target, is_first)]

    def _is_free_by_now(self, target: Target, is_first: bool) -> bool:
        refusal, plan = target.ending, target.todo
        if not isinstance(refusal, ApiError) or refusal.status not in REFUSALS or target.current is None:
            return False
        return plan is not None and self._is_freed(refusal, self._change(target, plan), is_first)

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
            return False  # it has been explained already
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
            return False  # the user needs the refusal, not this error
        if found:
            refusal.explain(in_words(found), facts_of(found))
        # A replacement is not made a second time only to try its last step again.
        return not found and is_first and change.removes and not change.makes and refusal.status != FORBIDDEN

    def _change(self, target: Target, plan: Plan) -> PlannedChange:
        fields = {} if plan.state == ABSENT else plan.fields
        options = (self._lookup, self._options.check, self._shared)
        return PlannedChange(target.desired, target.detailed, fields, plan.steps, *options)

    def _found(self, change: PlannedChange) -> t.Sequence[Blocker]:
        return self._resource.blockers(self._cloud, change) if self._resource.blockers else ()

    def _required_free(self, change: PlannedChange) -> list[str]:
        """Make sure that the resource has no blockers; return warnings.

        Blockers that are leaving are waited for. Check mode does not wait, and warns of blockers that are not certain.

        Raises:
            InUse: there are blockers.
            WaitTimeout: blockers that are leaving have not left in time.
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
        """Wait until the blockers that are leaving have left.

        Raises:
            InUse: there are other blockers by now.
            WaitTimeout: the blockers have not left in time.
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

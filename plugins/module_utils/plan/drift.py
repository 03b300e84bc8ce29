# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drift: differences that cannot be changed in place, or may not be.

It takes the differences between a resource and its desired state. It gives those that can be changed, and a warning or
an error about the others, as the policy `on_drift` says. `plan.py` calls it. Pure.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import Immutable
from ..resource.declaration import UNKNOWN, Consent, Field, Resource, Values
from ..resource.desired import Desired

FAIL, WARN, IGNORE = "fail", "warn", "ignore"


@dataclasses.dataclass(frozen=True)
class Difference:
    """A field whose current value differs from the desired one: the value before and after the change."""

    field: Field
    before: t.Any
    after: t.Any


Differences = t.Mapping[str, Difference]


def permitted(
    resource: Resource, current: Values, desired: Desired, differing: Differences, fixed: t.Sequence[Difference] = ()
) -> tuple[dict[str, Difference], list[str]]:
    """Split differences into changes that can be made, by field name, and warnings about the others.

    `fixed` are differences in parts of values that cannot be changed.

    Raises:
        Immutable: a difference cannot be changed, and `on_drift` is `fail`.
    """
    seen = {name: one for name, one in differing.items() if not _is_ignored(one.field.consent, desired)}
    stuck = [*(one for one in seen.values() if not _can_change(one, desired)), *fixed]
    policy = desired.option("on_drift", FAIL)
    if stuck and policy == FAIL:
        raise Immutable(_sentence(resource, current, stuck))
    changes = {name: one for name, one in seen.items() if one not in stuck}
    warnings = [f"{_differences(resource, current, stuck)}. It is left as it is."] if stuck and policy == WARN else []
    return changes, warnings


def not_compared(resource: Resource, current: Values, desired: Desired) -> list[str]:
    """Warn about desired values that cannot be compared with current ones: a list of one warning, or of none.

    There is no warning if `on_drift` is `ignore`. The warning names no single resource, so that a fleet shows it once.
    """
    if desired.option("on_drift", FAIL) == IGNORE:
        return []
    wanted = [field for field in resource.fields if field.name in desired.fields and not field.set_anyway(desired)]
    unknown = [field for field in wanted if field.current(current) is UNKNOWN]
    reasons = [f"{field.name} ({field.unseen})" for field in unknown if field.unseen is not None]
    for field in wanted:
        keys = field.unseen_parts(desired.fields[field.name])
        if keys and field not in unknown:
            reasons.append(f"{field.name}: {', '.join(keys)} (said of what is new alone)")
    what = f"Not compared with what the {resource.name} has: {'; '.join(reasons)}. A difference would not be noticed."
    return [what] if reasons else []


def _is_ignored(consent: Consent | None, desired: Desired) -> bool:
    return consent is not None and consent.ignores(desired)


def _can_change(difference: Difference, desired: Desired) -> bool:
    field = difference.field
    if not field.reachable(difference.before, difference.after):
        return False
    if field.consent:
        return field.consent.not_needed(difference.before) or field.consent.opens(desired)
    return field.updatable


def _differences(resource: Resource, current: Values, stuck: t.Sequence[Difference]) -> str:
    differences = "; ".join(
        f"{one.field.name} is {one.field.display(one.before)!r}, wanted {one.field.display(one.after)!r}"
        for one in stuck
    )
    return (
        f"{resource.name.capitalize()} '{current['name']}' ({current['id']}) differs in what cannot be changed while it"
        f" exists: {differences}"
    )


def _sentence(resource: Resource, current: Values, stuck: t.Sequence[Difference]) -> str:
    advice = list({one.field.consent.advice: None for one in stuck if one.field.consent})
    if any(one.field.consent is None for one in stuck):
        advice.append(f"To have it so, remove the {resource.name} (state absent) and make it anew.")
    drift = " or set on_drift to warn or ignore" if "on_drift" in resource.policies else ""
    advice.append(f"To keep the {resource.name} as it is, leave the option out{drift}.")
    return f"{_differences(resource, current, stuck)}. {' '.join(advice)}"

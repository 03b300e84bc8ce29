# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans: compares a desired state with the current resource, and lists the steps between them.

It takes a declaration, a desired state and a current resource. It gives a `Plan`: steps, and the state before and after
them. `apply/reconcile.py` calls it. Pure: check mode is a plan that is not applied.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError
from ..resource import default_steps as steps
from ..resource.declaration import UNKNOWN, Field, Resource, Values
from ..resource.desired import ABSENT, Desired
from ..resource.step import Change, Step
from .drift import Difference, not_compared, permitted


@dataclasses.dataclass(frozen=True)
class Plan:
    """The steps for one resource, and their effect.

    `before` and `after` are the two sides of the diff: the state, and those fields alone that the user manages.
    `fields` has the new values of all fields that change, and effects of the steps that no field shows, like a restart.
    """

    steps: tuple[Step, ...]
    before: Values
    after: Values
    fields: Values = dataclasses.field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps)

    @property
    def makes(self) -> bool:
        """Whether a resource is created, be it as a replacement of the current one."""
        return any(step.makes for step in self.steps)

    @property
    def called(self) -> str | None:
        """The temporary name of a replacement that is created while the current resource is still there."""
        return next((step.called for step in self.steps if step.called), None)

    @property
    def state(self) -> str:
        """The state after the plan, as the option `state` says it."""
        return str(self.after["state"])

    def with_warnings(self, warnings: t.Sequence[str]) -> Plan:
        """The same plan with more warnings for the user."""
        return dataclasses.replace(self, warnings=(*self.warnings, *warnings)) if warnings else self


def plan_absent(resource: Resource, current: Values | None, desired: Desired) -> Plan:
    """Plan the removal of a resource."""
    if current is None:
        return Plan((), {"state": ABSENT}, {"state": ABSENT})
    before = {"state": resource.state(current), "id": current["id"], "name": current["name"]}
    return Plan(steps.to_delete(resource, current, desired), before, {"state": ABSENT})


def plan_create(resource: Resource, desired: Desired, resolved: Values) -> Plan:
    """Plan the creation of a resource.

    `resolved` has the desired fields, with each reference as the resource will show it, together with its id.

    Raises:
        ConfigError: a required field is missing.
    """
    wanted = {"name": desired.name, **_initial(resource, desired.fields)}
    resolved = _initial(resource, resolved)
    missing = [field.name for field in resource.fields if field.required and not _is_said(field, wanted)]
    if missing:
        raise ConfigError(
            [f"There is no {resource.name} '{desired.name}' yet; to make it, give {' and '.join(missing)}."]
        )
    change = steps.to_create(resource, {"name": desired.name, **resolved}, desired)
    shown = {field.name: field.display(wanted[field.name]) for field in resource.fields if field.name in wanted}
    after = {
        "state": change.state,
        **wanted,
        **shown,
        **{name: after for name, (_before, after) in change.shown.items()},
    }
    return Plan(change.steps, {"state": ABSENT}, after, {**wanted, **resolved})


def plan_update(
    resource: Resource, desired: Desired, wanted: Values, current: Values, settled: t.Collection[str] = ()
) -> Plan:
    """Plan the changes of a resource that is there.

    `wanted` has the desired fields, with references in the form in which the resource shows them. `settled` are the
    names of fields that are as desired, although the resource may not show it.

    Raises:
        Immutable: a field differs that cannot be changed in place. The other fields are not changed either.
    """
    fields = [
        field
        for field in resource.fields
        if field.name in wanted and (field.name in settled or field.current(current) is not UNKNOWN)
    ]
    before = {field.name: wanted[field.name] if field.name in settled else field.current(current) for field in fields}
    differing = {
        field.name: Difference(
            field, before[field.name], field.will_be(wanted[field.name], before[field.name], desired)
        )
        for field in fields
        if field.name not in settled and not field.is_same(wanted[field.name], before[field.name], desired)
    }
    desired = dataclasses.replace(desired, fields=wanted)
    changes, warnings = permitted(resource, current, desired, differing, _fixed(fields, wanted, before))
    change = steps.to_update(
        resource, current, {name: (one.before, one.after) for name, one in changes.items()}, desired
    )
    shown = {field.name: field.display(before[field.name]) for field in fields}
    after = {**shown, **{name: shown_texts(one.field.display(one.after)) for name, one in changes.items()}}
    return Plan(
        steps=change.steps,
        before=_diff_side(resource.state(current), shown, change, 0),
        after=_diff_side(change.state if change.steps else resource.state(current), after, change, 1),
        fields={
            **change.kept,
            **{name: after for name, (_before, after) in change.shown.items()},
            **_afterwards(changes),
        },
        warnings=(*warnings, *change.warnings, *not_compared(resource, current, desired)),
    )


def _fixed(fields: t.Sequence[Field], wanted: Values, before: Values) -> list[Difference]:
    """The parts of values that differ and that the service cannot change."""
    pairs = [(field, field.fixed(wanted[field.name], before[field.name])) for field in fields]
    return [Difference(field, *pair) for field, pair in pairs if pair is not None]


def _afterwards(changes: t.Mapping[str, Difference]) -> Values:
    return {name: one.after for name, one in changes.items()}


def _initial(resource: Resource, values: Values) -> Values:
    """The values that a new resource is created with."""
    fields = {field.name: field for field in resource.fields}
    return {name: fields[name].initial(value) if name in fields else value for name, value in values.items()}


def _is_said(field: Field, wanted: Values) -> bool:
    return any(name in wanted for name in (field.name, *field.replaced_by))


def _diff_side(state: str, fields: Values, change: Change, side: int) -> Values:
    return {"state": state, **fields, **{name: values[side] for name, values in change.shown.items()}}


def shown_texts(shown: t.Any) -> t.Any:
    """A value for the diff: each reference becomes its plain text, without the id."""
    if isinstance(shown, list):
        return [shown_texts(item) for item in shown]
    if isinstance(shown, dict):
        return {key: shown_texts(value) for key, value in shown.items()}
    return str(shown) if isinstance(shown, str) else shown

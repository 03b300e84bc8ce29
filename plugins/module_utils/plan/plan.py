# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what is wanted and what is there to what has to happen. Pure: check mode is a plan that is not applied."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError, Immutable
from ..resource import steps
from ..resource.declaration import UNKNOWN, Changes, Field, Resource
from ..resource.step import Step

Values = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Plan:
    """What has to happen, and what it comes to.

    `before` and `after` show only what the user manages, plus whether the resource exists: they are the diff.
    """

    steps: tuple[Step, ...]
    before: Values
    after: Values

    @property
    def changed(self) -> bool:
        """Whether anything has to happen."""
        return bool(self.steps)


def plan_absent(resource: Resource, current: Values | None) -> Plan:
    """Be rid of a resource."""
    if current is None:
        return Plan((), {"state": "absent"}, {"state": "absent"})
    before = {"state": "present", "id": current["id"], "name": current["name"]}
    return Plan(tuple(steps.to_delete(resource, current)), before, {"state": "absent"})


def plan_create(resource: Resource, wanted: Values, with_ids: Values) -> Plan:
    """Make a resource. `wanted` is what the user said, `with_ids` the same with every reference as an id.

    Raises:
        ConfigError: something that it cannot be made without was not said.
    """
    missing = [field.name for field in resource.fields if field.required and field.name not in wanted]
    if missing:
        raise ConfigError(
            [f"There is no {resource.name} '{wanted['name']}' yet; to make it, give {' and '.join(missing)}."]
        )
    making = tuple(steps.to_create(resource, with_ids))
    shown = {field.name: _shown(field, wanted[field.name]) for field in resource.fields if field.name in wanted}
    return Plan(making, {"state": "absent"}, {"state": "present", **wanted, **shown})


def plan_update(resource: Resource, wanted: Values, current: Values) -> Plan:
    """Change a resource that is there. `wanted` has references in the form that the resource shows them in.

    Raises:
        Immutable: it differs in what cannot be changed in place; nothing is done about the rest either.
    """
    fields = [field for field in resource.fields if field.name in wanted and field.current(current) is not UNKNOWN]
    before = {field.name: field.current(current) for field in fields}
    changes: Changes = {
        field.name: (before[field.name], field.merge(wanted[field.name], before[field.name]))
        for field in fields
        if not field.same(wanted[field.name], before[field.name])
    }
    changed = [field for field in fields if field.name in changes]
    after = {**before, **{field.name: _shown(field, changes[field.name][1]) for field in changed}}
    stuck = [field for field in changed if not field.updatable]
    if stuck:
        raise Immutable(_immutable(resource, current, stuck, changes))
    changing = tuple(steps.to_update(resource, current, changes)) if changes else ()
    return Plan(changing, {"state": "present", **before}, {"state": "present", **after})


def _shown(field: Field, value: t.Any) -> t.Any:
    """A value as it may be shown: no secrets, and of references just their texts."""
    shown = field.display(value)
    if isinstance(shown, list):
        return [str(item) if isinstance(item, str) else item for item in shown]
    return str(shown) if isinstance(shown, str) else shown


def _immutable(resource: Resource, current: Values, fields: t.Sequence[Field], changes: Changes) -> str:
    differences = "; ".join(
        f"{field.name} is {changes[field.name][0]!r}, wanted {_shown(field, changes[field.name][1])!r}"
        for field in fields
    )
    return (
        f"{resource.name.capitalize()} '{current['name']}' ({current['id']}) differs in what cannot be changed while it"
        f" exists: {differences}. Leave the option out to keep the {resource.name} as it is, or remove it (state"
        " absent) and make it anew."
    )

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the options of a module into a desired state.

It takes a declaration and options that were validated. It gives the desired state of one resource, or of a fleet.
`module.py` calls it for a task, and `topology.py` for each entry of an environment.
"""

from __future__ import annotations

import typing as t

from ..apply.fleet import DesiredFleet
from ..errors import ConfigError
from ..options.connection import Spec
from ..options.files import text_of
from ..options.names import expanded, refuse_ranges
from ..resource.declaration import Field, Resource, joined_name
from ..resource.desired import PRESENT, Desired
from ..resource.emptiness import refuse_empty_references


def desired_from(resource: Resource, params: t.Mapping[str, t.Any], argument_spec: Spec) -> Desired:
    """The desired state of a resource, from options that were validated with an argument spec."""
    values = {field.name: _value(params, field) for field in resource.fields}
    fields = {name: value for name, value in values.items() if value is not None}
    name = _name_of(resource, params, fields)
    if "names" in argument_spec:
        refuse_ranges({"name": name, "new_name": fields.get("new_name")})
    refuse_empty_references(resource, fields)
    return Desired(
        state=params["state"] or PRESENT,
        name=None if name is None else resource.kept_name(name),
        id=params.get("id"),
        fields=fields,
        policy={name: params[name] for name in resource.policies if params.get(name) is not None},
    )


def _name_of(resource: Resource, params: t.Mapping[str, t.Any], fields: t.Mapping[str, t.Any]) -> str | None:
    """The name that was given, or that follows from the fields by which one of the kind is told from others.

    Raises:
        ConfigError: some of these are missing, and there is no id either.
    """
    if not resource.named_by:
        name: str | None = params.get("name")
        return name
    if all(key in fields for key in resource.named_by):
        return joined_name(resource.named_by, fields)
    if params.get("id") is None:
        ways = " and ".join(resource.named_by)
        raise ConfigError([f"Say which {resource.name} is meant by {ways}, or by its id."])
    return None


def _value(params: t.Mapping[str, t.Any], field: Field) -> t.Any:
    """The value of a field, from its option or from a file; None if neither was given."""
    value = params.get(field.name)
    if value is None and field.file and params.get(field.file) is not None:
        value = text_of(field.file, params[field.file])
    return None if value is None else field.normalise(value)


def fleet_desired(resource: Resource, desired: Desired, params: t.Mapping[str, t.Any]) -> DesiredFleet:
    """The desired state of a fleet, from that of each node and the options.

    Raises:
        ConfigError: the selector has a key without a value.
    """
    marks = next((field for field in resource.fields if field.name == resource.members_by), None)
    selector = params.get("selector") or {}
    nulls = sorted(str(key) for key, value in selector.items() if value is None)
    if nulls:  # from a variable that is not set; it would select resources without the key
        raise ConfigError([f"selector has null for {', '.join(nulls)}. Give each key the text that it has to have."])
    return DesiredFleet(
        names=expanded(params["names"]),
        each=desired,
        selector=marks.normalise(selector) if marks else selector,
        exact=bool(params.get("exact")),
    )


def refuse_options_of_fleets(params: t.Mapping[str, t.Any]) -> None:
    """Refuse options of fleets for a single resource. A user who gives them may expect that others are removed."""
    said = [option for option in ("exact", "selector") if params.get(option) not in (None, False)]
    if said:
        raise ConfigError([f"{' and '.join(said)} can be given only with names, which are those of a whole fleet."])

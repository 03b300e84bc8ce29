# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The steps that make, change and remove a resource: the declaration's own, or what most services do. Pure.

Most services take a POST to the collection, a PUT to the resource's own path and a DELETE there, with the fields in an
envelope of the resource's name.
"""

from __future__ import annotations

import typing as t

from .declaration import Changes, Resource
from .step import ID, Step

Values = t.Mapping[str, t.Any]


def to_create(resource: Resource, wanted: Values) -> t.Sequence[Step]:
    """The steps that make a resource; `wanted` has its name and every reference as an id."""
    if resource.create:
        return resource.create(wanted)
    title = f"create {resource.name} '{wanted['name']}'"
    return [Step(title, "POST", resource.path, _enveloped(resource, wanted), resource.microversion)]


def to_update(resource: Resource, current: Values, changes: Changes) -> t.Sequence[Step]:
    """The steps that change a resource in some fields."""
    if resource.update:
        return resource.update(current, changes)
    after = {name: change[1] for name, change in changes.items()}
    title = f"update {resource.name} '{current['name']}'"
    return [Step(title, "PUT", f"{resource.path}/{ID}", _enveloped(resource, after), resource.microversion)]


def to_delete(resource: Resource, current: Values) -> t.Sequence[Step]:
    """The steps that remove a resource."""
    if resource.delete:
        return resource.delete(current)
    title = f"delete {resource.name} '{current['name']}'"
    return [Step(title, "DELETE", f"{resource.path}/{ID}", microversion=resource.microversion)]


def _enveloped(resource: Resource, values: Values) -> dict[str, t.Any]:
    keys = {field.name: field.wire for field in resource.fields if field.wire}
    body = {keys.get(name, name): value for name, value in values.items()}
    return {resource.one: body} if resource.one else body

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The steps that make, change and remove a resource: the declaration's own, or what most services do. Pure.

Most services take a POST to the collection, a PUT to the resource's own path and a DELETE there, with the fields in an
envelope of the resource's name.
"""

from __future__ import annotations

import typing as t

from .declaration import Changes, Resource, Values
from .referred import with_ids
from .step import ID, Step, Way
from .wish import Wish


def to_create(resource: Resource, wanted: Values, wish: Wish) -> Way:
    """The way to a resource; `wanted` has its name."""
    if resource.create:
        return resource.create(wanted, wish)
    title = f"create {resource.name} '{wanted['name']}'"
    body = _enveloped(resource, wanted)
    return Way((Step(title, "POST", resource.path, body, resource.microversion, makes=True),))


def to_update(resource: Resource, current: Values, changes: Changes, wish: Wish) -> Way:
    """The way from a current resource to one that differs in some fields."""
    if resource.update:
        return resource.update(current, changes, wish)
    if not changes:
        return Way()
    after = {name: change[1] for name, change in changes.items()}
    title = f"update {resource.name} '{current['name']}'"
    return Way((Step(title, "PUT", f"{resource.path}/{ID}", _enveloped(resource, after), resource.microversion),))


def to_delete(resource: Resource, current: Values, wish: Wish) -> tuple[Step, ...]:
    """The steps that remove a resource."""
    if resource.delete:
        return tuple(resource.delete(current, wish))
    title = f"delete {resource.name} '{current['name']}'"
    return (Step(title, "DELETE", f"{resource.path}/{ID}", microversion=resource.microversion),)


def _enveloped(resource: Resource, values: Values) -> dict[str, t.Any]:
    keys = {field.name: field.wire for field in resource.fields if field.wire}
    body = {keys.get(name, name): with_ids(value) for name, value in values.items()}
    return {resource.one: body} if resource.one else body

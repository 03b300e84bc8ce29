# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that make, change and remove a resource: the declaration's own, or what most services do. Pure.

Most services take a POST to the collection, a PUT to the resource's own path and a DELETE there, with the fields in an
envelope of the resource's name.
"""

from __future__ import annotations

import typing as t

from .declaration import Changes, Field, Json, Resource, Values
from .desired import Wish
from .reference import with_ids
from .step import ID, Step, Way


def to_create(resource: Resource, wanted: Values, wish: Wish) -> Way:
    """The way to a resource; `wanted` has its name.

    What the service takes apart follows, from what the new resource has of it.
    """
    if resource.create:
        return resource.create(wanted, wish)
    apart = {field.name: field for field in resource.fields if field.apart and field.name in wanted}
    title = f"create {resource.name} '{wanted['name']}'" if wanted["name"] else f"create a {resource.name}"
    nameless = {"name"} if wanted["name"] is None else set()
    body = _enveloped(resource, {name: value for name, value in wanted.items() if name not in {*apart, *nameless}})

    def then(answer: Json) -> list[Step]:
        made = resource.read(answer)
        changes = {name: (field.current(made), wanted[name]) for name, field in apart.items()}
        differing = {
            name: (before, apart[name].will_be(after, before, wish))
            for name, (before, after) in changes.items()
            if not apart[name].is_same(after, before, wish)
        }
        return _steps_apart(resource, made, differing)

    making = Step(title, "POST", resource.path, body, resource.microversion, makes=True, then=then if apart else None)
    return Way((making,))


def to_update(resource: Resource, current: Values, changes: Changes, wish: Wish) -> Way:
    """The way from a current resource to one that differs in some fields."""
    if resource.update:
        return resource.update(current, changes, wish)
    apart = {field.name for field in resource.fields if field.apart}
    after = {name: change[1] for name, change in changes.items() if name not in apart}
    steps = _steps_apart(resource, current, changes)
    if after:
        title = f"update {resource.name} '{current['name']}'"
        put = Step(title, "PUT", f"{resource.path}/{ID}", _enveloped(resource, after), resource.microversion)
        steps = [put, *steps]
    return Way(tuple(steps))


def to_delete(resource: Resource, current: Values, wish: Wish) -> tuple[Step, ...]:
    """The steps that remove a resource."""
    if resource.delete:
        return tuple(resource.delete(current, wish))
    title = f"delete {resource.name} '{current['name']}'"
    return (Step(title, "DELETE", f"{resource.path}/{ID}", microversion=resource.microversion),)


def _steps_apart(resource: Resource, owner: Values, changes: Changes) -> list[Step]:
    """The steps for what the service does not take with the other fields."""
    return [
        step
        for field in resource.fields
        if field.apart and field.name in changes
        for step in field.apart(owner, *changes[field.name])
    ]


def _enveloped(resource: Resource, values: Values) -> dict[str, t.Any]:
    """The fields as the service takes them: under its names, and of references the ids."""
    fields = {field.name: field for field in resource.fields}
    body = {}
    for name, value in values.items():
        field = fields.get(name, Field(name))
        body[field.wire or name] = with_ids(field.sent(value))
    return {resource.one: body} if resource.one else body

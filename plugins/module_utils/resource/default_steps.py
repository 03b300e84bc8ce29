# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that make, change and remove a resource: the declaration's own, or the usual requests. Pure.

They take a declaration, the desired state and the current resource, and give steps. The plan (`plan/plan.py`) calls
them, and so do declarations that only add to them. The usual requests are a POST to the collection, and a PUT and a
DELETE at the resource's own path, with the fields under a key of the resource's name.
"""

from __future__ import annotations

import typing as t

from .declaration import Changes, Field, Json, Resource, Values
from .desired import Desired
from .reference import with_ids
from .step import ID, Change, Step


def to_create(resource: Resource, wanted: Values, desired: Desired) -> Change:
    """The change that makes a resource; `wanted` has its name.

    Fields that need requests of their own follow, as far as the new resource differs in them.
    """
    if resource.create:
        return resource.create(wanted, desired)
    own_requests = {field.name: field for field in resource.fields if field.own_requests and field.name in wanted}
    title = f"create {resource.name} '{wanted['name']}'" if wanted["name"] else f"create a {resource.name}"
    nameless = {"name"} if wanted["name"] is None or resource.named_by else set()
    body = _enveloped(
        resource, {name: value for name, value in wanted.items() if name not in {*own_requests, *nameless}}
    )

    def then(answer: Json) -> list[Step]:
        made = resource.read(answer)
        changes = {name: (field.current(made), wanted[name]) for name, field in own_requests.items()}
        differing = {
            name: (before, own_requests[name].will_be(after, before, desired))
            for name, (before, after) in changes.items()
            if not own_requests[name].is_same(after, before, desired)
        }
        return _steps_apart(resource, made, differing)

    making = Step(
        title, "POST", resource.path, body, resource.microversion, makes=True, then=then if own_requests else None
    )
    return Change((making,))


def to_update(resource: Resource, current: Values, changes: Changes, desired: Desired) -> Change:
    """The change of a current resource that differs in some fields."""
    if resource.update:
        return resource.update(current, changes, desired)
    own_requests = {field.name for field in resource.fields if field.own_requests}
    after = {name: change[1] for name, change in changes.items() if name not in own_requests}
    steps = _steps_apart(resource, current, changes)
    if after:
        title = f"update {resource.name} '{current['name']}'"
        put = Step(
            title, resource.update_method, f"{resource.path}/{ID}", _enveloped(resource, after), resource.microversion
        )
        steps = [put, *steps]
    return Change(tuple(steps))


def to_delete(resource: Resource, current: Values, desired: Desired) -> tuple[Step, ...]:
    """The steps that remove a resource."""
    if resource.delete:
        return tuple(resource.delete(current, desired))
    title = f"delete {resource.name} '{current['name']}'"
    return (Step(title, "DELETE", f"{resource.path}/{ID}", microversion=resource.microversion),)


def _steps_apart(resource: Resource, owner: Values, changes: Changes) -> list[Step]:
    """The steps for the fields that need requests of their own."""
    return [
        step
        for field in resource.fields
        if field.own_requests and field.name in changes
        for step in field.own_requests(owner, *changes[field.name])
    ]


def _enveloped(resource: Resource, values: Values) -> dict[str, t.Any]:
    """The body with the fields in the service's form: under its names, and with ids in place of references."""
    fields = {field.name: field for field in resource.fields}
    body = {}
    for name, value in values.items():
        field = fields.get(name, Field(name))
        body[field.api_name or name] = with_ids(field.sent(value))
    return {resource.one: body} if resource.one else body

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources that stand below another one, like the forwardings of a floating IP, or whose names are unique in one only.

It takes a declaration with a `parent` or a `scope`, and the other resource's name or id. It gives the declaration for
what is there. Modules call it before anything is looked for, so that the engine needs to know of neither.
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import ConfigError, NoSuchResource
from ..service.cloud import Cloud
from ..service.paging import Query
from .collection import Collection
from .declaration import Field, Json, Reference, Resource, Scope
from .desired import ABSENT, Desired

PARENT = "{parent}"


def below(cloud: Cloud, resource: Resource, parent: t.Any) -> Resource:
    """The declaration for the resources below another one, which is given by its name or id.

    Raises:
        ConfigError: none was given.
        NoSuchResource, NotUnique: the name means none, or several.
    """
    field = _field(resource, resource.parent)
    if not parent or field.reference is None:
        raise ConfigError([f"Say with {field.name} where the {resource.name} is."])
    above = Collection(cloud, field.reference.to).referred(str(parent))
    key, parent_id = field.key or field.name, str(above["id"])

    def read(raw: Json) -> Json:
        return {**resource.read(raw), key: parent_id}

    return dataclasses.replace(
        resource,
        path=resource.path.replace(PARENT, urllib.parse.quote(parent_id, safe="")),
        fields=tuple(one for one in resource.fields if one is not field),
        read=read,
    )


def placed(cloud: Cloud, resource: Resource, desired: Desired) -> tuple[Resource | None, Desired]:
    """The declaration for what is below the parent or in the scope that a desired state names, and that desired state.

    None instead of the declaration: the parent or the scope is gone, and with it all that was there.
    """
    try:
        return _placed(cloud, resource, desired)
    except NoSuchResource:
        if desired.state != ABSENT:
            raise
        return None, desired


def _placed(cloud: Cloud, resource: Resource, desired: Desired) -> tuple[Resource, Desired]:
    if resource.place:
        return resource.place(cloud, resource, desired)
    if resource.scope:
        return in_scope(cloud, resource, desired)
    if not resource.parent:
        return resource, desired
    fields = {name: value for name, value in desired.fields.items() if name != resource.parent}
    return below(cloud, resource, desired.fields.get(resource.parent)), dataclasses.replace(desired, fields=fields)


def in_scope(cloud: Cloud, resource: Resource, desired: Desired) -> tuple[Resource, Desired]:
    """The declaration for what is in the scope that a desired state names, and the desired state with the scope's id.

    Raises:
        NoSuchResource, NotUnique: the scope's name means none, or several.
    """
    scope, said = resource.scope, desired.fields.get(resource.scope.field) if resource.scope else None
    if scope is None or (said is None and desired.id is not None):
        return resource, desired
    scope_id = scope.default(cloud) if said is None else scope_named(cloud, resource, str(said))
    if scope_id is None:
        return resource, desired
    fields = {**desired.fields, scope.field: scope_id}
    return scoped(resource, scope_id), dataclasses.replace(desired, fields=fields)


def scope_named(cloud: Cloud, resource: Resource, text: str) -> str:
    """The id of the scope with a name or id."""
    scope = t.cast(Scope, resource.scope)
    reference = t.cast(Reference, _field(resource, scope.field).reference)
    return str(Collection(cloud, reference.to).referred(text)["id"])


def scoped(resource: Resource, scope_id: str) -> Resource:
    """The declaration for what is in a scope: names are looked for there alone."""
    named, parameter = resource.named, t.cast(Scope, resource.scope).parameter

    def within(names: t.Sequence[str]) -> Query:
        return (*(named(names) if named else ()), (parameter, scope_id))

    return dataclasses.replace(resource, named=within)


def _field(resource: Resource, name: str | None) -> Field:
    return next(field for field in resource.fields if field.name == name)

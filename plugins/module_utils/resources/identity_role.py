# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles, by which services tell what a user may do. https://docs.openstack.org/api-ref/identity/v3/#roles"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..resource.compare import as_set, included, united
from ..resource.declaration import Field, Json, Purge, Reference, Resource, Scope, Values
from ..resource.desired import ABSENT, Desired
from ..resource.reference import id_of
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .domain import IN_DOMAIN
from .shared_fields import NEW_NAME, emptiable

PATH = "/roles"


def read_role(raw: Json) -> Json:
    """A role as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "domain_id": raw.get("domain_id"),
    }


def implied_by(cloud: Cloud, role: Values) -> list[str]:
    """The ids of the roles that a role implies."""
    path = f"{PATH}/{urllib.parse.quote(str(role['id']), safe='')}/implies"
    answer = cloud.service("identity").get(path)
    return sorted(str(one["id"]) for one in (answer.get("role_inference") or {}).get("implies") or ())


def details(cloud: Cloud, roles: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
    """The roles that each role implies, by its id. They are read only if they are compared."""
    if desired.state == ABSENT or "implies" not in desired.fields:
        return {}
    return {role["id"]: {"implies": implied_by(cloud, role)} for role in roles}


def to_implied(role: Values, before: t.Sequence[str] | None, after: t.Sequence[str]) -> list[Step]:
    """The steps that let a role imply others, and no longer imply some."""
    there, name = set(before or ()), role["name"]
    wanted = {id_of(one) if isinstance(one, str) else str(one) for one in after}
    adding = [
        Step(f"let role '{name}' imply role {one}", "PUT", f"{PATH}/{ID}/implies/{one}")
        for one in sorted(wanted - there)
    ]
    return adding + [
        Step(f"let role '{name}' no longer imply role {one}", "DELETE", f"{PATH}/{ID}/implies/{one}")
        for one in sorted(there - wanted)
    ]


# A role as others refer to it.
IDENTITY_ROLE = Resource(
    name="role",
    plural="roles",
    service="identity",
    path=PATH,
    one="role",
    many="roles",
    read=read_role,
)
MANAGED_ROLE = dataclasses.replace(
    IDENTITY_ROLE,
    # Without a domain the list has only those roles that are for all.
    scope=Scope("domain", "domain_id", lambda _cloud: None),
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        emptiable("description"),
        Field(
            "implies",
            same=included,
            merge=united,
            purge=Purge("purge_implies", as_set),
            normalise=sorted,
            reference=Reference(IDENTITY_ROLE, many=True),
            own_requests=to_implied,
            detailed=True,
        ),
    ),
    policies=("purge_implies",),
    update_method="PATCH",
    details=details,
)

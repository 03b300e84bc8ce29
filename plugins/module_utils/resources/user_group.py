# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of users. https://docs.openstack.org/api-ref/identity/v3/#groups"""

from __future__ import annotations

import typing as t
import urllib.parse

from ..resource.compare import as_set, included, united
from ..resource.declaration import Field, Json, Purge, Reference, Resource, Values
from ..resource.desired import ABSENT, Desired
from ..resource.reference import id_of
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .domain import DOMAIN_SCOPE, IN_DOMAIN
from .shared_fields import DESCRIPTION, NEW_NAME
from .user import USER

PATH = "/groups"


def read_group(raw: Json) -> Json:
    """A group as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "domain_id": raw.get("domain_id"),
    }


def users_of(cloud: Cloud, group: Values) -> list[str]:
    """The ids of the users in a group."""
    path = f"{PATH}/{urllib.parse.quote(str(group['id']), safe='')}/users"
    client = cloud.service("identity")
    return sorted(str(user["id"]) for page in client.pages(path, "users") for user in page)


def details(cloud: Cloud, groups: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
    """The users of each group, by the group's id. They are read only if they are compared."""
    if desired.state == ABSENT or "users" not in desired.fields:
        return {}
    return {group["id"]: {"users": users_of(cloud, group)} for group in groups}


def to_users(group: Values, before: t.Sequence[str] | None, after: t.Sequence[str]) -> list[Step]:
    """The steps that put users into a group, and take others out."""
    there, name = set(before or ()), group["name"]
    wanted = {id_of(user) if isinstance(user, str) else str(user) for user in after}
    adding = [
        Step(f"put user {user} into group '{name}'", "PUT", f"{PATH}/{ID}/users/{user}")
        for user in sorted(wanted - there)
    ]
    return adding + [
        Step(f"take user {user} out of group '{name}'", "DELETE", f"{PATH}/{ID}/users/{user}")
        for user in sorted(there - wanted)
    ]


USER_GROUP = Resource(
    name="group",
    plural="groups",
    service="identity",
    path=PATH,
    one="group",
    many="groups",
    read=read_group,
    # Keystone takes blanks at the ends of the name off, and says nothing.
    kept_name=str.strip,
    scope=DOMAIN_SCOPE,
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        DESCRIPTION,
        Field(
            "users",
            same=included,
            merge=united,
            purge=Purge("purge_users", as_set),
            normalise=sorted,
            reference=Reference(USER, many=True),
            own_requests=to_users,
            detailed=True,
        ),
    ),
    policies=("purge_users",),
    update_method="PATCH",
    details=details,
)

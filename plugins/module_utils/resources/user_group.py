# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of users. https://docs.openstack.org/api-ref/identity/v3/#groups"""

from __future__ import annotations

import urllib.parse

from ..resource.declaration import Resource, Values
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .domain import DOMAIN_SCOPE, IN_DOMAIN, read_in_domain
from .members import details_of, members
from .shared_fields import DESCRIPTION, NEW_NAME
from .user import USER

PATH = "/groups"


def users_of(cloud: Cloud, group: Values) -> list[str]:
    """The ids of the users in a group."""
    path = f"{PATH}/{urllib.parse.quote(str(group['id']), safe='')}/users"
    client = cloud.service("identity")
    return sorted(str(user["id"]) for page in client.pages(path, "users") for user in page)


def _step(group: Values, user: str, is_added: bool) -> Step:
    """The step that puts a user into a group, or takes one out."""
    word, method = (f"put user {user} into", "PUT") if is_added else (f"take user {user} out of", "DELETE")
    path = f"{PATH}/{ID}/users/{urllib.parse.quote(user, safe='')}"
    return Step(f"{word} group '{group['name']}'", method, path)


USER_GROUP = Resource(
    name="group",
    plural="groups",
    service="identity",
    path=PATH,
    one="group",
    many="groups",
    read=read_in_domain,
    # Keystone takes blanks at the ends of the name off, and says nothing.
    kept_name=str.strip,
    scope=DOMAIN_SCOPE,
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        DESCRIPTION,
        members("users", USER, _step),
    ),
    policies=("purge_users",),
    update_method="PATCH",
    details=details_of("users", users_of),
)

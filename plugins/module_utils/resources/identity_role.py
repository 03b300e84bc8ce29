# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles, by which services tell what a user may do. https://docs.openstack.org/api-ref/identity/v3/#roles"""

from __future__ import annotations

import dataclasses
import urllib.parse

from ..resource.declaration import Resource, Scope, Values
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .domain import IN_DOMAIN, read_in_domain
from .members import details_of, members
from .shared_fields import NEW_NAME, emptiable

PATH = "/roles"


def implied_by(cloud: Cloud, role: Values) -> list[str]:
    """The ids of the roles that a role implies."""
    path = f"{PATH}/{urllib.parse.quote(str(role['id']), safe='')}/implies"
    answer = cloud.service("identity").get(path)
    return sorted(str(one["id"]) for one in (answer.get("role_inference") or {}).get("implies") or ())


def _step(role: Values, implied: str, is_added: bool) -> Step:
    """The step that lets a role imply another one, or no longer imply it."""
    words, method = ("imply", "PUT") if is_added else ("no longer imply", "DELETE")
    path = f"{PATH}/{ID}/implies/{urllib.parse.quote(implied, safe='')}"
    return Step(f"let role '{role['name']}' {words} role {implied}", method, path)


# A role as others refer to it.
IDENTITY_ROLE = Resource(
    name="role",
    plural="roles",
    service="identity",
    path=PATH,
    one="role",
    many="roles",
    read=read_in_domain,
)
MANAGED_ROLE = dataclasses.replace(
    IDENTITY_ROLE,
    # Without a domain the list has only those roles that are for all.
    scope=Scope("domain", "domain_id", lambda _cloud: None),
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        emptiable("description"),
        members("implies", IDENTITY_ROLE, _step),
    ),
    policies=("purge_implies",),
    update_method="PATCH",
    details=details_of("implies", implied_by),
)

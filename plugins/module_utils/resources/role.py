# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles that the token's user has in its project. The token tells them, so none is asked for.
https://docs.openstack.org/api-ref/identity/v3/#roles"""

from __future__ import annotations

import re

from ..auth.access import Access
from ..errors import NoSuchResource
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud

# What the identity service gives a role for an id.
ROLE_ID = re.compile(r"[0-9a-f]{32}")


def read_role(raw: Json) -> Json:
    """A role as users see it."""
    return {"id": raw["id"], "name": raw["name"]}


def role_of_token(cloud: Cloud, text: str) -> Json:
    """The role of this name or id among those of the token. Case is ignored where that leaves no doubt, as policies do;
    how the role is really spelt matters to the identity service, depending on its database.

    Raises:
        NoSuchResource: the token has none like it.
    """
    access = cloud.session.access()
    found = _role_in(access, text)
    if found is None and cloud.session.from_store:
        access = cloud.session.renew(access.token)  # roles may have changed since
        found = _role_in(access, text)
    if found is None:
        raise NoSuchResource(
            f"The token has no role '{text}'{cloud.where()}. It has: {', '.join(access.roles) or 'none'}."
        )
    return found


def _role_in(access: Access, text: str) -> Json | None:
    if ROLE_ID.fullmatch(text) and not access.role_ids:
        return {"id": text, "name": text}  # an answer of v2 tells no ids
    roles = [{"id": role_id, "name": name} for name, role_id in zip(access.roles, access.role_ids or access.roles)]
    exact = [role for role in roles if text in role.values()]
    alike = [role for role in roles if role["name"].casefold() == text.casefold()]
    return next(iter(exact or alike), None)


ROLE = Resource(
    name="role",
    plural="roles",
    service="identity",
    path="/roles",
    one="role",
    many="roles",
    read=read_role,
    refer=role_of_token,
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles that the token's user has in its project. They are in the token's data, so they need no request.
https://docs.openstack.org/api-ref/identity/v3/#roles"""

from __future__ import annotations

import re

from ..auth.access import Access
from ..errors import NoSuchResource
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud

# The form of a role's id.
ROLE_ID = re.compile(r"[0-9a-f]{32}")


def read_role(raw: Json) -> Json:
    """A role as users see it."""
    return {"id": raw["id"], "name": raw["name"]}


def role_of_token(cloud: Cloud, text: str) -> Json:
    """The role with this name or id, among those of the token.

    An exact match goes first; otherwise case is ignored, as in policies. The result has the role's own spelling, since
    that may matter to the identity service, depending on its database.

    Raises:
        NoSuchResource: the token has no such role.
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
        return {"id": text, "name": text}  # a v2 token has no role ids
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

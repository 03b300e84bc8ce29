# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address scopes: in one of them no address is there twice, so that routers need not translate.
https://docs.openstack.org/api-ref/network/v2/#address-scopes"""

from __future__ import annotations

from ..resource.declaration import Field, Json, Resource
from .blocking import users_blocking
from .shared_fields import NEW_NAME, having_names


def read_address_scope(raw: Json) -> Json:
    """An address scope as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "ip_version": raw.get("ip_version"),
        "shared": bool(raw.get("shared")),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


ADDRESS_SCOPE = Resource(
    name="address scope",
    plural="address scopes",
    service="network",
    path="/address-scopes",
    one="address_scope",
    many="address_scopes",
    read=read_address_scope,
    named=having_names,
    for_all=lambda scope: bool(scope["shared"]),
    fields=(
        NEW_NAME,
        Field("ip_version", required=True, updatable=False),
        Field("shared", reachable=lambda before, _after: not before),
    ),
    blockers=users_blocking(
        "address_scope_id", "subnetpools", "subnet pool", "Take the pools out of it first (os_subnet_pool)."
    ),
)

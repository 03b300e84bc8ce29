# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subnet pools: address ranges from which subnets can be allocated.
https://docs.openstack.org/api-ref/network/v2/#subnet-pools-extension-subnetpools"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_subnet_pool(raw: Json) -> Json:
    """A subnet pool as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "shared": bool(raw.get("shared")),
        "ip_version": raw.get("ip_version"),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


SUBNET_POOL = Resource(
    name="subnet pool",
    plural="subnet pools",
    service="network",
    path="/subnetpools",
    one="subnetpool",
    many="subnetpools",
    read=read_subnet_pool,
    for_all=lambda pool: bool(pool["shared"]),
)

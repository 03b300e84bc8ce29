# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Security groups. https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_security_group(raw: Json) -> Json:
    """A security group as users see it."""
    return {"id": raw["id"], "name": raw["name"], "project_id": raw.get("project_id") or raw.get("tenant_id")}


SECURITY_GROUP = Resource(
    name="security group",
    plural="security groups",
    service="network",
    path="/security-groups",
    one="security_group",
    many="security_groups",
    read=read_security_group,
)

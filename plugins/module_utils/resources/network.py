# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Networks. https://docs.openstack.org/api-ref/network/v2/#networks"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_network(raw: Json) -> Json:
    """A network as users see it."""
    return {"id": raw["id"], "name": raw["name"], "project_id": raw.get("project_id") or raw.get("tenant_id")}


NETWORK = Resource(
    name="network",
    plural="networks",
    service="network",
    path="/networks",
    one="network",
    many="networks",
    read=read_network,
)

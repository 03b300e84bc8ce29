# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ports: what connects a node to a network. https://docs.openstack.org/api-ref/network/v2/#ports"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_port(raw: Json) -> Json:
    """A port as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "network_id": raw.get("network_id"),
        "mac": raw.get("mac_address"),
        "device_id": raw.get("device_id"),
        "device_owner": raw.get("device_owner"),
        "fixed_ips": [
            {"ip": item.get("ip_address"), "subnet_id": item.get("subnet_id")} for item in raw.get("fixed_ips") or ()
        ],
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


PORT = Resource(
    name="port",
    plural="ports",
    service="network",
    path="/ports",
    one="port",
    many="ports",
    read=read_port,
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Floating IPs: addresses that can be moved from port to port; their names are the addresses themselves.
https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Resource
from ..service.paging import Query


def read_floating_ip(raw: Json) -> Json:
    """A floating IP as users see it."""
    return {
        "id": raw["id"],
        "name": raw["floating_ip_address"],
        "network_id": raw.get("floating_network_id"),
        "port_id": raw.get("port_id"),
        "fixed_ip": raw.get("fixed_ip_address"),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


def having_addresses(addresses: t.Sequence[str]) -> Query:
    """The query for floating IPs by their addresses."""
    return tuple(("floating_ip_address", address) for address in addresses)


FLOATING_IP = Resource(
    name="floating IP",
    plural="floating IPs",
    service="network",
    path="/floatingips",
    one="floatingip",
    many="floatingips",
    read=read_floating_ip,
    named=having_addresses,
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks, which have subnets and ports. https://docs.openstack.org/api-ref/network/v2/#networks"""

from __future__ import annotations

from ..resource.compare import as_set
from ..resource.declaration import Field, Json, Reference, Resource
from ..resource.preflight import Blocker, PlannedChange
from ..service.cloud import Cloud
from .blocking import DELETED_ALONG, advice_about, ports_blocking
from .shared_fields import (
    ADMIN_STATE_UP,
    DESCRIPTION,
    DNS_DOMAIN,
    HIDDEN,
    NEW_NAME,
    PURGE_TAGS,
    common,
    having_names,
    tags_of,
    unless_hidden,
)

# Our key -> Neutron's. By default Neutron shows these only to administrators.
PROVIDER = {f"provider_{word}": f"provider:{word}" for word in ("network_type", "physical_network", "segmentation_id")}


def read_network(raw: Json) -> Json:
    """A network as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "status": raw.get("status"),
        "admin_state_up": raw.get("admin_state_up"),
        "external": raw.get("router:external"),
        "shared": raw.get("shared"),
        "is_default": raw.get("is_default"),
        "mtu": raw.get("mtu"),
        "port_security_enabled": raw.get("port_security_enabled"),
        "dns_domain": raw.get("dns_domain"),
        "subnet_ids": sorted(raw.get("subnets") or ()),
        "availability_zone_hints": sorted(raw.get("availability_zone_hints") or ()),
        **{key: raw.get(api_name) for key, api_name in PROVIDER.items()},
        **common(raw),
    }


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The ports of a network that is to be removed. Ports of the network service itself do not block: they go with
    it."""
    network = change.current
    if network is None or not change.removes:
        return []

    def is_meant(port: Json) -> bool:
        return port["device_owner"] not in DELETED_ALONG

    return ports_blocking(cloud, (("network_id", network["id"]),), is_meant, advice_about)


NETWORK = Resource(
    name="network",
    plural="networks",
    service="network",
    path="/networks",
    one="network",
    many="networks",
    read=read_network,
    named=having_names,
    for_all=lambda network: bool(network["shared"] or network["external"]),
    fields=(
        NEW_NAME,
        DESCRIPTION,
        ADMIN_STATE_UP,
        Field("external", api_name="router:external"),
        Field("shared"),
        Field("is_default", show=lambda network: bool(network["is_default"])),
        Field("mtu"),
        Field("port_security_enabled"),
        DNS_DOMAIN,
        Field("availability_zone_hints", same=as_set, normalise=sorted, updatable=False),
        *(
            Field(
                key, api_name=api_name, show=unless_hidden(key, "provider_network_type"), updatable=False, unseen=HIDDEN
            )
            for key, api_name in PROVIDER.items()
        ),
        tags_of("/networks"),
    ),
    policies=(PURGE_TAGS,),
    blockers=blockers,
)

# The field for the network of a port or a subnet.
IN_NETWORK = Field(
    "network",
    reference=Reference(NETWORK),
    api_name="network_id",
    key="network_id",
    required=True,
    updatable=False,
)

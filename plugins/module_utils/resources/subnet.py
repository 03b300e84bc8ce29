# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subnets: ranges of addresses of a network. https://docs.openstack.org/api-ref/network/v2/#subnets"""

from __future__ import annotations

import dataclasses
import ipaddress
import typing as t

from ..errors import ConfigError
from ..resource.collection import Collection
from ..resource.compare import same_items
from ..resource.declaration import Field, Json, Reference, Resource, Values, overlaid
from ..resource.default_steps import to_create
from ..resource.desired import Desired
from ..resource.preflight import Blocker, PlannedChange
from ..resource.reference import id_of
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from .blocking import DELETED_ALONG, OF_ROUTERS, advice_about, ports_blocking
from .ip_address import address, cidr
from .network import IN_NETWORK, NETWORK
from .shared_fields import DESCRIPTION, NEW_NAME, PURGE_TAGS, common, emptiable, having_names, tags_of
from .subnet_pool import SUBNET_POOL


def read_subnet(raw: Json) -> Json:
    """A subnet as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "network_id": raw.get("network_id"),
        "cidr": raw.get("cidr"),
        "ip_version": raw.get("ip_version"),
        "gateway_ip": raw.get("gateway_ip"),
        "enable_dhcp": raw.get("enable_dhcp"),
        "allocation_pools": raw.get("allocation_pools") or [],
        "dns_nameservers": raw.get("dns_nameservers") or [],
        "host_routes": raw.get("host_routes") or [],
        "ipv6_ra_mode": raw.get("ipv6_ra_mode"),
        "ipv6_address_mode": raw.get("ipv6_address_mode"),
        "subnet_pool_id": raw.get("subnetpool_id"),
        **common(raw),
    }


def routes(given: t.Sequence[Values]) -> list[Json]:
    """Routes in the service's form."""
    return [{"destination": cidr(one["destination"]), "nexthop": address(one["nexthop"])} for one in given]


def pools(given: t.Sequence[Values]) -> list[Json]:
    """Allocation pools (ranges of addresses) in the service's form."""
    return [{"start": address(one["start"]), "end": address(one["end"])} for one in given]


# A query has to fit into a URL.
MOST_IDS_IN_QUERY = 50


def shared(cloud: Cloud, subnets: t.Sequence[Json], _offered: bool) -> list[str]:
    """Ids of the subnets that are for all projects: those of shared and external networks."""
    network_ids = sorted({str(subnet["network_id"]) for subnet in subnets})
    networks: set[str] = set()
    for start in range(0, len(network_ids), MOST_IDS_IN_QUERY):
        query = tuple(("id", one) for one in network_ids[start : start + MOST_IDS_IN_QUERY])
        found = Collection(cloud, NETWORK).list(query)
        networks.update(network["id"] for network in found if network["shared"] or network["external"])
    return [subnet["id"] for subnet in subnets if subnet["network_id"] in networks]


def after_removal(subnet: Json, gone: t.Collection[str]) -> Json | None:
    """A subnet once others are gone. It goes along with its network."""
    return None if subnet["network_id"] in gone else subnet


_PLAIN = Resource(
    name="subnet",
    plural="subnets",
    service="network",
    path="/subnets",
    one="subnet",
    many="subnets",
    read=read_subnet,
    named=having_names,
    for_all=lambda _subnet: False,
    shared=shared,
    after_removal=after_removal,
    fields=(
        NEW_NAME,
        IN_NETWORK,
        Field("cidr", normalise=cidr, required=True, replaced_by=("subnet_pool",), updatable=False),
        Field(
            "subnet_pool",
            reference=Reference(SUBNET_POOL),
            api_name="subnetpool_id",
            key="subnet_pool_id",
            updatable=False,
        ),
        Field(
            "prefix_length",
            api_name="prefixlen",
            key="cidr",
            show=lambda subnet: ipaddress.ip_network(subnet["cidr"]).prefixlen,
            predicted=lambda _length: None,
            updatable=False,
        ),
        Field("ip_version", updatable=False),
        DESCRIPTION,
        emptiable("gateway_ip", normalise=address),
        Field("enable_dhcp"),
        Field("allocation_pools", same=same_items, normalise=pools),
        Field("dns_nameservers", normalise=lambda texts: [address(text) for text in texts]),
        Field("host_routes", same=same_items, normalise=routes),
        Field("ipv6_ra_mode", updatable=False),
        Field("ipv6_address_mode", updatable=False),
        tags_of("/subnets"),
    ),
    policies=(PURGE_TAGS,),
)


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation with the default step. The service needs the IP version, which is taken from the CIDR unless
    the user gives it."""
    version = ipaddress.ip_network(wanted["cidr"]).version if "cidr" in wanted else 4
    change = to_create(_PLAIN, {"ip_version": version, **wanted}, desired)
    if wanted.get("allocation_pools") != []:
        return change
    # In the request that creates a subnet, an empty list of pools means the default pools. A change can remove them.
    title = f"take the pools of subnet '{wanted['name']}' away"
    body: Json = {"subnet": {"allocation_pools": []}}
    return dataclasses.replace(change, steps=(*change.steps, Step(title, "PUT", f"{_PLAIN.path}/{ID}", body)))


def preflight(_cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse a new subnet of another IP version than its pool has.

    Raises:
        ConfigError: the versions differ. Neutron would say so, too, but not how to go on.
    """
    pool = change.lookup(SUBNET_POOL, id_of(change.fields["subnet_pool"])) if _takes_from_pool(change) else None
    version = change.fields.get("ip_version", 4)
    if pool is None or pool["ip_version"] in (None, version):
        return ()
    there = pool["ip_version"]
    raise ConfigError([f"Subnet pool '{pool['name']}' ({pool['id']}) is of IPv{there}: set ip_version to {there}."])


def _takes_from_pool(change: PlannedChange) -> bool:
    return change.makes and bool(change.fields.get("subnet_pool")) and "cidr" not in change.fields


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The ports with addresses of a subnet that is to be removed.

    Ports of the network service itself do not block: they go with the subnet. So do addresses that are derived from the
    MAC address, except those of routers.
    """
    subnet = change.current
    if subnet is None or not change.removes:
        return []
    is_automatic = subnet["ipv6_address_mode"] in ("slaac", "dhcpv6-stateless")

    def is_meant(port: Json) -> bool:
        if port["device_owner"] in DELETED_ALONG or (is_automatic and port["device_owner"] not in OF_ROUTERS):
            return False
        return any(one["subnet_id"] == subnet["id"] for one in port["fixed_ips"])

    return ports_blocking(cloud, (("fixed_ips", f"subnet_id={subnet['id']}"),), is_meant, advice_about)


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted subnet. A new one gets the first address of its range as gateway, unless another is wanted."""
    predicted = overlaid(_PLAIN, current, fields)
    if current is None and "cidr" in fields:
        network = ipaddress.ip_network(fields["cidr"])
        predicted["ip_version"] = network.version
        if "gateway_ip" not in fields:
            predicted["gateway_ip"] = str(network.network_address + 1)
    return predicted


SUBNET = dataclasses.replace(_PLAIN, create=create, predict=predict, preflight=preflight, blockers=blockers)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preflight and the blockers of routers. A change of a router takes several requests, and must not fail halfway.

A floating IP needs the gateway, and the interface to its port's subnet. A route needs the interface that it leads over.
A router can get an interface in a subnet only if the subnet's gateway address is free, and if the subnet does not
overlap with the router's other subnets.
"""

from __future__ import annotations

import ipaddress
import itertools
import typing as t

from ..errors import ResourceError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.preflight import Blocker, PlannedChange
from ..resource.reference import id_of
from ..service.cloud import Cloud
from ..service.forecast import is_placeholder
from .blocking import floating_ips_blocking
from .port_reference import PORT
from .subnet import SUBNET

AWAY_FIRST = "Take them from their ports (os_floating_ip with state detached), or release them (state absent), first."
ROUTES_FIRST = "Give routes without these; routes: [] removes all."
Network = t.Union[ipaddress.IPv4Network, ipaddress.IPv6Network]


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The floating IPs and routes that need a gateway or interface that the router is to lose."""
    router = change.current
    if router is None:
        return []
    leaving = _leaving(router, change)
    loses_gateway = change.removes or _loses_gateway(router, change.fields)
    if not leaving and not loses_gateway:
        return []
    is_whole = loses_gateway or len(leaving) == len(router["interfaces"])
    routes = [] if change.removes else change.fields.get("routes", router["routes"])
    lost = [] if is_whole and not routes else list(_networks(cloud, leaving).values())
    found = [_route(one) for one in routes if _is_in(one["nexthop"], lost)]

    def is_meant(floating_ip: Json) -> bool:
        return is_whole or _is_in(floating_ip["fixed_ip"], lost)

    query = (("router_id", router["id"]),)
    return [*found, *floating_ips_blocking(cloud, query, is_meant, AWAY_FIRST)]


def _leaving(router: Values, change: PlannedChange) -> list[Json]:
    """The interfaces that are to be removed."""
    there: list[Json] = router["interfaces"]
    return there if change.removes else [one for one in there if one not in change.fields.get("interfaces", there)]


def _loses_gateway(router: Values, fields: Values) -> bool:
    there, after = router["external_gateway"], fields.get("external_gateway")
    if "external_gateway" not in fields or not there:
        return False
    return not after or id_of(after["network"]) != there["network_id"]


def _networks(cloud: Cloud, interfaces: t.Iterable[Values]) -> dict[str, Network]:
    subnets = _subnets(cloud, interfaces).items()
    return {subnet_id: ipaddress.ip_network(one["cidr"]) for subnet_id, one in subnets if not _is_open(one)}


def _subnets(cloud: Cloud, interfaces: t.Iterable[Values]) -> dict[str, Json]:
    """The subnets of interfaces, by id, with one request. The interfaces may be current or wanted ones."""
    ids = dict.fromkeys(id_of(one["subnet"]) if "subnet" in one else one.get("subnet_id") for one in interfaces)
    query = tuple(("id", one) for one in ids if one)
    return {one["id"]: one for one in Collection(cloud, SUBNET).list(query)} if query else {}


def _is_in(ip: str | None, networks: t.Iterable[Network]) -> bool:
    return bool(ip) and any(ipaddress.ip_address(str(ip)) in network for network in networks)


def _route(route: Json) -> Blocker:
    return Blocker("route", f"to {route['destination']} by {route['nexthop']}", advice=ROUTES_FIRST)


def preflight(cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse interfaces that Neutron would refuse, but only after the router was made or lost other interfaces.

    Raises:
        ResourceError: a subnet cannot take the router. The message has all such subnets.
    """
    after = change.fields.get("interfaces", ())
    fresh = [one for one in after if "subnet" in one]
    if not fresh:
        return ()
    router_id = (change.current or {}).get("id", "")
    subnets = _subnets(cloud, after)
    problems = [problem for one in fresh for problem in _problems(cloud, one, subnets, router_id)]
    problems += [
        f"{_named(one)} ({one['cidr']}) overlaps with {_named(other)} ({other['cidr']}), and a router can be in one of"
        " them only."
        for one, other in itertools.combinations([one for one in subnets.values() if not _is_open(one)], 2)
        if _overlap(one, other) and any(id_of(item["subnet"]) in (one["id"], other["id"]) for item in fresh)
    ]
    if problems:
        who = f"Router '{change.desired.name or router_id}'"
        raise ResourceError(" ".join([f"{who} was left as it is, since these interfaces would be refused.", *problems]))
    return ()


def _problems(cloud: Cloud, desired: Values, subnets: t.Mapping[str, Json], router_id: str) -> list[str]:
    """Why a subnet cannot take an interface without an address of its own. Empty if it can."""
    subnet = subnets.get(id_of(desired["subnet"]))
    if subnet is None or desired.get("ip") or _is_open(subnet):
        return []
    if not subnet["gateway_ip"]:
        return [f"{_named(subnet)} has no gateway address that the router could have; say one with ip."]
    query = (("network_id", subnet["network_id"]), ("fixed_ips", f"ip_address={subnet['gateway_ip']}"))
    for port in Collection(cloud, PORT).list(query):
        if port["device_id"] != router_id and any(one["ip"] == subnet["gateway_ip"] for one in port["fixed_ips"]):
            owner = f" of {port['device_owner']} {port['device_id']}" if port["device_owner"] else ""
            return [
                f"{_named(subnet)} has the gateway address {subnet['gateway_ip']}, which port {port['id']}{owner} has."
                " Say another address with ip."
            ]
    return []


def _is_open(subnet: Json) -> bool:
    """Whether only the service will know the addresses of a subnet: it is still to be made, out of a pool."""
    return is_placeholder(subnet["id"]) and not subnet["cidr"]


def _overlap(one: Json, other: Json) -> bool:
    first, second = ipaddress.ip_network(one["cidr"]), ipaddress.ip_network(other["cidr"])
    return first.version == second.version and first.overlaps(second)


def _named(subnet: Json) -> str:
    return f"Subnet '{subnet['name']}' ({subnet['id']})"

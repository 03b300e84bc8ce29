# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses of nodes that are on no host, read from the network service: Nova's are out of date.

Nova learns of a changed port through the node's host. A node that is shelved and offloaded has no host. So Nova does
not show a floating IP that the node was given since, and still shows one that was taken from it and may be in use
elsewhere.
https://docs.openstack.org/api-ref/network/v2/#ports
https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips
"""

from __future__ import annotations

import collections
import typing as t

from ...errors import ApiError, EndpointNotFound
from ...resource.collection import Collection
from ...resource.declaration import Json, Resource
from ...service.cloud import Cloud
from ..floating_ip import FLOATING_IP
from ..network import NETWORK
from ..port_reference import PORT
from .address import FLOATING
from .read import shown_address, with_addresses

OFFLOADED = "SHELVED_OFFLOADED"
# How many ids go into one query: some servers refuse a longer URL.
MOST_IN_ONE_QUERY = 100
# Statuses for a token that may not use the network service, like that of an application credential only for compute.
NOT_ALLOWED = (401, 403)


def current_addresses(cloud: Cloud, nodes: t.Sequence[Json]) -> dict[str, Json]:
    """The current addresses of each node that is on no host: the keys of a node that hold addresses, by its id.

    If there is no such node, no request is sent. If there is no network service or the token may not use it, Nova's
    addresses are kept, without floating IPs, which may be in use elsewhere by now.

    Raises:
        CloudError: the network service has failed.
    """
    offloaded = {node["id"]: node for node in nodes if node["status"] == OFFLOADED}
    if not offloaded:
        return {}
    try:
        found = _read(cloud, offloaded)
    except EndpointNotFound:
        return without_floating(offloaded.values())
    except ApiError as error:
        if error.status not in NOT_ALLOWED:
            raise
        return without_floating(offloaded.values())
    return {node_id: with_addresses(addresses) for node_id, addresses in found.items()}


def without_floating(nodes: t.Iterable[Json]) -> dict[str, Json]:
    """The keys that hold addresses, by node id, with only the fixed ones. A node keeps these wherever it is."""
    return {node["id"]: with_addresses([one for one in node["addresses"] if one["type"] != FLOATING]) for node in nodes}


def _read(cloud: Cloud, nodes: t.Mapping[str, Json]) -> dict[str, list[Json]]:
    """The addresses of each node: those of a port, then its floating IPs. They are in Nova's order as far as it is
    known."""
    places = {
        (node_id, key): place
        for node_id, node in nodes.items()
        for place, one in reversed(list(enumerate(node["addresses"])))
        for key in (one["ip"], one["mac"])
    }
    ports = sorted(
        _having(cloud, PORT, "device_id", list(nodes)),
        key=lambda one: (places.get((one["device_id"], one["mac"]), len(places)), str(one["created_at"] or "")),
    )
    floating: dict[str, list[Json]] = collections.defaultdict(list)
    for one in _having(cloud, FLOATING_IP, "port_id", [port["id"] for port in ports]):
        floating[one["port_id"]].append(one)
    names = _network_names(cloud, nodes, ports)
    found: dict[str, list[Json]] = {node_id: [] for node_id in nodes}
    for port in ports:
        node_id = port["device_id"]
        fixed = [(str(one["ip"]), "fixed") for one in port["fixed_ips"]]
        fixed.sort(key=lambda one: places.get((node_id, one[0]), len(places)))
        lent = [(str(one["name"]), FLOATING) for one in floating[port["id"]]]
        found[node_id] += [shown_address(names[port["id"]], ip, kind, port["mac"]) for ip, kind in (*fixed, *lent)]
    return found


def _network_names(cloud: Cloud, nodes: t.Mapping[str, Json], ports: t.Sequence[Json]) -> dict[str, str]:
    """The name of each port's network, by the port's id. Most names are known from Nova, by MAC address; the others are
    read."""
    known = {(node_id, one["mac"]): one["network"] for node_id, node in nodes.items() for one in node["addresses"]}
    told = {port["id"]: known.get((port["device_id"], port["mac"])) for port in ports}
    unknown = sorted({port["network_id"] for port in ports if not told[port["id"]]})
    names = {one["id"]: str(one["name"]) for one in _having(cloud, NETWORK, "id", unknown)}
    return {port["id"]: told[port["id"]] or names.get(port["network_id"], "") for port in ports}


def _having(cloud: Cloud, resource: Resource, key: str, values: t.Sequence[str]) -> t.Iterator[Json]:
    """All resources with one of these values, as the service filters them."""
    for start in range(0, len(values), MOST_IN_ONE_QUERY):
        portion = values[start : start + MOST_IN_ONE_QUERY]
        yield from Collection(cloud, resource).list(tuple((key, value) for value in portion))

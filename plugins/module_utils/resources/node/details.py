# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""More details of nodes, which a change has to read: their ports, volumes, floating IPs and server groups."""

from __future__ import annotations

import typing as t

from ...resource.collection import Collection
from ...resource.declaration import Json
from ...resource.desired import ABSENT, Desired
from ...service.cloud import Cloud
from ..floating_ip import FLOATING_IP, having_addresses
from ..port_reference import PORT
from . import device_tags
from . import origin as node_origin
from . import volumes as node_volumes

# How many ids or addresses go into one query: some servers refuse a longer URL.
MOST_IN_ONE_QUERY = 100


def details(cloud: Cloud, nodes: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
    """More keys of each node, by its id: `ports`, `floating_ips`, `root_volume`, `root`, `in_group`, and tags.

    Only keys that the desired state needs are read; the others are missing.
    """
    found: dict[str, Json] = {node["id"]: {} for node in nodes}
    if desired.state == ABSENT:
        if desired.option("release_floating_ips"):
            _add_floating_ips(cloud, nodes, found)
        return found
    if "networks" in desired.fields:
        _add_ports(cloud, nodes, found)
    if "floating_ips" in desired.fields or desired.option("release_floating_ips"):
        _add_floating_ips(cloud, nodes, found)
    if "volumes" in desired.fields and desired.option("purge_volumes"):
        for node in nodes:
            found[node["id"]]["root_volume"] = _root_volume(cloud, node)
    if "boot_volume" in desired.fields or ("image" in desired.fields and not all(node["image"] for node in nodes)):
        node_origin.add_roots(cloud, nodes, found)
    if "server_group" in desired.fields:
        node_origin.add_groups(cloud, nodes, desired, found)
    device_tags.add(cloud, nodes, desired.fields, found)
    return found


def _add_ports(cloud: Cloud, nodes: t.Sequence[Json], found: dict[str, Json]) -> None:
    for node in nodes:
        found[node["id"]]["ports"] = []
    for some in _portions([node["id"] for node in nodes]):
        for port in Collection(cloud, PORT).list(tuple(("device_id", node_id) for node_id in some)):
            if port["device_id"] in found:
                found[port["device_id"]]["ports"].append(port)


def _add_floating_ips(cloud: Cloud, nodes: t.Sequence[Json], found: dict[str, Json]) -> None:
    owners = {
        address["ip"]: node["id"] for node in nodes for address in node["addresses"] if address["type"] == "floating"
    }
    for node in nodes:
        found[node["id"]]["floating_ips"] = []
    for some in _portions(list(owners)):
        for one in Collection(cloud, FLOATING_IP).list(having_addresses(some)):
            if one["name"] in owners:
                found[owners[one["name"]]]["floating_ips"].append(one)


def _root_volume(cloud: Cloud, node: Json) -> str | None:
    if node["image"] or not node["volumes"]:
        return None
    return node_volumes.root_of(device_tags.attachments(cloud, node))


def _portions(items: t.Sequence[str]) -> t.Iterator[t.Sequence[str]]:
    for start in range(0, len(items), MOST_IN_ONE_QUERY):
        yield items[start : start + MOST_IN_ONE_QUERY]

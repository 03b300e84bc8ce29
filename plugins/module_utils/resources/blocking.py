# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blockers that several kinds of resources share: ports and floating IPs, with the nodes that use them.

Names of nodes are looked up only for the message. Where that is refused, the message has their ids.
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import CloudError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.preflight import MOST_NAMED, Blocker, Blockers, PlannedChange
from ..service.cloud import Cloud
from ..service.forecast import is_placeholder
from ..service.paging import Query
from .floating_ip import FLOATING_IP
from .port_reference import PORT

DELETING = "deleting"
# Device owners of ports that Neutron removes with their network (neutron/common/_constants.py).
DELETED_ALONG = frozenset(("network:dhcp", "network:distributed", "network:floatingip_agent_gateway"))
OF_ROUTERS = frozenset((
    "network:router_interface", "network:router_interface_distributed", "network:ha_router_replicated_interface",
    "network:router_gateway", "network:router_centralized_snat", "network:router_ha_interface",
))  # fmt: skip
OF_GATEWAYS = "network:router_gateway"


@dataclasses.dataclass(frozen=True)
class NodeNote:
    """A node that uses a resource, as far as it is known.

    Args:
        id: The node's id.
        name: The node's name, empty if it could not be looked up.
        is_there: False if the service has no such node, or does not show it to this user.
        leaving: Whether the node is being deleted.
    """

    id: str
    name: str = ""
    is_there: bool = True
    leaving: bool = False

    def __str__(self) -> str:
        return f"node '{self.name}' ({self.id})" if self.name else f"node {self.id}"


def nodes_of(cloud: Cloud, ids: t.Iterable[str]) -> dict[str, NodeNote]:
    """The nodes with these ids, by id. Each takes a request, so only the first `MOST_NAMED` are looked up."""
    distinct = list(dict.fromkeys(ids))
    return {one: _node(cloud, one) if number < MOST_NAMED else NodeNote(one) for number, one in enumerate(distinct)}


def _node(cloud: Cloud, node_id: str) -> NodeNote:
    if is_placeholder(node_id):
        return NodeNote(node_id)
    try:
        answer = cloud.service("compute").find(f"/servers/{urllib.parse.quote(node_id, safe='')}")
    except CloudError:
        return NodeNote(node_id)
    if answer is None:
        return NodeNote(node_id, is_there=False)
    server: Json = answer.get("server") or {}
    leaving = server.get("OS-EXT-STS:task_state") == DELETING or server.get("status") == "DELETED"
    return NodeNote(node_id, str(server.get("name") or ""), leaving=leaving)


def with_nodes(cloud: Cloud, read: t.Callable[[], t.Sequence[Json]]) -> tuple[t.Sequence[Json], dict[str, NodeNote]]:
    """What `read` gives, and the nodes that its `node_id`s name.

    It is read once more if there is no such node by then: one that went in between took along what it used.
    """
    found = read()
    nodes = nodes_of(cloud, (one["node_id"] for one in found if one["node_id"]))
    return (found if all(node.is_there for node in nodes.values()) else read()), nodes


def advice_about(port: Json) -> str:
    """Advice on how to remove a port that blocks its network or subnet. Empty if there is none to give."""
    if port["node_id"]:
        return "Disconnect nodes (os_node with other networks and purge_networks), or remove them, first."
    if port["device_owner"] == OF_GATEWAYS:
        return "Take the gateway from the router first (os_router with external_gateway: '')."
    if port["device_owner"] in OF_ROUTERS:
        return "Take the router out of the subnet first (os_router with interfaces and purge_interfaces)."
    return "Remove the port first (os_port with state absent)." if not port["device_owner"] else ""


def ports_blocking(
    cloud: Cloud, query: Query, is_meant: t.Callable[[Json], bool], advice: t.Callable[[Json], str]
) -> list[Blocker]:
    """The ports that use a resource, as blockers, with their nodes. Ports of nodes that are being deleted will leave.

    `is_meant` filters the answer once more, since older services do not know all filters. `advice` says how to remove a
    port.
    """
    ports, nodes = with_nodes(cloud, lambda: [port for port in Collection(cloud, PORT).list(query) if is_meant(port)])
    return [_blocker(port, nodes.get(port["node_id"]), advice(port)) for port in ports]


def _blocker(port: Values, node: NodeNote | None, advice: str) -> Blocker:
    leaving = node is not None and node.leaving
    return Blocker("port", port["id"], port["name"] or "", _at(port, node), "" if leaving else advice, leaving)


def _at(port: Values, node: NodeNote | None) -> str:
    if node is not None:
        return f"of {node}"
    return f"of {port['device_owner']} {port['device_id']}".rstrip() if port["device_owner"] else ""


def floating_ips_blocking(cloud: Cloud, query: Query, is_meant: t.Callable[[Json], bool], advice: str) -> list[Blocker]:
    """The floating IPs that need a resource, as blockers, with their nodes. Those of nodes that are being deleted will
    leave, because their ports go."""

    def read() -> list[Json]:
        return [one for one in Collection(cloud, FLOATING_IP).list(query) if one["port_id"] and is_meant(one)]

    found, nodes = with_nodes(cloud, read)
    return [_floating_ip(one, nodes.get(one["node_id"]), advice) for one in found]


def _floating_ip(one: Values, node: NodeNote | None, advice: str) -> Blocker:
    leaving = node is not None and node.leaving
    at = f"at port {one['port_id']}" + (f" of {node}" if node else "")
    return Blocker("floating IP", one["id"], one["name"], at, "" if leaving else advice, leaving)


def users_blocking(key: str, many: str, word: str, advice: str) -> Blockers:
    """The blockers of a kind that others of the network service refer to: those whose `key` has its id.

    `many` is the key around them in lists, and with dashes their path. `word` and `advice` name them for people.
    """

    def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
        if change.current is None or not change.removes:
            return []
        query = ((key, str(change.current["id"])),)
        pages = cloud.service("network").pages(f"/{many.replace('_', '-')}", many, query)
        found = [one for page in pages for one in page if one.get(key) == change.current["id"]]
        return [Blocker(word, str(one["id"]), str(one.get("name") or ""), "", advice) for one in found]

    return blockers

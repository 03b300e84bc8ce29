# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps resources from being removed, as several kinds of them have it: ports, and the nodes that have them.

Names of nodes are looked up for the message alone. Where that is refused, their ids are told.
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import CloudError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.preflight import MOST_NAMED, Blocker
from ..service.cloud import Cloud
from ..service.paging import Query
from .port import PORT

DELETING = "deleting"


@dataclasses.dataclass(frozen=True)
class NodeNote:
    """What is known of a node that uses something. `is_there` is false where the service has none of this id, or
    shows none to this user."""

    id: str
    name: str = ""
    is_there: bool = True
    leaving: bool = False

    def __str__(self) -> str:
        return f"node '{self.name}' ({self.id})" if self.name else f"node {self.id}"


def nodes_of(cloud: Cloud, ids: t.Iterable[str]) -> dict[str, NodeNote]:
    """The nodes with these ids. A request for each; of many only some are looked up."""
    distinct = list(dict.fromkeys(ids))
    return {one: _node(cloud, one) if number < MOST_NAMED else NodeNote(one) for number, one in enumerate(distinct)}


def _node(cloud: Cloud, node_id: str) -> NodeNote:
    try:
        answer = cloud.service("compute").find(f"/servers/{urllib.parse.quote(node_id, safe='')}")
    except CloudError:
        return NodeNote(node_id)
    if answer is None:
        return NodeNote(node_id, is_there=False)
    server: Json = answer.get("server") or {}
    leaving = server.get("OS-EXT-STS:task_state") == DELETING or server.get("status") == "DELETED"
    return NodeNote(node_id, str(server.get("name") or ""), leaving=leaving)


def ports_blocking(
    cloud: Cloud, query: Query, is_meant: t.Callable[[Json], bool], advice: t.Callable[[Json], str]
) -> list[Blocker]:
    """The ports that use something, with their nodes. Those of nodes that are being deleted leave.

    `is_meant` looks at what the query finds again, since older services do not know all filters.
    """
    ports = [port for port in Collection(cloud, PORT).list(query) if is_meant(port)]
    nodes = nodes_of(cloud, (port["node_id"] for port in ports if port["node_id"]))
    if any(not node.is_there for node in nodes.values()):
        # A node that is not there any more took its ports along, unless they are left over.
        ports = [port for port in Collection(cloud, PORT).list(query) if is_meant(port)]
    return [_blocker(port, nodes.get(port["node_id"]), advice(port)) for port in ports]


def _blocker(port: Values, node: NodeNote | None, advice: str) -> Blocker:
    leaving = node is not None and node.leaving
    return Blocker("port", port["id"], port["name"] or "", _at(port, node), "" if leaving else advice, leaving)


def _at(port: Values, node: NodeNote | None) -> str:
    if node is not None:
        return f"of {node}"
    return f"of {port['device_owner']} {port['device_id']}".rstrip() if port["device_owner"] else ""

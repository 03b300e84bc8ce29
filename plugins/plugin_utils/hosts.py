# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From nodes to hosts: how each is called, where it is reached, and which variables it gets. Pure."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

Node = t.Mapping[str, t.Any]

# Not among a host's variables: the name is the host's, and the raw rest would double the size of the inventory.
LEFT_OUT = ("name", "extra")


@dataclasses.dataclass(frozen=True)
class Host:
    """One host of the inventory. `address` is None for a node that has none (yet)."""

    name: str
    address: str | None
    variables: t.Mapping[str, t.Any]


def hosts_of(nodes: t.Sequence[Node], prefix: str) -> list[Host]:
    """A host for each node, called by the node's name; nodes that share a name are called by their ids."""
    uses = collections.Counter(node["name"] for node in nodes)
    return [
        Host(
            name=node["name"] if node["name"] and uses[node["name"]] == 1 else node["id"],
            address=node["address"],
            variables={f"{prefix}{key}": value for key, value in node.items() if key not in LEFT_OUT},
        )
        for node in nodes
    ]


def shared_names(nodes: t.Sequence[Node]) -> list[str]:
    """Names that several nodes have."""
    uses = collections.Counter(node["name"] for node in nodes)
    return sorted(name for name, count in uses.items() if count > 1)

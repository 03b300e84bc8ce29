# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses of nodes, and the policy for nodes without one. Pure."""

from __future__ import annotations

import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.address import (
    DEFAULT_PREFERENCES,
    KEYS,
    Preference,
    address_of,
    preferences,
)

from .host_names import leads_elsewhere
from .names import listed

Node = t.Mapping[str, t.Any]
NodeT = t.TypeVar("NodeT", bound=Node)

# The policy for nodes without an address. The default is to skip them with a warning.
WARN, SKIP, FAIL = "warn", "skip", "fail"
# The preferences for a node's key `address`.
BY_DEFAULT = preferences(DEFAULT_PREFERENCES)


def addressed(
    nodes: t.Sequence[NodeT], wanted: t.Sequence[Preference], require: str | None, warnings: list[str]
) -> list[tuple[NodeT, str | None]]:
    """The nodes and where they are reached, less those that cannot be, if they are not wanted.

    Raises:
        ConfigError: some cannot be, and `require` is `fail`.
    """
    if wanted == BY_DEFAULT:
        found = [(node, node["address"]) for node in nodes]
    else:
        found = [(node, address_of(node, wanted)) for node in nodes]
    unfit = {address for _node, address in found if address is not None and not leads_elsewhere(address)}
    if unfit:
        warnings.append(
            f"No host is reached at {listed(unfit)}: these are no addresses, or those of the controller itself."
        )
        found = [
            (node, address_of(_without_unfit(node), wanted) if address in unfit else address) for node, address in found
        ]
    without = [str(node["name"] or node["id"]) for node, address in found if address is None]
    if not without:
        return found
    told = f"{len(without)} nodes have no address as connect_with wants it: {listed(without)}."
    if require == FAIL:
        raise ConfigError([told])
    if require == WARN:
        warnings.append(f"{told} These hosts have no ansible_host, so that ssh takes their names.")
        return found
    if require is None:
        warnings.append(
            f"{told} They are left out. With require_address: warn they are hosts, with skip nothing is said."
        )
    return [pair for pair in found if pair[1] is not None]


def _without_unfit(node: Node) -> Node:
    """A node with only those addresses, and names to connect to, that lead to another machine."""
    addresses = [address for address in node["addresses"] if leads_elsewhere(str(address["ip"]))]
    said = {key: node.get(key) for keys in KEYS.values() for key in keys}
    fit = {key: value if value and leads_elsewhere(str(value)) else None for key, value in said.items()}
    return {**node, "addresses": addresses, **fit}

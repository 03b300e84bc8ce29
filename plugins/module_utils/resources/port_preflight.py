# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preflight and the blockers of ports: port security, and the node or router that uses a port."""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..resource.preflight import Blocker, PlannedChange
from ..resource.reference import id_of
from ..service.cloud import Cloud
from .blocking import OF_GATEWAYS, OF_ROUTERS, nodes_of
from .network import NETWORK

TAKE_FROM_NODE = (
    "Take the port from its node first: os_port with node: '', or os_node with the other networks and purge_networks."
    " Nova removes a port that it made itself."
)
OF_FLOATING_IPS = "network:floatingip"
# Options that need port security -> the key that shows each.
SECURED = {"security_groups": "security_group_ids", "allowed_address_pairs": "allowed_address_pairs"}
OF_PORT_SECURITY = {"port_security_enabled", *SECURED}


def preflight(_cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse security groups and address pairs at a port without port security.

    Raises:
        ConfigError: the port has some, or is to have some.
    """
    after = change.fields
    if not OF_PORT_SECURITY & set(after) or _is_secure(change) is not False:
        return ()
    current = change.current or {}
    problems = []
    for option, key in SECURED.items():
        if after.get(option, current.get(key)):
            has = "is to have some" if option in after else "has some"
            problems.append(
                f"A port without port security can have no {option}, and this one {has}. Give {option}: [] too, or set"
                " port_security_enabled to true."
            )
    if problems:
        raise ConfigError(problems)
    return ()


def _is_secure(change: PlannedChange) -> bool | None:
    """Whether the port will have port security: as the user says, else as the port has it, else as its network has it.
    None if that is unknown."""
    said: bool | None = change.fields.get("port_security_enabled")
    if said is not None:
        return said
    if change.current is not None:
        return t.cast("bool | None", change.current["port_security_enabled"])
    network = change.lookup(NETWORK, id_of(change.fields["network"])) if change.fields.get("network") else None
    return t.cast("bool | None", (network or {}).get("port_security_enabled"))


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The node, router or floating IP whose port is to be removed. A node's port is not certain to block: the service
    decides."""
    port = change.current
    if port is None or not change.removes:
        return []
    if port["node_id"]:
        node = nodes_of(cloud, [port["node_id"]])[port["node_id"]]
        if not node.is_there:
            return []
        return [Blocker("node", node.id, node.name, "", TAKE_FROM_NODE, node.leaving, certain=False)]
    if port["device_owner"] == OF_GATEWAYS:
        advice = "Take the gateway from the router: os_router with external_gateway: ''."
        return [Blocker("router", port["device_id"], advice=advice)]
    if port["device_owner"] in OF_ROUTERS:
        advice = "Take the router out of the subnet: os_router with interfaces and purge_interfaces."
        return [Blocker("router", port["device_id"], advice=advice)]
    if port["device_owner"] == OF_FLOATING_IPS:
        return [Blocker("floating IP", port["device_id"], advice="Release it: os_floating_ip with state absent.")]
    return []

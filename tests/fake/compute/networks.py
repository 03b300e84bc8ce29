# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""To what a server is connected: the networks and ports of a request, and the ports that are made of them.

From nova/network/neutron.py.
"""

from __future__ import annotations

from typing import Any

from ..wire import ApiError, Json
from .records import Server
from .state import ComputeState
from .views import Call


def read_networks(call: Call, wanted: Json, count: int) -> list[Json]:
    """Return what a new server is to be connected to."""
    asked: Any = wanted.get("networks")
    if asked == "none":
        return []
    if asked is None or asked == "auto" or asked == []:
        return _only_network(call)
    for item in asked:
        if item.get("port"):
            _check_port(call, item["port"])
        elif not item.get("uuid"):
            raise ApiError(400, "Bad network format: missing 'uuid'")
    for item in asked:
        if not item.get("port"):
            _check_network(call, item["uuid"])
    if count > 1:
        _check_several(asked)
    return [dict(item) for item in asked]


def _check_several(asked: list[Json]) -> None:
    """Refuse several servers with one port or address."""
    if any(item.get("fixed_ip") for item in asked):
        problem = "max_count cannot be greater than 1 if an fixed_ip is specified."
        raise ApiError(400, f"Failed to launch instances: {problem}")
    if any(item.get("port") for item in asked):
        problem = (
            "Unable to launch multiple instances with a single configured port ID. Please launch your instance one by "
            "one with different ports."
        )
        raise ApiError(400, f"Failed to launch instances: {problem}")


def _check_port(call: Call, port_id: str) -> None:
    port = call.state.network.collections["ports"].get(port_id)
    if port is None:
        raise ApiError(400, f"Port id {port_id} could not be found.")
    if port["device_id"]:
        raise ApiError(409, f"Port {port_id} is still in use.")


def _check_network(call: Call, network_id: str) -> None:
    network = call.state.network.collections["networks"].get(network_id)
    if network is None or not _usable(call, network):
        raise ApiError(400, f"Network {network_id} could not be found.")
    if not network["subnets"]:
        raise ApiError(400, f"Network {network_id} requires a subnet in order to boot instances on.")


def _usable(call: Call, network: Json) -> bool:
    mine = network["project_id"] == call.token.project_id
    return bool(mine or network["shared"] or network["router:external"] or call.token.is_admin)


def _mine(call: Call) -> list[Json]:
    networks = call.state.network.collections["networks"].values()
    return [item for item in networks if item["project_id"] == call.token.project_id or item["shared"]]


def _only_network(call: Call) -> list[Json]:
    mine = _mine(call)
    if len(mine) > 1:
        raise ApiError(409, "Multiple possible networks found, use a Network ID to be more specific.")
    return [{"uuid": item["id"]} for item in mine]


def network_of(call: Call, network_id: str | None) -> Json:
    """Return the network for one more interface; without an id the only one there is."""
    if network_id is None:
        mine = _mine(call)
        if not mine:
            sentence = "No specific network was requested and none are available for project"
            raise ApiError(400, f"{sentence} '{call.token.project_id}'.")
        if len(mine) > 1:
            raise ApiError(400, "Multiple possible networks found, use a Network ID to be more specific.")
        return mine[0]
    network = call.state.network.collections["networks"].get(network_id)
    if network is None or not _usable(call, network):
        # Nova does not expect that there is none.
        kind = "neutronclient.common.exceptions.NetworkNotFoundClient"
        raise ApiError(500, f"Unexpected API Error. Please contact the administrator\n<class '{kind}'>")
    return network


def plug(state: ComputeState, server: Server, networks: list[Json], groups: list[str] | None, is_admin: bool) -> None:
    """Connect a server: take the ports that were named, make the others."""
    network_state = state.network
    for item in networks:
        if item.get("port"):
            port = network_state.collections["ports"][item["port"]]
            network_state.borrowed.add(port["id"])
            network_state.bind_port(port, server.id, "compute:nova")
        else:
            port = network_state.add_port(server.project_id, **_new_port(state, server, item, groups, is_admin))
        if item.get("tag"):
            server.port_tags[port["id"]] = item["tag"]


def _new_port(state: ComputeState, server: Server, item: Json, groups: list[str] | None, is_admin: bool) -> Json:
    network = state.network.collections["networks"][item["uuid"]]
    if network["router:external"] and not network["shared"] and not is_admin:
        raise ApiError(403, "External network attach forbidden")
    wanted: Json = {"network_id": network["id"], "device_id": server.id, "device_owner": "compute:nova"}
    if groups is not None:
        wanted["security_groups"] = groups
    if item.get("fixed_ip"):
        wanted["fixed_ips"] = [{"ip_address": item["fixed_ip"]}]
    return wanted

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Neutron takes at paths below a resource's own: tags, and the interfaces of routers.

From neutron/extensions/tagging.py and neutron/db/l3_db.py.
"""

from __future__ import annotations

import ipaddress

from ..wire import Answer, ApiError, Json, json_answer
from .attributes import PORT, ROUTER, SUBNET, Resource, bad_request
from .state import NetworkState

_MOST_CHARACTERS = 255
ROUTER_INTERFACE = "network:router_interface"


def change_part(state: NetworkState, kind: Resource, item: Json, part: str, body: Json) -> Answer | None:
    """Answer a PUT of a part; None if the resource has no such part."""
    if part == "tags" and "tags" in item:
        return _set_tags(state, item, body)
    if kind is ROUTER and part == "add_router_interface":
        return _add_interface(state, item, body)
    if kind is ROUTER and part == "remove_router_interface":
        return _remove_interface(state, item, body)
    return None


def _set_tags(state: NetworkState, item: Json, body: Json) -> Answer:
    tags = body.get("tags")
    if not isinstance(tags, list):
        raise bad_request("Invalid input for operation: Invalid tags body.", "InvalidInput")
    for tag in tags:
        if tags.count(tag) > 1:
            raise bad_request(f"Invalid input for operation: Duplicate items in the list: '{tag}'.", "InvalidInput")
        if len(tag) > _MOST_CHARACTERS:
            sentence = f"Invalid input for operation: '{tag}' exceeds maximum length of {_MOST_CHARACTERS}."
            raise bad_request(sentence, "InvalidInput")
    state.change(item, {"tags": list(tags)})
    return json_answer(200, {"tags": list(tags)})


def interfaces_of(state: NetworkState, router: Json) -> list[Json]:
    """Return the ports by which a router is in subnets."""
    return [port for port in state.ports_of(router["id"]) if port["device_owner"] == ROUTER_INTERFACE]


def _add_interface(state: NetworkState, router: Json, body: Json) -> Answer:
    if "port_id" in body:
        port = state.find(PORT, body["port_id"])
        _refuse_second(state, router, port["fixed_ips"][0]["subnet_id"])
        state.bind_port(port, router["id"], ROUTER_INTERFACE)
    else:
        subnet = state.find(SUBNET, body["subnet_id"])
        _refuse_second(state, router, subnet["id"])
        _refuse_unfit(state, router, subnet)
        fixed = [{"subnet_id": subnet["id"], "ip_address": subnet["gateway_ip"]}]
        port = state.add_port(
            router["project_id"],
            network_id=subnet["network_id"],
            fixed_ips=fixed,
            device_id=router["id"],
            device_owner=ROUTER_INTERFACE,
            security_groups=[],
            port_security_enabled=False,
        )
    return _interface(router, port)


def _refuse_second(state: NetworkState, router: Json, subnet_id: str) -> None:
    if any(fixed["subnet_id"] == subnet_id for port in interfaces_of(state, router) for fixed in port["fixed_ips"]):
        sentence = f"Bad router request: Router already has a port on subnet {subnet_id}."
        raise bad_request(sentence, "BadRequest")


def _refuse_unfit(state: NetworkState, router: Json, subnet: Json) -> None:
    """Refuse a subnet without a gateway address, and one that overlaps with another one."""
    if not subnet["gateway_ip"]:
        raise bad_request("Bad router request: Subnet for router interface must have a gateway IP.", "BadRequest")
    for port in interfaces_of(state, router):
        other = state.find(SUBNET, port["fixed_ips"][0]["subnet_id"])
        networks = [ipaddress.ip_network(one["cidr"]) for one in (subnet, other)]
        if networks[0].version == networks[1].version and networks[0].overlaps(networks[1]):
            sentence = (
                f"Bad router request: Cidr {subnet['cidr']} of subnet {subnet['id']} overlaps with cidr {other['cidr']}"
                f" of subnet {other['id']}."
            )
            raise bad_request(sentence, "BadRequest")


def _refuse_needed(state: NetworkState, router: Json, subnet_id: str) -> None:
    """Refuse to remove an interface that routes lead over, or behind which there is a floating IP."""
    network = ipaddress.ip_network(state.find(SUBNET, subnet_id)["cidr"])
    floating = [one["fixed_ip_address"] for one in floating_ips_of(state, router)]
    needs = {
        ("routes", "RouterInterfaceInUseByRoute"): [one["nexthop"] for one in router["routes"]],
        ("floating IPs", "RouterInterfaceInUseByFloatingIP"): floating,
    }
    for (what, kind), addresses in needs.items():
        if any(ipaddress.ip_address(one) in network for one in addresses):
            sentence = (
                f"Router interface for subnet {subnet_id} on router {router['id']} cannot be deleted, as it is required"
                f" by one or more {what}."
            )
            raise ApiError(409, sentence, kind)


def floating_ips_of(state: NetworkState, router: Json) -> list[Json]:
    """Return the floating IPs that need a router."""
    return [one for one in state.collections["floatingips"].values() if one["router_id"] == router["id"]]


def refuse_needed_gateway(state: NetworkState, router: Json, wanted: Json | None) -> None:
    """Refuse to take a gateway away that floating IPs need."""
    there = router["external_gateway_info"]
    stays = not there or (wanted or {}).get("network_id") == there["network_id"]
    if not stays and floating_ips_of(state, router):
        sentence = (
            f"Gateway cannot be updated for router {router['id']}, since a gateway to external network"
            f" {there['network_id']} is required by one or more floating IPs."
        )
        raise ApiError(409, sentence, "RouterExternalGatewayInUseByFloatingIp")


def router_between(state: NetworkState, floating: Json, port: Json, fixed: str) -> str | None:
    """Return the router that leads from a floating IP to a fixed address; any, where none does."""
    subnets = [one["subnet_id"] for one in port["fixed_ips"] if one["ip_address"] == fixed]
    for router in state.collections["routers"].values():
        gateway_info = router["external_gateway_info"] or {}
        leads = gateway_info.get("network_id") == floating["floating_network_id"]
        if leads and any(one["fixed_ips"][0]["subnet_id"] in subnets for one in interfaces_of(state, router)):
            return str(router["id"])
    return next(iter(state.collections["routers"]), None)


def _remove_interface(state: NetworkState, router: Json, body: Json) -> Answer:
    for port in interfaces_of(state, router):
        if port["id"] == body.get("port_id") or port["fixed_ips"][0]["subnet_id"] == body.get("subnet_id"):
            _refuse_needed(state, router, port["fixed_ips"][0]["subnet_id"])
            state.remove_port(port)
            return _interface(router, port)
    if "port_id" in body:
        sentence = f"Router {router['id']} does not have an interface with id {body['port_id']}"
        raise ApiError(404, sentence, "RouterInterfaceNotFound")
    sentence = f"Router {router['id']} has no interface on subnet {body.get('subnet_id')}"
    raise ApiError(404, sentence, "RouterInterfaceNotFoundForSubnet")


def _interface(router: Json, port: Json) -> Answer:
    subnets = [fixed["subnet_id"] for fixed in port["fixed_ips"]]
    known = {"id": router["id"], "project_id": router["project_id"], "port_id": port["id"]}
    return json_answer(200, {**known, "network_id": port["network_id"], "subnet_id": subnets[0], "subnet_ids": subnets})


def gateway(state: NetworkState, wanted: Json | None, there: Json | None = None) -> Json | None:
    """Return what a router shows of its gateway; an address of each version is taken if none is asked for.

    On the same network the addresses stay that are there, unless others are asked for. Translation does not.
    """
    if not wanted:
        return None
    asked = wanted.get("external_fixed_ips")
    if asked and all("ip_address" in one for one in asked):
        fixed = [
            {"subnet_id": one.get("subnet_id"), "ip_address": str(ipaddress.ip_address(one["ip_address"]))}
            for one in asked
        ]
    elif there and not asked and there["network_id"] == wanted["network_id"]:
        fixed = there["external_fixed_ips"]
    else:
        subnets = state.subnets_of(wanted["network_id"])
        only = {one["subnet_id"] for one in asked or ()}
        fixed = [state.take_address(one, "") for one in subnets if not only or one["id"] in only]
    return {
        "network_id": wanted["network_id"],
        "external_fixed_ips": fixed,
        "enable_snat": wanted.get("enable_snat", True),
    }


def refuse_used_router(state: NetworkState, router: Json) -> None:
    """Refuse to delete a router that still is in subnets."""
    ids = [port["id"] for port in interfaces_of(state, router)]
    if ids:
        sentence = f"Router {router['id']} has ports still attached: {', '.join(ids)}"
        raise ApiError(409, sentence, "RouterInUse")

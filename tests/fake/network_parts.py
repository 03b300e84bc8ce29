# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Neutron takes at paths below a resource's own: tags, and the interfaces of routers.

From neutron/extensions/tagging.py and neutron/db/l3_db.py.
"""

from __future__ import annotations

import ipaddress

from .network_attributes import PORT, ROUTER, SUBNET, Resource, bad_request
from .network_state import NetworkState
from .wire import Answer, ApiError, Json, json_answer

_MOST_CHARACTERS = 255
_OWNER = "network:router_interface"


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
    return [port for port in state.ports_of(router["id"]) if port["device_owner"] == _OWNER]


def _add_interface(state: NetworkState, router: Json, body: Json) -> Answer:
    if "port_id" in body:
        port = state.find(PORT, body["port_id"])
        _refuse_second(state, router, port["fixed_ips"][0]["subnet_id"])
        state.bind_port(port, router["id"], _OWNER)
    else:
        subnet = state.find(SUBNET, body["subnet_id"])
        _refuse_second(state, router, subnet["id"])
        fixed = [{"subnet_id": subnet["id"], "ip_address": subnet["gateway_ip"]}]
        port = state.add_port(
            router["project_id"],
            network_id=subnet["network_id"],
            fixed_ips=fixed,
            device_id=router["id"],
            device_owner=_OWNER,
            security_groups=[],
            port_security_enabled=False,
        )
    return _interface(router, port)


def _refuse_second(state: NetworkState, router: Json, subnet_id: str) -> None:
    if any(fixed["subnet_id"] == subnet_id for port in interfaces_of(state, router) for fixed in port["fixed_ips"]):
        sentence = f"Bad router request: Router already has a port on subnet {subnet_id}."
        raise bad_request(sentence, "BadRequest")


def _remove_interface(state: NetworkState, router: Json, body: Json) -> Answer:
    for port in interfaces_of(state, router):
        if port["id"] == body.get("port_id") or port["fixed_ips"][0]["subnet_id"] == body.get("subnet_id"):
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

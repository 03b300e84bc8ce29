# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each of Neutron's resources is created, updated and deleted, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from ..tokens import Token
from ..wire import ApiError, Json
from .attributes import (
    FLOATING_IP,
    NETWORK,
    PORT,
    QOS_POLICY,
    ROUTER,
    SECURITY_GROUP,
    SUBNET,
    Resource,
    bad_request,
    read_changes,
    read_new,
)
from .parts import ROUTER_INTERFACE, gateway, refuse_needed_gateway, refuse_used_router, router_between
from .ports import part_changes
from .rules import create_rule
from .state import NetworkState

Create = Callable[[NetworkState, str, Json], Json]


def check_policy(kind: Resource, wanted: Json, token: Token, action: str) -> None:
    """Refuse what only administrators may set, and resources made for other projects."""
    if token.is_admin:
        return
    for name in wanted:
        attribute = kind.attributes.get(name)
        if attribute is not None and attribute.admin_only:
            rule = f"(rule:{action}_{kind.name} and rule:{action}_{kind.name}:{name})"
            raise ApiError(403, f"{rule} is disallowed by policy", "PolicyNotAuthorized")
    for name in ("project_id", "tenant_id"):
        if wanted.get(name, token.project_id) != token.project_id:
            raise bad_request(
                "Specifying 'project_id' other than the authenticated project in request is not allowed for the "
                "current user."
            )


def create(state: NetworkState, kind: Resource, token: Token, wanted: Json) -> Json:
    """Create a resource from a request."""
    project_id = wanted.get("project_id") or wanted.get("tenant_id") or token.project_id
    return create_unchecked(state, kind, project_id, wanted)


def create_unchecked(state: NetworkState, kind: Resource, project_id: str, wanted: Json) -> Json:
    """Create a resource for a project, whoever asks."""
    return _CREATE[kind.name](state, project_id, wanted)


def _network(state: NetworkState, project_id: str, wanted: Json) -> Json:
    return state.add_network(project_id, **wanted)


def _subnet(state: NetworkState, project_id: str, wanted: Json) -> Json:
    return state.add_subnet(project_id, **wanted)


def _port(state: NetworkState, project_id: str, wanted: Json) -> Json:
    return state.add_port(project_id, **wanted)


def _group(state: NetworkState, project_id: str, wanted: Json) -> Json:
    state.default_group(project_id)
    if wanted.get("name") == "default":
        raise ApiError(409, "Default security group already exists.", "SecurityGroupDefaultAlreadyExists")
    return state.add_security_group(project_id, **wanted)


def _rule(state: NetworkState, project_id: str, wanted: Json) -> Json:
    return create_rule(state, wanted)


def _floating_ip(state: NetworkState, project_id: str, wanted: Json) -> Json:
    attributes = read_new(FLOATING_IP, wanted)
    network = state.find(NETWORK, attributes["floating_network_id"])
    if not network["router:external"]:
        sentence = f"Bad floatingip request: Network {network['id']} is not a valid external network."
        raise bad_request(sentence, "BadRequest")
    subnet = next(item for item in state.subnets_of(network["id"]) if item["ip_version"] == 4)
    fixed = state.take_address(subnet, "", attributes.get("floating_ip_address"))
    wanted_port, wanted_address = attributes["port_id"], attributes["fixed_ip_address"]
    attributes |= {"floating_ip_address": fixed["ip_address"], "port_id": None, "fixed_ip_address": None}
    attributes |= {"router_id": None, "status": "DOWN", "port_details": None, "port_forwardings": []}
    item = state.insert(FLOATING_IP, project_id, attributes)
    if wanted_port is not None:
        try:
            state.change(item, _association(state, item, wanted_port, wanted_address))
        except ApiError:
            del state.collections["floatingips"][item["id"]]
            raise
    return item


def _association(state: NetworkState, floating: Json, port_id: str | None, address: str | None) -> Json:
    """Return what a floating IP shows of its port."""
    if port_id is None:
        return {"port_id": None, "fixed_ip_address": None, "router_id": None, "status": "DOWN", "port_details": None}
    port = state.find(PORT, port_id)
    fixed = address or next(item["ip_address"] for item in port["fixed_ips"] if ":" not in item["ip_address"])
    _check_only_one(state, floating, port_id, fixed)
    router = router_between(state, floating, port, fixed)
    state.changed(port["device_id"])
    shown = ("name", "network_id", "mac_address", "admin_state_up", "status", "device_id", "device_owner")
    details = {name: port[name] for name in shown}
    return {
        "port_id": port_id,
        "fixed_ip_address": fixed,
        "router_id": router,
        "status": "ACTIVE",
        "port_details": details,
    }


def _check_only_one(state: NetworkState, floating: Json, port_id: str, fixed: str) -> None:
    """Of one external network an address has one floating IP."""
    network_id = floating["floating_network_id"]
    there = {"port_id": port_id, "fixed_ip_address": fixed, "floating_network_id": network_id}
    for other in state.collections["floatingips"].values():
        if other is not floating and there.items() <= other.items():
            sentence = (
                f"Cannot associate floating IP {floating['floating_ip_address']} ({floating['id']}) with port {port_id}"
                f" using fixed IP {fixed}, as that fixed IP already has a floating IP on external network {network_id}."
            )
            raise ApiError(409, sentence, "FloatingIPPortAlreadyAssociated")


def _router(state: NetworkState, project_id: str, wanted: Json) -> Json:
    attributes = read_new(ROUTER, wanted)
    attributes |= {"status": "ACTIVE", "availability_zones": [], "routes": []}
    attributes["external_gateway_info"] = gateway(state, attributes["external_gateway_info"])
    return state.insert(ROUTER, project_id, attributes)


def _policy(state: NetworkState, project_id: str, wanted: Json) -> Json:
    return state.insert(QOS_POLICY, project_id, {**read_new(QOS_POLICY, wanted), "rules": []})


_CREATE: dict[str, Create] = {
    "network": _network,
    "subnet": _subnet,
    "port": _port,
    "security_group": _group,
    "security_group_rule": _rule,
    "floatingip": _floating_ip,
    "router": _router,
    "policy": _policy,
}


def update(state: NetworkState, kind: Resource, item: Json, wanted: Json) -> None:
    """Change a resource from a request."""
    changes = read_changes(kind, {k: v for k, v in wanted.items() if k not in ("project_id", "tenant_id")})
    if kind is PORT:
        for group in changes.get("security_groups") or []:
            state.find(SECURITY_GROUP, group)
        changes = part_changes(item, changes)
        if "fixed_ips" in changes:
            changes["fixed_ips"] = state.readdress(item, changes["fixed_ips"])
        if "device_id" in changes:
            owner = changes.pop("device_owner", item["device_owner"])
            state.bind_port(item, changes.pop("device_id"), owner)
        state.changed(item["device_id"])
    if kind is FLOATING_IP and "port_id" in changes:
        if item["port_id"] is not None:
            state.changed(state.find(PORT, item["port_id"])["device_id"])
        changes = {**changes, **_association(state, item, changes["port_id"], changes.get("fixed_ip_address"))}
    if kind is ROUTER and "external_gateway_info" in changes:
        there = item["external_gateway_info"]
        refuse_needed_gateway(state, item, changes["external_gateway_info"])
        changes["external_gateway_info"] = gateway(state, changes["external_gateway_info"], there)
    if kind is SECURITY_GROUP and item["name"] == "default" and changes.get("name", "default") != "default":
        sentence = "Insufficient rights for removing default security group."
        raise ApiError(409, sentence, "SecurityGroupCannotUpdateDefault")
    state.change(item, changes)


def delete(state: NetworkState, kind: Resource, item: Json) -> None:
    """Delete a resource with what hangs on it, unless something still uses it."""
    if kind is NETWORK:
        _check_network_unused(state, item)
        for subnet in state.subnets_of(item["id"]):
            del state.collections["subnets"][subnet["id"]]
    elif kind is SUBNET:
        _check_subnet_unused(state, item)
        state.find(NETWORK, item["network_id"])["subnets"].remove(item["id"])
    elif kind is PORT:
        if item["device_owner"] == ROUTER_INTERFACE and item["device_id"] in state.collections["routers"]:
            sentence = (
                f"Port {item['id']} cannot be deleted directly via the port API: has device owner"
                f" {item['device_owner']}."
            )
            raise ApiError(409, sentence, "ServicePortInUse")
        state.remove_port(item)
        return
    elif kind is ROUTER:
        refuse_used_router(state, item)
    elif kind is SECURITY_GROUP:
        _check_group_unused(state, item)
        rules = state.collections["security_group_rules"]
        naming = [rule for rule in rules.values() if rule["remote_group_id"] == item["id"]]
        for rule_id in {rule["id"] for rule in (*state.rules_of(item["id"]), *naming)}:
            del rules[rule_id]
    elif kind is FLOATING_IP and item["port_id"] is not None:
        state.changed(state.find(PORT, item["port_id"])["device_id"])
    del state.collections[kind.collection][item["id"]]


def _check_network_unused(state: NetworkState, network: Json) -> None:
    used = [port["id"] for port in state.collections["ports"].values() if port["network_id"] == network["id"]]
    if used:
        sentence = (
            f"Unable to complete operation on network {network['id']}. There are one or more ports still in use on "
            f"the network, id for these ports is: {','.join(used)}."
        )
        raise ApiError(409, sentence, "NetworkInUse")


def _check_subnet_unused(state: NetworkState, subnet: Json) -> None:
    for port in state.collections["ports"].values():
        if any(fixed["subnet_id"] == subnet["id"] for fixed in port["fixed_ips"]):
            sentence = (
                f"Unable to complete operation on subnet {subnet['id']}: One or more ports have an IP allocation "
                "from this subnet."
            )
            raise ApiError(409, sentence, "SubnetInUse")


def _check_group_unused(state: NetworkState, group: Json) -> None:
    if any(group["id"] in port["security_groups"] for port in state.collections["ports"].values()):
        raise ApiError(409, f"Security Group {group['id']} in use.", "SecurityGroupInUse")
    if group["name"] == "default":
        sentence = "Insufficient rights for removing default security group."
        raise ApiError(409, sentence, "SecurityGroupCannotRemoveDefault")

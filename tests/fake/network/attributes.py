# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron's attribute tables: what may be given at create and update, what is filled in, and how values are read.

From the attribute maps of neutron-lib (neutron_lib/api/definitions/*.py) and the checks of
neutron_lib/api/attributes.py, whose sentences are used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..wire import ApiError, Json, as_bool

REQUIRED = object()


@dataclass(frozen=True)
class Attribute:
    """One attribute of a resource."""

    kind: str = "any"
    default: Any = None
    post: bool = True
    put: bool = True
    admin_only: bool = False
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One kind of resource."""

    name: str
    collection: str
    # The sentence and exception class of its 404.
    missing: str
    missing_kind: str
    attributes: dict[str, Attribute]
    # What stands before the collection in paths.
    folder: str = ""


_READ_ONLY = Attribute(post=False, put=False)
_COMMON = {
    "id": _READ_ONLY,
    "project_id": Attribute(put=False),
    "tenant_id": Attribute(put=False),
    "created_at": _READ_ONLY,
    "updated_at": _READ_ONLY,
    "revision_number": _READ_ONLY,
    "tags": _READ_ONLY,
    "description": Attribute("string", ""),
}
_NAME = Attribute("string", "")

NETWORK = Resource(
    "network",
    "networks",
    "Network {id} could not be found.",
    "NetworkNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "admin_state_up": Attribute("bool", True),
        "mtu": Attribute("int", 1450),
        "status": _READ_ONLY,
        "subnets": _READ_ONLY,
        "shared": Attribute("bool", False, admin_only=True),
        "availability_zone_hints": Attribute("list", []),
        "availability_zones": _READ_ONLY,
        "ipv4_address_scope": _READ_ONLY,
        "ipv6_address_scope": _READ_ONLY,
        "router:external": Attribute("bool", False, admin_only=True),
        "qinq": Attribute("bool", False, admin_only=True),
        "vlan_transparent": Attribute("bool", False),
        "port_security_enabled": Attribute("bool", True),
        "qos_policy_id": Attribute(),
        "is_default": Attribute("bool", False, admin_only=True),
        "provider:network_type": Attribute(admin_only=True),
        "provider:physical_network": Attribute(admin_only=True),
        "provider:segmentation_id": Attribute(admin_only=True),
    },
)

SUBNET = Resource(
    "subnet",
    "subnets",
    "Subnet {id} could not be found.",
    "SubnetNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "network_id": Attribute("string", REQUIRED, put=False),
        "ip_version": Attribute("int", REQUIRED, put=False, values=(4, 6)),
        "cidr": Attribute("string", None, put=False),
        "subnetpool_id": Attribute(put=False),
        "prefixlen": Attribute(put=False),
        "enable_dhcp": Attribute("bool", True),
        "ipv6_ra_mode": Attribute(put=False),
        "ipv6_address_mode": Attribute(put=False),
        "gateway_ip": Attribute(),
        "allocation_pools": Attribute("list", None),
        "host_routes": Attribute("list", []),
        "dns_nameservers": Attribute("list", []),
        "service_types": Attribute("list", []),
        "router:external": _READ_ONLY,
        "segment_id": Attribute(admin_only=True),
    },
)

PORT = Resource(
    "port",
    "ports",
    "Port {id} could not be found.",
    "PortNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "network_id": Attribute("string", REQUIRED, put=False),
        "mac_address": Attribute("string", None),
        "admin_state_up": Attribute("bool", True),
        "status": _READ_ONLY,
        "device_id": Attribute("string", ""),
        "device_owner": Attribute("string", ""),
        "fixed_ips": Attribute("list", None),
        "allowed_address_pairs": Attribute("list", []),
        "extra_dhcp_opts": Attribute("list", []),
        "security_groups": Attribute("list", None),
        "binding:vnic_type": Attribute("string", "normal"),
        "binding:profile": Attribute(admin_only=True),
        "binding:host_id": Attribute(admin_only=True),
        "port_security_enabled": Attribute("bool", True),
        "qos_policy_id": Attribute(),
        "qos_network_policy_id": _READ_ONLY,
    },
)

SECURITY_GROUP = Resource(
    "security_group",
    "security_groups",
    "Security group {id} does not exist",
    "SecurityGroupNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "stateful": Attribute("bool", True),
        "shared": _READ_ONLY,
        "security_group_rules": _READ_ONLY,
    },
)

SECURITY_GROUP_RULE = Resource(
    "security_group_rule",
    "security_group_rules",
    "Security group rule {id} does not exist",
    "SecurityGroupRuleNotFound",
    {
        **_COMMON,
        "description": Attribute("string", ""),
        "security_group_id": Attribute("string", REQUIRED, put=False),
        "direction": Attribute("string", REQUIRED, put=False, values=("ingress", "egress")),
        "ethertype": Attribute("any", "IPv4", put=False),
        "protocol": Attribute("any", None, put=False),
        "port_range_min": Attribute("any", None, put=False),
        "port_range_max": Attribute("any", None, put=False),
        "remote_ip_prefix": Attribute("any", None, put=False),
        "remote_group_id": Attribute("any", None, put=False),
        "remote_address_group_id": Attribute("any", None, put=False),
        "normalized_cidr": _READ_ONLY,
        "belongs_to_default_sg": _READ_ONLY,
    },
)

FLOATING_IP = Resource(
    "floatingip",
    "floatingips",
    "Floating IP {id} could not be found",
    "FloatingIPNotFound",
    {
        **_COMMON,
        "floating_network_id": Attribute("string", REQUIRED, put=False),
        "floating_ip_address": Attribute(put=False),
        "port_id": Attribute(),
        "fixed_ip_address": Attribute(),
        "router_id": _READ_ONLY,
        "status": _READ_ONLY,
        "qos_policy_id": Attribute(),
        "port_details": _READ_ONLY,
        "port_forwardings": _READ_ONLY,
    },
)

ROUTER = Resource(
    "router",
    "routers",
    "Router {id} could not be found",
    "RouterNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "admin_state_up": Attribute("bool", True),
        "status": _READ_ONLY,
        "external_gateway_info": Attribute(),
        "availability_zones": _READ_ONLY,
        "availability_zone_hints": Attribute("list", []),
        "routes": Attribute("list", [], post=False),
        "flavor_id": Attribute(put=False),
    },
)

QOS_POLICY = Resource(
    "policy",
    "policies",
    "QoS policy {id} could not be found.",
    "QosPolicyNotFound",
    {
        **_COMMON,
        "name": _NAME,
        "shared": Attribute("bool", False, admin_only=True),
        "is_default": Attribute("bool", False),
        "rules": _READ_ONLY,
    },
    folder="qos/",
)

# What Neutron has besides with its extensions for DNS. It keeps names in small letters.
DNS = {
    "networks": {"dns_domain": Attribute("lower", "")},
    "ports": {"dns_name": Attribute("lower", ""), "dns_domain": Attribute("lower", "")},
}

RESOURCES = (NETWORK, SUBNET, PORT, SECURITY_GROUP, SECURITY_GROUP_RULE, FLOATING_IP, ROUTER, QOS_POLICY)

# Attributes that exist but are not filled in at create unless given.
_NOT_FILLED_IN = ("provider:", "prefixlen", "segment_id", "binding:profile", "binding:host_id")


def bad_request(message: str, kind: str = "HTTPBadRequest") -> ApiError:
    """Return a 400 in Neutron's envelope."""
    return ApiError(400, message, kind)


def read_new(resource: Resource, wanted: Json) -> Json:
    """Return the attributes of a new resource: checked, converted, and with defaults."""
    refuse_unknown(resource, wanted)
    result: Json = {}
    for name, attribute in resource.attributes.items():
        if name in wanted:
            if not attribute.post:
                raise bad_request(f"Attribute '{name}' not allowed in POST")
            result[name] = convert(name, attribute, wanted[name])
        elif attribute.default is REQUIRED:
            raise bad_request(f"Failed to parse request. Required attribute '{name}' not specified")
        elif attribute.post and not name.startswith(_NOT_FILLED_IN):
            result[name] = list(attribute.default) if isinstance(attribute.default, list) else attribute.default
    return result


def read_changes(resource: Resource, wanted: Json) -> Json:
    """Return the attributes to be changed: checked and converted."""
    refuse_unknown(resource, wanted)
    for name in wanted:
        if not resource.attributes[name].put:
            raise bad_request(f"Cannot update read-only attribute {name}")
    return {name: convert(name, resource.attributes[name], value) for name, value in wanted.items()}


def convert(name: str, attribute: Attribute, value: Any) -> Any:
    """Return the value as the attribute's type, or refuse it."""
    if attribute.kind == "bool":
        found = value if isinstance(value, bool) else as_bool(str(value))
        if found is None:
            raise bad_request(f"Invalid input for operation: '{value}' cannot be converted to boolean.", "InvalidInput")
        return found
    if attribute.kind == "string" and value is not None:
        if not isinstance(value, str):
            raise bad_request(f"Invalid input for {name}. Reason: '{value}' is not a valid string.")
        if len(value) > 255:
            raise bad_request(f"Invalid input for {name}. Reason: '{value}' exceeds maximum length of 255.")
    if attribute.kind == "lower":
        return str(value).lower()
    if attribute.kind == "int":
        try:
            value = int(value)
        except (TypeError, ValueError):
            sentence = f"Invalid input for operation: '{value}' is not an integer."
            raise bad_request(sentence, "InvalidInput") from None
    if attribute.values and value not in attribute.values:
        raise bad_request(f"Invalid input for {name}. Reason: {value} is not in valid_values.")
    return value


def refuse_unknown(resource: Resource, wanted: Json) -> None:
    """Refuse attributes that the resource has not."""
    unknown = sorted(name for name in wanted if name not in resource.attributes)
    if unknown:
        raise bad_request(f"Unrecognized attribute(s) '{', '.join(unknown)}'")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of openstack.cloud (2.6.0), for tasks that call a module by its name there.

It takes a result and the name of the module in the task. It gives the same result with the old keys beside the new
ones, so that what later tasks of a moved playbook read is there. `module.py` calls it. tests/contract holds the keys to
what openstacksdk says of the same resources.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.declaration import Json, Values
from ..resources.node.read import as_told

# The old keys of one resource, from its own.
Convert = t.Callable[[Values], Json]
# Nova's keys that are returned under `extra` -> openstacksdk's.
OF_EXTRA = {
    "hostId": "host_id",
    "progress": "progress",
    "updated": "updated_at",
    "OS-DCF:diskConfig": "disk_config",
    "OS-EXT-SRV-ATTR:host": "compute_host",
    "OS-EXT-SRV-ATTR:hypervisor_hostname": "hypervisor_hostname",
    "OS-EXT-SRV-ATTR:instance_name": "instance_name",
    "OS-EXT-SRV-ATTR:root_device_name": "root_device_name",
    "OS-EXT-STS:power_state": "power_state",
    "OS-EXT-STS:vm_state": "vm_state",
    "OS-SRV-USG:launched_at": "launched_at",
    "OS-SRV-USG:terminated_at": "terminated_at",
}


def _renamed(**names: str) -> Convert:
    """Their names for some keys, from ours: is_shared="shared"."""
    return lambda one: {theirs: one.get(ours) for theirs, ours in names.items()}


def _first(node: Values, is_public: bool) -> dict[int, str]:
    """The first public, or the first private address of each version; empty if there is none."""
    found = [one for one in node["addresses"] if one["public"] is is_public]
    return {version: next((one["ip"] for one in found if one["version"] == version), "") for version in (4, 6)}


def _server(node: Values) -> Json:
    public, private = _first(node, True), _first(node, False)
    ending = node["volumes_deleted_with_node"]
    attached = [{"id": one, "delete_on_termination": one in ending} for one in node["volumes"]]
    return {
        "access_ipv4": public[4] or private[4] or node["access_ipv4"] or "",
        "access_ipv6": public[6] or private[6] or node["access_ipv6"] or "",
        "public_v4": public[4],
        "public_v6": public[6],
        "private_v4": private[4],
        "private_v6": private[6],
        "addresses": as_told(node["addresses"]),
        "attached_volumes": attached,
        "volumes": attached,
        "flavor": {**node["flavor"], "original_name": node["flavor"]["name"]},
        "image": node["image"] or {},
        "security_groups": [{"name": name} for name in node["security_groups"]],
        "is_locked": node["locked"],
        "has_config_drive": node["config_drive"],
        **{theirs: node["extra"].get(ours) for ours, theirs in OF_EXTRA.items()},
    }


def _port(port: Values) -> Json:
    return {
        "is_admin_state_up": port["admin_state_up"],
        "is_port_security_enabled": port["port_security_enabled"],
        "mac_address": port["mac"],
        "fixed_ips": [{"ip_address": one["ip"], "subnet_id": one["subnet_id"]} for one in port["fixed_ips"]],
        "allowed_address_pairs": [
            {"ip_address": one["ip"], "mac_address": one["mac"]} for one in port["allowed_address_pairs"]
        ],
    }


def _router(router: Values) -> Json:
    gateway = router["external_gateway"]
    told = gateway and {
        "network_id": gateway["network_id"],
        "enable_snat": gateway["enable_snat"],
        "external_fixed_ips": [
            {"ip_address": one["ip"], "subnet_id": one["subnet_id"]} for one in gateway["fixed_ips"]
        ],
    }
    return {
        "is_admin_state_up": router["admin_state_up"],
        "is_distributed": router["distributed"],
        "is_ha": router["ha"],
        "external_gateway_info": told,
    }


def _volume(volume: Values) -> Json:
    return {
        "is_bootable": volume["bootable"],
        "is_encrypted": volume["encrypted"],
        "is_multiattach": volume["multiattach"],
        "attachments": [
            {
                "server_id": one["node_id"],
                "device": one["device"],
                "attachment_id": one["id"],
                "volume_id": volume["id"],
            }
            for one in volume["attachments"]
        ],
    }


def _group(group: Values) -> Json:
    of_group = {"security_group_id": group["id"], "project_id": group["project_id"]}
    rules = [{"ethertype" if key == "ether_type" else key: rule[key] for key in rule} for rule in group["rules"]]
    return {"security_group_rules": [{**rule, **of_group} for rule in rules], "is_shared": group["shared"]}


def _nothing_else(_one: Values) -> Json:
    return {}


_NETWORK = _renamed(
    is_admin_state_up="admin_state_up",
    is_router_external="external",
    is_shared="shared",
    is_port_security_enabled="port_security_enabled",
)
_SUBNET = _renamed(is_dhcp_enabled="enable_dhcp")
_FLOATING_IP = _renamed(floating_ip_address="name", fixed_ip_address="fixed_ip", floating_network_id="network_id")
_IMAGE = _renamed(
    is_protected="protected",
    is_hidden="hidden",
    owner="project_id",
    owner_id="project_id",
    hash_algo="hash_algorithm",
)
_ENABLED = _renamed(is_enabled="enabled")


@dataclasses.dataclass(frozen=True)
class OldResult:
    """What a module of openstack.cloud returns.

    Args:
        ours: The key of our result: a resource, or a list of them.
        theirs: The keys there, of which each has the same.
        convert: The old keys of one resource.
        has_id: Whether its id stands beside it, too.
    """

    ours: str
    theirs: tuple[str, ...]
    convert: Convert = _nothing_else
    has_id: bool = False


RESULTS: t.Mapping[str, OldResult] = {
    "server": OldResult("node", ("server",), _server),
    "server_info": OldResult("nodes", ("servers",), _server),
    "network": OldResult("network", ("network",), _NETWORK, has_id=True),
    "networks_info": OldResult("networks", ("networks",), _NETWORK),
    "subnet": OldResult("subnet", ("subnet",), _SUBNET, has_id=True),
    "subnets_info": OldResult("subnets", ("subnets",), _SUBNET),
    "port": OldResult("port", ("port",), _port, has_id=True),
    "port_info": OldResult("ports", ("ports",), _port),
    "router": OldResult("router", ("router",), _router, has_id=True),
    "routers_info": OldResult("routers", ("routers",), _router),
    "security_group": OldResult("security_group", ("security_group",), _group, has_id=True),
    "security_group_info": OldResult("security_groups", ("security_groups",), _group),
    "security_group_rule": OldResult("security_group_rule", ("rule", "security_group_rule"), has_id=True),
    "floating_ip": OldResult("floating_ip", ("floating_ip",), _FLOATING_IP),
    "floating_ip_info": OldResult("floating_ips", ("floating_ips",), _FLOATING_IP),
    "volume": OldResult("volume", ("volume",), _volume, has_id=True),
    "volume_info": OldResult("volumes", ("volumes",), _volume),
    "volume_snapshot": OldResult("volume_snapshot", ("snapshot", "volume_snapshot")),
    "volume_backup": OldResult("volume_backup", ("backup", "volume_backup")),
    "image": OldResult("image", ("image",), _IMAGE, has_id=True),
    "image_info": OldResult("images", ("images",), _IMAGE),
    "keypair": OldResult("key_pair", ("keypair",)),
    "keypair_info": OldResult("key_pairs", ("keypairs",)),
    "server_group": OldResult(
        "server_group",
        ("server_group",),
        lambda group: {"policies": [group["policy"]], "member_ids": group["members"], "metadata": {}},
        has_id=True,
    ),
    "compute_flavor": OldResult("flavor", ("flavor",), _renamed(is_disabled="disabled"), has_id=True),
    "compute_flavor_info": OldResult("flavors", ("flavors",), _renamed(is_disabled="disabled")),
    "host_aggregate": OldResult("host_aggregate", ("aggregate",)),
    "host_aggregate_info": OldResult("host_aggregates", ("aggregates",)),
    "project": OldResult("project", ("project",), _ENABLED),
    "project_info": OldResult("projects", ("projects",), _ENABLED),
    "identity_user": OldResult("user", ("user",), _ENABLED),
    "identity_user_info": OldResult("users", ("users",), _ENABLED),
    "identity_domain": OldResult("domain", ("domain",), _ENABLED, has_id=True),
    "identity_domain_info": OldResult("domains", ("domains",), _ENABLED),
    "catalog_service": OldResult("service", ("service",), _ENABLED, has_id=True),
    "catalog_service_info": OldResult("services", ("catalog_services",), _ENABLED),
    "endpoint": OldResult(
        "endpoint",
        ("endpoint",),
        _renamed(is_enabled="enabled", interface="endpoint_interface", region_id="endpoint_region"),
    ),
    "neutron_rbac_policy": OldResult("rbac_policy", ("policy",)),
    "neutron_rbac_policies_info": OldResult("rbac_policies", ("policies",)),
    "volume_type": OldResult("volume_type", ("volume_type",)),
}


def with_old_keys(output: Json, called: str) -> Json:
    """A result with the keys that the module of this name returns there. Ours stay as they are, but for one of the same
    key: it has both."""
    old = RESULTS.get(called.rpartition(".")[2])
    found = output.get(old.ours) if old else None
    if old is None or found is None:
        return output
    if isinstance(found, list):
        told: t.Any = [_told(old, one) for one in found]
        return {**output, **dict.fromkeys(old.theirs, told)}
    told = _told(old, found)
    top = {"id": found.get("id")} if old.has_id else {}
    return {**output, **top, **dict.fromkeys(old.theirs, told)}


def _told(old: OldResult, one: Json) -> Json:
    """One resource with its old keys. Without some of ours, as with the option `fields`, there are none."""
    try:
        return {**one, **old.convert(one)}
    except (KeyError, TypeError):
        return dict(one)

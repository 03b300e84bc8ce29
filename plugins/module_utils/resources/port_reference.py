# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports, which connect nodes to networks: what others need to refer to one, which is how it is read and found.

The whole declaration is in `port.py`. https://docs.openstack.org/api-ref/network/v2/#ports
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Resource
from .shared_fields import common, having_names

OF_NODES = "compute:"


def read_port(raw: Json) -> Json:
    """A port as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "network_id": raw.get("network_id"),
        "status": raw.get("status"),
        "admin_state_up": raw.get("admin_state_up"),
        "mac": raw.get("mac_address"),
        "fixed_ips": [
            {"ip": item.get("ip_address"), "subnet_id": item.get("subnet_id")} for item in raw.get("fixed_ips") or ()
        ],
        "node_id": node_id_of(raw),
        "device_id": raw.get("device_id"),
        "device_owner": raw.get("device_owner"),
        "security_group_ids": sorted(raw.get("security_groups") or ()),
        "port_security_enabled": raw.get("port_security_enabled"),
        "allowed_address_pairs": [
            {"ip": pair.get("ip_address"), "mac": pair.get("mac_address")}
            for pair in raw.get("allowed_address_pairs") or ()
        ],
        "extra_dhcp_opts": sorted(
            (
                {"name": one.get("opt_name"), "value": one.get("opt_value"), "ip_version": one.get("ip_version")}
                for one in raw.get("extra_dhcp_opts") or ()
            ),
            key=lambda one: (str(one["name"]), str(one["ip_version"])),
        ),
        "vnic_type": raw.get("binding:vnic_type"),
        "host": raw.get("binding:host_id"),
        "profile": raw.get("binding:profile"),
        "dns_name": raw.get("dns_name"),
        "dns_domain": raw.get("dns_domain"),
        "qos_policy_id": raw.get("qos_policy_id"),
        **common(raw),
    }


def node_id_of(port: Json) -> str | None:
    """The id of the node that has a port, None if no node has it. `port` is the service's JSON."""
    return port.get("device_id") if str(port.get("device_owner")).startswith(OF_NODES) else None


def after_removal(port: Json, gone: t.Collection[str]) -> Json | None:
    """A port once others are gone. It goes along with its network and its router, and with its node if that brought it;
    such a port has no name. Others stay, and belong to nothing then."""
    if port["network_id"] in gone:
        return None
    if port["device_id"] not in gone:
        return port
    is_own = port["name"] and port["node_id"]
    return {**port, "device_id": "", "device_owner": "", "node_id": None} if is_own else None


PORT = Resource(
    name="port",
    plural="ports",
    service="network",
    path="/ports",
    one="port",
    many="ports",
    read=read_port,
    named=having_names,
    for_all=lambda _port: False,
    after_removal=after_removal,
    filtered_by={"ip_address": "ip"},
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks, ports, addresses and security groups of one region, and how they depend on each other."""

from __future__ import annotations

import ipaddress
import itertools
import random
import uuid
from typing import Any

from ..clock import utcnow
from ..wire import ApiError, Json
from .attributes import (
    NETWORK,
    PORT,
    RESOURCES,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    bad_request,
    read_new,
)
from .attributes import Resource as ResourceKind
from .ports import address_pairs, dhcp_options, refuse_unsafe

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def new_id() -> str:
    """Return an id as all services but Keystone make them."""
    return str(uuid.uuid4())


def _now() -> str:
    return utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")


IP_VERSIONS = ("IPv4", "IPv6")


class NetworkState:
    """The resources of one region, by collection and id, in the order in which they were made."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Json]] = {kind.collection: {} for kind in RESOURCES}
        # There are none without agents that run somewhere.
        self.zones: list[Json] = []
        # Neutron gives a new group rules from a table that administrators may change; these are the usual ones.
        self.default_rules: list[Json] = [{"direction": "egress", "ethertype": version} for version in IP_VERSIONS]
        self._used: dict[str, set[str]] = {}
        self._next: dict[str, int] = {}
        self._by_device: dict[str, list[str]] = {}
        # Ports that were there before their server, and stay when it goes.
        self.borrowed: set[str] = set()
        # Grows whenever a device's ports or addresses change, so that others can keep what they derived from them.
        self.device_version: dict[str, int] = {}
        self._macs = itertools.count(random.randrange(1 << 20))

    def find(self, kind: ResourceKind, key: str) -> Json:
        """Return a resource, or raise Neutron's 404."""
        item = self.collections[kind.collection].get(key)
        if item is None:
            raise ApiError(404, kind.missing.format(id=key), kind.missing_kind)
        return item

    def insert(self, kind: ResourceKind, project_id: str, attributes: Json) -> Json:
        """Add a resource with id, owner and times."""
        now = _now()
        item = {"id": new_id(), **attributes, "project_id": project_id, "tenant_id": project_id, "tags": []}
        item.update({"created_at": now, "updated_at": now, "revision_number": 0})
        self.collections[kind.collection][item["id"]] = item
        return item

    def change(self, item: Json, changes: Json) -> None:
        """Change a resource, which counts its revision up."""
        item.update(changes)
        item["updated_at"] = _now()
        item["revision_number"] += 1

    # Networks and subnets

    def add_network(self, project_id: str, **wanted: Any) -> Json:
        """Add a network."""
        attributes = read_new(NETWORK, wanted)
        attributes |= {"status": "ACTIVE", "subnets": [], "availability_zones": []}
        attributes |= {"ipv4_address_scope": None, "ipv6_address_scope": None}
        return self.insert(NETWORK, project_id, attributes)

    def add_subnet(self, project_id: str, **wanted: Any) -> Json:
        """Add a subnet to a network."""
        attributes = read_new(SUBNET, wanted)
        network = self.find(NETWORK, attributes["network_id"])
        cidr = self._cidr(attributes, network)
        if "gateway_ip" not in wanted:
            attributes["gateway_ip"] = str(cidr[1])
        elif attributes["gateway_ip"] is not None and ipaddress.ip_address(attributes["gateway_ip"]) not in cidr:
            sentence = "Invalid input for operation: Gateway is not valid on subnet."
            raise bad_request(sentence, "InvalidInput")
        attributes["cidr"] = str(cidr)
        if not attributes["allocation_pools"]:
            attributes["allocation_pools"] = [_pool(cidr, attributes["gateway_ip"])]
        attributes["router:external"] = network["router:external"]
        subnet = self.insert(SUBNET, project_id, attributes)
        network["subnets"].append(subnet["id"])
        network["revision_number"] += 1
        return subnet

    def _cidr(self, attributes: Json, network: Json) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
        if attributes["cidr"] is None:
            sentence = "Bad subnets request: a subnetpool must be specified in the absence of a cidr."
            raise bad_request(sentence, "BadRequest")
        try:
            cidr = ipaddress.ip_network(attributes["cidr"], strict=False)
        except ValueError:
            sentence = f"Invalid input for operation: {attributes['cidr']} is not in a CIDR format."
            raise bad_request(sentence, "InvalidInput") from None
        if cidr.version != attributes["ip_version"]:
            sentence = f"cidr '{attributes['cidr']}' does not match the ip_version '{attributes['ip_version']}'."
            raise bad_request(f"Invalid input for operation: {sentence}", "InvalidInput")
        for other in self.subnets_of(network["id"]):
            present = ipaddress.ip_network(other["cidr"])
            if present.version == cidr.version and present.overlaps(cidr):
                sentence = f"Requested subnet with cidr: {cidr} for network: {network['id']}"
                raise bad_request(
                    f"Invalid input for operation: {sentence} overlaps with another subnet.", "InvalidInput"
                )
        return cidr

    def subnets_of(self, network_id: str) -> list[Json]:
        """Return the subnets of a network."""
        return [item for item in self.collections["subnets"].values() if item["network_id"] == network_id]

    # Ports and addresses

    def add_port(self, project_id: str, **wanted: Any) -> Json:
        """Add a port with an address of each of its network's subnets, or with those asked for."""
        attributes = read_new(PORT, wanted)
        network = self.find(NETWORK, attributes["network_id"])
        if wanted.get("port_security_enabled") is None:
            attributes["port_security_enabled"] = network["port_security_enabled"]
        for group in attributes["security_groups"] or []:
            self.find(SECURITY_GROUP, group)
        if attributes["security_groups"] is None:
            is_secure = attributes["port_security_enabled"]
            attributes["security_groups"] = [self.default_group(project_id)["id"]] if is_secure else []
        attributes["mac_address"] = attributes["mac_address"] or self._mac()
        attributes["allowed_address_pairs"] = address_pairs(
            attributes["allowed_address_pairs"], attributes["mac_address"]
        )
        attributes["extra_dhcp_opts"] = dhcp_options([], attributes["extra_dhcp_opts"])
        refuse_unsafe(attributes)
        attributes["fixed_ips"] = self._fixed_ips(network, attributes["fixed_ips"], attributes["mac_address"])
        attributes |= {"status": "ACTIVE" if attributes["device_id"] else "DOWN", "qos_network_policy_id": None}
        port = self.insert(PORT, project_id, attributes)
        self._index(port)
        return port

    def _index(self, port: Json) -> None:
        self._by_device.setdefault(port["device_id"], []).append(port["id"])
        self.changed(port["device_id"])

    def changed(self, device_id: str) -> None:
        """Note that what a device shows of its ports has changed."""
        self.device_version[device_id] = self.device_version.get(device_id, 0) + 1

    def bind_port(self, port: Json, device_id: str, owner: str = "") -> None:
        """Give a port to a device, or take it away with an empty id."""
        ids = self._by_device.get(port["device_id"], [])
        if port["id"] in ids:
            ids.remove(port["id"])
            self.changed(port["device_id"])
        self.change(port, {"device_id": device_id, "device_owner": owner, "status": "ACTIVE" if device_id else "DOWN"})
        self._index(port)

    def remove_port(self, port: Json) -> None:
        """Remove a port; its addresses become free, floating IPs lose it."""
        for fixed in port["fixed_ips"]:
            self._used.get(fixed["subnet_id"], set()).discard(fixed["ip_address"])
        ids = self._by_device.get(port["device_id"], [])
        if port["id"] in ids:
            ids.remove(port["id"])
        self.changed(port["device_id"])
        for floating in self.collections["floatingips"].values():
            if floating["port_id"] == port["id"]:
                gone = {"port_id": None, "fixed_ip_address": None, "router_id": None, "status": "DOWN"}
                self.change(floating, gone)
        self.borrowed.discard(port["id"])
        del self.collections["ports"][port["id"]]

    def unplug(self, port: Json) -> None:
        """Take a port off its server: one that was there before the server stays, others go."""
        if port["id"] in self.borrowed:
            self.borrowed.remove(port["id"])
            self.bind_port(port, "")
        else:
            self.remove_port(port)

    def readdress(self, port: Json, wanted: list[Json]) -> list[Json]:
        """Return the addresses of a port after a change: those that are asked for, and those that SLAAC makes."""
        network = self.find(NETWORK, port["network_id"])
        left = list(port["fixed_ips"])
        kept, fresh = [], []
        for item in sorted(wanted, key=lambda one: "ip_address" not in one):
            match = next((one for one in left if item.items() <= one.items()), None)
            if match is None:
                fresh.append(item)
            else:
                left.remove(match)
                kept.append(match)
        automatic = [one for one in left if self.find(SUBNET, one["subnet_id"])["ipv6_address_mode"]]
        for one in left:
            if one not in automatic:
                self._used[one["subnet_id"]].discard(one["ip_address"])
        taken = self._fixed_ips(network, fresh, port["mac_address"]) if fresh else []
        return [*kept, *automatic, *taken]

    def ports_of(self, device_id: str) -> list[Json]:
        """Return the ports of a device."""
        return [self.collections["ports"][key] for key in self._by_device.get(device_id, [])]

    def _mac(self) -> str:
        digits = f"{next(self._macs) & 0xFFFFFF:06x}"
        return f"fa:16:3e:{digits[:2]}:{digits[2:4]}:{digits[4:]}"

    def _fixed_ips(self, network: Json, wanted: list[Json] | None, mac: str) -> list[Json]:
        subnets = self.subnets_of(network["id"])
        if wanted == []:  # asks for none, but those that are made of the MAC address are always there
            return [self.take_address(one, mac) for one in subnets if one["ipv6_address_mode"]]
        if not wanted:
            one_v4 = [item for item in subnets if item["ip_version"] == 4][:1]
            return [self.take_address(item, mac) for item in [*one_v4, *(s for s in subnets if s["ip_version"] == 6)]]
        result = []
        for item in wanted:
            address = item.get("ip_address")
            fitting = [s for s in subnets if item.get("subnet_id") in (None, s["id"]) and _fits(s, address)]
            if not fitting:
                sentence = f"IP address {address} is not a valid IP for any of the subnets on the specified network."
                raise bad_request(sentence, "InvalidIpForNetwork")
            result.append(self.take_address(fitting[0], mac, address))
        return result

    def take_address(self, subnet: Json, mac: str, wanted: str | None = None) -> Json:
        """Take an address of a subnet: the one asked for, the one the MAC makes (SLAAC), or the next free one."""
        used = self._used.setdefault(subnet["id"], set())
        wanted = wanted and str(ipaddress.ip_address(wanted))
        if wanted in used:
            sentence = f"IP address {wanted} already allocated in subnet {subnet['id']}"
            raise ApiError(409, sentence, "IpAddressAlreadyAllocated")
        address = wanted or (_eui64(subnet, mac) if subnet["ipv6_address_mode"] else self._free(subnet, used))
        used.add(address)
        return {"subnet_id": subnet["id"], "ip_address": address}

    def _free(self, subnet: Json, used: set[str]) -> str:
        pool = subnet["allocation_pools"][0]
        first = ipaddress.ip_address(pool["start"])
        last = ipaddress.ip_address(pool["end"])
        # Start where the last search ended: looking from the start each time is slow with ten thousand ports.
        offset = self._next.get(subnet["id"], 0)
        size = int(last) - int(first) + 1
        for step in range(size):
            address = str(first + (offset + step) % size)
            if address not in used:
                self._next[subnet["id"]] = (offset + step + 1) % size
                return address
        raise ApiError(
            409, f"No more IP addresses available on network {subnet['network_id']}.", "IpAddressGenerationFailure"
        )

    # Security groups

    def default_group(self, project_id: str) -> Json:
        """Return a project's group `default`, which Neutron makes when it is first needed."""
        for group in self.collections["security_groups"].values():
            if group["name"] == "default" and group["project_id"] == project_id:
                return group
        return self.add_security_group(project_id, name="default", description="Default security group")

    def add_security_group(self, project_id: str, **wanted: Any) -> Json:
        """Add a security group with the rules every new group has."""
        attributes = read_new(SECURITY_GROUP, wanted) | {"shared": False}
        group = self.insert(SECURITY_GROUP, project_id, attributes)
        # Those of the group `default` may hear from each other, too.
        members = {"direction": "ingress", "remote_group_id": group["id"]}
        own = [{**members, "ethertype": version} for version in IP_VERSIONS if group["name"] == "default"]
        for rule in [*self.default_rules, *own]:
            self.insert_rule(group, rule)
        return group

    def insert_rule(self, group: Json, rule: Json) -> Json:
        """Add a rule that was found to be good."""
        wanted = {**rule, "security_group_id": group["id"]}
        attributes = read_new(SECURITY_GROUP_RULE, wanted)
        attributes |= {"normalized_cidr": attributes["remote_ip_prefix"]}
        attributes |= {"belongs_to_default_sg": group["name"] == "default"}
        made = self.insert(SECURITY_GROUP_RULE, group["project_id"], attributes)
        # Of all resources here, rules alone have no tags.
        del made["tags"]
        return made

    def rules_of(self, group_id: str) -> list[Json]:
        """Return the rules of a group."""
        return [r for r in self.collections["security_group_rules"].values() if r["security_group_id"] == group_id]


def _pool(cidr: ipaddress.IPv4Network | ipaddress.IPv6Network, gateway: str | None) -> Json:
    first, last = cidr[1], cidr[-2] if cidr.version == 4 else cidr[-1]
    if gateway == str(first):
        first = cidr[2]
    return {"start": str(first), "end": str(last)}


def _fits(subnet: Json, address: str | None) -> bool:
    return address is None or ipaddress.ip_address(address) in ipaddress.ip_network(subnet["cidr"])


def _eui64(subnet: Json, mac: str) -> str:
    """Return the address that SLAAC makes of a MAC (RFC 4291, appendix A)."""
    octets = bytes.fromhex(mac.replace(":", ""))
    middle = bytes([octets[0] ^ 2]) + octets[1:3] + b"\xff\xfe" + octets[3:]
    base = int(ipaddress.ip_network(subnet["cidr"]).network_address)
    return str(ipaddress.IPv6Address(base | int.from_bytes(middle, "big")))

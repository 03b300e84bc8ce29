# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floating IPs of a node: compared, given and taken away. Pure.

Source: https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips
"""

from __future__ import annotations

import dataclasses
import ipaddress
import typing as t

from ...errors import ConfigError, NoSuchResource
from ...options.dicts import said_in
from ...resource import match as serving
from ...resource.declaration import Json
from ...resource.desired import Desired
from ...resource.reference import id_of
from ...resource.step import ID, Captured, Step, Wait
from ...service.cloud import Cloud
from .route import NodeChange
from .status import Node

# Of a desired floating IP: the network whose ports are tried first.
PREFERRED = "preferred_network"
KEYS = ("address", "network", "port", "fixed_ip", "description")


def normalised(wanted: t.Sequence[t.Any]) -> list[Json]:
    """Floating IPs as they are compared: dicts with an address, or with the network from which a new one is taken.

    Raises:
        ConfigError: one is neither an address, a name or id of a network, nor a dict of the known keys.
    """
    return [_one({_kind(one): one} if isinstance(one, str) else one) for one in wanted]


def with_settings(cloud: Cloud, desired: Desired) -> Desired:
    """A desired state whose floating IPs lead to the network that clouds.yaml says (`nat_destination`), if the node has
    a port there and the user does not say where they lead to."""
    network = cloud.config.addresses.nat_destination
    if network is None or not desired.fields.get("floating_ips"):
        return desired
    open_ones = [not {"port", "fixed_ip"} & one.keys() for one in desired.fields["floating_ips"]]
    floating_ips = [
        {**one, PREFERRED: network} if is_open else one
        for one, is_open in zip(desired.fields["floating_ips"], open_ones)
    ]
    return dataclasses.replace(desired, fields={**desired.fields, "floating_ips": floating_ips})


def _kind(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "network"
    return "address"


def _one(one: t.Any) -> Json:
    if not isinstance(one, dict):
        raise ConfigError([f"floating_ips has {one!r}, which is neither an address nor a network nor a dict."])
    usual = {"network" if key == "pool" else key: value for key, value in one.items() if value is not None}
    said = said_in("floating_ips", usual, KEYS)
    if ("address" in said) == ("network" in said):
        raise ConfigError([f"floating_ips has {one!r}; give each either address or network."])
    if "description" in said and "address" in said:
        raise ConfigError([f"floating_ips has {one!r}; a description is given to new ones alone, of a network."])
    return said


def shown(node: Node) -> list[Json]:
    """The current floating IPs of a node: complete if they were read, else dicts with only the address as `name`."""
    if node.get("floating_ips") is not None:
        return list(node["floating_ips"])
    return [{"name": address["ip"]} for address in node["addresses"] if address["type"] == "floating"]


def missing(wanted: t.Sequence[Json], there: t.Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """The wanted floating IPs that are not there, and the current ones that are not wanted. Each current one counts for
    one wanted one."""
    return serving.missing(wanted, there, _satisfies, unspecific=lambda desired: "address" not in desired)


def _satisfies(one: Json, desired: Json) -> bool:
    if "address" in desired and desired["address"] != one["name"]:
        return False
    if "network" in desired and id_of(desired["network"]) != one.get("network_id"):
        return False
    if "port" in desired and id_of(desired["port"]) != one.get("port_id"):
        return False
    return "fixed_ip" not in desired or desired["fixed_ip"] == one.get("fixed_ip")


def has(wanted: t.Sequence[Json], there: t.Sequence[Json]) -> bool:
    """Whether all wanted floating IPs are there."""
    return not missing(wanted, there)[0]


def is_all(wanted: t.Sequence[Json], there: t.Sequence[Json]) -> bool:
    """Whether exactly the wanted floating IPs are there."""
    return missing(wanted, there) == ([], [])


def added(wanted: t.Sequence[Json], there: t.Sequence[Json]) -> list[Json]:
    """The floating IPs after a change: the current ones, and the wanted ones that are not there yet."""
    return [*there, *missing(wanted, there)[0]]


def replaced(wanted: t.Sequence[Json], there: t.Sequence[Json]) -> list[Json]:
    """The same, without the current ones that are not wanted."""
    lacking, left = missing(wanted, there)
    return [*(one for one in there if one not in left), *lacking]


def displayed(value: t.Sequence[Json]) -> list[str]:
    """Floating IPs as texts, for a diff."""
    return [str(one.get("name") or one.get("address") or f"a new one of {one['network']}") for one in value]


def changes_of(node: Node, before: t.Sequence[Json], after: t.Sequence[Json], release: bool) -> list[NodeChange]:
    """The changes that take floating IPs from a node, and then those that give it others."""
    surplus = [one for one in before if one not in after]
    fresh = [one for one in after if "name" not in one]
    taken = [_change(taking(node, one, release)) for one in surplus]
    kept = len(before) - len(surplus)
    return [*taken, *(_change(giving(node, one, kept + number)) for number, one in enumerate(fresh, start=1))]


def _change(steps: t.Sequence[Step]) -> NodeChange:
    return NodeChange(steps[-1].title, lambda _position: steps, refused_while_locked=False)


def taking(node: Node, one: Json, release: bool) -> list[Step]:
    """The steps that take a floating IP from a node. With `release`, it goes back to its pool."""
    address = one["name"]

    def reached(current: t.Mapping[str, t.Any] | None) -> bool:
        return current is None or address not in [item["ip"] for item in current["addresses"]]

    title = f"{'release' if release else 'take'} floating IP {address} from node '{node['name']}'"
    wait = Wait(f"node '{node['name']}' to be without floating IP {address}", reached)
    path = f"/floatingips/{one.get('id')}"  # None in a first plan, for which floating IPs were not read yet
    if release:
        return [Step(title, "DELETE", path, service="network", wait=wait)]
    return [Step(title, "PUT", path, {"floatingip": {"port_id": None}}, service="network", wait=wait)]


def addresses_of(fields: t.Mapping[str, t.Any]) -> set[str]:
    """The addresses of the floating IPs that a node's desired fields name."""
    return {str(desired["address"]) for desired in fields.get("floating_ips") or () if "address" in desired}


def release(one: Json) -> Step:
    """The step that gives a floating IP back to its pool once its node is gone."""
    return Step(f"release floating IP {one['name']}", "DELETE", f"/floatingips/{one['id']}", service="network")


def giving(node: Node, desired: Json, count: int) -> list[Step]:
    """The steps that give a node a floating IP. Afterwards it has `count` of them."""
    what = f"floating IP {desired['address']}" if "address" in desired else f"a floating IP of {desired['network']}"
    port: t.Any = id_of(desired["port"]) if "port" in desired else Captured("port")
    body: Json = {"port_id": port, **({"fixed_ip_address": desired["fixed_ip"]} if "fixed_ip" in desired else {})}
    if "address" in desired:
        method, path = "PUT", f"/floatingips/{id_of(desired['address'])}"
    else:
        method, path = "POST", "/floatingips"
        body["floating_network_id"] = id_of(desired["network"])
        if "description" in desired:
            body["description"] = desired["description"]
    step = Step(
        title=f"give {what} to node '{node['name']}'",
        method=method,
        path=path,
        body={"floatingip": body},
        service="network",
        wait=Wait(f"node '{node['name']}' to show {what}", lambda current: _has(current, desired, count)),
        # Each port is tried: only the service knows which of the node's networks are connected to the floating IP's.
        each_of=None if "port" in desired else "port",
        # A fixed address can have one floating IP of a network. Two runs may both have seen that it has none.
        conflict_ok=True,
    )
    return [step] if "port" in desired else [_find_ports(node, desired, what), step]


def _find_ports(node: Node, desired: Json, what: str) -> Step:
    return Step(
        title=f"find the port of node '{node['name']}' for {what}",
        method="GET",
        path="/ports",
        params=(("device_id", ID),),
        service="network",
        captures={"port": lambda answer: ports_for(desired, answer.get("ports") or ())},
    )


def _has(current: t.Mapping[str, t.Any] | None, desired: Json, count: int) -> bool:
    floating = [item["ip"] for item in (current or {}).get("addresses", ()) if item["type"] == "floating"]
    return desired["address"] in floating if "address" in desired else len(floating) >= count


def ports_for(desired: Json, ports: t.Sequence[Json]) -> list[str]:
    """The ids of the ports that a floating IP may be for: those with the wanted fixed address, or with any IPv4
    address. Those in the preferred network come first, and then the oldest. The ports are Neutron's JSON.

    Raises:
        NoSuchResource: the node has no such port.
    """
    found = [
        port for port in ports if _fits(desired, [str(item["ip_address"]) for item in port.get("fixed_ips") or ()])
    ]
    if not found:
        what = f"with the address {desired['fixed_ip']}" if "fixed_ip" in desired else "with an IPv4 address"
        raise NoSuchResource(f"The node has no port {what} that a floating IP could be for.")
    preferred = id_of(desired[PREFERRED]) if PREFERRED in desired else None

    def rank(port: Json) -> tuple[bool, str]:
        return preferred is not None and port.get("network_id") != preferred, str(port.get("created_at") or "")

    return [str(port["id"]) for port in sorted(found, key=rank)]


def _fits(desired: Json, addresses: t.Sequence[str]) -> bool:
    return desired["fixed_ip"] in addresses if "fixed_ip" in desired else any("." in address for address in addresses)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which floating IP a user means: the one with an address or id, the one of a node or port, or a free one of a
network."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError, NoSuchResource, NotUnique
from ..resource.collection import Collection
from ..resource.declaration import Json
from ..resource.desired import ABSENT, PRESENT, Desired
from ..resource.emptiness import refuse_empty
from ..service.cloud import Cloud
from ..service.forecast import is_placeholder, placeholder
from .floating_ip import FLOATING_IP
from .network import NETWORK
from .node.node import NODE
from .port_reference import PORT, read_port

DETACHED = "detached"
Ports = t.Sequence[Json]


def lookup(cloud: Cloud, desired: Desired) -> tuple[Desired, Json | None]:
    """Complete the desired state (ids for names, the port of the node) and find the current floating IP, if there is
    one.

    Raises:
        ConfigError: the options do not say which floating IP is meant.
        NoSuchResource, NotUnique: a name means no resource, or several.
    """
    return _Search(cloud, desired).found()


PLACES = {"node": NODE, "port": PORT, "network": NETWORK, "fixed_network": NETWORK}


def mentions(desired: Desired) -> list[tuple[str, str]]:
    """The node, port and networks that a desired state names."""
    said = {**desired.policy, **desired.fields}
    return [(kind.name, str(said[option])) for option, kind in PLACES.items() if said.get(option)]


SOUGHT_FLOATING_IP = dataclasses.replace(
    FLOATING_IP, lookup=lookup, mentions=mentions, may_mention=tuple(kind.name for kind in PLACES.values())
)


class _Search:
    """One search. It holds the state that its parts share."""

    def __init__(self, cloud: Cloud, desired: Desired) -> None:
        self._cloud = cloud
        self._desired = desired
        self._fields = dict(desired.fields)
        self._address = desired.name
        self._all = Collection(cloud, FLOATING_IP)
        self._makes = desired.state == PRESENT

    def found(self) -> tuple[Desired, Json | None]:
        self._refuse_ambiguity()
        if "network" in self._fields:
            self._fields["network"] = self._external(self._fields["network"])
        detaches = self._desired.state == DETACHED or self._fields.get("port") == ""
        ports = None if self._fields.get("port") == "" else self._ports()
        current = self._current(ports)
        if not self._makes and (current is None or self._desired.state == ABSENT):
            return dataclasses.replace(self._desired, state=ABSENT), current
        if detaches:
            self._fields["port"] = None
        elif ports is not None:
            self._fields["port"] = self._port(ports, current)
        elif self._fields.get("fixed_ip"):
            self._fields["port"] = _port_of(current)
        if current is None and "network" not in self._fields:
            self._fields["network"] = self._only_network()
        return dataclasses.replace(self._desired, state=PRESENT, fields=self._fields), current

    def _refuse_ambiguity(self) -> None:
        for option in ("name", "id"):
            if getattr(self._desired, option) == "":
                raise ConfigError([f"{option} must not be empty."])
        of_place = ("node", "fixed_network")
        refuse_empty(
            {**{name: self._desired.option(name) for name in of_place}, "fixed_ip": self._fields.get("fixed_ip")},
            "be any that there is",
        )
        refuse_empty({"network": self._fields.get("network")}, "be any network that is external")
        place = [what for what in (self._desired.option("node"), self._fields.get("port")) if what]
        if len(place) > 1:
            raise ConfigError(["Give either node or port, not both."])
        if self._makes and not place and self._desired.option("fixed_network"):
            raise ConfigError(["fixed_network says which network of a node is meant: say the node."])
        known = bool(self._address or self._desired.id or place)
        if not known and not (self._makes and "network" in self._fields):
            ways = "its address, its id, or by the node or port that has it"
            raise ConfigError([f"Say which floating IP by {ways}{'; or give the network' if self._makes else ''}."])

    def _external(self, text: str) -> str:
        """The id of the network that the floating IPs belong to.

        Raises:
            NoSuchResource: there is no such network, or it is not external.
        """
        network = Collection(self._cloud, NETWORK).referred(text)
        if self._makes and network["external"] is False:
            raise NoSuchResource(
                f"Network '{network['name']}' ({network['id']}) is not external, so that there are no floating IPs of"
                f" it. External ones are: {self._external_names()}."
            )
        return str(network["id"])

    def _external_names(self) -> str:
        found = Collection(self._cloud, NETWORK).list((("router:external", "true"),))
        return ", ".join(str(one["name"]) for one in found) or "none"

    def _id(self, resource: t.Any, text: str) -> str:
        return str(Collection(self._cloud, resource).referred(text)["id"])

    def _ports(self) -> Ports | None:
        """The ports that the floating IP may be for. None if the user named neither a node nor a port."""
        node, port = self._desired.option("node"), self._fields.get("port")
        ports = Collection(self._cloud, PORT)
        try:
            if port:
                return [ports.referred(port)]
            if not node:
                return None
            node_id = self._id(NODE, node)
            found = list(ports.list((("device_id", node_id),)))
        except NoSuchResource:
            if self._makes:
                raise
            ports.ownership.warn_of_others(str(port))
            return []  # a node or port that is gone has no floating IP
        network = self._desired.option("fixed_network")
        network_id = self._id(NETWORK, network) if network else None
        found = [one for one in found if network_id in (None, one["network_id"])]
        preferred = self._cloud.config.addresses.nat_destination
        if preferred and not network and not self._fields.get("fixed_ip"):
            preferred_id = self._id(NETWORK, preferred)
            found = [one for one in found if one["network_id"] == preferred_id] or found
        if not found and is_placeholder(node_id):
            return [{**read_port({"id": placeholder("port", node), "name": ""}), "network_id": network_id}]
        return found

    def _current(self, ports: Ports | None) -> Json | None:
        if self._desired.id or self._address:
            one = self._all.by_id(self._desired.id) if self._desired.id else self._by_address()
            if one is None and self._desired.id and self._desired.state != ABSENT:
                raise NoSuchResource(f"There is no floating IP with the id '{self._desired.id}'{self._cloud.where()}.")
            is_elsewhere = one is not None and ports is not None and not self._is_at(one, ports)
            return None if is_elsewhere and not self._makes else one
        if ports is not None:
            return self._attached(ports) or (self._free() if self._makes and self._desired.option("reuse") else None)
        return self._free()

    def _by_address(self) -> Json | None:
        address = str(self._address)
        one = self._all.single(address, self._all.own(self._all.named([address])))
        others = self._all.ownership.told_of_others(address) if one is None else ""
        if others and self._makes:
            raise NoSuchResource(f"There is no floating IP '{address}'{self._cloud.where()}.{others}")
        if others:
            self._all.ownership.warn_of_others(address)
        return one

    def _attached(self, ports: Ports) -> Json | None:
        """The floating IP of the ports, in their project or the token's. Of several, the oldest is taken.

        Raises:
            NotUnique: there are several, and one is to be detached or removed: then it has to be clear which.
        """
        if not ports:
            return None
        query = tuple(("port_id", str(port["id"])) for port in ports)
        found = [one for one in self._all.list(query) if self._is_at(one, ports) and self._is_of_network(one)]
        meant = [one["id"] for one in self._all.own(found)]
        projects = [port["project_id"] for port in ports]
        found = [one for one in found if one["id"] in meant or one["project_id"] in projects]
        if len(found) > 1 and not self._makes:
            addresses = ", ".join(str(one["name"]) for one in found)
            raise NotUnique(
                f"There are several floating IPs: {addresses}. Say which one by its address.",
                [str(one["id"]) for one in found],
            )
        return min(found, key=lambda one: str(one["created_at"])) if found else None

    def _free(self) -> Json | None:
        """The project's oldest floating IP of the network that no port has. Its description and tags fit the desired
        ones."""
        query = [("floating_network_id", self._fields["network"])] if "network" in self._fields else []
        if self._cloud.project_id:
            query.append(("project_id", self._cloud.project_id))
        there = self._all.own(self._all.list(tuple(query)))
        found = [one for one in there if not one["port_id"] and self._is_described(one)]
        return min(found, key=lambda one: str(one["created_at"])) if found else None

    def _is_described(self, one: Json) -> bool:
        tags = set(self._fields.get("tags", ()))
        return self._fields.get("description") in (None, one["description"]) and tags <= set(one["tags"])

    def _is_of_network(self, one: Json) -> bool:
        return self._fields.get("network") in (None, one["network_id"])

    def _is_at(self, one: Json, ports: Ports) -> bool:
        """Whether a floating IP is at one of the ports, and at the fixed address if the user named one."""
        is_there = one["port_id"] in [port["id"] for port in ports]
        return is_there and self._fields.get("fixed_ip") in (None, one["fixed_ip"])

    def _port(self, ports: Ports, current: Json | None) -> str:
        """The id of the port to use: the one that the floating IP is at, or the only one that can have it.

        Raises:
            NoSuchResource, NotUnique: no port can have it, or several can.
        """
        if current is not None and self._is_at(current, ports):
            return str(current["port_id"])
        wanted = self._fields.get("fixed_ip")
        fit = {str(port["id"]): [ip for ip in _ipv4_of(port) if wanted in (None, ip)] for port in ports}
        fit = {port_id: ips for port_id, ips in fit.items() if ips or is_placeholder(port_id)}
        what = self._desired.option("node") or self._fields.get("port")
        if not fit:
            address = f"the address {wanted}" if wanted else "an IPv4 address"
            raise NoSuchResource(f"'{what}' has no port with {address} that a floating IP could be for.")
        if len(fit) > 1:
            shown = "; ".join(f"{port_id} ({', '.join(ips)})" for port_id, ips in fit.items())
            raise NotUnique(
                f"'{what}' has several ports: {shown}. Say which one by port, fixed_network or fixed_ip.", list(fit)
            )
        return next(iter(fit))

    def _only_network(self) -> str:
        """The id of the only external network, for a new floating IP.

        Raises:
            ConfigError: there are none or several, so that the user has to say which.
        """
        found = list(Collection(self._cloud, NETWORK).list((("router:external", "true"),)))
        if len(found) != 1:
            names = ", ".join(str(one["name"]) for one in found) or "none"
            raise ConfigError([f"Say which network a new floating IP is to be of; external ones are: {names}."])
        return str(found[0]["id"])


def _port_of(current: Json | None) -> str:
    """The id of the port that a floating IP is at. The user wants another fixed address of the same port.

    Raises:
        ConfigError: it is at no port.
    """
    if current is None or not current["port_id"]:
        raise ConfigError(["fixed_ip is an address of a node or port: say which by node or port."])
    return str(current["port_id"])


def _ipv4_of(port: Json) -> list[str]:
    return [one["ip"] for one in port["fixed_ips"] if "." in one["ip"]]

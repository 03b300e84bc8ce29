# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks and ports of a node: compared, attached and detached. Pure.

Source: https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface
"""

from __future__ import annotations

import typing as t

from ...errors import ConfigError
from ...options.dicts import said_in
from ...resource import match as serving
from ...resource.declaration import Json
from ...resource.reference import id_of
from ...resource.step import ID, Step, Wait
from ...service.microversion import Microversion
from .. import ip_address
from ..attachment import has_tag
from .route import NodeChange
from .status import Node, is_settled

# Statuses in which Nova attaches and detaches interfaces.
ALLOWED = frozenset(("ACTIVE", "SHUTOFF", "PAUSED"))
AUTO, NONE = "auto", "none"
WITH_WORDS = Microversion("2.37", needed=True, reason="A node without a list of networks")
TAGGED_NIC = Microversion("2.42", needed=True, reason="A tag of a network")
TAGGED_ATTACHMENT = Microversion("2.49", needed=True, reason="A tag of a network")

# Other tools' names for the keys of a network -> ours.
SPELLINGS = {
    "net-id": "network",
    "net-name": "network",
    "net_id": "network",
    "uuid": "network",
    "name": "network",
    "port-id": "port",
    "port-name": "port",
    "port_id": "port",
    "v4-fixed-ip": "fixed_ip",
    "v6-fixed-ip": "fixed_ip",
}
KEYS = ("network", "port", "fixed_ip", "tag")


def normalised(wanted: t.Sequence[t.Any]) -> list[Json] | str:
    """Networks as they are compared and sent: dicts with network or port, or one of the words auto and none.

    Raises:
        ConfigError: one is neither a name or id nor a dict of the known keys.
    """
    if list(wanted) in ([AUTO], [NONE]):
        return str(wanted[0])
    return [_one(item) for item in wanted] if wanted else NONE


def _one(item: t.Any) -> Json:
    if isinstance(item, str):
        # openstack.cloud takes `net-name=private` too.
        key, equals, value = item.partition("=")
        return {SPELLINGS[key]: value} if equals and key in SPELLINGS else {"network": item}
    if not isinstance(item, dict):
        raise ConfigError([f"networks has {item!r}, which is neither a name or id nor a dict."])
    usual = {SPELLINGS.get(str(key), str(key)): value for key, value in item.items() if value is not None}
    named = said_in("networks", usual, KEYS)
    if ("network" in named) == ("port" in named):
        raise ConfigError([f"networks has {item!r}; give each either network or port."])
    return {key: ip_address.address(str(value)) if key == "fixed_ip" else value for key, value in named.items()}


def interfaces(node: Node) -> t.Any:
    """The current interfaces of a node: from its ports if they were read, else from its addresses, with fewer keys."""
    if node.get("ports") is not None:
        names = {address["mac"]: address["network"] for address in node["addresses"]}
        tags = node.get("interface_tags")
        return [
            {
                "network": names.get(port["mac"]) or port["network_id"],
                "network_id": port["network_id"],
                "port": port["id"],
                "mac": port["mac"],
                "ips": [one["ip"] for one in port["fixed_ips"]],
                **({} if tags is None else {"tag": tags.get(port["id"])}),
            }
            for port in node["ports"]
        ]
    by_mac: dict[t.Any, Json] = {}
    for address in node["addresses"]:
        if address["type"] == "fixed":
            key = address["mac"] or address["network"]
            one = by_mac.setdefault(key, {"network": address["network"], "mac": address["mac"], "ips": []})
            one["ips"].append(address["ip"])
    return list(by_mac.values())


def other_tags(wanted: t.Any, there: t.Sequence[Json]) -> tuple[list[Json], list[Json]] | None:
    """The current interfaces with another tag than the wanted ones in their place, and the wanted ones; None if there
    are none. Nova sets a tag when it attaches an interface, and never later."""
    if not has_tag(wanted) or any("tag" not in one for one in there):
        return None

    def serves(one: Json, desired: Json) -> bool:
        return _satisfies(one, desired) and desired.get("tag") in (None, one["tag"])

    # Those that are right are left out first, so that of two interfaces in one network each is compared with its own.
    wrong, left = serving.missing(wanted, there, serves, unspecific=lambda desired: -len(desired))
    pairs = zip(serving.served(wrong, left, _satisfies, unspecific=lambda desired: -len(desired))[0], wrong)
    differing = [(one, desired) for one, desired in pairs if one is not None]
    return ([one for one, _desired in differing], [desired for _one, desired in differing]) if differing else None


def missing(wanted: t.Any, there: t.Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """The wanted interfaces that are not there, and the current ones that are not wanted. Each current one counts for
    one wanted one."""
    if wanted == AUTO:
        return ([] if there else [{"network": AUTO}]), []
    return serving.missing(
        [] if wanted == NONE else wanted, there, _satisfies, unspecific=lambda desired: -len(desired)
    )


def _satisfies(one: Json, desired: Json) -> bool:
    if "port" in desired:
        return one.get("port") is not None and one["port"] in (desired["port"], id_of(desired["port"]))
    if desired["network"] not in (one["network"], one.get("network_id")) and (
        id_of(desired["network"]) != one.get("network_id")
    ):
        return False
    return "fixed_ip" not in desired or desired["fixed_ip"] in one["ips"]


def has(wanted: t.Any, there: t.Sequence[Json]) -> bool:
    """Whether all wanted interfaces are there. For `none`, there must be no interfaces."""
    lacking, left = missing(wanted, there)
    return not lacking and not (wanted == NONE and left)


def is_all(wanted: t.Any, there: t.Sequence[Json]) -> bool:
    """Whether exactly the wanted interfaces are there. For `auto`, any will do."""
    lacking, left = missing(wanted, there)
    return not lacking and (wanted == AUTO or not left)


def added(wanted: t.Any, there: t.Sequence[Json]) -> list[Json]:
    """The interfaces after a change: the current ones, and the wanted ones that are not there yet. Empty for `none`."""
    return [] if wanted == NONE else [*there, *missing(wanted, there)[0]]


def replaced(wanted: t.Any, there: t.Sequence[Json]) -> list[Json]:
    """The same, without the current ones that are not wanted."""
    lacking, left = missing(wanted, there)
    return [*(one for one in there if one not in left), *lacking]


def displayed(value: t.Any) -> t.Any:
    """Networks or interfaces as texts, for a diff."""
    return value if isinstance(value, str) else [_displayed(one) for one in value]


def _displayed(one: Json) -> str:
    tag = f" tagged '{one['tag']}'" if one.get("tag") else ""
    if "ips" not in one and "port" in one:
        return f"port {one['port']}{tag}"
    ip = f" ({one['fixed_ip']})" if "fixed_ip" in one else ""
    return f"{one['network']}{ip}{tag}"


def to_create(wanted: t.Any) -> tuple[t.Any, Microversion | None]:
    """The networks of a new node as Nova takes them, and the microversion that this needs. For None, Nova chooses."""
    if wanted is None or isinstance(wanted, str):
        return wanted or AUTO, WITH_WORDS
    tagged = any("tag" in one for one in wanted)
    return [_nic(one) for one in wanted], TAGGED_NIC if tagged else None


def has_port(wanted: t.Any, given: bool = False) -> bool:
    """Whether a new node gets a port that Nova makes or, with `given`, any port that exists already."""
    if isinstance(wanted, list):
        return any("port" in one or not given for one in wanted)
    return wanted != NONE and not given


def _nic(one: Json) -> Json:
    keys = {"network": "uuid", "port": "port", "fixed_ip": "fixed_ip", "tag": "tag"}
    return {keys[key]: id_of(value) for key, value in one.items()}


def changes_of(node: Node, before: t.Sequence[Json], after: t.Sequence[Json]) -> list[NodeChange]:
    """The changes that attach and detach interfaces. Attaching goes first, so that the node stays reachable."""
    fresh = [one for one in after if "mac" not in one]
    surplus = [one for one in before if one not in after]
    return [*(_attach(node, one) for one in fresh), *(_detach(node, one) for one in surplus)]


def _attach(node: Node, desired: Json) -> NodeChange:
    title = f"connect node '{node['name']}' to {_displayed(desired)}"
    body: Json = {"port_id": id_of(desired["port"])} if "port" in desired else {"net_id": id_of(desired["network"])}
    if desired.get("network") == AUTO:
        body = {}
    if "fixed_ip" in desired:
        body["fixed_ips"] = [{"ip_address": desired["fixed_ip"]}]
    if "tag" in desired:
        body["tag"] = desired["tag"]
    microversion = TAGGED_ATTACHMENT if "tag" in desired else None
    step = Step(title, "POST", f"/servers/{ID}/os-interface", {"interfaceAttachment": body}, microversion)
    return NodeChange(title, lambda _position: [step], ALLOWED)


def _detach(node: Node, one: Json) -> NodeChange:
    title = f"disconnect node '{node['name']}' from {one['network']}"
    mac = one["mac"]

    def reached(current: t.Mapping[str, t.Any] | None) -> bool:
        return current is None or (
            is_settled(current) and mac not in [address["mac"] for address in current["addresses"]]
        )

    wait = Wait(f"node '{node['name']}' to be disconnected from {one['network']}", reached) if mac else None
    path = f"/servers/{ID}/os-interface/{one.get('port')}"  # None in a first plan, for which ports were not read yet
    step = Step(title, "DELETE", path, wait=wait)
    return NodeChange(title, lambda _position: [step], ALLOWED)

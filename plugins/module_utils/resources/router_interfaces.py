# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interfaces of a router, which connect it to subnets: read, compared, added and removed.

The service shows them as ports. https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router
"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError, Immutable
from ..options.dicts import said_in
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.reference import Referred, id_of
from ..resource.step import ID, Captured, Step
from ..service.cloud import Cloud
from .ip_address import address
from .port_reference import PORT

KEYS = ("subnet", "port", "ip")
# A query has to fit into a URL.
MOST_IN_ONE_QUERY = 50
# Device owners of the interfaces of plain, distributed and highly available routers.
OWNERS = ("network:router_interface", "network:router_interface_distributed", "network:ha_router_replicated_interface")

Interfaces = t.Sequence[Json]


def read(cloud: Cloud, routers: t.Sequence[Json]) -> dict[str, Json]:
    """The interfaces of each router, by its id. There is one for each address, since a port may be in several
    subnets."""
    found: dict[str, list[Json]] = {router["id"]: [] for router in routers}
    ids = list(found)
    for start in range(0, len(ids), MOST_IN_ONE_QUERY):
        query = tuple(("device_id", one) for one in ids[start : start + MOST_IN_ONE_QUERY])
        for port in Collection(cloud, PORT).list(query):
            if port["device_owner"] in OWNERS and port["device_id"] in found:
                found[port["device_id"]] += [_interface(port, fixed) for fixed in port["fixed_ips"]]
    return {router: {"interfaces": sorted(all_, key=lambda one: str(one["ip"]))} for router, all_ in found.items()}


def _interface(port: Values, fixed: Values) -> Json:
    return {
        "port_id": port["id"],
        "network_id": port["network_id"],
        "subnet_id": fixed["subnet_id"],
        "ip": fixed["ip"],
    }


def normalised(wanted: t.Sequence[t.Any]) -> list[Json]:
    """Interfaces as they are compared: dicts with a subnet (and an ip if the user gave one), or with a port.

    Raises:
        ConfigError: one is neither a name or id of a subnet nor a dict of the known keys.
    """
    return [_one({"subnet": one} if isinstance(one, str) else one) for one in wanted]


def _one(one: t.Any) -> Json:
    if not isinstance(one, dict):
        raise ConfigError([f"interfaces has {one!r}, which is neither a subnet nor a dict."])
    # openstack.cloud has portip for ip. It also has net, which is not needed: the subnet is in one network.
    usual = {"ip" if key == "portip" else key: value for key, value in one.items() if key != "net"}
    said = said_in("interfaces", {**usual, "ip": _address(usual.get("ip"))}, KEYS)
    if ("subnet" in said) == ("port" in said) or ("ip" in said and "subnet" not in said):
        raise ConfigError([f"interfaces has {one!r}; give each either port, or subnet and ip if wanted."])
    return said


def _address(text: t.Any) -> str | None:
    """An address as the service shows it. None if there is none."""
    return None if text in (None, "") else address(str(text))


def missing(wanted: Interfaces, there: Interfaces) -> tuple[list[Json], list[Json]]:
    """The wanted interfaces that are not there, and the current ones that are not wanted."""
    lacking = [desired for desired in wanted if not any(_satisfies(one, desired) for one in there)]
    surplus = [one for one in there if not any(_satisfies(one, desired) for desired in wanted)]
    return lacking, surplus


def _satisfies(one: Json, desired: Json) -> bool:
    if "port" in desired:
        return bool(one["port_id"] == id_of(desired["port"]))
    return bool(one["subnet_id"] == id_of(desired["subnet"])) and desired.get("ip") in (None, one["ip"])


def has(wanted: Interfaces, there: Interfaces) -> bool:
    """Whether all wanted interfaces are there."""
    return not missing(wanted, there)[0]


def is_all(wanted: Interfaces, there: Interfaces) -> bool:
    """Whether exactly the wanted interfaces are there."""
    return missing(wanted, there) == ([], [])


def added(wanted: Interfaces, there: Interfaces) -> list[Json]:
    """The interfaces after a change: the current ones, and the wanted ones that are not there yet."""
    return [*there, *missing(wanted, there)[0]]


def replaced(wanted: Interfaces, there: Interfaces) -> list[Json]:
    """The same, without the current ones that are not wanted."""
    lacking, surplus = missing(wanted, there)
    return [*(one for one in there if one not in surplus), *lacking]


def displayed(interfaces: Interfaces) -> list[str]:
    """Interfaces as texts, for a diff."""
    return [_displayed(one) for one in interfaces]


def _displayed(one: Json) -> str:
    if "port" in one:
        return f"port {one['port']}"
    return f"subnet {one.get('subnet') or one['subnet_id']}" + (f" ({one['ip']})" if one.get("ip") else "")


def predicted(interfaces: Interfaces) -> list[Json]:
    """The predicted interfaces, as far as they are known."""
    return [one if "port_id" in one else _predicted(one) for one in interfaces]


def _predicted(one: Json) -> Json:
    known = {"port_id": one.get("port"), "network_id": None, "subnet_id": one.get("subnet"), "ip": one.get("ip")}
    return {key: id_of(value) if isinstance(value, (str, Referred)) else value for key, value in known.items()}


def steps(router: Values, before: Interfaces, after: Interfaces) -> list[Step]:
    """The steps that add interfaces, and then remove others. If one gets another address in the same subnet, the old
    one has to go first.

    Raises:
        Immutable: the router would get a second interface in a subnet.
    """
    fresh = [one for one in after if "port_id" not in one]
    _refuse_second(router, fresh, [one for one in after if "port_id" in one])
    surplus = [one for one in before if one not in after]
    renewed = {id_of(one["subnet"]) for one in fresh if "subnet" in one}
    first = [remove(router, one) for one in surplus if one["subnet_id"] in renewed]
    adding = [step for one in fresh for step in _add(router, one)]
    return [*first, *adding, *(remove(router, one) for one in surplus if one["subnet_id"] not in renewed)]


def _refuse_second(router: Values, fresh: Interfaces, stay: Interfaces) -> None:
    """Refuse a second interface in a subnet. The service would refuse it only after its port was made, and that port
    would be left behind."""
    taken = {one["subnet_id"]: one["ip"] for one in stay}
    for one in fresh:
        if "subnet" not in one:
            continue
        subnet = id_of(one["subnet"])
        if subnet in taken:
            raise Immutable(
                f"Router '{router['name']}' can have one address in a subnet, and in {one['subnet']} it has"
                f" {taken[subnet]}, wanted {one.get('ip') or 'another'}. Set purge_interfaces to true to have the one"
                " that is there removed first."
            )
        taken[subnet] = one.get("ip") or "one"


def _add(router: Values, one: Json) -> list[Step]:
    title = f"add to router '{router['name']}' {_displayed(one)}"
    path = f"/routers/{ID}/add_router_interface"
    if "port" in one:
        return [Step(title, "PUT", path, {"port_id": id_of(one["port"])})]
    subnet = id_of(one["subnet"])
    if "ip" not in one:
        return [Step(title, "PUT", path, {"subnet_id": subnet})]
    port = {"network_id": Captured("network"), "fixed_ips": [{"subnet_id": subnet, "ip_address": one["ip"]}]}
    return [
        Step(title, "GET", f"/subnets/{subnet}", captures={"network": lambda answer: answer["subnet"]["network_id"]}),
        Step(title, "POST", "/ports", {"port": port}, captures={"port": lambda answer: answer["port"]["id"]}),
        Step(title, "PUT", path, {"port_id": Captured("port")}),
    ]


def remove(router: Values, one: Json) -> Step:
    """The step that takes a router out of a subnet."""
    title = f"remove from router '{router['name']}' {_displayed(one)}"
    return Step(title, "PUT", f"/routers/{ID}/remove_router_interface", {"subnet_id": one["subnet_id"]})

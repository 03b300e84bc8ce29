# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preflight and the blockers of nodes: they find what services would refuse only halfway through a change.

Most resources that they read were looked up for the plan already, and need no further request.
"""

from __future__ import annotations

import typing as t

from ...errors import ResourceError
from ...resource.collection import Collection
from ...resource.declaration import Json, Values
from ...resource.desired import ABSENT
from ...resource.preflight import Blocker, PlannedChange
from ...resource.reference import id_of
from ...service.cloud import Cloud
from ..attachment import fresh
from ..network import NETWORK
from ..port_reference import PORT
from ..volume_preflight import SNAPSHOTS_FIRST
from ..volume_reference import VOLUME
from ..volume_snapshot import VOLUME_SNAPSHOT
from . import volumes as node_volumes
from .networks import AUTO

ALL_SNAPSHOTS = "all volume snapshots"


def preflight(cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse changes that the services would refuse only after the node was made or partly changed.

    Raises:
        ResourceError: a service would refuse something. The message has all of it.
    """
    if change.desired.state == ABSENT:
        return ()
    problems = [*_of_floating_ips(change)]
    if change.makes:
        problems += _of_groups_of_new(cloud, change)
    elif change.writes > 1 or change.check:
        problems += [*_of_groups(cloud, change), *_of_volumes(change), *_of_ports(change)]
    if problems:
        name = change.desired.name or (change.current or {}).get("name") or change.desired.id
        begun = "was not made" if change.makes else "was left as it is"
        raise ResourceError(" ".join([f"Node '{name}' {begun}.", *dict.fromkeys(problems)]))
    return ()


def _of_floating_ips(change: PlannedChange) -> t.Iterator[str]:
    desired_states = [one for one in change.fields.get("floating_ips") or () if "name" not in one]
    for desired in desired_states:
        network = change.lookup(NETWORK, id_of(desired["network"])) if "network" in desired else None
        if network is not None and network["external"] is False:
            yield (
                f"floating_ips: network '{network['name']}' ({network['id']}) is not external, so that there are no"
                " floating IPs of it."
            )
    node = change.current
    if not desired_states or node is None or change.makes or change.fields.get("networks"):
        return
    addresses = [one["ip"] for one in node["addresses"] if one["type"] == "fixed"]
    for desired in desired_states:
        if "port" not in desired and addresses and not _is_for(desired, addresses):
            what = f"the address {desired['fixed_ip']}" if "fixed_ip" in desired else "an IPv4 address"
            there = ", ".join(addresses)
            yield f"floating_ips: the node has no {what} that a floating IP could be for; it has {there}."


def _is_for(desired: Values, addresses: t.Sequence[str]) -> bool:
    return desired["fixed_ip"] in addresses if "fixed_ip" in desired else any("." in ip for ip in addresses)


def _of_groups_of_new(cloud: Cloud, change: PlannedChange) -> list[str]:
    """The problems with the security groups of a new node. Nova itself finds only on the host that a network takes no
    groups, and tries other hosts before it gives up."""
    wanted = change.fields.get("networks")
    if not change.fields.get("security_groups") or wanted == "none":
        return []
    if wanted in (None, AUTO):
        networks: list[Json | None] = [*_only_network(cloud, change)]
        ports: list[Json | None] = []
    else:
        networks = [change.lookup(NETWORK, id_of(one["network"])) for one in wanted if "network" in one]
        ports = [change.lookup(PORT, id_of(one["port"])) for one in wanted if "port" in one]
    found = [_without(f"network '{one['name']}' ({one['id']})") for one in networks if one and _is_open(one)]
    if ports and not networks and all(_is_open(one) for one in ports):
        found += [_without(f"port '{one['name']}' ({one['id']})") for one in ports if one]
    return found


def _only_network(cloud: Cloud, change: PlannedChange) -> list[Json]:
    """The network that Nova takes if the user names none. Empty if there are several: Nova refuses to choose."""

    def read() -> list[Json]:
        networks = Collection(cloud, NETWORK).list((("admin_state_up", "true"),))
        return [one for one in networks if one["shared"] or one["project_id"] == cloud.project_id]

    found: list[Json] = change.once("networks that a node may be in", read)
    return found if len(found) == 1 else []


def _is_open(one: Json | None) -> bool:
    return one is not None and one["port_security_enabled"] is False


def _without(what: str) -> str:
    return (
        f"security_groups: {what} has no port security, so that there can be no security groups. Give"
        " security_groups: [], or other networks."
    )


def _of_groups(cloud: Cloud, change: PlannedChange) -> list[str]:
    node = change.current
    if node is None or not change.fields.get("security_groups") or "networks" in change.fields:
        return []
    ports = [
        one for one in Collection(cloud, PORT).list((("device_id", node["id"]),)) if one["device_id"] == node["id"]
    ]
    if any(one["port_security_enabled"] is not False for one in ports):
        return []
    return ["security_groups: the node has no port with port security, which could be in a security group."]


def _of_volumes(change: PlannedChange) -> list[str]:
    problems = []
    for desired in fresh(change.fields.get("volumes") or ()):
        volume = change.lookup(VOLUME, id_of(desired["volume"]))
        if volume is not None and volume["attached_to"] and not volume["multiattach"]:
            nodes = ", ".join(volume["attached_to"])
            problems.append(f"volumes: volume '{volume['name']}' ({volume['id']}) is attached to node {nodes}.")
    return problems


def _of_ports(change: PlannedChange) -> list[str]:
    problems = []
    for desired in change.fields.get("networks") or ():
        if "mac" in desired or "port" not in desired:
            continue
        port = change.lookup(PORT, id_of(desired["port"]))
        if port is not None and port["device_id"] not in ("", None, (change.current or {}).get("id")):
            user = f"{port['device_owner']} {port['device_id']}"
            problems.append(f"networks: port '{port['name']}' ({port['id']}) is in use by {user}.")
    return problems


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The snapshots of volumes that are to be removed with a node."""
    node = change.current
    if node is None or not change.removes or not change.desired.option("delete_volumes"):
        return []
    fields = {} if change.desired.state == ABSENT else change.desired.fields
    going = set(node["volumes"]) - node_volumes.ids_of(fields)
    if not going:
        return []
    found: list[Json] = change.once(ALL_SNAPSHOTS, lambda: list(Collection(cloud, VOLUME_SNAPSHOT).list()))
    return [
        Blocker(
            "volume snapshot",
            one["id"],
            one["name"] or "",
            f"of volume {one['volume_id']}",
            f"{SNAPSHOTS_FIRST[:-1]}, or leave delete_volumes out and remove the volumes with os_volume and"
            " delete_snapshots.",
            one["status"] == "deleting",
        )
        for one in found
        if one["volume_id"] in going
    ]

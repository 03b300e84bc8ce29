# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The origin of a node, which lists of nodes do not show: the volume that it boots from, its server group, its hints.

Source: https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
"""

from __future__ import annotations

import typing as t

from ...resource.collection import UUID, Collection
from ...resource.declaration import UNKNOWN, Json
from ...resource.desired import Desired
from ...resource.reference import id_of
from ...service.cloud import Cloud
from ...service.microversion import Microversion
from ..attachment import end_with_node
from ..server_group import SERVER_GROUP
from ..volume_reference import VOLUME
from . import volumes as node_volumes
from .route import NodeChange
from .status import Node

SHOWING_GROUPS = Microversion("2.71")
# Up to so many volumes are read one by one. For more, the list is quicker.
MOST_READ_ALONE = 4
# Keys of the boot volume that are compared. The others say how it is connected, in which Nova may deviate.
COMPARED = ("volume", "image", "snapshot", "size", "type", "delete_on_termination", "tag")
# Keys of the boot volume that can be changed in place.
CHANGEABLE = frozenset(("delete_on_termination",))


def add_roots(cloud: Cloud, nodes: t.Sequence[Json], found: dict[str, Json]) -> None:
    """Read the volumes that nodes boot from, into `root` of each node. It is empty for a node that boots from none."""
    booting = [node for node in nodes if not node["image"]]
    ids = [volume for node in booting for volume in node["volumes"]]
    collection = Collection(cloud, VOLUME)
    if len(ids) <= MOST_READ_ALONE:
        read = [collection.by_id(volume) for volume in ids]
        volumes = {volume["id"]: volume for volume in read if volume}
    else:
        volumes = {volume["id"]: volume for volume in collection.list()}
    for node in nodes:
        of_node = [volumes[volume] for volume in node["volumes"] if volume in volumes]
        if node["image"]:
            found[node["id"]]["root"] = {}
        elif len(of_node) == len(node["volumes"]):
            root = next((one for one in of_node if _is_root(one, node)), None)
            found[node["id"]]["root"] = _root(root, node) if root else {}


def _is_root(volume: Json, node: Node) -> bool:
    devices = [one["device"] for one in volume["attachments"] if one["node_id"] == node["id"]]
    return node_volumes.is_root_device(devices[0] if devices else None)


def _root(volume: Json, node: Node) -> Json:
    return {
        "volume": volume["id"],
        "image": volume["image"]["id"] if volume["image"] else None,
        "snapshot": volume["snapshot_id"],
        "size": volume["size"],
        "type": volume["volume_type"],
        "delete_on_termination": volume["id"] in node["volumes_deleted_with_node"],
    }


def root_shown(node: Node) -> t.Any:
    """The volume that a node boots from, with the keys of the option `boot_volume`. Empty if it boots from none."""
    return node.get("root", UNKNOWN)


def image_of_root(node: Node) -> t.Any:
    """The id of the image of a node's boot volume."""
    return (node.get("root") or {}).get("image") or UNKNOWN


def same_root(wanted: Json, current: Json) -> bool:
    """Whether a node boots from the wanted volume. Keys that the user did not give are not compared."""
    return not _differing(wanted, current)


def _differing(wanted: Json, current: Json) -> set[str]:
    if not current:
        return {"volume"}
    said = {
        key: id_of(wanted[key]) if isinstance(wanted[key], str) else wanted[key] for key in COMPARED if key in wanted
    }
    # A type given by its id cannot be compared, since volumes show its name.
    return {
        key
        for key, value in said.items()
        if value != current.get(key) and not (key == "type" and UUID.fullmatch(value))
    }


def merged_root(wanted: Json, current: Json) -> Json:
    """The boot volume after a change."""
    return {**current, **wanted}


def is_within_reach(current: Json, after: Json) -> bool:
    """Whether the boot volume can be changed like this without a new node."""
    return _differing(after, current) <= CHANGEABLE


def displayed_root(root: Json) -> Json:
    """A boot volume for a diff."""
    return {key: str(value) if isinstance(value, str) else value for key, value in root.items() if value is not None}


def root_changes(node: Node, before: Json, after: Json) -> list[NodeChange]:
    """The change that sets whether the boot volume is removed with its node."""
    step = end_with_node(node, before["volume"], after["delete_on_termination"], "that boots it")
    return [NodeChange(step.title, lambda _position: [step], node_volumes.ALLOWED)]


def add_groups(cloud: Cloud, nodes: t.Sequence[Json], desired: Desired, found: dict[str, Json]) -> None:
    """Read the server groups of nodes, into `in_group` of each node.

    The members of the wanted group take one request for all nodes. Only nodes that are not among them are read one by
    one, since lists of nodes do not show the group.

    Raises:
        NoSuchResource, NotUnique: the name means no group, or several.
    """
    group = Collection(cloud, SERVER_GROUP).referred(str(desired.fields["server_group"]))
    for node in nodes:
        is_member = node["id"] in group["members"]
        found[node["id"]]["in_group"] = group["id"] if is_member else _group_of(cloud, node)


def _group_of(cloud: Cloud, node: Json) -> str:
    """The id of a node's server group. Empty if it is in none, or if the cloud is too old to show it."""
    answer = cloud.service("compute").get(f"/servers/{node['id']}", microversion=SHOWING_GROUPS)
    return str(next(iter((answer.get("server") or {}).get("server_groups") or ()), ""))


def group_shown(node: Node) -> t.Any:
    """The id of a node's server group. Unknown until it was read."""
    return node.get("in_group", UNKNOWN)


def hints_shown(node: Node) -> t.Any:
    """The scheduler hints that a node was made with, as Nova shows them. Unknown if it shows none."""
    hints = node["extra"].get("scheduler_hints")
    return UNKNOWN if hints is None else hints


def same_hints(wanted: Json, current: Json) -> bool:
    """Whether a node was made with the wanted hints. It may have others too, like its server group. A single value and
    a list with it are the same."""
    return all(_as_list(value) == _as_list(current.get(key)) for key, value in wanted.items() if value is not None)


def _as_list(value: t.Any) -> list[t.Any]:
    return [str(one) for one in (value if isinstance(value, list) else [] if value is None else [value])]

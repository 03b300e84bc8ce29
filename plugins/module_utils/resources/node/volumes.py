# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a node: the one that it boots from, those that it is made with, and those attached later. Pure.

Source: https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
"""

from __future__ import annotations

import typing as t

from ...errors import ConfigError
from ...options.dicts import said_in
from ...resource.declaration import UNKNOWN, Json
from ...resource.reference import id_of
from ...resource.step import ID, OtherResource, Step, Wait
from ...service.microversion import Microversion
from ..attachment import Attached, Others, Pair, attach, changed, detach, end_with_node, fresh, surplus
from ..volume_reference import VOLUME
from .route import NodeChange
from .status import Node

# Positions at which Nova attaches and detaches volumes.
ALLOWED = frozenset(
    ("ACTIVE", "SHUTOFF", "PAUSED", "VERIFY_RESIZE", "VERIFY_RESIZE, off", "SHELVED", "SHELVED_OFFLOADED")
)
TYPED = Microversion("2.67", needed=True, reason="The type of a disk's volume")

DISK_KEYS = ("size", "image", "snapshot", "volume", "type", "delete_on_termination", "tag", "device", "bus", "local")
# The last parts of the names of root devices. Nova does not detach a root device from a running node.
ROOT_DEVICES = frozenset(("vda", "sda", "xvda", "hda"))

VOLUMES = Others("volumes", "volume")


def normalised_root(wanted: t.Any) -> Json:
    """The option `boot_volume` in one form: a dict. A text is a volume's name or id."""
    return _checked("boot_volume", {"volume": wanted} if isinstance(wanted, str) else wanted)


def normalised_disks(wanted: t.Sequence[t.Any]) -> list[Json]:
    """The option `disks` in one form: dicts. A number is a size in GiB."""
    return [_checked("disks", {"size": one} if isinstance(one, int) else one) for one in wanted]


def _checked(option: str, one: t.Any) -> Json:
    if not isinstance(one, dict):
        raise ConfigError([f"{option} has {one!r}, which is neither a name or id nor a dict."])
    return said_in(option, one, DISK_KEYS)


def attached(node: Node) -> list[str]:
    """The ids of the attached volumes, with what is known of how they are attached."""
    root, tags, ending = node.get("root_volume"), node.get("volume_tags"), node["volumes_deleted_with_node"]
    return [
        Attached.of(one, one == root, one in ending, UNKNOWN if tags is None else tags.get(one))
        for one in map(str, node["volumes"])
    ]


def changes_of(node: Node, before: t.Sequence[str], after: t.Sequence[t.Any]) -> list[NodeChange]:
    """The changes that attach and detach volumes."""
    attaching = [attach(_pair(node, desired["volume"]), desired) for desired in fresh(after)]
    ending = [end_with_node(node, one, bool(one.ends_with_node), str(one)) for one in changed(after)]
    detaching = [detach(_pair(node, one)) for one in surplus(before, after)]
    return [_change(step) for step in (*attaching, *ending, *detaching)]


def _change(step: Step) -> NodeChange:
    return NodeChange(step.title, lambda _position: [step], ALLOWED)


def _pair(node: Node, volume: str) -> Pair:
    volume_id = id_of(volume)
    return Pair(ID, node["id"], node["name"], volume_id, str(volume), OtherResource(VOLUME, volume_id))


def removal(volume: str) -> list[Step]:
    """The steps that remove a volume after its node is gone, unless it went with the node."""
    title = f"delete volume {volume}"

    def is_free(current: t.Mapping[str, t.Any] | None) -> bool:
        return current is None or current["status"] not in ("in-use", "detaching", "deleting")

    freed = Wait(f"volume {volume} to be free", is_free, of=OtherResource(VOLUME, volume))
    gone = Wait(
        f"volume {volume} to be gone", lambda current: current is None, _not_deleted, of=OtherResource(VOLUME, volume)
    )
    return [Step(title, wait=freed), Step(title, "DELETE", f"/volumes/{volume}", service="volume", wait=gone)]


def _not_deleted(current: t.Mapping[str, t.Any] | None) -> str | None:
    if current and str(current["status"]).startswith("error"):
        return f"Volume {current['id']} is in status {current['status']}."
    return None


def ids_of(fields: t.Mapping[str, t.Any]) -> set[str]:
    """The ids of the volumes that a node's desired fields name."""
    root = fields.get("boot_volume") or {}
    disks = [root, *(fields.get("disks") or ()), *(fields.get("volumes") or ())]
    named = {id_of(disk["volume"]) for disk in disks if disk.get("volume")}
    return named | {str(device.get("uuid")) for device in fields.get("block_device_mapping") or ()}


def root_of(attachments: t.Sequence[Json]) -> str | None:
    """The id of the volume that a node boots from, found by its device's name. None if it boots from none."""
    return next((str(one["volumeId"]) for one in attachments if is_root_device(one.get("device"))), None)


def is_root_device(device: str | None) -> bool:
    """Whether a device's name, like /dev/vda, is that of a root device."""
    return str(device or "").rsplit("/", 1)[-1] in ROOT_DEVICES


def to_create(wanted: Node) -> tuple[list[Json], Microversion | None]:
    """The block devices of a new node, and the microversion that they need, if any."""
    image = wanted.get("image")
    raw = list(wanted.get("block_device_mapping") or ())
    disks = wanted.get("disks") or ()
    volumes = wanted.get("volumes") or ()
    root = wanted.get("boot_volume")
    devices: list[Json] = []
    if root is not None:
        devices.append(_root(root, image))
    elif image and (disks or volumes or raw) and not any(str(one.get("boot_index")) == "0" for one in raw):
        # If there are other devices, the image has to be the first of them.
        devices.append(_device({"image": image, "local": True, "delete_on_termination": True}, boot_index=0))
    devices += [_device(disk, boot_index=-1) for disk in disks]
    devices += [_device(volume, boot_index=-1) for volume in volumes]
    all_devices = [*devices, *raw]
    if any("volume_type" in one for one in all_devices):
        return all_devices, TYPED
    return all_devices, Microversion("2.42", needed=True, reason="A tag of a disk") if _has_tag(all_devices) else None


def _has_tag(devices: t.Sequence[Json]) -> bool:
    return any("tag" in one for one in devices)


def _root(root: Json, image: str | None) -> Json:
    source = {} if {"volume", "snapshot", "image"} & set(root) else {"image": image}
    return _device({**source, **root}, boot_index=0)


def _device(disk: Json, boot_index: int) -> Json:
    """One device as Nova takes it (block_device_mapping_v2)."""
    source = next((key for key in ("volume", "snapshot", "image") if disk.get(key)), "blank")
    device: Json = {
        "source_type": source,
        "destination_type": "local" if disk.get("local") else "volume",
        "boot_index": boot_index,
    }
    if source != "blank":
        device["uuid"] = id_of(disk[source])
    names = {"size": "volume_size", "type": "volume_type", "device": "device_name", "bus": "disk_bus"}
    for key in ("size", "type", "delete_on_termination", "tag", "device", "bus"):
        if key in disk:
            device[names.get(key, key)] = disk[key]
    return device

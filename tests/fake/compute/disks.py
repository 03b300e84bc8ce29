# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a server, from the request for them to their end.

From nova/block_device.py and nova/compute/api.py (_validate_bdm, _local_cleanup_bdm_volumes).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from string import ascii_lowercase

from ..wire import ApiError, Json, as_bool
from .records import Disk, Server
from .state import ComputeState
from .views import Call

_INVALID = "Block Device Mapping is Invalid:"


# What is asked for


def read_devices(wanted: Json) -> list[Json]:
    """Return the devices of a request, in the newer of the two spellings."""
    devices = [dict(device) for device in wanted.get("block_device_mapping_v2") or []]
    devices += [_from_legacy(device) for device in wanted.get("block_device_mapping") or []]
    for device in devices:
        _check_device(device, has_image=bool(wanted.get("imageRef")))
    return devices


def _from_legacy(device: Json) -> Json:
    """Read the older spelling: a volume or a snapshot, and the root is told by its name."""
    source = "snapshot" if device.get("snapshot_id") else "volume"
    is_root = re.sub("^/dev/", "", device.get("device_name") or "") == "vda"
    return {
        **device,
        "source_type": source,
        "uuid": device.get(f"{source}_id"),
        "destination_type": "volume",
        "boot_index": 0 if is_root else None,
    }


def _check_device(device: Json, *, has_image: bool) -> None:
    source, destination = device.get("source_type"), device.get("destination_type")
    if source == "blank" and device.get("uuid"):
        raise ApiError(400, f"{_INVALID} Invalid device UUID.")
    if source != "blank" and not device.get("uuid"):
        raise ApiError(400, f"{_INVALID} Missing device UUID.")
    if source == "image" and destination == "local" and not (has_image and _boot_index(device) == 0):
        raise ApiError(400, f"{_INVALID} Mapping image to local is not supported.")
    if destination == "local" and device.get("volume_type"):
        sentence = "Specifying a volume_type with destination_type=local is not supported."
        raise ApiError(400, f"{_INVALID} {sentence}")
    if source == "volume" and device.get("volume_type"):
        raise ApiError(400, f"{_INVALID} Specifying volume type to existing volume is not supported.")


def _boot_index(device: Json) -> int:
    """Return the place in the order of booting; none is the same as -1."""
    index = device.get("boot_index")
    return -1 if index is None else int(index)


def complete(call: Call, wanted: Json, devices: list[Json]) -> list[Json]:
    """Return the devices with those that the image brings along, as a snapshot of a volume-backed server does."""
    image = call.state.image.find(wanted.get("imageRef") or "")
    brought = json.loads(image.get("block_device_mapping") or "[]") if image is not None else []
    if any(item.get("boot_index") == 0 for item in brought):
        devices = [item for item in devices if not (_boot_index(item) == 0 and item.get("source_type") == "image")]
    return [{**item, "uuid": item.get("snapshot_id")} for item in brought] + devices


def check_devices(call: Call, wanted: Json, devices: list[Json]) -> None:
    """Refuse what cannot be; the volumes that are named are reserved."""
    if not devices:
        return
    order = sorted(index for index in map(_boot_index, devices) if index >= 0)
    if order != list(range(len(order))) or not order:
        sentence = "Boot sequence for the instance and image/block device mapping combination is not valid."
        raise ApiError(400, f"{_INVALID} {sentence}")
    for device in devices:
        _check_source(call, device)
    for device in devices:
        if device.get("source_type") == "volume":
            _reserve(call, device["uuid"])


def _check_source(call: Call, device: Json) -> None:
    kind = device.get("volume_type")
    if kind and kind not in call.state.volume.types:
        raise ApiError(400, f"Volume type {kind} could not be found.")
    _SOURCES[device["source_type"]](call, device, device.get("uuid") or "")


def _check_image(call: Call, device: Json, uuid: str) -> None:
    if call.state.image.find(uuid) is None:
        raise ApiError(400, f"{_INVALID} failed to get image {uuid}.")
    if device.get("destination_type") == "volume" and not device.get("volume_size"):
        raise ApiError(400, "Images with destination_type 'volume' need to have a non-zero size specified")


def _check_volume(call: Call, device: Json, uuid: str) -> None:
    volume = find_volume(call, uuid)
    if volume is None:
        raise ApiError(400, f"{_INVALID} failed to get volume {uuid}.")
    if _boot_index(device) == 0 and volume["bootable"] != "true":
        raise ApiError(400, f"Block Device {uuid} is not bootable.")


def _check_snapshot(call: Call, device: Json, uuid: str) -> None:
    if uuid not in call.state.volume.snapshots:
        raise ApiError(400, f"Snapshot {uuid} could not be found.")


def _check_blank(call: Call, device: Json, uuid: str) -> None:
    if device.get("destination_type") == "volume" and not device.get("volume_size"):
        raise ApiError(400, "Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size")


_SOURCES = {"image": _check_image, "volume": _check_volume, "snapshot": _check_snapshot, "blank": _check_blank}


def check_in_use(call: Call, server: Server, status: int) -> None:
    """Refuse to touch a server one of whose volumes is on its way."""
    for disk in server.disks:
        volume = call.state.volume.volumes[disk.volume_id]
        if volume["status"] != "in-use":
            problem = f"volume '{disk.volume_id}' status must be 'in-use'. Currently in '{volume['status']}' status"
            raise ApiError(status, f"Invalid volume: {problem}")


def find_volume(call: Call, volume_id: str) -> Json | None:
    """Return a volume that the caller may use."""
    volume = call.state.volume.volumes.get(volume_id)
    if volume is None or not (call.token.is_admin or volume["os-vol-tenant-attr:tenant_id"] == call.token.project_id):
        return None
    return volume


def _reserve(call: Call, volume_id: str) -> None:
    try:
        call.state.volume.reserve(call.state.volume.volumes[volume_id])
    except ApiError as error:
        raise ApiError(400, f"Invalid volume: {from_cinder(call, error)}") from None


def from_cinder(call: Call, error: ApiError) -> str:
    """Return how Nova passes a refusal of Cinder on."""
    return f"Invalid input received: {error.message} (HTTP {error.status}) (Request-ID: {call.request.request_id})"


# A server's life


def build_disks(state: ComputeState, server: Server, devices: list[Json]) -> None:
    """Give a new server its volumes, made for it where they are not there."""
    for device in devices:
        if device.get("destination_type") == "local" or device.get("no_device"):
            continue
        volume = _volume_for(state, server, device)
        is_root = _boot_index(device) == 0
        disk = add_disk(state, server, volume, is_root=is_root, device=device.get("device_name"))
        disk.tag = device.get("tag")
        disk.delete_on_termination = bool(as_bool(str(device.get("delete_on_termination", False))))


def add_disk(state: ComputeState, server: Server, volume: Json, *, is_root: bool, device: str | None = None) -> Disk:
    """Give a server a volume at once."""
    disk = Disk(volume["id"], free_device(server, device, is_root=is_root), 0 if is_root else None)
    server.disks.append(disk)
    state.volume.attach(volume, disk.attachment_id, server.id, disk.device)
    return disk


def _volume_for(state: ComputeState, server: Server, device: Json) -> Json:
    source = device.get("source_type")
    if source == "volume":
        return state.volume.volumes[device["uuid"]]
    name = f"{server.id}-blank-vol" if source == "blank" else ""
    wanted: Json = {"name": name, "description": "", "size": device.get("volume_size")}
    wanted |= {"volume_type": device.get("volume_type")}
    wanted |= {"image": {"imageRef": device.get("uuid")}, "snapshot": {"snapshot_id": device.get("uuid")}}.get(
        str(source), {}
    )
    volume = state.volume.create(server.project_id, server.user_id, wanted)
    # Nova waits until it is there.
    state.schedule.hurry(volume)
    return volume


def free_device(server: Server, wanted: str | None = None, *, is_root: bool = False) -> str:
    """Return the name of a disk: the one that is wanted, with the prefix of the others, or the next that is free."""
    if is_root:
        return "/dev/vda"
    used = {disk.device for disk in server.disks} | {"/dev/vda"}
    if wanted:
        name = "/dev/vd" + re.sub(r"^(/dev/)?(x?[a-z]?d)?", "", wanted)
        if name in used:
            raise ApiError(409, f"The supplied device path ({name}) is in use.")
        return name
    return next(name for name in (f"/dev/vd{letter}" for letter in ascii_lowercase) if name not in used)


def release_disks(state: ComputeState, server: Server) -> None:
    """Let the volumes of a server go that is no more, and delete those that were to end with it."""
    for disk in server.disks:
        release_disk(state, server, disk)
    server.disks = []


def release_disk(state: ComputeState, server: Server, disk: Disk) -> None:
    """Let one volume go for good."""
    volume = state.volume.volumes.get(disk.volume_id)
    if volume is None:
        return
    state.volume.detach(volume, server.id)
    if disk.delete_on_termination:
        # What cannot be deleted, as it has snapshots, stays, and nobody hears of it.
        with suppress(ApiError):
            state.volume.delete(volume)


def park_disks(state: ComputeState, server: Server) -> None:
    """Keep the volumes of a server that leaves its host."""
    for disk in server.disks:
        state.volume.detach(state.volume.volumes[disk.volume_id], server.id, "reserved")


def connect_disks(state: ComputeState, server: Server) -> None:
    """Connect the volumes of a server that has a host again, which names those that have no name yet."""
    for disk in server.disks:
        disk.device = disk.device or free_device(server)
        state.volume.attach(state.volume.volumes[disk.volume_id], disk.attachment_id, server.id, disk.device)

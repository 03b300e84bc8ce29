# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action createImage, and how a snapshot is told from other images."""

from __future__ import annotations

import json

from ..wire import Answer, Json, empty_answer, json_answer
from .records import Disk, Server
from .state import ComputeState
from .views import Call


def create_image(call: Call, server: Server, content: Json) -> Answer | None:
    """Make an image of a server."""
    properties = {**snapshot_properties(server), **(content.get("metadata") or {})}
    snapshot = _of_volumes if server.is_volume_backed else _of_disk
    image = snapshot(call.state, server, content["name"], properties)
    if call.version >= (2, 45):
        return json_answer(202, {"image_id": image["id"]})
    return empty_answer(202, {"location": f"{call.request.base}/images/{image['id']}"})


def snapshot_properties(server: Server) -> dict[str, str]:
    """Return what tells a snapshot from other images."""
    return {"image_type": "snapshot", "instance_uuid": server.id, "base_image_ref": server.image_id or ""}


def _of_disk(state: ComputeState, server: Server, name: str, properties: dict[str, str]) -> Json:
    """Upload the disk; the server comes back to the state it was in."""
    vm_state = server.vm_state
    image = state.image.queue(name, server.project_id, **properties)

    def done() -> None:
        state.image.upload(image["id"])
        server.enter(vm_state)

    tasks = ("image_snapshot", "image_snapshot_pending", "image_pending_upload", "image_uploading")
    state.go_through(server, tasks, done)
    return image


def _of_volumes(state: ComputeState, server: Server, name: str, properties: dict[str, str]) -> Json:
    """Have Cinder make snapshots of all volumes; the image is empty and names them. No task shows it."""
    devices = [_device(state, disk, name) for disk in server.disks]
    named = {"block_device_mapping": json.dumps(devices), "bdm_v2": "True", "root_device_name": "/dev/vda"}
    del properties["image_type"], properties["instance_uuid"]
    image = state.image.queue(name, server.project_id, **properties, **named)
    state.image.upload(image["id"])
    image |= {"size": 0, "virtual_size": None}
    return image


def _device(state: ComputeState, disk: Disk, name: str) -> Json:
    volume = state.volume.volumes[disk.volume_id]
    snapshot = state.volume.snapshot(volume, f"snapshot for {name}", "", force=True)
    return {
        "source_type": "snapshot",
        "destination_type": "volume",
        "snapshot_id": snapshot["id"],
        "volume_size": volume["size"],
        "boot_index": -1 if disk.boot_index is None else disk.boot_index,
        "device_name": disk.device,
        "delete_on_termination": disk.delete_on_termination,
    }

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a server over HTTP: os-volume_attachments.

https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
"""

from __future__ import annotations

from ..wire import Answer, ApiError, Json, as_bool, empty_answer, json_answer
from .attach_schemas import attach_volume, update_attachment
from .disks import find_volume, free_device, from_cinder, release_disk
from .find import check_host, check_launched, check_lock, check_task_state, check_vm_state, find_server
from .history import record
from .records import Disk, Server
from .schemas import validate, validate_query
from .views import Call

_STATES = ("active", "paused", "stopped", "resized", "soft-delete", "shelved", "shelved_offloaded")
_NUMBER: Json = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]*$"}}
_PAGES: Json = {"type": "object", "properties": {"limit": _NUMBER, "offset": _NUMBER}}


def list_attachments(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-volume_attachments."""
    validate_query(call.request.query, {**_PAGES, "additionalProperties": call.version < (2, 75)})
    server = find_server(call, server_id)
    offset, limit = (int(call.request.one(name) or default) for name, default in (("offset", 0), ("limit", 1000)))
    # In no order, as with servers.
    page = server.disks[::-1][offset : offset + limit]
    return json_answer(200, {"volumeAttachments": [_view(call, server, disk) for disk in page]})


def show_attachment(call: Call, server_id: str, volume_id: str) -> Answer:
    """Answer GET /servers/{id}/os-volume_attachments/{volume}."""
    server = find_server(call, server_id)
    return json_answer(200, {"volumeAttachment": _view(call, server, _find(server, volume_id))})


def _view(call: Call, server: Server, disk: Disk) -> Json:
    view: Json = {"id": disk.volume_id} if call.version < (2, 89) else {}
    view |= {"volumeId": disk.volume_id, "serverId": server.id}
    if disk.device:
        view["device"] = disk.device
    if call.version >= (2, 70):
        view["tag"] = disk.tag
    if call.version >= (2, 79):
        view["delete_on_termination"] = disk.delete_on_termination
    if call.version >= (2, 89):
        view |= {"attachment_id": disk.attachment_id, "bdm_uuid": disk.uuid}
    return view


def _find(server: Server, volume_id: str) -> Disk:
    for disk in server.disks:
        if disk.volume_id == volume_id:
            return disk
    raise ApiError(404, f"Instance {server.id} is not attached to volume {volume_id}")


def attach(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/os-volume_attachments: it is listed at once, and in use a little later."""
    validate(call.request.body, attach_volume(call.version))
    wanted: Json = call.request.body["volumeAttachment"]
    server = find_server(call, server_id)
    _check(call, server, "attach_volume")
    volume = find_volume(call, wanted["volumeId"])
    if volume is None:
        raise ApiError(404, f"Volume {wanted['volumeId']} could not be found.")
    _check_not_attached(call, volume)
    disk = Disk(volume["id"], tag=wanted.get("tag"))
    disk.delete_on_termination = bool(as_bool(str(wanted.get("delete_on_termination", False))))
    if server.vm_state == "shelved_offloaded":
        _attach_offloaded(call, server, disk, volume)
    else:
        _attach(call, server, disk, volume, wanted.get("device"))
    record(call, server, "attach_volume")
    if call.version >= (2, 101):
        return empty_answer(202)
    view: Json = {"id": volume["id"], "serverId": server.id, "volumeId": volume["id"], "device": disk.device}
    if call.version >= (2, 70):
        view["tag"] = disk.tag
    if call.version >= (2, 79):
        view["delete_on_termination"] = disk.delete_on_termination
    return json_answer(200, {"volumeAttachment": view})


def _check(call: Call, server: Server, word: str) -> None:
    if server.vm_state.startswith("shelved") and call.version < (2, 20):
        check_vm_state(server, word, ())
    check_lock(call, server)
    check_vm_state(server, word, _STATES)
    check_task_state(server, word)
    check_launched(server, word)


def _check_not_attached(call: Call, volume: Json) -> None:
    holders = [
        server.id
        for server in call.state.servers.values()
        if any(disk.volume_id == volume["id"] for disk in server.disks)
    ]
    if holders:
        sentence = f"volume {volume['id']} is already attached to instances: {', '.join(holders)}"
        raise ApiError(400, f"Invalid volume: {sentence}")


def _reserve(call: Call, volume: Json) -> None:
    try:
        call.state.volume.reserve(volume)
    except ApiError as error:
        raise ApiError(400, from_cinder(call, error)) from None


def _attach_offloaded(call: Call, server: Server, disk: Disk, volume: Json) -> None:
    """Note a volume for a server without a host: it is in use at once, and gets its device when there is a host."""
    if disk.tag:
        sentence = "Tagged volume attachment is not supported for shelved-offloaded instances."
        raise ApiError(400, sentence)
    _reserve(call, volume)
    server.disks.append(disk)
    server.change()
    call.state.volume.attach(volume, disk.attachment_id, server.id, None)


def _attach(call: Call, server: Server, disk: Disk, volume: Json, device: str | None) -> None:
    disk.device = free_device(server, device)
    _reserve(call, volume)
    server.disks.append(disk)
    server.change()
    state = call.state
    state.schedule.later(
        volume,
        state.timings.action_seconds,
        lambda: state.volume.enter(volume, "attaching"),
        lambda: state.volume.attach(volume, disk.attachment_id, server.id, disk.device),
    )


def update(call: Call, server_id: str, volume_id: str) -> Answer:
    """Answer PUT /servers/{id}/os-volume_attachments/{volume}: since 2.85 it changes one thing, and swaps before.

    Swapping is for Cinder alone.
    """
    validate(call.request.body, update_attachment(call.version))
    wanted: Json = call.request.body["volumeAttachment"]
    server = find_server(call, server_id)
    if call.version < (2, 85) or wanted["volumeId"] != volume_id:
        raise ApiError(403, "Policy doesn't allow os_compute_api:os-volumes-attachments:swap to be performed.")
    disk = next((item for item in server.disks if item.volume_id == volume_id), None)
    if disk is None:
        raise ApiError(404, f"No volume Block Device Mapping with id {volume_id}.")
    fixed = {"id": disk.volume_id, "serverId": server.id, "device": disk.device, "tag": disk.tag}
    for name, value in fixed.items():
        if wanted.get(name, value) != value:
            raise ApiError(400, f"The {name} property is not mutable")
    if "delete_on_termination" in wanted:
        disk.delete_on_termination = bool(as_bool(str(wanted["delete_on_termination"])))
    server.change()
    return empty_answer(202)


def detach(call: Call, server_id: str, volume_id: str) -> Answer:
    """Answer DELETE /servers/{id}/os-volume_attachments/{volume}.

    Of a server without a host a volume goes at once; if it was to end with the server, it ends then.
    """
    server = find_server(call, server_id)
    if server.vm_state.startswith("shelved") and call.version < (2, 20):
        check_vm_state(server, "detach_volume", ())
    volume = find_volume(call, volume_id)
    if volume is None:
        raise ApiError(404, f"Volume {volume_id} could not be found.")
    disk = _find(server, volume_id)
    if disk.is_root:
        raise ApiError(400, "Cannot detach a root device volume")
    _check(call, server, "detach_volume")
    if server.vm_state == "shelved_offloaded":
        record(call, server, "detach_volume")
        _drop(server, disk)
        release_disk(call.state, server, disk)
        return empty_answer(202)
    check_host(server)
    state = call.state
    try:
        state.volume.begin_detaching(volume)
    except ApiError as error:
        raise ApiError(400, f"Invalid volume: {from_cinder(call, error)}") from None

    record(call, server, "detach_volume")

    def done() -> None:
        _drop(server, disk)
        state.volume.detach(volume, server.id)

    state.schedule.later(volume, state.timings.action_seconds, done)
    return empty_answer(202)


def _drop(server: Server, disk: Disk) -> None:
    server.disks = [item for item in server.disks if item is not disk]
    server.change()

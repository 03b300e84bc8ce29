# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server comes from one state to another: power, shelving, rescue, deletion.

From nova/compute/manager.py, which says in which order the task states follow each other and where they lead.
"""

from __future__ import annotations

from collections.abc import Callable

from ..clock import utcnow
from ..wire import Answer, ApiError, Json, empty_answer, json_answer
from .disks import check_in_use, connect_disks, park_disks, release_disks
from .find import check_lock
from .history import record
from .records import SHUTDOWN, Server
from .snapshots import snapshot_properties
from .state import ComputeState, ServerFault, new_fault, new_password
from .views import Call, addresses_now

Run = Callable[[Call, Server, Json], Answer | None]


def moves(tasks: str, vm_state: str) -> Run:
    """Return an action that goes through tasks and ends in a state."""

    def run(call: Call, server: Server, content: Json) -> Answer | None:
        call.state.go_through(server, tuple(tasks.split()), lambda: server.enter(vm_state))
        return None

    return run


def hard_reboot(call: Call, server: Server, content: Json) -> Answer | None:
    """Reboot hard, which ends whatever else goes on and starts a server that is off."""
    call.state.schedule.cancel(server)
    return moves("rebooting_hard reboot_pending_hard reboot_started_hard", "active")(call, server, content)


def set_password(call: Call, server: Server, content: Json) -> Answer | None:
    """Set the password; Nova answers when it is done, so that nobody sees the task."""
    server.admin_password = content["adminPass"]
    return None


# Shelving


def shelve(call: Call, server: Server, content: Json) -> Answer | None:
    """Shelve: snapshot and power off. One that boots from a volume needs no snapshot, and leaves its host always."""
    state = call.state
    if server.is_volume_backed:
        state.go_through(server, ("shelving",), lambda: _leave_host(state, server))
        return None
    image = state.image.queue(f"{server.name}-shelved", server.project_id, **snapshot_properties(server))
    server.shelved_image_id = image["id"]

    def shelved() -> None:
        state.image.upload(image["id"])
        server.enter("shelved", "shelving_offloading" if state.offloads_at_once else None)

    def done() -> None:
        if state.offloads_at_once:
            _leave_host(state, server)

    server.begin("shelving")
    pending, uploading = "shelving_image_pending_upload", "shelving_image_uploading"
    deeds = (lambda: server.begin(pending), lambda: server.begin(uploading), shelved, done)
    state.schedule.later(server, state.timings.action_seconds, *deeds)
    return None


def offload(call: Call, server: Server, content: Json) -> Answer | None:
    """Take a shelved server off its host."""
    call.state.go_through(server, ("shelving_offloading",), lambda: _leave_host(call.state, server))
    return None


def _leave_host(state: ComputeState, server: Server) -> None:
    park_disks(state, server)
    server.host = ""
    server.last_addresses = addresses_now(state.network, server)
    server.enter("shelved_offloaded")


def unshelve(call: Call, server: Server, content: Json) -> Answer | None:
    """Bring a shelved server back; it is ACTIVE then, whatever it was before."""
    if call.version >= (2, 77) and content:
        _check_destination(call, server, content)
    offloaded = server.vm_state == "shelved_offloaded"

    def done() -> None:
        if server.shelved_image_id is not None:
            call.state.image.remove(server.shelved_image_id)
        server.shelved_image_id = None
        server.host = server.host or content.get("host") or "compute-1"
        server.last_addresses = None
        if offloaded:
            connect_disks(call.state, server)
        server.availability_zone = content.get("availability_zone") or server.availability_zone
        server.enter("active")

    call.state.go_through(server, ("unshelving", "spawning" if offloaded else "powering-on"), done)
    return None


def _check_destination(call: Call, server: Server, content: Json) -> None:
    """Refuse a zone (since 2.77) or host (since 2.91) for a server that has not left its host."""
    if server.vm_state != "shelved_offloaded" and ("availability_zone" in content or content.get("host")):
        raise ApiError(
            409,
            f'Specifying an availability zone or a host when unshelving server "{server.id}" with status '
            f'"{server.vm_state}" is not supported. The server status must be SHELVED_OFFLOADED.',
        )
    zone = content.get("availability_zone")
    if zone and zone not in call.state.zones:
        raise ApiError(400, "The requested availability zone is not available")
    if content.get("host") and not call.token.is_admin:
        raise ApiError(403, "Policy doesn't allow os_compute_api:os-shelve:unshelve_to_host to be performed.")


# Rescue


def _is_rescued_with_volume(call: Call, server: Server) -> bool:
    """Tell whether one that boots from a volume is rescued: since 2.87, if its image says how it is connected then."""
    root = next(disk for disk in server.disks if disk.is_root)
    origin = call.state.volume.volumes[root.volume_id].get("volume_image_metadata") or {}
    image = call.state.image.find(origin.get("image_id", "")) or {}
    return call.version >= (2, 87) and {"hw_rescue_bus", "hw_rescue_device"} <= set(image)


def rescue(call: Call, server: Server, content: Json) -> Answer | None:
    """Boot a server from another image."""
    wanted = content.get("rescue_image_ref")
    if wanted is not None and call.state.image.find(wanted) is None:
        raise ApiError(400, f"Requested rescue image '{wanted}' is not supported")
    check_in_use(call, server, 409)
    if server.is_volume_backed and not _is_rescued_with_volume(call, server):
        reason = "Cannot rescue a volume-backed instance"
        raise ApiError(400, f"Instance {server.id} cannot be rescued: {reason}")

    def done() -> None:
        server.launched_at = utcnow()
        server.enter("rescued")

    call.state.go_through(server, ("rescuing",), done)
    return json_answer(200, {"adminPass": content.get("adminPass", new_password())})


# The end


def reset_state(call: Call, server: Server, content: Json) -> Answer | None:
    """Say in which state a server is, without a look at the server."""
    call.state.schedule.cancel(server)
    server.vm_state, server.task_state = content["state"], None
    server.touch()
    return None


def delete(call: Call, server: Server) -> Answer:
    """Delete a server as DELETE does: for good, unless the region keeps what has ever run for a while."""
    check_lock(call, server)
    record(call, server, "delete", call.state.timings.delete_seconds)
    if call.state.keeps_deleted and server.launched_at is not None and server.host:
        _end(call.state, server, "soft-deleting", lambda: server.enter("soft-delete"))
    else:
        _delete_for_good(call.state, server)
    return empty_answer(204, {"Content-Type": "application/json"})


def force_delete(call: Call, server: Server, content: Json) -> Answer | None:
    """Delete a server for good, in any state."""
    _delete_for_good(call.state, server)
    return None


def _delete_for_good(state: ComputeState, server: Server) -> None:
    if not server.host:
        # Nobody has to be asked.
        state.schedule.cancel(server)
        _remove(state, server)
        return
    fault = state.delete_fault(server.name)
    if fault is not None:
        _end(state, server, "deleting", lambda: _survive(server, fault))
        return
    # The row outlives its server by a moment, in which its status is DELETED.
    _end(state, server, "deleting", lambda: server.enter("deleted"), lambda: _remove(state, server))


def _survive(server: Server, fault: ServerFault) -> None:
    """Be given up by a compute host that could not delete it."""
    server.fault = new_fault(fault.code, fault.message)
    server.enter("error")


def _remove(state: ComputeState, server: Server) -> None:
    release_disks(state, server)
    state.remove(server)


def _end(state: ComputeState, server: Server, task: str, *deeds: Callable[[], None]) -> None:
    """Let a server end, unless it is about to. A resize is confirmed first, and for a moment it looks at rest."""
    is_ending = server.task_state in ("deleting", "soft-deleting") or server.vm_state == "deleted"
    if is_ending and state.schedule.expects(server):
        return
    state.schedule.cancel(server)
    if server.vm_state == "resized":
        settle_resize(server)
        if task == "deleting":
            state.schedule.later(server, state.timings.delete_seconds, *deeds)
            return
    server.begin(task)
    state.schedule.later(server, state.timings.delete_seconds, *deeds)


def settle_resize(server: Server) -> None:
    """End a resize for good; whether the server is on decides where that leads."""
    server.old_flavor, server.is_confirming = None, False
    server.enter("stopped" if server.power_state == SHUTDOWN else "active")


def restore(call: Call, server: Server, content: Json) -> Answer | None:
    """Take back a deletion; the server is ACTIVE then, whatever it was before."""
    call.state.go_through(server, ("restoring",), lambda: server.enter("active"))
    return None

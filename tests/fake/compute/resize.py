# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resizing a server with what follows it, and rebuilding.

From nova/compute/api.py and nova/compute/manager.py.
"""

from __future__ import annotations

from ..clock import utcnow
from ..volume.state import image_metadata
from ..wire import Answer, ApiError, Json, empty_answer, json_answer
from .create import check_files
from .disks import check_in_use
from .find import check_host
from .records import Flavor, Server
from .state import new_password
from .transitions import settle_resize
from .views import Call, server_view


def resize(call: Call, server: Server, content: Json) -> Answer | None:
    """Give a server another flavor, on trial."""
    check_host(server)
    flavor = call.state.flavor(content["flavorRef"])
    if flavor is None:
        raise ApiError(400, f"Flavor {content['flavorRef']} could not be found.")
    if flavor.id == server.flavor.id:
        raise ApiError(400, "When resizing, instances must change flavor!")
    if flavor.disk == 0 and server.flavor.disk != 0 and not server.is_volume_backed:
        raise ApiError(400, "Resize to zero disk flavor is not allowed.")
    return _move(call, server, flavor)


def migrate(call: Call, server: Server, content: Json) -> Answer | None:
    """Move a server to another host, which is a resize that leaves the flavor as it is."""
    return _move(call, server, server.flavor)


def _move(call: Call, server: Server, flavor: Flavor) -> Answer | None:
    server.old_vm_state = server.vm_state

    def done() -> None:
        server.old_flavor, server.flavor = server.flavor, flavor
        server.launched_at = utcnow()
        # Whether it is on stays as it was.
        server.enter("resized")

    call.state.go_through(server, ("resize_prep", "resize_migrating", "resize_migrated", "resize_finish"), done)
    return None


def confirm(call: Call, server: Server, content: Json) -> Answer | None:
    """Make the new flavor final. No task shows that it goes on: until it is done the server looks as before."""
    _check_pending(server)
    server.is_confirming = True
    call.state.schedule.later(server, call.state.timings.action_seconds, lambda: settle_resize(server))
    return empty_answer(204)


def revert(call: Call, server: Server, content: Json) -> Answer | None:
    """Go back to the old flavor, and to the state before the resize; a server that was off is on for a moment."""
    _check_pending(server)

    def back() -> None:
        server.flavor = server.old_flavor or server.flavor
        server.old_flavor = None
        server.launched_at = utcnow()
        if server.old_vm_state == "stopped":
            server.begin("powering-off")
        else:
            server.enter("active")

    def off() -> None:
        if server.old_vm_state == "stopped":
            server.enter("stopped")

    server.begin("resize_reverting")
    call.state.schedule.later(server, call.state.timings.action_seconds, back, off)
    return None


def _check_pending(server: Server) -> None:
    if server.is_confirming:
        raise ApiError(400, "Instance has not been resized.")


def rebuild(call: Call, server: Server, content: Json) -> Answer | None:
    """Make a server anew from an image. One that was off is on for a moment."""
    image = call.state.image.find(content["imageRef"])
    key_name = content.get("key_name")
    if key_name is not None and call.state.keypair(key_name, call.token.user.id) is None:
        raise ApiError(400, "Invalid key_name provided.")
    if image is None:
        raise ApiError(400, "Cannot find image for rebuild")
    if server.is_volume_backed:
        _check_image_of_volume(call, server, image)
    check_files(content)
    check_in_use(call, server, 400)
    was_off = server.vm_state == "stopped"
    _change(call, server, content)

    def spawned() -> None:
        server.launched_at = utcnow()
        server.enter("active", "powering-off" if was_off else None)

    def off() -> None:
        if was_off:
            server.enter("stopped")

    _reimage(call, server, image)
    server.begin("rebuilding")
    tasks = ("rebuild_block_device_mapping", "rebuild_spawning")
    deeds = [lambda task=task: server.begin(task) for task in tasks]
    call.state.schedule.later(server, call.state.timings.action_seconds, *deeds, spawned, off)
    password = content.get("adminPass", new_password())
    server.admin_password = password
    view = {**server_view(call, server, full=call.version >= (2, 75)), "adminPass": password}
    if call.version >= (2, 54):
        view["key_name"] = server.key_name
    if call.version >= (2, 57):
        view["user_data"] = server.user_data
    return json_answer(202, {"server": view}, {"location": f"{call.api}/servers/{server.id}"})


def _root_volume(call: Call, server: Server) -> Json | None:
    root = next((disk for disk in server.disks if disk.is_root), None)
    return None if root is None else call.state.volume.volumes[root.volume_id]


def _check_image_of_volume(call: Call, server: Server, image: Json) -> None:
    """Refuse another image for a server that boots from a volume; since 2.93 the volume is written anew."""
    present = ((_root_volume(call, server) or {}).get("volume_image_metadata") or {}).get("image_id")
    if call.version < (2, 93) and present != image["id"]:
        sentence = "Unable to rebuild with a different image for a volume-backed server."
        raise ApiError(400, f"Image {image['id']} is unacceptable: {sentence}")


def _reimage(call: Call, server: Server, image: Json) -> None:
    volume = _root_volume(call, server)
    if volume is None:
        server.image_id = image["id"]
    elif call.version >= (2, 93):
        volume |= {"bootable": "true", "volume_image_metadata": image_metadata(image)}


def _change(call: Call, server: Server, content: Json) -> None:
    server.name = content.get("name", server.name)
    server.metadata = dict(content.get("metadata", server.metadata))
    for name, attribute in (
        ("description", "description"),
        ("key_name", "key_name"),
        ("user_data", "user_data"),
        ("trusted_image_certificates", "certificates"),
        ("hostname", "hostname"),
        ("accessIPv4", "access_ipv4"),
        ("accessIPv6", "access_ipv6"),
        ("OS-DCF:diskConfig", "disk_config"),
    ):
        if name in content:
            setattr(server, attribute, content[name])
    if "personality" in content:
        server.files = {item.get("path", ""): item.get("contents", "") for item in content["personality"]}

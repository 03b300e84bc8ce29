# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /servers: what is checked, in which order, and what is answered."""

from __future__ import annotations

import base64
import re

from ..network.state import new_id
from ..wire import Answer, ApiError, Json, json_answer
from . import disks
from .build import Build, start_build
from .history import record
from .networks import read_networks
from .placing import check_destination, read_hints, read_zone
from .records import Flavor, Server
from .schemas import create_server, validate
from .state import new_password, new_reservation_id
from .views import Call, links

# Nova's quotas of the files that it puts into a server.
_MAX_FILES, _MAX_PATH, _MAX_CONTENT = 5, 255, 10240


def create(call: Call) -> Answer:
    """Answer POST /servers."""
    validate(call.request.body, create_server(call.version))
    wanted: Json = call.request.body["server"]
    count = _count(wanted)
    zone, host = read_zone(call, wanted)
    check_destination(call, wanted, host)
    devices = disks.read_devices(wanted)
    _check_image_is_named(wanted, devices)
    networks = read_networks(call, wanted, count)
    flavor = call.state.flavor(wanted["flavorRef"])
    if flavor is None:
        raise ApiError(400, f"Flavor {wanted['flavorRef']} could not be found.")
    _check_references(call, wanted, count)
    groups = _groups(call, wanted)
    hints = read_hints(call)
    devices = disks.complete(call, wanted, devices)
    if count > 1 and any(device.get("source_type") == "volume" for device in devices):
        raise ApiError(400, "Cannot attach one or more volumes to multiple instances")
    disks.check_devices(call, wanted, devices)
    servers = _insert(call, wanted, flavor, count, zone)
    for server in servers:
        server.scheduler_hints = hints
        for group_id in hints.get("group", []):
            call.state.groups[group_id].members.append(server.id)
        host_wanted = host or wanted.get("host") or wanted.get("hypervisor_hostname")
        start_build(call.state, server, Build(networks, groups, devices, host_wanted, call.token.is_admin))
        record(call, server, "create", call.state.timings.build_seconds)
    return _answer(call, wanted, servers[0])


def _count(wanted: Json) -> int:
    low = int(wanted.get("min_count", 1))
    high = int(wanted.get("max_count", low))
    if low > high:
        raise ApiError(400, "min_count must be <= max_count")
    return high


def _check_image_is_named(wanted: Json, devices: list[Json]) -> None:
    if not wanted.get("imageRef") and not devices:
        raise ApiError(400, "Missing imageRef attribute")


def _check_references(call: Call, wanted: Json, count: int) -> None:
    ref = wanted.get("imageRef")
    if ref and call.state.image.find(ref) is None:
        raise ApiError(400, "Can not find requested image")
    if "key_name" in wanted and call.state.keypair(wanted["key_name"], call.token.user.id) is None:
        raise ApiError(400, "Invalid key_name provided.")
    if count > 1 and wanted.get("hostname"):
        raise ApiError(400, "Unable to allocate a single hostname to multiple instances")
    check_files(wanted)


def check_files(wanted: Json) -> None:
    """Refuse more or larger files than the quotas allow."""
    files = wanted.get("personality") or []
    if len(files) > _MAX_FILES:
        raise ApiError(403, "Personality file limit exceeded")
    if any(len(item.get("path", "")) > _MAX_PATH for item in files):
        raise ApiError(403, f"Personality file path exceeds maximum {_MAX_PATH}")
    if any(len(base64.b64decode(item.get("contents", ""))) > _MAX_CONTENT for item in files):
        raise ApiError(403, f"Personality file content exceeds maximum {_MAX_CONTENT}")


def _insert(call: Call, wanted: Json, flavor: Flavor, count: int, zone: str | None) -> list[Server]:
    reservation = new_reservation_id()
    servers = []
    for index in range(1, count + 1):
        name = f"{wanted['name']}-{index}" if count > 1 else wanted["name"]
        image_id = wanted.get("imageRef") or None
        server = Server(new_id(), name, call.token.project_id, call.token.user.id, flavor, image_id)
        _fill(call, server, wanted, zone)
        server.reservation_id = reservation
        servers.append(call.state.insert(server))
    return servers


def _fill(call: Call, server: Server, wanted: Json, zone: str | None) -> None:
    server.metadata = dict(wanted.get("metadata") or {})
    server.tags = sorted(set(wanted.get("tags") or []))
    server.key_name = wanted.get("key_name")
    # Before there were descriptions to ask for, the name was taken for one.
    server.description = wanted.get("description") if call.version >= (2, 19) else wanted["name"]
    server.availability_zone, server.pinned_zone = zone or "nova", zone
    server.hostname = wanted.get("hostname") or hostname(server.name)
    server.config_drive = "True" if str(wanted.get("config_drive", "")).lower() in ("true", "1", "on", "yes") else ""
    server.access_ipv4 = wanted.get("accessIPv4", "")
    server.access_ipv6 = wanted.get("accessIPv6", "")
    server.user_data = wanted.get("user_data")
    server.files = {item.get("path", ""): item.get("contents", "") for item in wanted.get("personality") or []}
    server.disk_config = wanted.get("OS-DCF:diskConfig", "MANUAL")
    server.certificates = wanted.get("trusted_image_certificates")
    server.admin_password = wanted.get("adminPass") or new_password()


def hostname(name: str) -> str:
    """Return a name as a host may have it (nova/utils.py sanitize_hostname)."""
    name = re.sub(r"[ _\.]", "-", name)
    return re.sub(r"[^\w-]+", "", name).lower().strip(".-")[:63]


def _answer(call: Call, wanted: Json, server: Server) -> Answer:
    if str(wanted.get("return_reservation_id", "")).lower() in ("true", "1", "on", "yes"):
        return json_answer(202, {"reservation_id": server.reservation_id})
    view = {
        "id": server.id,
        "links": links(call, "servers", server.id),
        "OS-DCF:diskConfig": server.disk_config,
        "security_groups": [dict(group) for group in wanted.get("security_groups") or [{"name": "default"}]],
        "adminPass": server.admin_password,
    }
    return json_answer(202, {"server": view}, {"location": f"{call.api}/servers/{server.id}"})


# Security groups: nova/network/security_group_api.py


def _groups(call: Call, wanted: Json) -> list[str] | None:
    """Return the ids of the security groups, or None for the default one; names must be unique."""
    asked = wanted.get("security_groups")
    if not asked:
        return None
    ids: list[str] = []
    for item in asked:
        name = item.get("name", "default")
        found = find_groups(call, name)
        if not found:
            raise ApiError(400, f"Unable to find security_group with name or id '{name}'")
        if len(found) > 1:
            sentence = f"Multiple security_group matches found for name '{name}', use an ID to be more specific."
            raise ApiError(409, sentence)
        ids.append(found[0]["id"])
    return list(dict.fromkeys(ids))


def find_groups(call: Call, name: str) -> list[Json]:
    """Return the caller's security groups with this id or, failing that, this name."""
    state = call.state.network
    state.default_group(call.token.project_id)
    groups = state.collections["security_groups"].values()
    mine = [group for group in groups if group["project_id"] == call.token.project_id]
    return [group for group in mine if group["id"] == name] or [group for group in mine if group["name"] == name]

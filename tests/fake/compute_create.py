# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""POST /servers: what is checked, what is answered, and how the server comes up afterwards."""

from __future__ import annotations

import re
from typing import Any

from .compute_schemas import create_server, validate
from .compute_state import ComputeState, Server, new_fault, new_password, new_reservation_id
from .compute_views import Call, links
from .network_state import new_id
from .wire import Answer, ApiError, Json, json_answer


def create(call: Call) -> Answer:
    """Answer POST /servers."""
    validate(call.request.body, create_server(call.version))
    wanted: Json = call.request.body["server"]
    _check_policy(call, wanted)
    count = _count(wanted)
    networks = _networks(call, wanted)
    flavor = call.state.flavor(wanted["flavorRef"])
    if flavor is None:
        raise ApiError(400, f"Flavor {wanted['flavorRef']} could not be found.")
    _check_image(call, wanted)
    if "key_name" in wanted and call.state.keypair(wanted["key_name"], call.token.user.id) is None:
        raise ApiError(400, "Invalid key_name provided.")
    groups = _groups(call, wanted)
    zone = wanted.get("availability_zone", "")
    if zone and zone.split(":")[0] not in call.state.zones:
        raise ApiError(400, "The requested availability zone is not available")
    reservation = new_reservation_id()
    servers = []
    for index in range(1, count + 1):
        name = f"{wanted['name']}-{index}" if count > 1 else wanted["name"]
        server = Server(
            new_id(), name, call.token.project_id, call.token.user.id, flavor, wanted.get("imageRef") or None
        )
        _fill(server, wanted, reservation)
        servers.append(call.state.insert(server))
    for server in servers:
        start_build(call.state, server, networks, groups, call.token.is_admin)
    return _answer(call, wanted, servers[0], reservation)


def _check_policy(call: Call, wanted: Json) -> None:
    if not call.token.is_admin and ("host" in wanted or "hypervisor_hostname" in wanted):
        raise ApiError(403, "Policy doesn't allow compute:servers:create:requested_destination to be performed.")


def _count(wanted: Json) -> int:
    low = int(wanted.get("min_count", 1))
    high = int(wanted.get("max_count", low))
    if low > high:
        raise ApiError(400, "min_count must be <= max_count")
    return high


def _check_image(call: Call, wanted: Json) -> None:
    ref = wanted.get("imageRef")
    devices = wanted.get("block_device_mapping_v2") or wanted.get("block_device_mapping") or []
    for device in devices:
        source = device.get("source_type", "blank" if "volume_id" not in device else "volume")
        if not any(device.get(name) for name in ("uuid", "volume_id", "snapshot_id", "image_id")) and (
            source != "blank" or "source_type" not in device
        ):
            raise ApiError(400, "Block Device Mapping is Invalid: Missing device UUID.")
    if ref:
        if call.state.image.find(ref) is None:
            raise ApiError(400, "Can not find requested image")
        return
    if not devices:
        raise ApiError(400, "Missing imageRef attribute")


def _fill(server: Server, wanted: Json, reservation: str) -> None:
    server.metadata = dict(wanted.get("metadata") or {})
    server.tags = sorted(set(wanted.get("tags") or []))
    server.key_name = wanted.get("key_name")
    server.description = wanted.get("description")
    server.availability_zone = wanted.get("availability_zone") or "nova"
    server.hostname = wanted.get("hostname") or hostname(server.name)
    server.config_drive = "True" if str(wanted.get("config_drive", "")).lower() in ("true", "1", "on", "yes") else ""
    server.access_ipv4 = wanted.get("accessIPv4", "")
    server.access_ipv6 = wanted.get("accessIPv6", "")
    server.user_data = wanted.get("user_data")
    server.disk_config = wanted.get("OS-DCF:diskConfig", "MANUAL")
    server.admin_password = wanted.get("adminPass") or new_password()
    server.reservation_id = reservation


def hostname(name: str) -> str:
    """Return a name as a host may have it (nova/utils.py sanitize_hostname)."""
    name = re.sub(r"[ _\.]", "-", name)
    return re.sub(r"[^\w-]+", "", name).lower().strip(".-")[:63]


def _answer(call: Call, wanted: Json, server: Server, reservation: str) -> Answer:
    if str(wanted.get("return_reservation_id", "")).lower() in ("true", "1", "on", "yes"):
        return json_answer(202, {"reservation_id": reservation})
    view = {
        "id": server.id,
        "links": links(call, "servers", server.id),
        "OS-DCF:diskConfig": server.disk_config,
        "security_groups": [dict(group) for group in wanted.get("security_groups") or [{"name": "default"}]],
        "adminPass": server.admin_password,
    }
    return json_answer(202, {"server": view}, {"location": f"{call.api}/servers/{server.id}"})


# Networks and security groups: nova/network/neutron.py


def _networks(call: Call, wanted: Json) -> list[Json]:
    """Return what the server is to be connected to."""
    asked: Any = wanted.get("networks")
    if asked == "none":
        return []
    if asked is None or asked == "auto" or asked == []:
        return _only_network(call, asked)
    for item in asked:
        if item.get("port"):
            _check_port(call, item["port"])
        elif not item.get("uuid"):
            raise ApiError(400, "Bad network format: missing 'uuid'")
    for item in asked:
        if not item.get("port"):
            _check_network(call, item["uuid"])
    return [dict(item) for item in asked]


def _check_port(call: Call, port_id: str) -> None:
    port = call.state.network.collections["ports"].get(port_id)
    if port is None:
        raise ApiError(400, f"Port id {port_id} could not be found.")
    if port["device_id"]:
        raise ApiError(409, f"Port {port_id} is still in use.")


def _check_network(call: Call, network_id: str) -> None:
    network = call.state.network.collections["networks"].get(network_id)
    if network is None or not _usable(call, network):
        raise ApiError(400, f"Network {network_id} could not be found.")
    if not network["subnets"]:
        raise ApiError(400, f"Network {network_id} requires a subnet in order to boot instances on.")


def _usable(call: Call, network: Json) -> bool:
    mine = network["project_id"] == call.token.project_id
    return bool(mine or network["shared"] or network["router:external"] or call.token.is_admin)


def _only_network(call: Call, asked: Any) -> list[Json]:
    networks = call.state.network.collections["networks"].values()
    mine = [item for item in networks if item["project_id"] == call.token.project_id or item["shared"]]
    if len(mine) > 1:
        raise ApiError(409, "Multiple possible networks found, use a Network ID to be more specific.")
    return [{"uuid": item["id"]} for item in mine]


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


# The build


def start_build(
    state: ComputeState, server: Server, networks: list[Json], groups: list[str] | None, is_admin: bool = False
) -> None:
    """Let the server come up after `build_seconds`."""
    fault = state.build_fault(server.name)

    def finish() -> None:
        if fault is not None:
            fail(server, fault.code, fault.message)
            return
        try:
            plug(state, server, networks, groups, is_admin)
        except ApiError:
            sentence = f"Build of instance {server.id} aborted: Failed to allocate the network(s), not rescheduling."
            fail(server, 500, sentence)
            return
        server.host = "compute-1"
        server.enter("active")

    state.schedule.later(server, state.timings.build_seconds, finish)


def fail(server: Server, code: int, message: str) -> None:
    """Let a server come to rest in ERROR."""
    server.fault = new_fault(code, message)
    server.enter("error")


def plug(state: ComputeState, server: Server, networks: list[Json], groups: list[str] | None, is_admin: bool) -> None:
    """Connect a server: take the ports that were named, make the others."""
    network_state = state.network
    for item in networks:
        if item.get("port"):
            port = network_state.collections["ports"][item["port"]]
            network_state.borrowed.add(port["id"])
            network_state.bind_port(port, server.id, "compute:nova")
            continue
        network = network_state.collections["networks"][item["uuid"]]
        if network["router:external"] and not network["shared"] and not is_admin:
            raise ApiError(403, "External network attach forbidden")
        wanted: Json = {"network_id": network["id"], "device_id": server.id, "device_owner": "compute:nova"}
        if groups is not None:
            wanted["security_groups"] = groups
        if item.get("fixed_ip"):
            wanted["fixed_ips"] = [{"ip_address": item["fixed_ip"]}]
        network_state.add_port(server.project_id, **wanted)

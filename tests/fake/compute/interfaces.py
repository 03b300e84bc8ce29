# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interfaces of a server over HTTP: os-interface.

https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface
"""

from __future__ import annotations

from ..wire import Answer, ApiError, Json, empty_answer, json_answer
from .attach_schemas import attach_interface
from .find import check_launched, check_lock, check_task_state, check_vm_state, find_server
from .history import record
from .networks import network_of
from .records import Server
from .schemas import validate
from .views import Call

_STATES = ("active", "paused", "stopped")


def list_interfaces(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-interface."""
    server = find_server(call, server_id)
    ports = call.state.network.ports_of(server.id)
    return json_answer(200, {"interfaceAttachments": [_view(call, server, port) for port in ports]})


def show_interface(call: Call, server_id: str, port_id: str) -> Answer:
    """Answer GET /servers/{id}/os-interface/{port}."""
    server = find_server(call, server_id)
    port = _port(call, port_id)
    if port["device_id"] != server.id:
        raise ApiError(404, f"Instance {server.id} does not have a port with id {port_id}")
    return json_answer(200, {"interfaceAttachment": _view(call, server, port)})


def _view(call: Call, server: Server, port: Json) -> Json:
    view: Json = {
        "net_id": port["network_id"],
        "port_id": port["id"],
        "mac_addr": port["mac_address"],
        "port_state": port["status"],
        "fixed_ips": port["fixed_ips"],
    }
    return view | {"tag": server.port_tags.get(port["id"])} if call.version >= (2, 70) else view


def _port(call: Call, port_id: str) -> Json:
    port = call.state.network.collections["ports"].get(port_id)
    if port is None or not (call.token.is_admin or port["project_id"] == call.token.project_id):
        raise ApiError(404, f"Port id {port_id} could not be found.")
    return port


def attach(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/os-interface: with a port, a network, or neither if there is only one network."""
    validate(call.request.body, attach_interface(call.version))
    wanted: Json = call.request.body.get("interfaceAttachment") or {}
    server = find_server(call, server_id)
    network_id, port_id = wanted.get("net_id"), wanted.get("port_id")
    addresses = [item["ip_address"] for item in wanted.get("fixed_ips") or []]
    if network_id and port_id:
        raise ApiError(400, "Must not input both network_id and port_id")
    if addresses and not network_id:
        raise ApiError(400, "Must input network_id when request IP address")
    _check(call, server, "attach_interface")
    record(call, server, "attach_interface")
    port = _take(call, server, port_id) if port_id else _make(call, server, network_id, addresses)
    if wanted.get("tag"):
        server.port_tags[port["id"]] = wanted["tag"]
    return json_answer(200, {"interfaceAttachment": _view(call, server, port)})


def _check(call: Call, server: Server, word: str) -> None:
    check_lock(call, server)
    check_vm_state(server, word, _STATES)
    check_task_state(server, word)
    check_launched(server, word)


def _take(call: Call, server: Server, port_id: str) -> Json:
    port = _port(call, port_id)
    if port["device_id"]:
        raise ApiError(409, f"Port {port_id} is still in use.")
    call.state.network.borrowed.add(port_id)
    call.state.network.bind_port(port, server.id, "compute:nova")
    return port


def _make(call: Call, server: Server, network_id: str | None, addresses: list[str]) -> Json:
    network = network_of(call, network_id)
    state = call.state.network
    if network["router:external"] and not network["shared"] and not call.token.is_admin:
        sentence = f"It is not allowed to create an interface on external network {network['id']}"
        raise ApiError(403, sentence)
    if not network["subnets"]:
        sentence = "Network requires port_security_enabled and subnet associated in order to apply security groups."
        raise ApiError(400, sentence)
    wanted: Json = {"network_id": network["id"], "device_id": server.id, "device_owner": "compute:nova"}
    if addresses:
        wanted["fixed_ips"] = [{"ip_address": address} for address in addresses]
    try:
        return state.add_port(server.project_id, **wanted)
    except ApiError as error:
        if error.kind == "IpAddressAlreadyAllocated":
            raise ApiError(409, f"Fixed IP {addresses[0]} is already in use.") from None
        # Nova does not expect an address that does not fit.
        raise unexpected("nova.exception.InvalidInput") from None


def unexpected(kind: str) -> ApiError:
    """Return what Nova says of its own mistakes."""
    return ApiError(500, f"Unexpected API Error. Please contact the administrator\n<class '{kind}'>")


def detach(call: Call, server_id: str, port_id: str) -> Answer:
    """Answer DELETE /servers/{id}/os-interface/{port}: accepted, whether there is such a port or not."""
    server = find_server(call, server_id)
    _check(call, server, "detach_interface")
    record(call, server, "detach_interface")
    state = call.state

    def done() -> None:
        port = state.network.collections["ports"].get(port_id)
        if port is not None and port["device_id"] == server.id:
            server.port_tags.pop(port_id, None)
            state.network.unplug(port)

    state.schedule.later(server, state.timings.action_seconds, done)
    return empty_answer(202)

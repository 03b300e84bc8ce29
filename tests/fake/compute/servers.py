# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The handlers of one server and of the list: show, update, delete, addresses."""

from __future__ import annotations

import json

from ..wire import Answer, ApiError, Json, json_answer
from .find import find_server
from .list import select
from .records import Server
from .schemas import update_server, validate
from .transitions import delete as end
from .views import Call, addresses, server_bytes, server_view

_JSON = {"Content-Type": "application/json"}


def list_brief(call: Call) -> Answer:
    """Answer GET /servers."""
    return _list(call, detail=False)


def list_detail(call: Call) -> Answer:
    """Answer GET /servers/detail."""
    return _list(call, detail=True)


def _list(call: Call, detail: bool) -> Answer:
    page, next_links = select(call)
    # The body is joined from each server's JSON: with thousands of servers, encoding anew would be most of the time.
    body = (
        b'{"servers": [' + b", ".join(server_bytes(call, server, detail=detail, listed=True) for server in page) + b"]"
    )
    if next_links:
        body += b', "servers_links": ' + json.dumps(next_links).encode()
    return Answer(200, body + b"}", dict(_JSON))


def show(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}."""
    server = find_server(call, server_id)
    if server.is_out_of_reach and call.version < (2, 69):
        sentence = (
            "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log"
        )
        raise ApiError(500, f"{sentence} if possible.\n<class 'nova.exception.NovaException'>")
    shown = server_bytes(call, server, detail=True, listed=False)
    return Answer(200, b'{"server": ' + shown + b"}", dict(_JSON))


def update(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}."""
    validate(call.request.body, update_server(call.version))
    server = find_server(call, server_id)
    wanted: Json = call.request.body["server"]
    if "pinned_availability_zone" in wanted:
        _pin(server, wanted["pinned_availability_zone"])
    server.name = wanted.get("name", server.name)
    server.description = wanted.get("description", server.description)
    server.hostname = wanted.get("hostname", server.hostname)
    server.access_ipv4 = wanted.get("accessIPv4", server.access_ipv4)
    server.access_ipv6 = wanted.get("accessIPv6", server.access_ipv6)
    server.disk_config = wanted.get("OS-DCF:diskConfig", server.disk_config)
    server.touch()
    return json_answer(200, {"server": server_view(call, server, full=call.version >= (2, 75))})


def _pin(server: Server, zone: str | None) -> None:
    """Let a server stay in its zone, or let it go (since 2.104)."""
    if zone is not None and server.pinned_zone not in (None, zone):
        sentence = "Cannot change pinned availability zone directly. Unpin first by setting pinned_availability_zone"
        raise ApiError(409, f"{sentence} to null.")
    if zone is not None and zone != server.availability_zone:
        sentence = f"Server can only be pinned to its current availability zone '{server.availability_zone}'"
        raise ApiError(409, f"{sentence}, but '{zone}' was requested.")
    server.pinned_zone = zone


def delete(call: Call, server_id: str) -> Answer:
    """Answer DELETE /servers/{id}: accepted at once, gone a little later."""
    return end(call, find_server(call, server_id))


# What hangs on a server


def ips(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/ips."""
    return json_answer(200, {"addresses": addresses(call, find_server(call, server_id), extended=False)})


def groups(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-security-groups."""
    network = call.state.network
    ports = network.ports_of(find_server(call, server_id).id)
    ids = dict.fromkeys(group for port in ports for group in port["security_groups"])
    found = [network.collections["security_groups"][group] for group in ids]
    rows = [
        {
            "id": item["id"],
            "description": item["description"],
            "name": item["name"],
            "tenant_id": item["project_id"],
            "rules": [],
        }
        for item in found
    ]
    return json_answer(200, {"security_groups": rows})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The handlers of one server and of the list: show, update, delete, metadata, tags, interfaces."""

from __future__ import annotations

import json

from .compute_actions import act, check_lock
from .compute_list import select
from .compute_schemas import META_BODY, METADATA_BODY, TAG, TAGS_BODY, update_server, validate
from .compute_state import Server
from .compute_views import Call, addresses, server_bytes, server_view
from .wire import Answer, ApiError, Json, empty_answer, json_answer

_JSON = {"Content-Type": "application/json"}


def find(call: Call, server_id: str, missing: str = "could not be found.") -> Server:
    """Return a server the caller may see."""
    server = call.state.servers.get(server_id)
    if server is None or (server.project_id != call.token.project_id and not call.token.is_admin):
        raise ApiError(404, f"Instance {server_id} {missing}")
    return server


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
    shown = server_bytes(call, find(call, server_id), detail=True, listed=False)
    return Answer(200, b'{"server": ' + shown + b"}", dict(_JSON))


def update(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}."""
    validate(call.request.body, update_server(call.version))
    server = find(call, server_id)
    wanted: Json = call.request.body["server"]
    server.name = wanted.get("name", server.name)
    server.description = wanted.get("description", server.description)
    server.hostname = wanted.get("hostname", server.hostname)
    server.access_ipv4 = wanted.get("accessIPv4", server.access_ipv4)
    server.access_ipv6 = wanted.get("accessIPv6", server.access_ipv6)
    server.disk_config = wanted.get("OS-DCF:diskConfig", server.disk_config)
    server.touch()
    return json_answer(200, {"server": server_view(call, server, full=call.version >= (2, 75))})


def delete(call: Call, server_id: str) -> Answer:
    """Answer DELETE /servers/{id}: accepted at once, gone a little later."""
    server = find(call, server_id)
    check_lock(call, server)
    call.state.cancel(server)
    server.task_state = "deleting"
    server.touch()
    call.state.later(server, call.state.timings.delete_seconds, lambda: call.state.remove(server))
    return empty_answer(204, _JSON)


def action(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/action."""
    gone = any(server.id == server_id for server in call.state.deleted)
    # A server that never was has no mapping to a cell; one that was is just not found.
    return act(call, find(call, server_id, "could not be found." if gone else "has no mapping to a cell."))


# Metadata


def show_metadata(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/metadata."""
    return json_answer(200, {"metadata": find(call, server_id).metadata})


def add_metadata(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/metadata: keys that are not named stay."""
    validate(call.request.body, METADATA_BODY)
    server = find(call, server_id)
    return _set_metadata(call, server, {**server.metadata, **call.request.body["metadata"]})


def replace_metadata(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}/metadata: keys that are not named go."""
    validate(call.request.body, METADATA_BODY)
    return _set_metadata(call, find(call, server_id), dict(call.request.body["metadata"]))


def _set_metadata(call: Call, server: Server, metadata: dict[str, str]) -> Answer:
    check_lock(call, server)
    if len(metadata) > 128:
        raise ApiError(403, "Maximum number of metadata items exceeds 128")
    server.metadata = metadata
    server.touch()
    return json_answer(200, {"metadata": metadata})


def show_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer GET /servers/{id}/metadata/{key}."""
    return json_answer(200, {"meta": {key: _meta(find(call, server_id), key)}})


def set_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer PUT /servers/{id}/metadata/{key}."""
    validate(call.request.body, META_BODY)
    wanted = call.request.body["meta"]
    if key not in wanted:
        raise ApiError(400, "Request body and URI mismatch")
    server = find(call, server_id)
    _set_metadata(call, server, {**server.metadata, **wanted})
    return json_answer(200, {"meta": wanted})


def delete_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer DELETE /servers/{id}/metadata/{key}."""
    server = find(call, server_id)
    _meta(server, key)
    _set_metadata(call, server, {name: value for name, value in server.metadata.items() if name != key})
    return empty_answer(204, _JSON)


def _meta(server: Server, key: str) -> str:
    if key not in server.metadata:
        raise ApiError(404, "Metadata item was not found")
    return server.metadata[key]


# Tags


def _tagged(call: Call, server_id: str) -> Server:
    if call.version < (2, 26):
        raise ApiError(404, "The resource could not be found.")
    return find(call, server_id, "has no mapping to a cell.")


def show_tags(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/tags."""
    return json_answer(200, {"tags": _tagged(call, server_id).tags})


def replace_tags(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}/tags."""
    server = _tagged(call, server_id)
    validate(call.request.body, TAGS_BODY)
    server.tags = sorted(set(call.request.body["tags"]))
    server.touch()
    return json_answer(200, {"tags": server.tags})


def delete_tags(call: Call, server_id: str) -> Answer:
    """Answer DELETE /servers/{id}/tags."""
    server = _tagged(call, server_id)
    server.tags = []
    server.touch()
    return empty_answer(204)


def show_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer GET /servers/{id}/tags/{tag}."""
    if tag not in _tagged(call, server_id).tags:
        raise ApiError(404, f"Server {server_id} has no tag '{tag}'")
    return empty_answer(204)


def set_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer PUT /servers/{id}/tags/{tag}: 201 when it is new, 204 when it was there."""
    server = _tagged(call, server_id)
    validate(tag, TAG)
    if tag in server.tags:
        return empty_answer(204)
    server.tags = sorted([*server.tags, tag])
    server.touch()
    return empty_answer(201, {"Location": f"{call.api}/servers/{server_id}/tags/{tag}"})


def delete_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer DELETE /servers/{id}/tags/{tag}."""
    server = _tagged(call, server_id)
    if tag not in server.tags:
        raise ApiError(404, f"Instance {server_id} has no tag '{tag}'")
    server.tags = [item for item in server.tags if item != tag]
    server.touch()
    return empty_answer(204)


# What hangs on a server


def ips(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/ips."""
    return json_answer(200, {"addresses": addresses(call, find(call, server_id), extended=False)})


def interfaces(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-interface."""
    server = find(call, server_id)
    rows = [
        {
            "net_id": port["network_id"],
            "port_id": port["id"],
            "mac_addr": port["mac_address"],
            "port_state": port["status"],
            "fixed_ips": port["fixed_ips"],
        }
        for port in call.state.network.ports_of(server.id)
    ]
    return json_answer(200, {"interfaceAttachments": rows})


def groups(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-security-groups."""
    network = call.state.network
    ports = network.ports_of(find(call, server_id).id)
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


def volumes(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-volume_attachments; the fake attaches none."""
    find(call, server_id)
    return json_answer(200, {"volumeAttachments": []})

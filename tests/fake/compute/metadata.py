# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metadata of a server, and the states in which it may be changed."""

from __future__ import annotations

from ..wire import Answer, ApiError, empty_answer, json_answer
from .find import LABELLED, check_launched, check_lock, check_vm_state, find_server
from .records import Server
from .schemas import META_BODY, METADATA_BODY, validate
from .views import Call

_JSON = {"Content-Type": "application/json"}


def show_metadata(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/metadata."""
    return json_answer(200, {"metadata": find_server(call, server_id).metadata})


def add_metadata(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/metadata: keys that are not named stay."""
    validate(call.request.body, METADATA_BODY)
    server = find_server(call, server_id)
    return _set_metadata(call, server, {**server.metadata, **call.request.body["metadata"]})


def replace_metadata(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}/metadata: keys that are not named go."""
    validate(call.request.body, METADATA_BODY)
    return _set_metadata(call, find_server(call, server_id), dict(call.request.body["metadata"]))


def _set_metadata(call: Call, server: Server, metadata: dict[str, str], word: str = "update metadata") -> Answer:
    # Whether a task goes on does not matter.
    check_lock(call, server)
    check_vm_state(server, word, LABELLED)
    check_launched(server, word)
    if len(metadata) > 128:
        raise ApiError(403, "Maximum number of metadata items exceeds 128")
    server.metadata = metadata
    server.touch()
    return json_answer(200, {"metadata": metadata})


def show_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer GET /servers/{id}/metadata/{key}."""
    return json_answer(200, {"meta": {key: _meta(find_server(call, server_id), key)}})


def set_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer PUT /servers/{id}/metadata/{key}."""
    validate(call.request.body, META_BODY)
    wanted = call.request.body["meta"]
    if key not in wanted:
        raise ApiError(400, "Request body and URI mismatch")
    server = find_server(call, server_id)
    _set_metadata(call, server, {**server.metadata, **wanted})
    return json_answer(200, {"meta": wanted})


def delete_meta(call: Call, server_id: str, key: str) -> Answer:
    """Answer DELETE /servers/{id}/metadata/{key}."""
    server = find_server(call, server_id)
    _meta(server, key)
    left = {name: value for name, value in server.metadata.items() if name != key}
    _set_metadata(call, server, left, "delete metadata")
    return empty_answer(204, _JSON)


def _meta(server: Server, key: str) -> str:
    if key not in server.metadata:
        raise ApiError(404, "Metadata item was not found")
    return server.metadata[key]

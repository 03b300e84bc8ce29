# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tags of a server: since 2.26, and in the states in which metadata may be changed. No lock protects them."""

from __future__ import annotations

from ..schema import check
from ..wire import Answer, ApiError, empty_answer, json_answer
from .find import LABELLED, check_vm_state, find_server
from .records import Server
from .schemas import MAX_TAGS, TAG, TAGS_BODY, validate
from .views import Call


def _tagged(call: Call, server_id: str) -> Server:
    if call.version < (2, 26):
        raise ApiError(404, "The resource could not be found.")
    return find_server(call, server_id, "has no mapping to a cell.")


def _changeable(call: Call, server_id: str, word: str) -> Server:
    server = _tagged(call, server_id)
    check_vm_state(server, word, LABELLED)
    return server


def _set(server: Server, tags: list[str]) -> None:
    server.tags = tags
    # Tags are no part of the server's row, and do not count as an update of it.
    server.change()


def show_tags(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/tags."""
    return json_answer(200, {"tags": _tagged(call, server_id).tags})


def replace_tags(call: Call, server_id: str) -> Answer:
    """Answer PUT /servers/{id}/tags."""
    validate(call.request.body, TAGS_BODY)
    server = _changeable(call, server_id, "update tags")
    _set(server, sorted(set(call.request.body["tags"])))
    return json_answer(200, {"tags": server.tags})


def delete_tags(call: Call, server_id: str) -> Answer:
    """Answer DELETE /servers/{id}/tags."""
    _set(_changeable(call, server_id, "delete tags"), [])
    return empty_answer(204)


def show_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer GET /servers/{id}/tags/{tag}."""
    if tag not in _tagged(call, server_id).tags:
        raise ApiError(404, f"Server {server_id} has no tag '{tag}'")
    return empty_answer(204)


def set_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer PUT /servers/{id}/tags/{tag}: 201 when it is new, 204 when it was there."""
    server = _changeable(call, server_id, "update tag")
    error = check(tag, TAG)
    if error is not None:
        sentence = "It must be a non empty string without characters '/' and ','."
        raise ApiError(400, f"Tag '{tag}' is invalid. {sentence} Validation error message: {error.message}")
    if len(server.tags) >= MAX_TAGS:
        raise ApiError(400, f"The number of tags exceeded the per-server limit {MAX_TAGS}")
    if tag in server.tags:
        return empty_answer(204)
    _set(server, sorted([*server.tags, tag]))
    return empty_answer(201, {"Location": f"{call.api}/servers/{server_id}/tags/{tag}"})


def delete_tag(call: Call, server_id: str, tag: str) -> Answer:
    """Answer DELETE /servers/{id}/tags/{tag}."""
    server = _changeable(call, server_id, "delete tag")
    if tag not in server.tags:
        raise ApiError(404, f"Instance {server_id} has no tag '{tag}'")
    _set(server, [item for item in server.tags if item != tag])
    return empty_answer(204)

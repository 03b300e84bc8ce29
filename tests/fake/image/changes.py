# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes of Glance's images: JSON patches, and tags one by one. From glance/api/v2/images.py and image_tags.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .state import ImageState, new_image

_MEDIA_TYPES = ("application/openstack-images-v2.0-json-patch", "application/openstack-images-v2.1-json-patch")
_READ_ONLY = (
    *("created_at", "updated_at", "status", "checksum", "size", "virtual_size", "direct_url", "self", "file"),
    *("schema", "id", "os_hash_algo", "os_hash_value"),
)
# What Glance says where it forgets to hand its own words on.
_DENIED, _CONFLICT = "Access was denied to this resource.", "There was a conflict when trying to complete your request."
_FORMATS = ("disk_format", "container_format")
_OPERATIONS = ("replace", "add", "remove")
_BASE = frozenset(new_image(""))


class Changes:
    """What changes images, over HTTP."""

    def __init__(self, state: ImageState) -> None:
        self._state = state

    def routes(self) -> list[Route[Callable[..., Answer]]]:
        """Return what can be asked."""
        return [
            Route("PATCH", "/v2/images/{image_id}", self._update),
            Route("PUT", "/v2/images/{image_id}/tags/{tag}", self._add_tag),
            Route("DELETE", "/v2/images/{image_id}/tags/{tag}", self._remove_tag),
        ]

    def _update(self, request: Request, token: Token, image_id: str) -> Answer:
        if request.headers.get("Content-Type") not in _MEDIA_TYPES:
            raise ApiError(415, f"Image PATCH expects Content-Type one of: {', '.join(_MEDIA_TYPES)}")
        if not isinstance(request.body, list):
            raise ApiError(400, "Request body must be a JSON array of operation objects.")
        changes = [_change(operation) for operation in request.body]
        image = self._mine(token, image_id, "modify_image")
        # All or nothing.
        changed = dict(image)
        for kind, key, value in changes:
            _apply(changed, token, kind, key, value)
        image.clear()
        image.update(changed)
        self._state.touch(image)
        return json_answer(200, image)

    def _mine(self, token: Token, image_id: str, action: str) -> Json:
        image = self._state.find(image_id, token)
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, f"You are not authorized to complete {action} action.")
        return image

    def _add_tag(self, request: Request, token: Token, image_id: str, tag: str) -> Answer:
        image = self._mine(token, image_id, "modify_image")
        image["tags"] = sorted({*image["tags"], tag})
        return empty_answer(204)

    def _remove_tag(self, request: Request, token: Token, image_id: str, tag: str) -> Answer:
        image = self._mine(token, image_id, "modify_image")
        if tag not in image["tags"]:
            raise ApiError(404, "The resource could not be found.")
        image["tags"] = [other for other in image["tags"] if other != tag]
        return empty_answer(204)


def _change(operation: Json) -> tuple[str, str, Any]:
    """Read one operation, and refuse what Glance refuses before it looks at the image."""
    kind = operation.get("op")
    if kind not in _OPERATIONS:
        known = ", ".join(_OPERATIONS)
        raise ApiError(400, f"Invalid operation: `{kind}`. It must be one of the following: {known}.")
    pointer = operation["path"]
    if not pointer.startswith("/"):
        raise ApiError(400, f'Pointer `{pointer}` does not start with "/".')
    key = pointer[1:].replace("~1", "/").replace("~0", "~")
    if kind != "remove" and "value" not in operation:
        raise ApiError(400, f'Operation "{kind}" requires a member named "value".')
    if key in _READ_ONLY:
        raise ApiError(403, f"Attribute '{key}' is read-only.")
    if key.startswith("os_glance"):
        raise ApiError(403, f"Attribute '{key}' is reserved.")
    value = operation.get("value")
    if kind != "remove" and key not in _BASE and not isinstance(value, str):
        raise ApiError(400, f"Provided object does not match schema 'image': {value!r} is not of type 'string'")
    return kind, key, value


def _apply(image: Json, token: Token, kind: str, key: str, value: Any) -> None:
    if kind == "remove":
        if key in _BASE:
            raise ApiError(403, _DENIED)
        if key not in image:
            raise ApiError(409, _CONFLICT)
        del image[key]
        return
    if kind == "replace" and key not in image:
        raise ApiError(409, _CONFLICT)
    if key == "owner" and not token.is_admin:
        raise ApiError(403, _DENIED)
    if key == "visibility" and value == "public" and not token.is_admin:
        raise ApiError(403, "You are not authorized to complete publicize_image action.")
    if key in _FORMATS and image["status"] not in ("queued", "importing"):
        raise ApiError(403, f"Attribute {key} can be only replaced for a queued image.")
    image[key] = sorted(set(value)) if key == "tags" else value

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of Glance's images: sent, fetched, imported from a URL; and images that are deactivated.

From glance/api/v2/image_data.py, images.py (import_image) and image_actions.py.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable

from ..network.state import new_id
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer
from .state import IMPORT_TASK, ImageState

_HTML = {"Content-Type": "text/html; charset=UTF-8"}
_FORBIDDEN = "You are not authorized to complete {} action."
# Where an image has to be for its content to come.
_NEXT = {"queued": "saving"}


class Contents:
    """What is done with contents, over HTTP."""

    def __init__(self, state: ImageState) -> None:
        self._state = state

    def routes(self) -> list[Route[Callable[..., Answer]]]:
        """Return what can be asked."""
        return [
            Route("PUT", "/v2/images/{image_id}/file", self._upload),
            Route("GET", "/v2/images/{image_id}/file", self._download),
            Route("POST", "/v2/images/{image_id}/import", self._import),
            Route("POST", "/v2/images/{image_id}/actions/deactivate", self._deactivate),
            Route("POST", "/v2/images/{image_id}/actions/reactivate", self._reactivate),
        ]

    def _upload(self, request: Request, token: Token, image_id: str) -> Answer:
        if not request.headers.get("Content-Type", "").startswith("application/octet-stream"):
            raise ApiError(415, f"Invalid content type {request.headers.get('Content-Type', '')}")
        image = self._state.find(image_id, token)
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, _FORBIDDEN.format("upload_image"))
        if image["status"] != "queued":
            message = f"Image status transition from {image['status']} to saving is not allowed"
            raise ApiError(409, message)
        missing = [key for key in ("disk_format", "container_format") if not image[key]]
        if missing:
            word = "Property" if len(missing) == 1 else "Properties"
            raise ApiError(400, f"{word} {', '.join(missing)} must be set prior to saving data.")
        self._state.fill(image, request.raw)
        return empty_answer(204, _HTML)

    def _download(self, request: Request, token: Token, image_id: str) -> Answer:
        image = self._state.find(image_id, token)
        if image["status"] == "deactivated" and not token.is_admin:
            raise ApiError(403, "The requested image has been deactivated. Image data download is forbidden.")
        content = self._state.contents.get(image_id)
        if content is None:
            return empty_answer(204, {"Content-Type": "application/octet-stream"})
        headers = {"Content-Type": "application/octet-stream", "Content-MD5": str(image["checksum"])}
        return Answer(200, content, headers)

    def _import(self, request: Request, token: Token, image_id: str) -> Answer:
        method = (request.body or {}).get("method") or {}
        if method.get("name") != "web-download":
            raise ApiError(400, f"Unknown import method name '{method.get('name')}'.")
        image = self._state.find(image_id, token)
        if image["status"] == "active":
            raise ApiError(409, "Image with status active cannot be target for import")
        if image["status"] != "queued":
            raise ApiError(409, "Image needs to be in 'queued' state to use 'web-download' method")
        for key in ("container_format", "disk_format"):
            if not image[key]:
                raise ApiError(409, f"'{key}' needs to be set before import")
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, _FORBIDDEN.format("modify_image"))
        if not str(method.get("uri")).startswith(("http://", "https://")):
            raise ApiError(400, f"URI for web-download does not pass filtering: {method.get('uri')}")
        image[IMPORT_TASK] = new_id()
        # In a thread: it may be this very cloud that is asked for the content.
        threading.Thread(target=self._fetch, args=(image, method["uri"]), daemon=True).start()
        return empty_answer(202, _HTML)

    def _fetch(self, image: Json, url: str) -> None:
        image["status"] = "importing"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # a URL of a test's
                content = answer.read()
        except OSError:
            image["status"] = "queued"
        else:
            self._state.fill(image, content)
        del image[IMPORT_TASK]

    def _deactivate(self, request: Request, token: Token, image_id: str) -> Answer:
        return self._act(token, image_id, "deactivate", "active", "deactivated")

    def _reactivate(self, request: Request, token: Token, image_id: str) -> Answer:
        return self._act(token, image_id, "reactivate", "deactivated", "active")

    def _act(self, token: Token, image_id: str, word: str, before: str, after: str) -> Answer:
        image = self._state.find(image_id, token)
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, _FORBIDDEN.format(word))
        if image["status"] not in (before, after):
            message = f"Not allowed to {word} image in status '{image['status']}'"
            raise ApiError(403, message)
        image["status"] = after
        self._state.touch(image)
        return empty_answer(204, _HTML)

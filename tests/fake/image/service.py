# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Glance v2: images, lists with filters and `next`, and errors as HTML pages.

Shapes: https://docs.openstack.org/api-ref/image/v2/. Glance refuses in WebOb's HTML, unlike its neighbours
(glance/common/wsgi.py).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ..clock import THERE_SINCE, utcnow
from ..keystonemiddleware import AuthToken
from ..routes import Route, Router
from ..tokens import Token
from ..wire import (
    NOT_FOUND_SENTENCE,
    Answer,
    ApiError,
    Json,
    Request,
    empty_answer,
    html_answer,
    json_answer,
)
from .changes import Changes
from .content import Contents
from .list import link, ordered, selected
from .members import Members
from .state import ImageState, like_a_disk, new_image

# In the order of the real one, which is not that of the numbers.
_MINORS = (15, 13, 12, 11, 10, 9, 8, 17, 7, 6, 5, 4, 3, 2, 1, 0)
_READ_ONLY = ("status", "checksum", "created_at", "updated_at", "size", "virtual_size", "self", "file", "schema")
_DISK_FORMATS = (None, "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop")

_RAW = {"disk_format": "raw", "container_format": "bare"}

Handler = Callable[..., Answer]


class Image:
    """The image service; one for all regions."""

    def __init__(self, auth: AuthToken) -> None:
        self._auth = auth
        self.state = ImageState()
        self.page_limit = 1000
        self.default_owner = ""
        # By the words of the identity service's limits, as `image_count_total`; nothing where Glance does not use them.
        self.limits: dict[str, int] = {}
        routes: list[Route[Handler]] = [
            Route("GET", "/v2/info/usage", self._usage),
            Route("GET", "/v2/images", self._list),
            Route("POST", "/v2/images", self._create),
            Route("GET", "/v2/images/{image_id}", self._show),
            Route("DELETE", "/v2/images/{image_id}", self._delete),
        ]
        parts = (Contents(self.state), Changes(self.state), Members(self.state))
        self._router: Router[Handler] = Router(routes + [route for part in parts for route in part.routes()])

    @property
    def images(self) -> dict[str, Json]:
        """Return all images by their ids, as they are shown."""
        return self.state.images

    def _usage(self, _request: Request, token: Token) -> Answer:
        own = [image for image in self.images.values() if image["owner"] == token.project_id]
        used = {
            "image_count_total": len(own),
            "image_size_total": sum(image["size"] or 0 for image in own) // 2**20,
            "image_count_uploading": 0,
            "image_stage_total": 0,
        }
        usage = {name: {"limit": limit, "usage": used[name]} for name, limit in self.limits.items()}
        return json_answer(200, {"usage": usage})

    def add_image(self, name: str, **fields: Any) -> Json:
        """Add an image that is ready to use; further fields are set as they are given."""
        image = self.state.insert(new_image(self.default_owner) | {"name": name, "visibility": "public"} | _RAW)
        self.state.fill(image, like_a_disk(name))
        image |= {"created_at": (utcnow() - THERE_SINCE).strftime("%Y-%m-%dT%H:%M:%SZ"), **fields}
        return image

    def queue(self, name: str, owner: str, **fields: Any) -> Json:
        """Add a private image that has no content yet, as Nova does before it uploads a snapshot."""
        return self.state.insert(new_image(owner) | {"name": name, "visibility": "private"} | _RAW | fields)

    def upload(self, image_id: str) -> None:
        """Give an image content, if it is still there."""
        if image_id in self.images:
            self.state.fill(self.images[image_id], like_a_disk(image_id))

    def find(self, ref: str) -> Json | None:
        """Find an image by id."""
        return self.images.get(ref)

    def named(self, name: str) -> Json:
        """Return the first image of a name."""
        return next(image for image in self.images.values() if image["name"] == name)

    def remove(self, image_id: str) -> None:
        """Remove an image, if it is still there."""
        self.state.remove(image_id)

    def handle(self, request: Request) -> Answer:
        """Answer a request; what is not below /v2 gets the versions (glance/api/middleware/version_negotiation.py)."""
        if request.rest.strip("/") == "versions":
            return self._versions(request, 200)
        if request.rest.strip("/").split("/")[0] not in ("v2", "v2.0"):
            return self._versions(request, 300)
        token = self._auth.caller(request)
        if token is None:
            return self._auth.refuse_as_glance()
        answer = self._route(request, token)
        answer.headers["x-openstack-request-id"] = request.request_id
        return answer

    def _versions(self, request: Request, status: int) -> Answer:
        versions = [
            {
                "id": f"v2.{minor}",
                "status": "CURRENT" if minor == max(_MINORS) else "SUPPORTED",
                "links": [{"rel": "self", "href": f"{request.base}/v2/"}],
            }
            for minor in _MINORS
        ]
        return json_answer(status, {"versions": versions})

    def _route(self, request: Request, token: Token) -> Answer:
        found = self._router.find(request.method, request.rest)
        if found.handler is None and found.allowed:
            sentence = f"The method {request.method} is not allowed for this resource. "
            answer = html_answer(405, sentence)
            answer.headers["Allow"] = ", ".join(sorted(found.allowed))
            return answer
        if found.handler is None:
            return html_answer(404, NOT_FOUND_SENTENCE)
        try:
            return found.handler(request, token, **found.parameters)
        except ApiError as error:
            return html_answer(error.status, escape(error.message))

    # Lists

    def _list(self, request: Request, token: Token) -> Answer:
        limit = self._limit(request)
        images = [image for image in self.images.values() if selected(self.state, request, image, token)]
        images = ordered(request, images)
        marker = request.one("marker")
        if marker is not None:
            self.state.find(marker, token, 400)
            ids = [image["id"] for image in images]
            images = images[ids.index(marker) + 1 :] if marker in ids else []
        page = images[:limit]
        body: Json = {"images": page}
        query = [(name, values[-1]) for name, values in request.query.items() if name != "marker"]
        body["first"] = link(query)
        # A full page has a next one, even when nothing is on it (glance/api/v2/images.py index).
        if page and len(page) == limit:
            body["next"] = link([*query, ("marker", page[-1]["id"])])
        return json_answer(200, body | {"schema": "/v2/schemas/images"})

    def _limit(self, request: Request) -> int:
        text = request.one("limit")
        if text is None:
            return self.page_limit
        try:
            limit = int(text)
        except ValueError:
            raise ApiError(400, "limit param must be an integer") from None
        if limit < 0:
            raise ApiError(400, "limit param must be positive")
        return min(limit, self.page_limit)

    # Single images

    def _show(self, request: Request, token: Token, image_id: str) -> Answer:
        return json_answer(200, self.state.find(image_id, token))

    def _create(self, request: Request, token: Token) -> Answer:
        if not request.is_valid_json() or not isinstance(request.body, dict):
            raise ApiError(400, "Malformed JSON in request body.")
        wanted: Json = request.body
        for name, value in wanted.items():
            if name in _READ_ONLY:
                raise ApiError(403, f"Attribute '{name}' is read-only.")
            if name not in new_image("") and not isinstance(value, str):
                raise ApiError(400, f"Provided object does not match schema 'image': {value!r} is not of type 'string'")
        if wanted.get("disk_format") not in _DISK_FORMATS:
            sentence = f"{wanted['disk_format']!r} is not one of {list(_DISK_FORMATS)!r}"
            raise ApiError(400, f"Provided object does not match schema 'image': {sentence}")
        image = self.state.insert(new_image(token.project_id) | wanted)
        return json_answer(201, image, {"Location": f"{request.base}/v2/images/{image['id']}"})

    def _delete(self, request: Request, token: Token, image_id: str) -> Answer:
        image = self.state.find(image_id, token, message="Failed to find image {} to delete")
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, "You are not authorized to complete delete_image action.")
        if image["protected"]:
            raise ApiError(403, f"Image {image_id} is protected and cannot be deleted.")
        self.state.remove(image_id)
        return empty_answer(204, {"Content-Type": "text/html; charset=UTF-8"})

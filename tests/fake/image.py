# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Glance v2: images, lists with filters and `next`, and errors as HTML pages.

Shapes: https://docs.openstack.org/api-ref/image/v2/. Glance refuses in WebOb's HTML, unlike its neighbours
(glance/common/wsgi.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from html import escape
from typing import Any

from .clock import utcnow
from .keystonemiddleware import AuthToken
from .network_state import new_id
from .routes import Route, Router
from .tokens import Token
from .wire import (
    NOT_FOUND_SENTENCE,
    Answer,
    ApiError,
    Json,
    Request,
    empty_answer,
    format_query,
    html_answer,
    json_answer,
)

# In the order of the real one, which is not that of the numbers.
_MINORS = (15, 13, 12, 11, 10, 9, 8, 17, 7, 6, 5, 4, 3, 2, 1, 0)
_SORT_KEYS = ("name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at")
_READ_ONLY = ("status", "checksum", "created_at", "updated_at", "size", "virtual_size", "self", "file", "schema")
_VISIBILITIES = ("public", "private", "shared", "community", "all")
_CONTROL = ("limit", "marker", "sort_key", "sort_dir", "sort")
_DISK_FORMATS = (None, "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop")

Handler = Callable[..., Answer]


class Image:
    """The image service; one for all regions."""

    def __init__(self, auth: AuthToken) -> None:
        self._auth = auth
        self.images: dict[str, Json] = {}
        self.page_limit = 1000
        self.default_owner = ""
        self._router: Router[Handler] = Router(
            [
                Route("GET", "/v2/images", self._list),
                Route("POST", "/v2/images", self._create),
                Route("GET", "/v2/images/{image_id}", self._show),
                Route("DELETE", "/v2/images/{image_id}", self._delete),
            ]
        )

    def add_image(self, name: str, **fields: Any) -> Json:
        """Add an image that is ready to use; further fields are set as they are given."""
        image = _new_image(self.default_owner) | {"name": name, "visibility": "public", **_content(name)}
        return self._insert(image | fields)

    def queue(self, name: str, owner: str, **fields: Any) -> Json:
        """Add a private image that has no content yet, as Nova does before it uploads a snapshot."""
        return self._insert(_new_image(owner) | {"name": name, "visibility": "private", **fields})

    def upload(self, image_id: str) -> None:
        """Give an image content, if it is still there."""
        if image_id in self.images:
            self.images[image_id] |= _content(image_id)

    def find(self, ref: str) -> Json | None:
        """Find an image by id."""
        return self.images.get(ref)

    def named(self, name: str) -> Json:
        """Return the first image of a name."""
        return next(image for image in self.images.values() if image["name"] == name)

    def remove(self, image_id: str) -> None:
        """Remove an image, if it is still there."""
        self.images.pop(image_id, None)

    def _insert(self, image: Json) -> Json:
        path = f"/v2/images/{image['id']}"
        image |= {"self": path, "file": f"{path}/file", "schema": "/v2/schemas/image"}
        self.images[image["id"]] = image
        return image

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
        images = [image for image in self.images.values() if _selected(request, image, token)]
        images = _sorted(request, images)
        marker = request.one("marker")
        if marker is not None:
            self._find(marker, token, 400)
            ids = [image["id"] for image in images]
            images = images[ids.index(marker) + 1 :] if marker in ids else []
        page = images[:limit]
        body: Json = {"images": page}
        query = [(name, values[-1]) for name, values in request.query.items() if name != "marker"]
        body["first"] = _link(query)
        # A full page has a next one, even when nothing is on it (glance/api/v2/images.py index).
        if page and len(page) == limit:
            body["next"] = _link([*query, ("marker", page[-1]["id"])])
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

    def _find(self, image_id: str, token: Token, status: int = 404) -> Json:
        image = self.images.get(image_id)
        if image is None or not _visible(image, token):
            raise ApiError(status, f"No image found with ID {image_id}")
        return image

    def _show(self, request: Request, token: Token, image_id: str) -> Answer:
        return json_answer(200, self._find(image_id, token))

    def _create(self, request: Request, token: Token) -> Answer:
        if not request.is_valid_json() or not isinstance(request.body, dict):
            raise ApiError(400, "Malformed JSON in request body.")
        wanted: Json = request.body
        for name, value in wanted.items():
            if name in _READ_ONLY:
                raise ApiError(403, f"Attribute '{name}' is read-only.")
            if name not in _new_image("") and not isinstance(value, str):
                raise ApiError(400, f"Provided object does not match schema 'image': {value!r} is not of type 'string'")
        if wanted.get("disk_format") not in _DISK_FORMATS:
            sentence = f"{wanted['disk_format']!r} is not one of {list(_DISK_FORMATS)!r}"
            raise ApiError(400, f"Provided object does not match schema 'image': {sentence}")
        image = self._insert(_new_image(token.project_id) | wanted)
        return json_answer(201, image, {"Location": f"{request.base}/v2/images/{image['id']}"})

    def _delete(self, request: Request, token: Token, image_id: str) -> Answer:
        image = self.images.get(image_id)
        if image is None or not _visible(image, token):
            raise ApiError(404, f"Failed to find image {image_id} to delete")
        if image["owner"] != token.project_id and not token.is_admin:
            raise ApiError(403, "You are not authorized to complete delete_image action.")
        if image["protected"]:
            raise ApiError(403, f"Image {image_id} is protected and cannot be deleted.")
        del self.images[image_id]
        return empty_answer(204, {"Content-Type": "text/html; charset=UTF-8"})


def _content(text: str) -> Json:
    """Return the fields of an image that has content."""
    content = text.encode()
    return {
        "status": "active",
        "disk_format": "raw",
        "container_format": "bare",
        "size": 1024,
        "virtual_size": 1024,
        "checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "os_hash_algo": "sha512",
        "os_hash_value": hashlib.sha512(content).hexdigest(),
    }


def _new_image(owner: str) -> Json:
    now = utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "name": None,
        "disk_format": None,
        "container_format": None,
        "visibility": "shared",
        "size": None,
        "virtual_size": None,
        "status": "queued",
        "checksum": None,
        "protected": False,
        "min_ram": 0,
        "min_disk": 0,
        "owner": owner,
        "os_hidden": False,
        "os_hash_algo": None,
        "os_hash_value": None,
        "id": new_id(),
        "created_at": now,
        "updated_at": now,
        "tags": [],
    }


def _visible(image: Json, token: Token) -> bool:
    return bool(token.is_admin or image["visibility"] in ("public", "community") or image["owner"] == token.project_id)


def _selected(request: Request, image: Json, token: Token) -> bool:
    visibility = request.one("visibility")
    if visibility is not None and visibility not in _VISIBILITIES:
        raise ApiError(400, f"Invalid visibility value: {visibility}")
    if not _visible(image, token) or (image["visibility"] == "community" and visibility not in ("community", "all")):
        return False
    if image["os_hidden"] and (request.one("os_hidden") or "").lower() != "true":
        return False
    return all(
        _matches(image, name, value)
        for name, values in request.query.items()
        if name not in _CONTROL
        for value in values
    )


def _matches(image: Json, name: str, value: str) -> bool:
    if name == "visibility" and value == "all":
        return True
    if name == "tag":
        return value in image["tags"]
    if name in ("member_status", "os_hidden"):
        return True
    if name in ("size_min", "size_max"):
        size = image["size"] or 0
        return bool(size >= int(value)) if name == "size_min" else bool(size <= int(value))
    present = image.get(name)
    text = str(present).lower() if isinstance(present, bool) else str(present)
    if value.startswith("in:") and name in ("id", "name", "status", "container_format", "disk_format"):
        return text in [item.strip('"') for item in value[3:].split(",")]
    return present is not None and text == (value.lower() if isinstance(present, bool) else value)


def _sorted(request: Request, images: list[Json]) -> list[Json]:
    """Sort by `sort` (key:dir,...) or by sort_key and sort_dir; newest first by default."""
    if request.one("sort") is not None:
        pairs = [item.partition(":") for item in (request.one("sort") or "").split(",")]
        keys = [key for key, _colon, _direction in pairs]
        directions = [direction or "desc" for _key, _colon, direction in pairs]
    else:
        keys = request.query.get("sort_key", ["created_at"])
        directions = request.query.get("sort_dir", [])
    for key in keys:
        if key not in _SORT_KEYS:
            known = ", ".join(_SORT_KEYS)
            raise ApiError(400, f"Invalid sort key: {key}. It must be one of the following: {known}.")
    for direction in directions:
        if direction not in ("asc", "desc"):
            raise ApiError(400, f"Invalid sort direction: {direction}")
    directions += [directions[-1] if directions else "desc"] * (len(keys) - len(directions))
    # Later images of the same second come first, as their order in the database makes it.
    images = sorted(images, key=lambda image: str(image["id"]), reverse=directions[0] == "desc")
    for key, direction in reversed(list(zip(keys, directions))):
        images.sort(key=lambda image: (image[key] is not None, image[key] or ""), reverse=direction == "desc")
    return images


def _link(query: list[tuple[str, str]]) -> str:
    return "/v2/images" + (f"?{format_query(query)}" if query else "")

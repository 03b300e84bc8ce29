# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Glance's images, their contents, and the projects that share them."""

from __future__ import annotations

import hashlib

from ..clock import utcnow
from ..network.state import new_id
from ..tokens import Token
from ..wire import ApiError, Json

# While an import is under way, an image has this.
IMPORT_TASK = "os_glance_import_task"


class ImageState:
    """All images. What is shown of one stands in `images`, as it is shown; `contents` and `members` go by its id."""

    def __init__(self) -> None:
        self.images: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self.members: dict[str, dict[str, Json]] = {}

    def insert(self, image: Json) -> Json:
        """Add an image."""
        path = f"/v2/images/{image['id']}"
        image |= {"self": path, "file": f"{path}/file", "schema": "/v2/schemas/image"}
        self.images[image["id"]] = image
        return image

    def fill(self, image: Json, content: bytes) -> None:
        """Give an image its content."""
        self.contents[image["id"]] = content
        image |= {
            "status": "active",
            "size": len(content),
            "virtual_size": len(content),
            "checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            "os_hash_algo": "sha512",
            "os_hash_value": hashlib.sha512(content).hexdigest(),
        }
        self.touch(image)

    def touch(self, image: Json) -> None:
        """Note that an image was changed."""
        image["updated_at"] = _now()

    def remove(self, image_id: str) -> None:
        """Remove an image, if it is still there."""
        for held in (self.images, self.contents, self.members):
            held.pop(image_id, None)

    def find(self, image_id: str, token: Token, status: int = 404, message: str = "No image found with ID {}") -> Json:
        """Return an image that the caller may see."""
        image = self.images.get(image_id)
        if image is None or not self.visible(image, token):
            raise ApiError(status, message.format(image_id))
        return image

    def visible(self, image: Json, token: Token, member_status: str = "all") -> bool:
        """Tell whether a caller may see an image; for a list it matters whether he accepted it."""
        if token.is_admin or image["visibility"] in ("public", "community") or image["owner"] == token.project_id:
            return True
        member = self.members.get(image["id"], {}).get(token.project_id)
        return image["visibility"] == "shared" and member is not None and member_status in ("all", member["status"])


def _now() -> str:
    return utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")


def like_a_disk(text: str) -> bytes:
    """Return a content that differs with the text."""
    return text.encode().ljust(1024, b"\0")


def new_image(owner: str) -> Json:
    """Return an image without name and content."""
    now = _now()
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

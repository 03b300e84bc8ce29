# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images a list of Glance's has, and in which order."""

from __future__ import annotations

from ..tokens import Token
from ..wire import ApiError, Json, Request, format_query
from .state import ImageState

_SORT_KEYS = ("name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at")
_VISIBILITIES = ("public", "private", "shared", "community", "all")
_MEMBER_STATUSES = ("pending", "accepted", "rejected", "all")
_CONTROL = ("limit", "marker", "sort_key", "sort_dir", "sort", "member_status", "os_hidden")


def selected(state: ImageState, request: Request, image: Json, token: Token) -> bool:
    """Tell whether an image is in the list that is asked for."""
    visibility, member_status = request.one("visibility"), request.one("member_status") or "accepted"
    if visibility is not None and visibility not in _VISIBILITIES:
        raise ApiError(400, f"Invalid visibility value: {visibility}")
    if member_status not in _MEMBER_STATUSES:
        raise ApiError(400, f"Invalid status: {member_status}")
    if not state.visible(image, token, member_status):
        return False
    is_own = image["owner"] == token.project_id
    if image["visibility"] == "community" and visibility not in ("community", "all") and not is_own:
        return False
    # Hidden ones are shown alone or not at all.
    if image["os_hidden"] != ((request.one("os_hidden") or "").lower() == "true"):
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
    if name in ("size_min", "size_max"):
        size = image["size"] or 0
        return bool(size >= int(value)) if name == "size_min" else bool(size <= int(value))
    present = image.get(name)
    text = str(present).lower() if isinstance(present, bool) else str(present)
    if value.startswith("in:") and name in ("id", "name", "status", "container_format", "disk_format"):
        return text in [item.strip('"') for item in value[3:].split(",")]
    return present is not None and text == (value.lower() if isinstance(present, bool) else value)


def ordered(request: Request, images: list[Json]) -> list[Json]:
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


def link(query: list[tuple[str, str]]) -> str:
    """Return the path of a list."""
    return "/v2/images" + (f"?{format_query(query)}" if query else "")

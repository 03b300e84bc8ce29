# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron's lists: who sees what, equality filters, fields, sorting and pages with links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..tokens import Token
from ..wire import ApiError, Json, Request, format_query
from .attributes import Resource, bad_request, convert

_CONTROL = ("limit", "marker", "page_reverse", "fields", "sort_key", "sort_dir")
_TAG_FILTERS = ("tags", "tags-any", "not-tags", "not-tags-any")


def visible(item: Json, token: Token) -> bool:
    """Tell whether a caller sees a resource: its own, what is shared, and external networks with their subnets."""
    return bool(
        token.is_admin or item["project_id"] == token.project_id or item.get("shared") or item.get("router:external")
    )


def list_page(
    request: Request, kind: Resource, items: list[Json], view: Callable[[Json], Json]
) -> tuple[list[Json], list[Json]]:
    """Return one page of a list with its links."""
    limit = _limit(request)
    selected = [item for item in items if _matches(request, kind, item)]
    selected = _sorted(request, kind, selected, paged=limit is not None)
    if limit is None:
        return [_fields(request, view(item)) for item in selected], []
    reverse = (request.one("page_reverse") or "").lower() == "true"
    marker = request.one("marker")
    if marker is not None and all(item["id"] != marker for item in items):
        raise ApiError(404, kind.missing.format(id=marker), kind.missing_kind)
    page = _page(selected, marker, limit, reverse)
    return [_fields(request, view(item)) for item in page], _links(request, page, limit, reverse)


def _limit(request: Request) -> int | None:
    text = request.one("limit")
    if text is None or text == "":
        return None
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0:
        sentence = f"Bad limit request: Limit must be an integer 0 or greater and not '{text}'."
        raise bad_request(sentence, "BadRequest")
    return limit or None


def _matches(request: Request, kind: Resource, item: Json) -> bool:
    return all(_matches_one(kind, item, name, values) for name, values in request.query.items() if name not in _CONTROL)


def check_filters(request: Request, kind: Resource) -> None:
    """Refuse filters on attributes that the resource has not (neutron/api/api_common.py get_filters_from_dict)."""
    unknown = [
        name
        for name in request.query
        if name not in _CONTROL and name not in _TAG_FILTERS and name not in kind.attributes
    ]
    if unknown:
        raise bad_request(f"{unknown!r} is invalid attribute for filtering")
    for name, values in request.query.items():
        attribute = kind.attributes.get(name)
        if attribute is not None and attribute.kind == "bool":
            for value in values:
                convert(name, attribute, value)


def _matches_one(kind: Resource, item: Json, name: str, values: list[str]) -> bool:
    if name in _TAG_FILTERS:
        return _matches_tags(item.get("tags", []), name, {tag for value in values for tag in value.split(",")})
    attribute = kind.attributes[name]
    present = item.get(name)
    if attribute.kind == "bool":
        return present in [convert(name, attribute, value) for value in values]
    if name == "fixed_ips":
        return any(_matches_fixed_ip(fixed, values) for fixed in present or [])
    if isinstance(present, list):
        return any(value in present for value in values)
    return ("" if present is None else str(present)) in values


def _matches_fixed_ip(fixed: Json, values: list[str]) -> bool:
    return all(str(fixed.get(name)) == value for name, _equals, value in (item.partition("=") for item in values))


def _matches_tags(tags: list[str], name: str, wanted: set[str]) -> bool:
    found = bool(wanted & set(tags)) if name.endswith("-any") else wanted <= set(tags)
    return found != name.startswith("not-")


def _sorted(request: Request, kind: Resource, items: list[Json], paged: bool) -> list[Json]:
    keys = request.query.get("sort_key", [])
    directions = request.query.get("sort_dir", [])
    if len(keys) != len(directions):
        raise bad_request("The number of sort_keys and sort_dirs must be same")
    for key in keys:
        if key not in kind.attributes:
            raise bad_request(f"[{key!r}] is invalid attribute for sort_keys")
    if paged and "id" not in keys:
        # Pages need an order that has no ties (neutron/api/api_common.py get_sorting_helper).
        keys, directions = [*keys, "id"], [*directions, "asc"]
    for key, direction in reversed(list(zip(keys, directions))):
        items = sorted(items, key=lambda item: _sort_value(item.get(key)), reverse=direction == "desc")
    return items


def _sort_value(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if isinstance(value, (int, str)) else str(value))


def _page(items: list[Json], marker: str | None, limit: int, reverse: bool) -> list[Json]:
    ids = [item["id"] for item in items]
    position = ids.index(marker) if marker in ids else None
    if reverse:
        end = len(items) if position is None else position
        return items[max(0, end - limit) : end]
    start = 0 if position is None else position + 1
    return items[start : start + limit]


def _links(request: Request, page: list[Json], limit: int, reverse: bool) -> list[Json]:
    """Return the links (neutron/api/api_common.py get_pagination_links): `previous` is there even on the first page."""
    links: list[Json] = []
    if not page:
        # Nothing to go on from: the way back begins at the end.
        back = {"rel": "previous", "href": _href(request, [("page_reverse", "True")])}
        return [] if reverse else [back]
    if len(page) >= limit or reverse:
        links.append({"rel": "next", "href": _href(request, [("marker", page[-1]["id"])])})
    if len(page) >= limit or not reverse:
        links.append({"rel": "previous", "href": _href(request, [("marker", page[0]["id"]), ("page_reverse", "True")])})
    return links


def _href(request: Request, extra: list[tuple[str, str]]) -> str:
    kept = [
        (name, value)
        for name, values in request.query.items()
        if name not in ("marker", "page_reverse")
        for value in values
    ]
    return f"{request.base}{request.rest}?{format_query([*kept, *extra])}"


def _fields(request: Request, item: Json) -> Json:
    names = request.query.get("fields")
    return {name: value for name, value in item.items() if name in names} if names else item

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Cinder lists things: whose, which of them, and page by page, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..tokens import Token
from ..wire import ApiError, Json, Request, as_bool, format_query

_FILTERS = ("name", "status", "volume_id")


def listed(
    request: Request, token: Token, items: Iterable[Json], owns: Callable[[Token, Json], bool], most: int, kind: str
) -> tuple[list[Json], Json]:
    """Return the page that is asked for, and what leads to the next one; `most` is how long a page may be."""
    limit = _limit(request, most)
    everyone = token.is_admin and bool(as_bool(request.one("all_tenants") or ""))
    mine = [item for item in reversed(list(items)) if everyone or owns(token, item)]
    for name in _FILTERS:
        wanted = request.one(name)
        if wanted is not None:
            mine = [item for item in mine if item.get(name) == wanted]
    marker = request.one("marker")
    if marker is not None:
        ids = [item["id"] for item in mine]
        if marker not in ids:
            raise ApiError(404, f"{kind[:-1].capitalize()} {marker} could not be found.")
        mine = mine[ids.index(marker) + 1 :]
    page = mine[:limit]
    if not page or len(page) < limit:
        return page, {}
    query = [(name, values[-1]) for name, values in request.query.items() if name != "marker"]
    href = f"{request.base}{request.rest}?{format_query([*query, ('marker', page[-1]['id'])])}"
    return page, {f"{kind}_links": [{"rel": "next", "href": href}]}


def links_to(request: Request, project_id: str, kind: str, item_id: str) -> list[Json]:
    """Return the links to one of them."""
    path = f"{project_id}/{kind}/{item_id}"
    return [
        {"rel": "self", "href": f"{request.base}/v3/{path}"},
        {"rel": "bookmark", "href": f"{request.base}/{path}"},
    ]


def _limit(request: Request, most: int) -> int:
    text = request.one("limit")
    if text is None:
        return most
    if not text.lstrip("-").isdigit():
        raise ApiError(400, "limit param must be an integer")
    if int(text) < 0:
        raise ApiError(400, "limit param must be positive")
    return min(int(text), most)

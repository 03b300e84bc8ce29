# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that come in pages: where the next page is. Pure.

Nova, Neutron and Cinder:  {"servers": [...], "servers_links": [{"rel": "next", "href": URL}]}
Glance:                    {"images": [...], "next": "/v2/images?marker=..."}
Keystone:                  {"projects": [...], "links": {"next": URL or null}}
Nova's instance actions:   {"instanceActions": [...], "links": [{"rel": "next", "href": URL}]}
"""

from __future__ import annotations

import typing as t
import urllib.parse

Query = t.Tuple[t.Tuple[str, str], ...]

NO_URL = "has a next page, but no URL of it"
# More than any list has: a thousand entries each are ten million.
MOST_PAGES = 10_000


class Turning:
    """Turns the pages of one list, and finds out if there is no end to it."""

    def __init__(self, first: Query) -> None:
        self._read = {first}

    def next_query(self, page: t.Mapping[str, t.Any], collection: str) -> Query | None:
        """The query of the page after this one; None after the last.

        Raises:
            ValueError: there would be no end; the text completes "the answer ...".
        """
        query = next_query(page, collection)
        if query is None:
            return None
        if query in self._read:
            raise ValueError("names as its next page one that has been read")
        if len(self._read) >= MOST_PAGES:
            raise ValueError(f"names a next page after {MOST_PAGES} pages; the list seems to have no end")
        self._read.add(query)
        return query

    @property
    def count(self) -> int:
        """How many pages there were, with the one that is named next."""
        return len(self._read)


def next_query(page: t.Mapping[str, t.Any], collection: str) -> Query | None:
    """The query of the next page; None after the last.

    Only the query is taken from the link: behind a proxy or balancer the link's host is often one that the client
    cannot reach.

    Raises:
        ValueError: the link is none; the text completes "the answer ...".
    """
    link = _next_link(page, collection)
    if not link:
        return None
    try:
        return tuple(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query, keep_blank_values=True))
    except ValueError:  # an IPv6 address without its bracket, or a hundred thousand parameters
        raise ValueError(NO_URL) from None


def collection_of(page: t.Mapping[str, t.Any]) -> str | None:
    """The key of the list that a page is of; None if the answer is no page of a list."""
    lists = [key for key, value in page.items() if isinstance(value, list) and not key.endswith("links")]
    return lists[0] if len(lists) == 1 else None


def _next_link(page: t.Mapping[str, t.Any], collection: str) -> str | None:
    links = page.get("links")
    if isinstance(links, dict):
        return _url(links.get("next"))
    own = page.get(f"{collection}_links")
    if own is not None and not isinstance(own, list):
        raise ValueError(NO_URL)
    for link in (*(own or ()), *(links if isinstance(links, list) else ())):
        if isinstance(link, dict) and link.get("rel") == "next":
            return _url(link.get("href", link))
    return _url(page.get("next"))


def _url(link: t.Any) -> str | None:
    """Where the next page is. One that has a next page, but does not say where, must not pass for the last."""
    if link is not None and not isinstance(link, str):
        raise ValueError(NO_URL)
    return link or None

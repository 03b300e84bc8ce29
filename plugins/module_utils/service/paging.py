# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the next page of a list. Pure.

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
# More pages than any list has: with a thousand entries each, these are ten million.
MOST_PAGES = 10_000


class PageFollower:
    """Turns the pages of one list, and notices a list that has no end."""

    def __init__(self, first: Query) -> None:
        self._read = {first}

    def next_query(self, page: t.Mapping[str, t.Any], collection: str) -> Query | None:
        """The query of the next page; None after the last.

        Raises:
            ValueError: the list has no end; the text completes "the answer ...".
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
        """The number of pages so far, with the one that is named as the next."""
        return len(self._read)


def next_query(page: t.Mapping[str, t.Any], collection: str) -> Query | None:
    """The query of the next page; None after the last.

    Only the query is taken from the link: behind a proxy or balancer the link's host is often one that the client
    cannot reach.

    Raises:
        ValueError: the link is no URL; the text completes "the answer ...".
    """
    link = _next_link(page, collection)
    if not link:
        return None
    try:
        return tuple(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query, keep_blank_values=True))
    except ValueError:  # an IPv6 address without its bracket, or a hundred thousand parameters
        raise ValueError(NO_URL) from None


def collection_of(page: t.Mapping[str, t.Any]) -> str | None:
    """The key of the list in a page; None if the answer is no page of a list."""
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
    """The URL of the next page; None after the last.

    A page that has a next one, but does not say where, must not pass for the last.
    """
    if link is not None and not isinstance(link, str):
        raise ValueError(NO_URL)
    return link or None

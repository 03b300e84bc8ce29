# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the next page is, in the words of each service."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.service.paging import (
    MOST_PAGES,
    PageFollower,
    collection_of,
    next_query,
)

NEXT = "http://unreachable.internal:8774/v2.1/servers/detail?limit=2&marker=b&name=%5Ew+1"


def links(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"servers": [], "servers_links": [{"rel": rel, "href": href} for rel, href in pairs]}


@pytest.mark.parametrize(
    ("page", "query"),
    [
        pytest.param(links(("next", NEXT)), (("limit", "2"), ("marker", "b"), ("name", "^w 1")), id="nova"),
        pytest.param(links(("previous", "?x=1"), ("next", "?marker=c")), (("marker", "c"),), id="neutron"),
        pytest.param({"servers": [], "next": "/v2/servers?marker=d&tag="}, (("marker", "d"), ("tag", "")), id="glance"),
        pytest.param({"servers": [], "links": {"next": "http://k/v3/x?marker=e"}}, (("marker", "e"),), id="keystone"),
        pytest.param(
            links(("next", "?marker=a&sort=x&sort=y")), (("marker", "a"), ("sort", "x"), ("sort", "y")), id="twice"
        ),
        pytest.param({"servers": []}, None, id="only-page"),
        pytest.param(links(), None, id="no-links"),
        pytest.param(links(("previous", "?x=1")), None, id="last"),
        pytest.param(links(("next", "")), None, id="empty-link"),
        pytest.param({"servers": [], "servers_links": None}, None, id="null-links"),
        pytest.param({"servers": [], "next": None}, None, id="glance-last"),
        pytest.param({"servers": [], "links": {"next": None, "self": "x"}}, None, id="keystone-last"),
        pytest.param({"servers": [], "links": [{"rel": "next", "href": "?a=b"}]}, (("a", "b"),), id="instance-actions"),
        pytest.param({"servers": [], "links": [{"rel": "self", "href": "?a=b"}]}, None, id="links-of-something-else"),
        pytest.param({"servers": [], "links": 5}, None, id="no-links-at-all"),
        pytest.param({"servers": [], "flavors_links": [{"rel": "next", "href": "?a=b"}]}, None, id="other-list"),
    ],
)
def test_next_query(page: dict[str, Any], query: tuple[tuple[str, str], ...] | None) -> None:
    assert next_query(page, "servers") == query


@pytest.mark.parametrize(
    "page",
    [
        {"servers": [], "servers_links": "?marker=a"},
        {"servers": [], "servers_links": [{"rel": "next"}]},
        {"servers": [], "next": 5},
        {"servers": [], "links": {"next": ["?marker=a"]}},
        {"servers": [], "next": "http://[::1?marker=a"},
    ],
    ids=["text", "no-href", "number", "list", "no-url"],
)
def test_page_that_is_not_the_last_does_not_pass_for_it(page: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has a next page, but no URL of it"):
        next_query(page, "servers")


@pytest.mark.parametrize(
    ("page", "collection"),
    [
        (links(("next", NEXT)), "servers"),
        ({"images": [], "next": "/v2/images?marker=d", "schema": "/v2/schemas/images"}, "images"),
        ({"projects": [], "links": {"next": None}}, "projects"),
        ({"instanceActions": [], "links": []}, "instanceActions"),
        ({"server": {"tags": []}}, None),
        ({"host": [], "zones": []}, None),
        ({}, None),
    ],
)
def test_collection_of_a_page(page: dict[str, Any], collection: str | None) -> None:
    assert collection_of(page) == collection


def test_list_without_end_is_an_error() -> None:
    follower = PageFollower(())
    for marker in range(1, MOST_PAGES):
        assert follower.next_query({"servers": [], "next": f"?marker={marker}"}, "servers") == (
            ("marker", str(marker)),
        )
    with pytest.raises(ValueError, match="the list seems to have no end"):
        follower.next_query({"servers": [], "next": f"?marker={MOST_PAGES}"}, "servers")
    assert follower.next_query({"servers": []}, "servers") is None


def test_page_that_was_read_does_not_come_again() -> None:
    follower = PageFollower((("name", "web"),))
    with pytest.raises(ValueError, match="names as its next page one that has been read"):
        follower.next_query({"servers": [], "next": "?name=web"}, "servers")
    assert follower.count == 1

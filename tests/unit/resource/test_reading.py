# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A resource that is not as its API reference describes it is refused, in words that name what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reading import (
    Misshapen,
    read_one,
    read_page,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.client import Page
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Response


def read_box(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": raw["id"],
        "name": raw["name"],
        "status": raw.get("status"),
        "labels": raw.get("labels") or {},
        "tags": raw.get("tags") or [],
        "sizes": [size["cm"] for size in raw.get("sizes") or ()],
        "lid": raw.get("lid"),
    }


BOX = Resource(name="box", plural="boxes", service="compute", path="/boxes", one="box", many="boxes", read=read_box)
WHOLE: dict[str, Any] = {
    "id": "b1", "name": "red", "status": "OPEN", "labels": {"a": 1}, "tags": ["x"], "sizes": [{"cm": "3"}], "lid": {}
}  # fmt: skip


def test_resource_as_it_should_be_is_read() -> None:
    assert read_one(BOX, WHOLE) == {**WHOLE, "sizes": ["3"]}
    nothing = {"id": 7, "name": None, "status": None, "labels": None, "tags": None, "sizes": None}
    assert read_one(BOX, nothing) == {
        "id": 7, "name": None, "status": None, "labels": {}, "tags": [], "sizes": [], "lid": None
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (None, "null where a box should be"),
        (["b1"], "a list where a box should be"),
        ({"name": "red"}, "a box without 'id'"),
        ({"id": "b1"}, "a box without 'name'"),
        ({"id": "b1", "sizes": [{}]}, "a box without 'name'"),
        ({**WHOLE, "sizes": [{"mm": 3}]}, "a box whose 'sizes' is not as the API reference describes it"),
        ({**WHOLE, "sizes": "three"}, "a box whose 'sizes' is not as the API reference describes it"),
        ({**WHOLE, "id": None}, "a box whose id is null"),
        ({**WHOLE, "id": ""}, "a box whose id is empty"),
        ({**WHOLE, "id": ["b1"]}, "a box whose id is a list"),
        ({**WHOLE, "id": True}, "a box whose id is true or false"),
        ({**WHOLE, "name": {"a": 1}}, "a box whose 'name' is a mapping instead of a text"),
        ({**WHOLE, "status": 7}, "a box whose 'status' is a number instead of a text"),
        ({**WHOLE, "labels": ["a"]}, "a box whose 'labels' is a list instead of a mapping"),
        ({**WHOLE, "tags": {"a": 1}}, "a box whose 'tags' is not a list of texts or of mappings"),
        ({**WHOLE, "tags": ["a", None]}, "a box whose 'tags' is not a list of texts or of mappings"),
        ({**WHOLE, "tags": [["a"]]}, "a box whose 'tags' is not a list of texts or of mappings"),
    ],
)
def test_other_resource_is_refused_in_words(raw: Any, problem: str) -> None:
    with pytest.raises(Misshapen) as caught:
        read_one(BOX, raw)
    assert str(caught.value) == problem


def test_error_names_the_request_and_shows_nothing_of_the_answer() -> None:
    headers = {"x-openstack-request-id": "req-1"}
    content = json.dumps({"boxes": [{**WHOLE, "tags": 5, "adminPass": "never-show-this"}]}).encode()
    answer = Response("GET", "http://h/v2.1/boxes", 200, headers, content).json_object()
    with pytest.raises(BrokenAnswer) as caught:
        read_page(BOX, Page(answer["boxes"], answer))
    assert str(caught.value) == (
        "The answer to GET http://h/v2.1/boxes (HTTP 200, request id req-1) has a box whose 'tags' is not a list of"
        " texts or of mappings."
    )
    assert caught.value.facts() == {"method": "GET", "url": "http://h/v2.1/boxes", "request_id": "req-1"}

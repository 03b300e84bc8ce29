# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a resource by name or id, whatever the service's idea of a name is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import EndpointFilter, Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer, NoSuchResource, NotUnique
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.collection import Collection
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Seen,
    Serve,
    WebServer,
    by_path,
    cloud_config,
    entry,
    in_turn,
    token_reply,
)

U1 = "11111111-1111-4111-8111-111111111111"
U2 = "22222222-2222-4222-8222-222222222222"

BOX = Resource(
    name="box",
    plural="boxes",
    service="compute",
    path="/boxes",
    one="box",
    many="boxes",
    read=lambda raw: {"id": raw["id"], "name": raw.get("name")},
)

Boxes = Callable[..., "tuple[Collection, WebServer]"]


def listing(boxes: list[dict[str, Any]], size: int) -> Callable[[Seen], Reply]:
    """A list in pages. It finds names by their beginning, as some services do."""

    def answer(seen: Seen) -> Reply:
        query = dict(seen.query)
        matching = [box for box in boxes if str(box["name"] or "").startswith(query.get("name", ""))]
        start = int(query.get("marker", 0))
        page: dict[str, Any] = {"boxes": matching[start : start + size]}
        if start + size < len(matching):
            page["boxes_links"] = [{"rel": "next", "href": f"?name={query.get('name', '')}&marker={start + size}"}]
        return Reply(200, page)

    return answer


@pytest.fixture
def boxes(serve: Serve) -> Iterator[Boxes]:
    clouds: list[Cloud] = []

    def start(*found: tuple[str, str | None], size: int = 2, resource: Resource = BOX) -> tuple[Collection, WebServer]:
        raw = [{"id": key, "name": name} for key, name in found]
        routes: dict[str, Any] = {f"GET /v2.1/boxes/{box['id']}": Reply(200, {"box": box}) for box in raw}
        server = serve(by_path({**routes, "GET /v2.1/boxes": listing(raw, size)}))
        desired_states = {"compute": EndpointFilter("compute", url=f"{server.url}/v2.1", region_name="R")}
        identity = Identity("3.x_token", auth_token="t", project_name="demo")
        config = cloud_config(identity=identity, endpoints=desired_states, region_name="R")
        clouds.append(Cloud(config, Transport(config), TokenStore(None)))
        return Collection(clouds[-1], resource), server

    yield start
    for cloud in clouds:
        cloud.close()


def test_all_are_listed_over_all_pages(boxes: Boxes) -> None:
    collection, server = boxes(*((str(number), f"b{number}") for number in range(5)))
    assert [box["name"] for box in collection.list()] == ["b0", "b1", "b2", "b3", "b4"]
    assert len(server.seen) == 3


def test_region_is_told(boxes: Boxes) -> None:
    collection, _server = boxes((U1, "a"))
    assert list(collection.list()) == [{"id": U1, "name": "a", "region": "R"}]


def by_name(collection: Collection, name: str) -> dict[str, Any] | None:
    return collection.single(name, list(collection.named([name])))


def test_name_is_the_whole_name(boxes: Boxes) -> None:
    collection, _server = boxes(("1", "web"), ("2", "web1"), ("3", "web10"))
    assert by_name(collection, "web1") == {"id": "2", "name": "web1", "region": "R"}
    assert by_name(collection, "we") is None
    assert by_name(collection, "Web1") is None


def test_one_on_a_later_page_is_found(boxes: Boxes) -> None:
    collection, _server = boxes(("1", "web-a"), ("2", "web-b"), ("3", "web-c"), ("4", "web"), ("5", "web-d"))
    found = by_name(collection, "web")
    assert found is not None
    assert found["id"] == "4"


def test_two_of_one_name_are_an_error_with_their_ids_also_over_pages(boxes: Boxes) -> None:
    collection, _server = boxes((U1, "web"), ("2", "web-a"), ("3", "web-b"), (U2, "web"))
    with pytest.raises(NotUnique) as caught:
        by_name(collection, "web")
    assert str(caught.value) == (
        f"2 boxes are named 'web' in project 'demo', region 'R': {U1}, {U2}. Say which one by its id, or rename the"
        " others."
    )
    assert caught.value.facts() == {"ids": [U1, U2]}
    with pytest.raises(NotUnique):
        collection.referred("web")


def test_several_names_are_one_list(boxes: Boxes) -> None:
    collection, server = boxes(("1", "web"), ("2", "web1"), ("3", "db"), ("4", "web"), ("5", "dbx"), size=9)
    assert [box["id"] for box in collection.named(["web", "db"])] == ["1", "3", "4"]
    assert [seen.query for seen in server.seen] == [()]


def test_service_that_cannot_look_for_names_is_asked_for_all(boxes: Boxes) -> None:
    resource = Resource(**{**vars(BOX), "named": None})
    collection, server = boxes(("1", "web"), ("2", "db"), resource=resource)
    assert by_name(collection, "db") == {"id": "2", "name": "db", "region": "R"}
    assert [seen.query for seen in server.seen] == [()]


def test_of_one_name_those_of_the_own_project_are_meant(serve: Serve) -> None:
    boxes = [{"id": str(number), "name": "default", "project_id": f"p{number}"} for number in (1, 2)]
    compute = serve(in_turn(Reply(200, {"boxes": boxes})))
    identity = serve(in_turn(token_reply([entry(f"{compute.url}/v2.1")])))
    config = cloud_config(identity.url)
    cloud = Cloud(config, Transport(config), TokenStore(None))
    resource = dataclasses.replace(BOX, read=dict)
    found = by_name(Collection(cloud, resource), "default")
    cloud.close()
    assert found is not None
    assert found["id"] == "1"


def test_one_that_a_changing_list_repeats_is_one(boxes: Boxes) -> None:
    """A page that is read later begins earlier if something was made meanwhile."""
    collection, server = boxes()
    pages = [[(U1, "web"), ("2", "db")], [("2", "db"), ("3", "dns")]]
    replies = [Reply(200, {"boxes": [{"id": key, "name": name} for key, name in page]}) for page in pages]
    next_page = [{"rel": "next", "href": "?marker=2"}]
    server.answers = in_turn(Reply(200, {**replies[0].body, "boxes_links": next_page}), replies[1])
    assert [box["id"] for box in collection.list()] == [U1, "2", "3"]


def test_id(boxes: Boxes) -> None:
    collection, server = boxes((U1, "web"))
    assert collection.by_id(U1) == {"id": U1, "name": "web", "region": "R"}
    assert server.lines() == [f"GET /v2.1/boxes/{U1}"]
    assert collection.by_id(U2) is None


def test_reference_by_id_costs_one_request(boxes: Boxes) -> None:
    collection, server = boxes((U1, "web"), (U2, "db"))
    assert collection.referred(U2)["name"] == "db"
    assert len(server.seen) == 1


def test_reference_by_a_name_that_looks_like_an_id(boxes: Boxes) -> None:
    collection, _server = boxes(("1", U2), ("2", "db"))
    assert collection.referred(U2)["id"] == "1"


def test_reference_by_an_id_that_looks_like_a_name(boxes: Boxes) -> None:
    resource = Resource(**{**vars(BOX), "named": lambda names: ()})
    collection, _server = boxes(("m1.tiny", "Tiny"), ("2", "Small"), resource=resource)
    assert collection.referred("m1.tiny")["name"] == "Tiny"
    assert collection.referred("Small")["id"] == "2"


@pytest.mark.parametrize(
    ("names", "asked", "message"),
    [
        (
            ["debian-12", "debian-11", "cirros"],
            "debian12",
            "There is no box named 'debian12' or with that id in project 'demo', region 'R'. Did you mean 'debian-12'"
            " or 'debian-11'?",
        ),
        (
            ["zeta", "alpha"],
            "cirros",
            "There is no box named 'cirros' or with that id in project 'demo', region 'R'. There are: alpha, zeta.",
        ),
        (
            [f"n{number:02}" for number in range(12)],
            "cirros",
            "There is no box named 'cirros' or with that id in project 'demo', region 'R'. There are: n00, n01, n02,"
            " n03, n04, n05, n06, n07, n08, n09, ...",
        ),
        (
            [],
            "cirros",
            "There is no box named 'cirros' or with that id in project 'demo', region 'R'. There are no boxes at all.",
        ),
        (
            [None],
            "cirros",
            "There is no box named 'cirros' or with that id in project 'demo', region 'R'. There are no boxes at all.",
        ),
    ],
    ids=["alike", "few", "many", "none", "nameless"],
)
def test_unknown_reference_names_those_there_are(
    boxes: Boxes, names: list[str | None], asked: str, message: str
) -> None:
    collection, _server = boxes(*((str(number), name) for number, name in enumerate(names)))
    with pytest.raises(NoSuchResource) as caught:
        collection.referred(asked)
    assert str(caught.value) == message


@pytest.mark.parametrize("body", [{"other": {}}, {"box": []}, {"box": None}, {"box": {"name": "x"}}], ids=repr)
def test_one_of_another_shape_is_an_error(boxes: Boxes, body: dict[str, Any]) -> None:
    collection, server = boxes()
    server.answers = in_turn(Reply(200, body))
    with pytest.raises(BrokenAnswer):
        collection.by_id(U1)


def test_item_of_another_shape_is_an_error(boxes: Boxes) -> None:
    collection, server = boxes()
    server.answers = in_turn(Reply(200, {"boxes": [{"title": "x"}]}))
    with pytest.raises(BrokenAnswer):
        list(collection.list())


def with_lids(found: list[list[str]]) -> Resource:
    """Boxes whose lids are read besides; of what was asked for at once the ids are noted."""

    def supplement(_cloud: Cloud, items: Any) -> dict[str, dict[str, Any]]:
        found.append([item["id"] for item in items])
        return {item["id"]: {"lids": [f"lid of {item['id']}"]} for item in items if item["id"] != "2"}

    return dataclasses.replace(BOX, supplement=supplement)


def test_what_is_shown_elsewhere_is_read_once_for_each_page(boxes: Boxes) -> None:
    found: list[list[str]] = []
    collection, _server = boxes(("1", "a"), ("2", "b"), ("3", "c"), resource=with_lids(found))
    shown = {box["id"]: box.get("lids") for box in collection.list()}
    assert shown == {"1": ["lid of 1"], "2": None, "3": ["lid of 3"]}
    assert found == [["1", "2"], ["3"]]


def test_what_is_shown_elsewhere_is_read_of_one(boxes: Boxes) -> None:
    found: list[list[str]] = []
    collection, _server = boxes((U1, "a"), resource=with_lids(found))
    assert collection.by_id(U1) == {"id": U1, "name": "a", "region": "R", "lids": [f"lid of {U1}"]}
    assert collection.by_id(U2) is None
    assert found == [[U1]]


def test_what_is_shown_elsewhere_is_not_read_of_none(boxes: Boxes) -> None:
    found: list[list[str]] = []
    collection, _server = boxes(resource=with_lids(found))
    assert (list(collection.list()), found) == ([], [])


def test_one_whose_name_is_its_id_is_not_listed(boxes: Boxes) -> None:
    collection, server = boxes(("a", "a"), ("b", "b"), resource=dataclasses.replace(BOX, names_are_ids=True))
    assert [box["id"] for box in collection.named(["a"])] == ["a"]
    assert list(collection.named(["c"])) == []
    assert [box["id"] for box in collection.named(["a", "b"])] == ["a", "b"]
    assert server.lines() == ["GET /v2.1/boxes/a", "GET /v2.1/boxes/c", "GET /v2.1/boxes"]

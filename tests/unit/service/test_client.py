# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to one service: paths, pages, microversions, and what a wrong answer is told as."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import (
    CloudConfig,
    EndpointFilter,
    Identity,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    BrokenAnswer,
    ConfigError,
    EndpointNotFound,
    NotFound,
    WrongEndpoint,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.client import ServiceClient
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    REQUEST_ID,
    Answers,
    Reply,
    Seen,
    Serve,
    WebServer,
    cloud_config,
    entry,
    in_turn,
    token_reply,
)

OpenCloud = Callable[..., Cloud]


class World:
    """An identity service and, at another address, a compute service that answers as a test says."""

    def __init__(self, serve: Serve, answers: Answers) -> None:
        self.compute = serve(answers)
        self.catalog = [entry(f"{self.compute.url}/v2.1")]
        self.given = 0
        self.identity = serve(self._token)

    def _token(self, _seen: Seen) -> Reply:
        self.given += 1
        return token_reply(self.catalog, token=f"t{self.given}")


@pytest.fixture
def open_cloud() -> Iterator[OpenCloud]:
    clouds: list[Cloud] = []

    def start(config: CloudConfig, folder: str | None = None) -> Cloud:
        clouds.append(Cloud(config, Transport(config, sleep=lambda seconds: None), TokenStore(folder)))
        return clouds[-1]

    yield start
    for cloud in clouds:
        cloud.close()


@pytest.fixture
def client(serve: Serve, open_cloud: OpenCloud) -> Callable[[Answers], tuple[ServiceClient, WebServer]]:
    """A client of a compute service that answers like this, and that service."""

    def start(answers: Answers) -> tuple[ServiceClient, WebServer]:
        world = World(serve, answers)
        return open_cloud(cloud_config(world.identity.url)).service("compute"), world.compute

    return start


Client = Callable[[Answers], tuple[ServiceClient, WebServer]]


def test_path_query_and_body_go_where_they_should(client: Client) -> None:
    compute, server = client(in_turn(Reply(200, {"a": 1})))
    assert compute.call("POST", "/servers", params=(("x", "1"),), body={"b": 2}) == {"a": 1}
    seen = server.seen[0]
    assert (seen.method, seen.path, seen.query, seen.json()) == ("POST", "/v2.1/servers", (("x", "1"),), {"b": 2})
    assert seen.headers["x-auth-token"] == "t1"
    assert "openstack-api-version" not in seen.headers


def test_answer_without_body_is_empty(client: Client) -> None:
    compute, _server = client(in_turn(Reply(204, b"")))
    assert compute.call("DELETE", "/servers/1") == {}


def test_microversion_is_asked_for(client: Client) -> None:
    compute, server = client(in_turn(Reply()))
    compute.get("/servers", microversion=Microversion("2.47"))
    assert server.seen[0].headers["openstack-api-version"] == "compute 2.47"


def nova_up_to(newest: str) -> Answers:
    def answer(seen: Seen) -> Reply:
        asked = seen.headers.get("openstack-api-version", "compute 2.1").split()[1]
        if float(asked) > float(newest):
            message = f"Version {asked} is not supported by the API. Minimum is 2.1 and maximum is {newest}."
            return Reply(406, {"computeFault": {"message": message, "code": 406}}, REQUEST_ID)
        return Reply(200, {"asked": asked})

    return answer


def test_preferred_microversion_falls_back_to_the_newest_there_is_and_that_is_remembered(client: Client) -> None:
    compute, server = client(nova_up_to("2.42"))
    assert compute.get("/a", microversion=Microversion("2.47")) == {"asked": "2.42"}
    assert compute.get("/a", microversion=Microversion("2.47")) == {"asked": "2.42"}
    assert len(server.seen) == 3


def test_older_preference_is_not_raised_by_what_was_learnt(client: Client) -> None:
    compute, _server = client(nova_up_to("2.42"))
    compute.get("/a", microversion=Microversion("2.47"))
    assert compute.get("/a", microversion=Microversion("2.37")) == {"asked": "2.37"}


def test_needed_microversion_is_an_error_that_says_so(client: Client) -> None:
    compute, server = client(nova_up_to("2.35"))
    with pytest.raises(ApiError) as caught:
        compute.get("/a", microversion=Microversion("2.37", needed=True))
    assert str(caught.value) == (
        "This needs the compute microversion 2.37, which the cloud does not have: Version 2.37 is not supported by the"
        f" API. Minimum is 2.1 and maximum is 2.35. (HTTP 406, GET {server.url}/v2.1/a, request id req-5f0c)"
    )
    assert len(server.seen) == 1


def test_needed_one_is_asked_for_whatever_was_learnt(client: Client) -> None:
    compute, _server = client(nova_up_to("2.42"))
    compute.get("/a", microversion=Microversion("2.47"))
    assert compute.get("/a", microversion=Microversion("2.37", needed=True)) == {"asked": "2.37"}


def test_preferred_one_with_a_least_falls_back_no_further(client: Client) -> None:
    wanted = Microversion("2.47", at_least=Microversion("2.26", needed=True, reason="tags"))
    compute, _server = client(nova_up_to("2.38"))
    assert compute.get("/a", microversion=wanted) == {"asked": "2.38"}
    older, server = client(nova_up_to("2.20"))
    for _again in range(2):
        with pytest.raises(
            ApiError, match=r"^tags needs the compute microversion 2\.26, which the cloud does not have"
        ):
            older.get("/a", microversion=wanted)
    asked = [seen.headers["openstack-api-version"] for seen in server.seen]
    assert asked == ["compute 2.47", "compute 2.47"]


def test_service_without_microversions_is_not_asked_for_one(serve: Serve, open_cloud: OpenCloud) -> None:
    world = World(serve, in_turn(Reply()))
    world.catalog = [entry(world.compute.url, "image", "glance")]
    cloud = open_cloud(cloud_config(world.identity.url))
    cloud.service("image").get("/images", microversion=Microversion("2.47"))
    assert (world.compute.seen[0].path, "openstack-api-version" in world.compute.seen[0].headers) == (
        "/v2/images",
        False,
    )


def test_error_is_the_services_own(client: Client) -> None:
    compute, server = client(in_turn(Reply(404, {"itemNotFound": {"message": "No x.", "code": 404}}, REQUEST_ID)))
    with pytest.raises(NotFound) as caught:
        compute.get("/x")
    assert str(caught.value) == f"No x. (HTTP 404, GET {server.url}/v2.1/x, request id req-5f0c)"
    assert compute.find("/x") is None


def test_find_tells_other_errors(client: Client) -> None:
    compute, _server = client(in_turn(Reply(403, {"forbidden": {"message": "No."}})))
    with pytest.raises(ApiError, match=r"No\."):
        compute.find("/x")


# Pages.


def numbered(count: int, size: int) -> Answers:
    """A list of so many servers in pages of this size, whose links name a host that cannot be reached."""

    def answer(seen: Seen) -> Reply:
        query = dict(seen.query)
        start = int(query.get("marker", 0))
        page: dict[str, Any] = {"servers": [{"id": number} for number in range(start, min(start + size, count))]}
        if start + size < count:
            link = f"http://unreachable.internal/v2.1/servers?name={query.get('name', '')}&marker={start + size}"
            page["servers_links"] = [{"rel": "next", "href": link}]
        return Reply(200, page)

    return answer


@pytest.mark.parametrize(("count", "calls"), [(0, 1), (2, 1), (3, 2), (7, 4)])
def test_all_pages_are_read(client: Client, count: int, calls: int) -> None:
    compute, server = client(numbered(count, 2))
    pages = list(compute.pages("/servers", "servers", (("name", "w"),), Microversion("2.47")))
    assert [item["id"] for page in pages for item in page] == list(range(count))
    assert len(server.seen) == calls
    assert all(("name", "w") in seen.query for seen in server.seen)
    assert {seen.headers["openstack-api-version"] for seen in server.seen} == {"compute 2.47"}


def test_pages_are_read_only_as_far_as_needed(client: Client) -> None:
    compute, server = client(numbered(7, 2))
    next(compute.pages("/servers", "servers"))
    assert len(server.seen) == 1


def test_pages_in_a_circle_are_an_error(client: Client) -> None:
    circle = {"servers": [], "servers_links": [{"rel": "next", "href": "?marker=a"}]}
    compute, server = client(in_turn(*[Reply(200, circle)] * 5, Reply(500)))
    with pytest.raises(BrokenAnswer) as caught:
        list(compute.pages("/servers", "servers"))
    assert str(caught.value) == (
        f"The answer to GET {server.url}/v2.1/servers?marker=a (HTTP 200) names as its next page one that has been"
        " read."
    )
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "body",
    [{}, {"servers": None}, {"servers": {"id": 1}}, {"servers": "x"}, {"servers": [1, 2]}, {"servers": [None]}],
    ids=repr,
)
def test_page_that_is_no_list_of_objects_is_an_error(client: Client, body: dict[str, Any]) -> None:
    compute, _server = client(in_turn(Reply(200, body)))
    with pytest.raises(BrokenAnswer, match=r"/v2\.1/servers "):
        list(compute.pages("/servers", "servers"))


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'{"servers": ['], ids=repr)
def test_answer_that_is_no_object_is_an_error(client: Client, body: bytes) -> None:
    compute, _server = client(in_turn(Reply(200, body)))
    with pytest.raises(BrokenAnswer, match="but begins with: "):
        compute.get("/servers")


def test_links_of_another_shape_are_an_error_or_none(client: Client) -> None:
    compute, _server = client(in_turn(Reply(200, {"servers": [], "servers_links": ["next"]})))
    try:
        assert list(compute.pages("/servers", "servers")) == [[]]
    except BrokenAnswer:
        pass


# Forced URLs and own tokens.


def token_identity(auth_url: str | None = None) -> Identity:
    return Identity("3.x_token", auth_url, auth_token="mine")


def test_own_token_and_url_need_no_identity_service(serve: Serve, open_cloud: OpenCloud) -> None:
    server = serve(in_turn(Reply()))
    endpoint_filters = {"compute": EndpointFilter("compute", url=f"{server.url}/v2.1")}
    cloud = open_cloud(cloud_config(identity=token_identity(), endpoints=endpoint_filters))
    cloud.service("compute").get("/servers")
    assert server.lines() == ["GET /v2.1/servers"]
    assert server.seen[0].headers["x-auth-token"] == "mine"
    assert cloud.api_calls == 1


def test_own_token_is_for_forced_urls_and_what_was_got_for_it_for_those_of_the_catalog(
    serve: Serve, open_cloud: OpenCloud
) -> None:
    world = World(serve, in_turn(Reply()))
    forced = serve(in_turn(Reply()))
    endpoint_filters = {"network": EndpointFilter("network", url=forced.url)}
    identity = Identity("3.x_token", world.identity.url, auth_token="mine", token_scope="project", project_id="p1")
    cloud = open_cloud(cloud_config(identity=identity, endpoints=endpoint_filters))
    cloud.service("compute").get("/servers")
    cloud.service("network").get("/networks")
    assert world.compute.seen[0].headers["x-auth-token"] == "t1"
    assert forced.seen[0].headers["x-auth-token"] == "mine"


def test_forced_url_of_one_service_leaves_the_others_to_the_catalog(serve: Serve, open_cloud: OpenCloud) -> None:
    world = World(serve, in_turn(Reply(200, {"real": True})))
    world.catalog.append(entry(f"{world.compute.url}/glance", "image", "glance"))
    forced = serve(in_turn(Reply(200, {"forced": True})))
    endpoint_filters = {"compute": EndpointFilter("compute", url=f"{forced.url}/v2.1")}
    cloud = open_cloud(cloud_config(world.identity.url, endpoints=endpoint_filters))
    assert cloud.service("compute").get("/servers") == {"forced": True}
    assert cloud.service("image").get("/images") == {"real": True}
    assert (forced.lines(), world.compute.lines()) == (["GET /v2.1/servers"], ["GET /glance/v2/images"])


def test_not_found_at_a_forced_url_says_what_may_be_wrong(serve: Serve, open_cloud: OpenCloud) -> None:
    world = World(serve, in_turn(Reply()))
    forced = serve(in_turn(Reply(404, "<title>404 Not Found</title>")))
    endpoint_filters = {"compute": EndpointFilter("compute", url=f"{forced.url}/identity")}
    cloud = open_cloud(cloud_config(world.identity.url, endpoints=endpoint_filters))
    with pytest.raises(WrongEndpoint) as caught:
        cloud.service("compute").get("/servers")
    assert str(caught.value) == (
        f"Resource not found: 404 Not Found (HTTP 404, GET {forced.url}/identity/v2.1/servers) The forced compute URL"
        f" {forced.url}/identity may be another service's (the identity service's, say), or lack its version or project"
        " id. os_catalog_info shows what the catalog would have given."
    )


def test_forced_url_of_another_service_is_not_taken_for_an_absent_resource(serve: Serve, open_cloud: OpenCloud) -> None:
    """Else `state: absent` with an id would say that all is well."""
    world = World(serve, in_turn(Reply()))
    forced = serve(in_turn(Reply(404, "<title>404 Not Found</title>")))
    endpoint_filters = {"compute": EndpointFilter("compute", url=f"{forced.url}/identity")}
    cloud = open_cloud(cloud_config(world.identity.url, endpoints=endpoint_filters))
    with pytest.raises(WrongEndpoint, match="Resource not found"):
        cloud.service("compute").find("/servers/1")


# Catalogs that were kept.


def test_endpoint_that_an_old_catalog_lacks_is_looked_for_in_a_new_one(
    serve: Serve, open_cloud: OpenCloud, tmp_path: Any
) -> None:
    world = World(serve, in_turn(Reply()))
    complete = world.catalog
    world.catalog = [entry("http://glance", "image", "glance")]
    folder = str(tmp_path / "tokens")
    open_cloud(cloud_config(world.identity.url), folder).session.access()
    world.catalog = complete
    open_cloud(cloud_config(world.identity.url), folder).service("compute").get("/servers")
    assert world.given == 2


def test_endpoint_that_a_new_catalog_lacks_too_is_asked_for_once(
    serve: Serve, open_cloud: OpenCloud, tmp_path: Any
) -> None:
    world = World(serve, in_turn(Reply()))
    world.catalog = [entry("http://glance", "image", "glance")]
    folder = str(tmp_path / "tokens")
    with pytest.raises(EndpointNotFound):
        open_cloud(cloud_config(world.identity.url), folder).service("compute")
    assert world.given == 1
    with pytest.raises(EndpointNotFound):
        open_cloud(cloud_config(world.identity.url), folder).service("compute")
    assert world.given == 2


def test_place_in_words(open_cloud: OpenCloud) -> None:
    identity = Identity("3.x_password", project_name="demo")
    assert open_cloud(cloud_config(identity=identity, region_name="R")).where() == " in project 'demo', region 'R'"
    assert open_cloud(cloud_config(identity=identity)).where() == " in project 'demo'"
    assert open_cloud(cloud_config(identity=Identity("3.x_token"), region_name="R")).where() == " in region 'R'"
    assert open_cloud(cloud_config(identity=Identity("3.x_token"))).where() == ""


# A microversion that the user wants.


def test_forced_microversion_is_sent_with_everything(serve: Serve, open_cloud: OpenCloud) -> None:
    world = World(serve, in_turn(Reply(200, {"server": {}})))
    endpoint_filters = {"compute": EndpointFilter("compute", region_name="RegionOne", microversion="2.79")}
    compute = open_cloud(cloud_config(world.identity.url, endpoints=endpoint_filters)).service("compute")
    compute.get("/servers/1")
    compute.get("/servers/1", microversion=Microversion("2.47"))
    compute.call("POST", "/servers", microversion=Microversion("2.37", needed=True))
    sent = [seen.headers["openstack-api-version"] for seen in world.compute.seen]
    assert sent == ["compute 2.79"] * 3


def test_forced_microversion_that_is_too_old_is_an_error_before_anything_is_sent(
    serve: Serve, open_cloud: OpenCloud
) -> None:
    world = World(serve, in_turn(Reply(200, {"server": {}})))
    endpoint_filters = {"compute": EndpointFilter("compute", region_name="RegionOne", microversion="2.9")}
    compute = open_cloud(cloud_config(world.identity.url, endpoints=endpoint_filters)).service("compute")
    with pytest.raises(ConfigError) as caught:
        compute.call("POST", "/servers", microversion=Microversion("2.37", needed=True))
    assert str(caught.value) == (
        "This needs the compute microversion 2.37 or newer, but 2.9 is set. Set microversion higher, or leave it out."
    )
    assert world.compute.seen == []

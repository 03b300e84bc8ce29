# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_api on the fake cloud: what is sent, what is not, and what is shown of the answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    TOKEN_REQUEST,
    Ansible,
    Result,
    fail,
    succeed,
)
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, Reply, Serve

NETWORK: dict[str, Any] = {"service": "network", "method": "POST", "path": "/networks"}


@pytest.fixture
def api(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_api", **options)

    return run


@pytest.mark.parametrize(
    ("service", "path", "key"),
    [
        ("compute", "/servers/detail", "servers"),
        ("compute", "/v2.1/servers/detail", "servers"),
        ("network", "/networks", "networks"),
        ("network", "/v2.0/networks", "networks"),
        ("image", "/images", "images"),
        ("block-storage", "/volumes", "volumes"),
        ("volumev3", "/volumes", "volumes"),
        ("identity", "/auth/projects", "projects"),
        ("identity", "/v3/auth/projects", "projects"),
    ],
)
def test_any_service_is_asked_whatever_its_endpoint_is_like(api: Any, service: str, path: str, key: str) -> None:
    result = succeed(api(service=service, path=path))
    assert (result.changed, result["status"], result["content"]) == (False, 200, None)
    assert isinstance(result["json"][key], list)
    assert result["request_id"].startswith("req-")
    assert result["url"].endswith(path)


def test_version_of_the_path_goes_before_that_of_the_endpoint(api: Any, cloud: FakeCloud) -> None:
    assert succeed(api(service="volume", path="/v3/"))["json"]["versions"][0]["id"] == "v3.0"
    assert cloud.requests[-1].path == "/volume/v3/"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_what_reads_is_sent_in_check_mode(api: Any, ansible: Ansible, method: str) -> None:
    result = succeed(api(service="network", method=method, path="/networks", check=True))
    assert (result.changed, result["status"], result["json"]) == (True, None, None)
    assert result["url"] == f"{ansible.cloud.origin}/network/v2.0/networks"
    assert ansible.lines() == [TOKEN_REQUEST]
    read = succeed(api(service="network", path="/networks", check=True))
    assert (read.changed, read["status"]) == (False, 200)


def test_what_is_made_is_returned(api: Any, ansible: Ansible) -> None:
    made = succeed(api(**NETWORK, body={"network": {"name": "mine"}}, statuses=[201]))
    assert (made.changed, made["status"], made["json"]["network"]["name"]) == (True, 201, "mine")
    text = succeed(api(**NETWORK, body='{"network": {"name": "other"}}'))
    assert text["json"]["network"]["name"] == "other"
    removed = succeed(api(service="network", method="DELETE", path=f"/networks/{made['json']['network']['id']}"))
    assert (removed.changed, removed["json"], removed["content"]) == (True, None, "")
    assert len(ansible.writes()) == 3


def test_content_is_sent_as_it_is(api: Any, cloud: FakeCloud) -> None:
    content = '{"network":  {"name": "mine"}}'
    succeed(api(**NETWORK, content=content, headers={"content-type": "application/json"}))
    assert cloud.requests[-1].raw == content.encode()
    assert cloud.requests[-1].headers["Content-Type"] == "application/json"
    api(**NETWORK, content="words")
    assert cloud.requests[-1].headers["Content-Type"] == "application/octet-stream"


def test_query_is_sent_as_services_read_it(api: Any, cloud: FakeCloud) -> None:
    query = {"fields": ["id", "status"], "shared": False, "limit": 5, "name": None, "description": "a&b=c"}
    succeed(api(service="network", path="/networks", query=query))
    assert cloud.requests[-1].query == {
        "fields": ["id", "status"],
        "shared": ["false"],
        "limit": ["5"],
        "description": ["a&b=c"],
    }


def test_libcloud_reads_the_first_page_only(api: Any, cloud: FakeCloud) -> None:
    cloud.page_limit = 2
    names = sorted(cloud.compute.add_server(f"web{number}").name for number in range(5))
    whole = succeed(api(service="compute", path="/servers"))
    assert sorted(server["name"] for server in whole["json"]["servers"]) == names
    assert list(whole["json"]) == ["servers"]
    first = succeed(api(service="compute", path="/servers", all_pages=False))
    assert len(first["json"]["servers"]) == 2
    assert first["json"]["servers_links"]
    images = [cloud.image.add_image(f"image{number}")["name"] for number in range(5)]
    found = succeed(api(service="image", path="/images", query={"limit": 2}))["json"]["images"]
    assert set(images) <= {image["name"] for image in found}


def test_expected_statuses(api: Any, ansible: Ansible) -> None:
    missing = {"service": "compute", "path": "/servers/none"}
    assert "Instance none could not be found" in fail(api(**missing))
    assert succeed(api(**missing, statuses=[200, 404]))["status"] == 404
    removed = succeed(api(**missing, method="DELETE", statuses=[204, 404]))
    assert (removed.changed, removed["status"]) == (False, 404)
    message = fail(api(service="compute", path="/servers", statuses=[201]))
    assert message.startswith("Could not send GET /servers to the compute service: ")
    assert "answered 200, which is not among statuses" in message


def test_errors_say_what_the_service_said(api: Any) -> None:
    result = api(**NETWORK, body={"network": {"colour": "red"}})
    assert "Could not send POST /networks to the network service: Unrecognized attribute(s) 'colour'" in fail(result)
    assert (result["status"], result["method"]) == (400, "POST")
    assert result["request_id"].startswith("req-")


@pytest.mark.parametrize("microversion", ["2.2", "compute 2.2"])
def test_microversion_is_that_of_the_service(api: Any, cloud: FakeCloud, microversion: str) -> None:
    cloud.compute.add_keypair("mine")
    shown = succeed(api(service="compute", path="/os-keypairs", microversion=microversion))["json"]["keypairs"]
    assert all("type" in pair["keypair"] for pair in shown)
    assert cloud.requests[-1].headers["OpenStack-API-Version"] == "compute 2.2"
    succeed(api(service="volume", path="/volumes", microversion="3.59"))
    assert cloud.requests[-1].headers["OpenStack-API-Version"] == "volume 3.59"
    succeed(api(service="volume", path="/volumes", microversion="compute 2.2"))
    assert "OpenStack-API-Version" not in cloud.requests[-1].headers
    assert "which are the services that have microversions" in fail(
        api(service="network", path="/networks", microversion="2.0")
    )
    assert "microversion has to be one of compute" in fail(api(service="compute", path="/x", microversion="new"))


def test_service_that_this_collection_knows_nothing_of(api: Any, cloud: FakeCloud, serve: Serve) -> None:
    server = serve(lambda seen: Reply(200, {"zones": [{"id": "1"}]}, {"content-type": "application/json"}))
    cloud.catalog.append(
        {"type": "dns", "name": "designate", "id": "d", "endpoints": [endpoint(server.url, "RegionOne")]}
    )
    result = succeed(api(service="dns", path="/v2/zones", microversion="2.1"))
    assert result["json"] == {"zones": [{"id": "1"}]}
    (seen,) = server.seen
    assert seen.path == "/v2/zones"
    assert seen.headers["x-auth-token"]
    assert seen.headers["openstack-api-version"] == "dns 2.1"
    message = fail(api(service="key-manager", path="/v1/secrets"))
    assert message.startswith("Could not find specified endpoint: no 'key-manager' service")
    assert "no such type, but block-storage, compute, dns" in message
    assert message.endswith("Ask for one of these types.")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example.org/servers",
        "https://evil.example.org/servers",
        "@evil.example.org/servers",
        "servers",
        "/\\evil.example.org",
        "/../../identity/v3/users",
        "/servers/%2e%2E/%2e./x",
        "/servers?limit=1",
        "/servers#x",
        "/servers/a b",
        "/servers/a%0d%0aX-Header:%20x",
        "",
    ],
)
def test_path_goes_to_no_other_host(api: Any, ansible: Ansible, path: str) -> None:
    assert fail(api(service="compute", path=path)).startswith("path ")
    assert [line for line in ansible.lines() if line != TOKEN_REQUEST] == []


def test_next_page_goes_to_no_other_host(api: Any, cloud: FakeCloud, serve: Serve) -> None:
    other = serve(lambda seen: Reply(200, {"things": []}))
    pages = [{"things": [1], "next": f"{other.url}/things?marker=1"}, {"things": [2]}]
    mine = serve(lambda seen: Reply(200, pages[len(seen.query)], {"content-type": "application/json"}))
    cloud.catalog.append({"type": "things", "name": "x", "id": "x", "endpoints": [endpoint(mine.url, "RegionOne")]})
    assert succeed(api(service="things", path="/things"))["json"] == {"things": [1, 2]}
    assert other.seen == []
    assert [seen.query for seen in mine.seen] == [(), (("marker", "1"),)]


@pytest.mark.parametrize("second", [{"things": 5}, {"things": {"a": 1}}, {"things": None}, {}], ids=repr)
def test_further_page_of_another_shape_is_an_error(api: Any, cloud: FakeCloud, serve: Serve, second: Any) -> None:
    pages = [{"things": [1], "next": "/things?marker=1"}, second]
    mine = serve(lambda seen: Reply(200, pages[len(seen.query)], {"content-type": "application/json"}))
    cloud.catalog.append({"type": "things", "name": "x", "id": "x", "endpoints": [endpoint(mine.url, "RegionOne")]})
    assert "has no list 'things' on a further page" in fail(api(service="things", path="/things"))


def test_redirect_goes_to_no_other_host(api: Any, cloud: FakeCloud, serve: Serve) -> None:
    other = serve(lambda seen: Reply(200))
    mine = serve(lambda seen: Reply(302, headers={"location": f"{other.url}/things"}))
    cloud.catalog.append({"type": "things", "name": "x", "id": "x", "endpoints": [endpoint(mine.url, "RegionOne")]})
    assert "a token is not carried there" in fail(api(service="things", path="/things"))
    assert other.seen == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "missing required arguments: path, service"),
        ({"service": "compute", "path": "/x", "method": "get"}, "value of method must be one of"),
        ({"service": "compute", "path": "/x", "body": {}}, "GET takes neither body nor content."),
        ({**NETWORK, "body": "words"}, "body is a text that is not JSON"),
        ({**NETWORK, "body": {}, "content": "x"}, "mutually exclusive: body|content"),
        ({**NETWORK, "headers": {"X-Auth-Token": "mine"}}, "headers must not have X-Auth-Token"),
        ({**NETWORK, "query": {"a": {"b": 1}}}, "query.a has to be a text"),
        ({"service": "compute", "path": "x", "query": {"a": {}}}, "query.a has to be"),
    ],
    ids=["nothing", "method", "body-of-get", "words", "both", "token", "query", "all-problems"],
)
def test_refused(api: Any, ansible: Ansible, options: dict[str, Any], message: str) -> None:
    assert message in fail(api(**options))
    assert ansible.writes() == []


def test_no_secret_of_the_answer_or_the_request_is_shown(api: Any, cloud: FakeCloud) -> None:
    user = {"name": "demo", "domain": {"name": "Default"}, "password": PASSWORD}
    identity = {"methods": ["password"], "password": {"user": user}}
    options = {"service": "identity", "method": "POST", "path": "/auth/tokens", "trace": "result"}
    result = succeed(api(**options, body={"auth": {"identity": identity}}))
    given = cloud.requests[-1]
    assert given.rest == "/v3/auth/tokens"
    tokens = list(cloud.tokens.issued)
    assert len(tokens) == 2
    assert result["headers"]["x-subject-token"].startswith("SECRET_")
    for secret in (PASSWORD, *tokens):
        assert secret not in result.output
    # Nor one that comes back, or is sent to be looked at.
    credential = {"name": "mine", "secret": "hunter2-hunter2"}
    options = {"service": "identity", "method": "POST", "path": "/users/{user_id}/application_credentials"}
    made = succeed(api(**options, body={"application_credential": credential}))
    assert made["json"]["application_credential"]["name"] == "mine"
    assert "hunter2" not in made.output
    shown = succeed(api(service="identity", path="/auth/tokens", headers={"X-Subject-Token": tokens[1]}))
    assert shown["json"]["token"]["user"]["name"] == "demo"
    assert tokens[1] not in shown.output


def test_answer_that_repeats_the_token_does_not_show_it(api: Any, cloud: FakeCloud, serve: Serve) -> None:
    def echo(seen: Any) -> Reply:
        kind = "text/plain" if seen.path == "/text" else "application/json"
        return Reply(200, json.dumps({"seen": [seen.headers["x-auth-token"]]}), {"content-type": kind})

    mine = serve(echo)
    cloud.catalog.append({"type": "things", "name": "x", "id": "x", "endpoints": [endpoint(mine.url, "RegionOne")]})
    for path in ("/json", "/text"):
        result = succeed(api(service="things", path=path))
        (token,) = cloud.tokens.issued
        assert token not in result.output
        assert "********" in result.output


def test_what_is_no_text_is_not_shown(api: Any, cloud: FakeCloud, serve: Serve) -> None:
    mine = serve(lambda seen: Reply(200, b"\xff\xfe\x00", {"content-type": "application/octet-stream"}))
    cloud.catalog.append({"type": "things", "name": "x", "id": "x", "endpoints": [endpoint(mine.url, "RegionOne")]})
    result = succeed(api(service="things", path="/file"))
    assert (result["json"], result["content"]) == (None, None)


def test_rival_sends_a_post_twice(cloud: FakeCloud) -> None:
    """Libcloud repeats any request that timed out, a POST too."""
    patient = Ansible(cloud, {**cloud.connection_options(), "retries": 2})
    cloud.faults.add(kind="lost", service="network", method="POST", times=1)
    message = fail(patient.run("os_api", **NETWORK, body={"network": {"name": "mine"}}))
    assert "Could not send POST /networks" in message
    assert len(cloud.calls("network", "POST")) == 1
    cloud.faults.add(kind="drop", service="network", method="GET", times=1)
    assert succeed(patient.run("os_api", service="network", path="/networks", query={"name": "mine"}))["json"]
    assert len(cloud.calls("network", "GET")) == 2

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fake does beyond a real cloud: faults, the log, timings, tokens that go bad, a rearranged catalog."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json
from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Request


@pytest.fixture(name="fake")
def fake_cloud() -> Iterator[FakeCloud]:
    """Return a fake of its own for each test."""
    with FakeCloud() as cloud:
        yield cloud


@pytest.fixture(name="session")
def logged_in(fake: FakeCloud) -> Iterator[Cloud]:
    """Return a session with the fake, with an empty log."""
    options = fake.connection_options()
    default = {"name": "Default"}
    session = Cloud(
        "fake", fake.auth_url, options["username"], options["password"], "demo", default, default, "RegionOne"
    )
    session.log_in()
    fake.clear_log()
    yield session
    session.http.close()


def test_start_and_stop_are_quick() -> None:
    started = time.monotonic()
    with FakeCloud():
        pass
    assert time.monotonic() - started < 0.5


def test_answer(fake: FakeCloud, session: Cloud) -> None:
    fault = fake.faults.add(path="/servers", status=503, headers={"Retry-After": "1"}, body={"busy": 1}, times=2)
    for _attempt in range(2):
        response = session.compute("GET", "/servers")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.json() == {"busy": 1}
    assert session.compute("GET", "/servers").status_code == 200
    assert fault.met == 2
    assert [request.status for request in fake.requests] == [503, 503, 200]


def test_only_what_is_meant(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(service="compute", method="POST", region="RegionTwo")
    assert session.compute("GET", "/servers").status_code == 200
    assert session.network("GET", "/networks").status_code == 200
    assert session.compute("POST", "/os-keypairs", json={"keypair": {"name": "x"}}).status_code == 200
    body = {"keypair": {"name": "x"}}
    two = f"{fake.origin}/RegionTwo/compute/v2.1/os-keypairs"
    assert session.send("POST", two, json=body).status_code == 503


def test_skip(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(path="/servers", skip=1)
    assert [session.compute("GET", "/servers").status_code for _attempt in range(3)] == [200, 503, 200]


def test_html(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="html", status=502)
    response = session.compute("GET", "/servers")
    assert (response.status_code, response.headers["Content-Type"]) == (502, "text/html")
    assert "nginx" in response.text


def test_drop_is_not_carried_out(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="drop", method="POST")
    with pytest.raises(requests.ConnectionError):
        session.compute("POST", "/servers", "2.79", json=session.server_body("x"))
    assert fake.compute.servers == []
    assert fake.calls("compute", "POST")[0].status is None


def test_lost_is_carried_out(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="lost", method="POST")
    with pytest.raises(requests.ConnectionError):
        session.compute("POST", "/servers", "2.79", json=session.server_body("x"))
    assert [server.name for server in fake.compute.servers] == ["x"]


def test_masked_is_carried_out(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="masked", method="POST", path=r"/servers$", status=504, body="<html>nothing</html>", times=2)
    for name in ("x", "y"):
        response = session.compute("POST", "/servers", "2.79", json=session.server_body(name))
        assert (response.status_code, response.text) == (504, "<html>nothing</html>")
    assert [server.name for server in fake.compute.servers] == ["x", "y"]
    assert session.compute("POST", "/servers", "2.79", json=session.server_body("z")).status_code == 202


def test_watch_lets_another_client_get_in_between(fake: FakeCloud, session: Cloud) -> None:
    other = replace(session, http=requests.Session())
    seen: list[list[str]] = []

    def create(_request: Request) -> None:
        assert other.compute("POST", "/servers", "2.79", json=session.server_body("theirs")).status_code == 202

    def look(_request: Request) -> None:
        seen.append([item["name"] for item in other.compute("GET", "/servers").json()["servers"]])

    fault = fake.faults.add(kind="watch", method="POST", path=r"/servers$", skip=0, times=1, before=create, after=look)
    # The fault is used up when the other client sends its own request.
    assert session.compute("POST", "/servers", "2.79", json=session.server_body("mine")).status_code == 202
    assert [server.name for server in fake.compute.servers] == ["theirs", "mine"]
    assert (fault.met, seen) == (1, [["mine", "theirs"]])


def test_watch_and_fault_at_once(fake: FakeCloud, session: Cloud) -> None:
    """The first request is lost after it was carried out, and meanwhile somebody deletes what it made."""

    def delete(_request: Request) -> None:
        fake.compute.region().servers.clear()

    fake.faults.add(kind="lost", method="POST", path=r"/servers$", after=delete)
    with pytest.raises(requests.ConnectionError):
        session.compute("POST", "/servers", "2.79", json=session.server_body("x"))
    assert fake.compute.servers == []


def test_cut(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="cut", path="/flavors")
    with pytest.raises(requests.RequestException):
        session.compute("GET", "/flavors")
    assert session.compute("GET", "/flavors").status_code == 200


def test_delay(fake: FakeCloud, session: Cloud) -> None:
    fake.faults.add(kind="delay", delay=0.1)
    started = time.monotonic()
    assert session.compute("GET", "/servers").status_code == 200
    assert time.monotonic() - started >= 0.1


def test_log(fake: FakeCloud, session: Cloud) -> None:
    session.compute("GET", "/servers?name=x&limit=5", "2.79")
    session.network("POST", "/networks", json={"network": {"name": "y"}})
    first, second = fake.requests
    assert (first.service, first.region, first.method, first.status) == ("compute", "RegionOne", "GET", 200)
    assert first.path == "/compute/v2.1/servers"
    assert first.query == {"name": ["x"], "limit": ["5"]}
    assert first.headers["openstack-api-version"] == "compute 2.79"
    assert second.body == {"network": {"name": "y"}}
    assert fake.calls("network") == [second]
    assert fake.calls(method="GET") == [first]


def test_tokens_go_bad(fake: FakeCloud, session: Cloud) -> None:
    fake.tokens.revoke_all()
    assert session.compute("GET", "/servers").status_code == 401
    session.log_in()
    assert session.compute("GET", "/servers").status_code == 200
    fake.tokens.lifetime_seconds = 0
    session.log_in()
    assert session.compute("GET", "/servers").status_code == 401


def test_catalog_is_what_tests_make_it(fake: FakeCloud, session: Cloud) -> None:
    fake.catalog[:] = [entry for entry in fake.catalog if entry["type"] != "compute"]
    url = f"{fake.origin}/compute/v2.1/$(project_id)s"
    fake.catalog.append({"id": "x", "type": "compute", "name": "n", "endpoints": [endpoint(url, "Elsewhere")]})
    session.log_in()
    session.region = "Elsewhere"
    assert session.endpoint("compute") == f"{fake.origin}/compute/v2.1/{session.project_id}"
    assert session.send("GET", session.endpoint("compute") + "/servers").status_code == 200


def test_regions_are_apart(fake: FakeCloud, session: Cloud) -> None:
    fake.compute.add_server(name="one")
    fake.compute.add_server(name="two", region="RegionTwo")
    assert [item["name"] for item in session.compute("GET", "/servers").json()["servers"]] == ["one"]
    session.region = "RegionTwo"
    listed = session.send("GET", session.endpoint("compute") + "/servers").json()["servers"]
    assert [item["name"] for item in listed] == ["two"]


def test_projects_are_apart(fake: FakeCloud, session: Cloud) -> None:
    other = fake.accounts.project("alt", "default")
    assert other is not None
    server = fake.compute.add_server(name="theirs", project_id=other.id)
    assert session.compute("GET", "/servers").json() == {"servers": []}
    assert session.compute("GET", f"/servers/{server.id}").status_code == 404
    assert session.compute("DELETE", f"/servers/{server.id}").status_code == 404
    options = fake.connection_options("admin")
    session.username, session.password, session.project_name = "admin", options["password"], "admin"
    session.log_in()
    assert session.compute("GET", "/servers").json() == {"servers": []}
    everyone = session.compute("GET", "/servers/detail?all_tenants=1", "2.79").json()["servers"]
    assert [item["name"] for item in everyone] == ["theirs"]
    assert everyone[0]["OS-EXT-SRV-ATTR:host"] == "compute-1"


def test_build_takes_its_time(fake: FakeCloud, session: Cloud) -> None:
    fake.build_seconds = 0.1
    made = session.compute("POST", "/servers", "2.79", json=session.server_body("x")).json()["server"]
    assert session.compute("GET", f"/servers/{made['id']}").json()["server"]["status"] == "BUILD"
    time.sleep(0.12)
    assert session.compute("GET", f"/servers/{made['id']}").json()["server"]["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("status", "action", "passing", "end"),
    [
        ("ACTIVE", {"reboot": {"type": "SOFT"}}, ("REBOOT", "rebooting"), "ACTIVE"),
        ("ACTIVE", {"reboot": {"type": "HARD"}}, ("HARD_REBOOT", "rebooting_hard"), "ACTIVE"),
        ("SHUTOFF", {"os-start": None}, ("SHUTOFF", "powering-on"), "ACTIVE"),
        ("ACTIVE", {"pause": None}, ("ACTIVE", "pausing"), "PAUSED"),
        ("PAUSED", {"shelve": None}, ("PAUSED", "shelving"), "SHELVED_OFFLOADED"),
        ("SHELVED_OFFLOADED", {"unshelve": None}, ("SHELVED_OFFLOADED", "unshelving"), "ACTIVE"),
        ("VERIFY_RESIZE", {"revertResize": None}, ("REVERT_RESIZE", "resize_reverting"), "ACTIVE"),
        ("VERIFY_RESIZE", {"confirmResize": None}, ("VERIFY_RESIZE", None), "ACTIVE"),
    ],
)
def test_actions_take_their_time(
    fake: FakeCloud, session: Cloud, status: str, action: Json, passing: tuple[str, str | None], end: str
) -> None:
    fake.timings.action_seconds = 3600
    server = fake.compute.add_server("x", status=status)
    assert session.act(server.id, action).status_code in (202, 204)
    shown = session.compute("GET", f"/servers/{server.id}").json()["server"]
    assert (shown["status"], shown["OS-EXT-STS:task_state"]) == passing
    fake.compute.finish(server)
    shown = session.compute("GET", f"/servers/{server.id}").json()["server"]
    assert (shown["status"], shown["OS-EXT-STS:task_state"]) == (end, None)


def test_tasks_follow_each_other(fake: FakeCloud, session: Cloud) -> None:
    fake.timings.action_seconds = 0.2
    server = fake.compute.add_server("x")
    session.act(server.id, {"resize": {"flavorRef": session.flavor_id("m1.small")}})
    seen: list[str | None] = []
    while server.vm_state != "resized":
        shown = session.compute("GET", f"/servers/{server.id}").json()["server"]
        if shown["OS-EXT-STS:task_state"] not in seen:
            seen.append(shown["OS-EXT-STS:task_state"])
    assert seen == ["resize_prep", "resize_migrating", "resize_migrated", "resize_finish", None]


def test_second_answer_to_a_resize_is_refused_meanwhile(fake: FakeCloud, session: Cloud) -> None:
    fake.timings.action_seconds = 3600
    server = fake.compute.add_server("x", status="VERIFY_RESIZE")
    assert session.act(server.id, {"confirmResize": None}).status_code == 204
    for answer in ("confirmResize", "revertResize"):
        nova_error(session.act(server.id, {answer: None}), 400, "Instance has not been resized.")


def test_deleted_server_shows_for_a_moment(fake: FakeCloud, session: Cloud) -> None:
    fake.timings.delete_seconds = 3600
    server = fake.compute.add_server("x")
    assert session.compute("DELETE", f"/servers/{server.id}").status_code == 204
    assert session.compute("GET", f"/servers/{server.id}").json()["server"]["status"] == "ACTIVE"
    assert session.compute("DELETE", f"/servers/{server.id}").status_code == 204
    server.enter("deleted")
    assert session.compute("GET", f"/servers/{server.id}").json()["server"]["status"] == "DELETED"
    assert fake.compute.servers == []
    fake.compute.finish(server)
    assert session.compute("GET", f"/servers/{server.id}").status_code == 404


def test_console_text_is_what_tests_make_it(fake: FakeCloud, session: Cloud) -> None:
    server = fake.compute.add_server("x", console="one\ntwo\n")
    assert session.act(server.id, {"os-getConsoleOutput": {}}).json() == {"output": "one\ntwo\n"}
    server.console = "one\ntwo\nready\n"
    assert session.act(server.id, {"os-getConsoleOutput": {"length": 2}}).json() == {"output": "ready\n"}


def test_volumes_take_their_time(fake: FakeCloud, session: Cloud) -> None:
    fake.timings.action_seconds = 3600
    server, volume = fake.compute.add_server("x"), fake.volume.add_volume("v")
    body = {"volumeAttachment": {"volumeId": volume["id"]}}
    path = f"/servers/{server.id}/os-volume_attachments"
    assert session.compute("POST", path, json=body).json()["volumeAttachment"]["device"] == "/dev/vdb"
    assert session.volume("GET", f"/volumes/{volume['id']}").json()["volume"]["status"] == "reserved"
    fake.volume.finish(volume)
    assert session.volume("GET", f"/volumes/{volume['id']}").json()["volume"]["status"] == "in-use"
    assert session.compute("DELETE", f"{path}/{volume['id']}").status_code == 202
    assert session.volume("GET", f"/volumes/{volume['id']}").json()["volume"]["status"] == "detaching"
    assert len(session.compute("GET", path).json()["volumeAttachments"]) == 1
    fake.volume.finish(volume)
    assert session.compute("GET", path).json() == {"volumeAttachments": []}


def test_servers_that_are_there_with_volumes(fake: FakeCloud, session: Cloud) -> None:
    root = fake.volume.add_volume("root", bootable="true")
    data = fake.volume.add_volume("data")
    server = fake.compute.add_server("x", image=None, volumes=(root, data))
    shown = session.compute("GET", f"/servers/{server.id}", "2.79").json()["server"]
    ids = {item["id"] for item in shown["os-extended-volumes:volumes_attached"]}
    assert (shown["image"], ids) == ("", {root["id"], data["id"]})
    assert session.volume("GET", f"/volumes/{data['id']}").json()["volume"]["attachments"][0]["device"] == "/dev/vdb"


def test_fields_that_a_server_has_not(fake: FakeCloud) -> None:
    with pytest.raises(TypeError):
        fake.compute.add_server("x", colour="red")


def test_builds_that_fail(fake: FakeCloud, session: Cloud) -> None:
    fake.compute.fail_builds(name="^bad", message="No valid host was found.", times=1)
    for name, status in (("bad", "ERROR"), ("good", "ACTIVE"), ("bad", "ACTIVE")):
        made = session.compute("POST", "/servers", "2.79", json=session.server_body(name)).json()["server"]
        server = session.compute("GET", f"/servers/{made['id']}").json()["server"]
        assert server["status"] == status
        if status == "ERROR":
            assert server["fault"]["message"] == "No valid host was found."


def test_added_servers(fake: FakeCloud, session: Cloud) -> None:
    fake.compute.add_server(
        name="x", status="SHUTOFF", metadata={"a": "b"}, tags=["t"], overrides={"OS-EXT-STS:task_state": "odd"}
    )
    (server,) = session.compute("GET", "/servers/detail", "2.79").json()["servers"]
    assert (server["status"], server["metadata"], server["tags"]) == ("SHUTOFF", {"a": "b"}, ["t"])
    assert server["OS-EXT-STS:task_state"] == "odd"


def test_floating_ip_shows_on_the_server(fake: FakeCloud, session: Cloud) -> None:
    server = fake.compute.add_server(name="x")
    port = fake.network.region().ports_of(server.id)[0]
    before = session.compute("GET", f"/servers/{server.id}").json()["server"]["addresses"]["private"]
    floating = fake.network.add_floating_ip(port["id"])
    after = session.compute("GET", f"/servers/{server.id}").json()["server"]["addresses"]["private"]
    assert len(after) == len(before) + 1
    assert (after[-1]["addr"], after[-1]["OS-EXT-IPS:type"]) == (floating["floating_ip_address"], "floating")


def test_ten_thousand_servers(fake: FakeCloud, session: Cloud) -> None:
    for number in range(10_000):
        fake.compute.add_server(name=f"n{number}", networks=())
    seen, url = 0, session.root("compute") + "/v2.1/servers/detail?limit=1000"
    while url:
        body = session.send("GET", url).json()
        seen += len(body["servers"])
        url = body.get("servers_links", [{"href": ""}])[0]["href"]
    assert seen == 10_000


def test_page_limit(fake: FakeCloud, session: Cloud) -> None:
    fake.page_limit = 2
    for number in range(3):
        fake.compute.add_server(name=f"n{number}")
    body = session.compute("GET", "/servers").json()
    assert len(body["servers"]) == 2
    assert body["servers_links"][0]["href"].endswith(f"/servers?marker={body['servers'][1]['id']}")


def test_clouds_yaml(fake: FakeCloud) -> None:
    import yaml

    clouds = yaml.safe_load(fake.clouds_yaml())["clouds"]
    assert set(clouds) == {"loopback", "loopback-RegionTwo", "loopback-admin"}
    assert clouds["loopback"]["auth"]["auth_url"] == fake.auth_url

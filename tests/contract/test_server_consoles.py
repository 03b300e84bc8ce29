# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be seen of a server: its console, its diagnostics, and what was done to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Json
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers, Sessions


@pytest.fixture(name="seen", scope="module")
def server_to_be_seen(sessions: Sessions) -> Iterator[tuple[Servers, str]]:
    """Return a server whose hostname is `seen`, and that was stopped and started."""
    servers = Servers(sessions.user, sessions.admin)
    server_id = servers.make(hostname="seen")
    servers.follow(server_id, [("os-stop", "SHUTOFF"), ("os-start", "ACTIVE")])
    yield servers, server_id
    servers.close()


# The console


@pytest.mark.parametrize(
    ("length", "lines"),
    [
        (None, 3),
        (3, 2),  # what comes after the last line's end counts as one
        ("2", 1),
        (1, 0),
        (0, 0),
        (-1, 2),  # was meant to be all
    ],
)
def test_console_output(seen: tuple[Servers, str], length: int | str | None, lines: int) -> None:
    servers, server_id = seen
    response = servers.cloud.act(server_id, {"os-getConsoleOutput": {} if length is None else {"length": length}})
    whole = ["[    0.000000] Linux version 6.1.0-loopback", "cloud-init: Cloud-init finished", "seen login: "]
    assert response.status_code == 200
    assert response.json()["output"].splitlines() == whole[len(whole) - lines :]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"length": -2}, "Invalid input for field/attribute length. Value: -2. -2 is less than the minimum of -1"),
        ({"length": "x"}, "Invalid input for field/attribute length. Value: x. 'x' does not match '^-?[0-9]+$'"),
        (
            None,
            "Invalid input for field/attribute os-getConsoleOutput. Value: None. None is not of type 'object'",
        ),
    ],
)
def test_refused_console_output(seen: tuple[Servers, str], content: Json | None, message: str) -> None:
    servers, server_id = seen
    nova_error(servers.cloud.act(server_id, {"os-getConsoleOutput": content}), 400, message)


def test_remote_console(seen: tuple[Servers, str]) -> None:
    servers, server_id = seen
    path, body = f"/servers/{server_id}/remote-consoles", {"remote_console": {"protocol": "vnc", "type": "novnc"}}
    response = servers.cloud.compute("POST", path, "2.6", json=body)
    console = response.json()["remote_console"]
    url = console.pop("url")
    assert (response.status_code, console) == (200, {"protocol": "vnc", "type": "novnc"})
    assert re.fullmatch(r"http://127\.0\.0\.1:6080/vnc_auto\.html\?path=%3Ftoken%3D[0-9a-f-]{36}", url)
    nova_error(servers.cloud.compute("POST", path, "2.5", json=body), 404, "The resource could not be found.")
    old = {"os-getVNCConsole": {"type": "novnc"}}
    assert set(servers.cloud.act(server_id, old, "2.5").json()["console"]) == {"type", "url"}
    nova_error(servers.cloud.act(server_id, old, "2.6"), 404, "The resource could not be found.")


@pytest.mark.parametrize(
    ("microversion", "protocol", "kind", "message"),
    [
        ("2.6", "spice", "spice-html5", "Unavailable console type spice-html5."),
        ("2.6", "serial", "serial", "Unavailable console type serial."),
        ("2.8", "mks", "webmks", "Unavailable console type webmks."),
        ("2.6", "vnc", "serial", "Invalid console type serial"),
        (
            "2.6",
            "rdp",
            "rdp-html5",
            "The server could not comply with the request since it is either malformed or otherwise incorrect.",
        ),
        (
            "2.6",
            "mks",
            "webmks",
            "Invalid input for field/attribute protocol. Value: mks. 'mks' is not one of "
            "['vnc', 'spice', 'serial', 'rdp']",
        ),
    ],
)
def test_consoles_that_there_are_not(
    seen: tuple[Servers, str], microversion: str, protocol: str, kind: str, message: str
) -> None:
    servers, server_id = seen
    body = {"remote_console": {"protocol": protocol, "type": kind}}
    path = f"/servers/{server_id}/remote-consoles"
    nova_error(servers.cloud.compute("POST", path, microversion, json=body), 400, message)


def test_server_without_a_host_shows_nothing(servers: Servers) -> None:
    server_id = servers.start({"networks": [{"uuid": servers.cloud.network_id("public")}]})
    servers.cloud.wait_for(server_id, "ERROR")
    not_ready = "Instance <id> is not ready"
    body = {"remote_console": {"protocol": "vnc", "type": "novnc"}}
    path = f"/servers/{server_id}"
    nova_error(servers.cloud.compute("POST", f"{path}/remote-consoles", "2.6", json=body), 409, not_ready)
    nova_error(servers.cloud.act(server_id, {"os-getConsoleOutput": {}}), 409, not_ready)
    nova_error(servers.admin.compute("GET", f"{path}/diagnostics"), 409, not_ready)


# Diagnostics


def test_diagnostics_are_for_administrators(seen: tuple[Servers, str]) -> None:
    servers, server_id = seen
    path = f"/servers/{server_id}/diagnostics"
    rule = "os_compute_api:os-server-diagnostics"
    nova_error(servers.cloud.compute("GET", path), 403, f"Policy doesn't allow {rule} to be performed.")
    assert "memory" in servers.admin.compute("GET", path).json()
    later = servers.admin.compute("GET", path, "2.48").json()
    assert set(later) == {
        *("state", "driver", "hypervisor", "hypervisor_os", "uptime", "config_drive", "num_cpus", "num_nics"),
        *("num_disks", "disk_details", "cpu_details", "nic_details", "memory_details"),
    }
    assert later["state"] == "running"
    assert set(later["cpu_details"][0]) == {"id", "time", "utilisation"}
    assert set(later["memory_details"]) == {"maximum", "used"}


# What was done


def test_history(seen: tuple[Servers, str]) -> None:
    servers, server_id = seen
    path = f"/servers/{server_id}/os-instance-actions"
    deeds = servers.cloud.compute("GET", path).json()["instanceActions"]
    assert [deed["action"] for deed in deeds] == ["start", "stop", "create"]
    keys = {"action", "instance_uuid", "request_id", "user_id", "project_id", "start_time", "message"}
    assert {frozenset(deed) for deed in deeds} == {frozenset(keys)}
    assert {(deed["instance_uuid"], deed["message"]) for deed in deeds} == {(server_id, None)}
    later = servers.cloud.compute("GET", path, "2.58").json()
    assert set(later["instanceActions"][0]) == keys | {"updated_at"}
    page = servers.cloud.compute("GET", f"{path}?limit=1", "2.58").json()
    assert [deed["action"] for deed in page["instanceActions"]] == ["start"]
    (link,) = page["links"]
    assert link["rel"] == "next"
    second = servers.cloud.send("GET", link["href"], microversion="2.58").json()
    assert [deed["action"] for deed in second["instanceActions"]] == ["stop"]
    message = "Additional properties are not allowed ('colour' was unexpected)"
    nova_error(servers.cloud.compute("GET", f"{path}?colour=red", "2.58"), 400, message)


def test_events(seen: tuple[Servers, str]) -> None:
    servers, server_id = seen
    path = f"/servers/{server_id}/os-instance-actions"
    request_id = servers.cloud.compute("GET", path).json()["instanceActions"][0]["request_id"]

    def event_keys(microversion: str, as_admin: bool = False) -> set[str]:
        cloud = servers.admin if as_admin else servers.cloud
        deed = cloud.compute("GET", f"{path}/{request_id}", microversion).json()["instanceAction"]
        assert deed["action"] == "start"
        if "events" not in deed:
            return set()
        (event,) = deed["events"]
        assert (event["event"], event["result"]) == ("compute_start_instance", "Success")
        return set(event)

    first = {"event", "start_time", "finish_time", "result"}
    assert event_keys("2.50") == set()
    assert event_keys("2.51") == first
    assert event_keys("2.62") == first | {"hostId"}
    assert event_keys("2.1", as_admin=True) == first | {"traceback"}
    assert event_keys("2.84", as_admin=True) == first | {"traceback", "hostId", "host", "details"}
    response = servers.cloud.compute("GET", f"{path}/req-{NO_ID}")
    nova_error(response, 404, "Action <request> not found")


def test_history_of_a_server_that_is_gone(servers: Servers) -> None:
    """Since 2.21; it tells who deleted it."""
    server_id = servers.make()
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    servers.wait_until_gone(server_id)
    path = f"/servers/{server_id}/os-instance-actions"
    nova_error(servers.cloud.compute("GET", path, "2.20"), 404, "Instance <id> could not be found.")
    deeds = servers.cloud.compute("GET", path, "2.21").json()["instanceActions"]
    assert [deed["action"] for deed in deeds] == ["delete", "create"]


@pytest.mark.parametrize(
    ("option", "message", "event"),
    [
        ("networks", None, ("compute__do_build_and_run_instance", "Success")),
        ("availability_zone", "Error", ("conductor_schedule_and_build_instances", "Error")),
    ],
)
def test_history_of_a_build_that_failed(
    sessions: Sessions, option: str, message: str | None, event: tuple[str, str]
) -> None:
    """What is given up on a host counts as a success, what finds no host does not; both servers are in ERROR."""
    user, admin = Servers(sessions.user, sessions.admin), Servers(sessions.admin, sessions.admin)
    servers = user if option == "networks" else admin
    value = [{"uuid": servers.cloud.network_id("public")}] if option == "networks" else "nova:nowhere"
    server_id = servers.start({"networks": "none", option: value})
    servers.cloud.wait_for(server_id, "ERROR")
    path = f"/servers/{server_id}/os-instance-actions"
    (deed,) = servers.cloud.compute("GET", path).json()["instanceActions"]
    assert (deed["action"], deed["message"]) == ("create", message)
    deed = servers.cloud.compute("GET", f"{path}/{deed['request_id']}", "2.51").json()["instanceAction"]
    assert [(item["event"], item["result"]) for item in deed["events"]] == [event]
    servers.close()

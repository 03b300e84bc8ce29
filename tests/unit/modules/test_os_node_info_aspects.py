# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What os_node_info tells of nodes one by one: console, actions, interfaces, volumes, diagnostics."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Request
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


def the_node(ansible: Ansible, **options: Any) -> dict[str, Any]:
    (node,) = succeed(ansible.os_node_info(**options))["nodes"]
    assert isinstance(node, dict)
    return node


def test_nothing_is_asked_for_single_nodes_unless_it_is_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    node = the_node(ansible, actions=False, diagnostics=False, interfaces=False, action_events=True)
    assert len(cloud.calls("compute")) == 1
    assert not {"actions", "interfaces", "diagnostics", "unavailable", "console_lines"} & set(node)


def test_no_nodes_no_further_requests(ansible: Ansible, cloud: FakeCloud) -> None:
    assert succeed(ansible.os_node_info(interfaces=True, diagnostics=True))["nodes"] == []
    assert len(cloud.calls("compute")) == 1


# The console.


@pytest.mark.parametrize(
    ("wanted", "sent", "found"), [(1, {"length": 2}, 1), (2, {"length": 3}, 2), (50, {"length": 51}, 3), (-1, {}, 3)]
)
def test_last_lines_of_the_console(
    ansible: Ansible, cloud: FakeCloud, wanted: int, sent: dict[str, Any], found: int
) -> None:
    server = cloud.compute.add_server("web1")
    node = the_node(ansible, console_lines=wanted)
    (request,) = cloud.calls("compute", "POST")
    assert request.body == {"os-getConsoleOutput": sent}
    assert node["console_lines"] == server.console_text.splitlines()[-found:]
    assert len(node["console_lines"]) == found
    assert node["unavailable"] == {}


def test_url_of_the_console(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    node = the_node(ansible, console_url="novnc")
    assert node["console_url"].startswith("http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3D")
    assert cloud.calls("compute")[-1].headers["OpenStack-API-Version"] == "compute 2.6"


@pytest.mark.parametrize(
    ("kind", "protocol", "microversion", "reason"),
    [
        ("xvpvnc", "vnc", "2.6", "Invalid console type xvpvnc (HTTP 400"),
        ("spice-html5", "spice", "2.6", "Unavailable console type spice-html5. (HTTP 400"),
        ("serial", "serial", "2.6", "Unavailable console type serial. (HTTP 400"),
        ("webmks", "mks", "2.8", "Unavailable console type webmks. (HTTP 400"),
        ("spice-direct", "spice", "2.99", "Unavailable console type spice-direct. (HTTP 400"),
        ("rdp-html5", "rdp", "2.6", "The server could not comply with the request"),
    ],
)
def test_consoles_that_the_cloud_does_not_have(
    ansible: Ansible, cloud: FakeCloud, kind: str, protocol: str, microversion: str, reason: str
) -> None:
    cloud.compute.add_server("web1")
    node = the_node(ansible, console_url=kind)
    assert node["console_url"] is None
    assert node["unavailable"]["console_url"].startswith(reason)
    (request,) = cloud.calls("compute", "POST")
    assert request.body == {"remote_console": {"protocol": protocol, "type": kind}}
    assert request.headers["OpenStack-API-Version"] == f"compute {microversion}"


def test_url_of_the_console_on_a_service_that_is_too_old(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    message = "Version 2.6 is not supported by the API. Minimum is 2.1 and maximum is 2.5."
    refuse(cloud, "/remote-consoles$", 406, message)
    told = fail(ansible.os_node_info(console_url="novnc"))
    assert told.startswith("console_url needs the compute microversion 2.6, which the cloud does not have")


# Actions.


def test_actions_are_those_of_the_node_the_latest_first(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny"))
    succeed(ansible.os_node(name="web1", state="stopped"))
    cloud.clear_log()
    actions = the_node(ansible, actions=True)["actions"]
    assert [action["action"] for action in actions] == ["stop", "create"]
    (server,) = cloud.compute.servers
    created = actions[1]
    assert {key: created[key] for key in ("user_id", "project_id", "message")} == {
        "user_id": server.user_id,
        "project_id": server.project_id,
        "message": None,
    }
    assert created["request_id"] == server.history[0].request_id
    assert created["started_at"] <= created["updated_at"] <= actions[0]["started_at"]
    assert "events" not in created
    assert len(cloud.calls("compute")) == 2


def test_actions_with_their_events(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny"))
    cloud.clear_log()
    (action,) = the_node(ansible, actions=True, action_events=True)["actions"]
    assert len(cloud.calls("compute")) == 3
    (event,) = action["events"]
    assert (event["event"], event["result"]) == ("compute__do_build_and_run_instance", "Success")
    assert event["started_at"] <= event["finished_at"]
    assert event["host_id"]
    assert (event["host"], event["traceback"], event["details"]) == (None, None, None)
    (action,) = the_node(administrator, all_projects=True, actions=True, action_events=True)["actions"]
    (server,) = cloud.compute.servers
    assert action["events"] == [{**event, "host": server.host}]


def test_events_that_an_older_service_does_not_show(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny"))
    message = "Version 2.84 is not supported by the API. Minimum is 2.1 and maximum is 2.48."
    refuse(cloud, "/os-instance-actions/", 406, message, times=1)
    (action,) = the_node(ansible, actions=True, action_events=True)["actions"]
    assert action["events"] is None


def test_all_pages_of_actions(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    for state in ("stopped", "started", "stopped", "started"):
        succeed(ansible.os_node(name="web1", state=state))
    cloud.timings.page_limit = 2
    cloud.clear_log()
    actions = the_node(ansible, actions=True)["actions"]
    assert [action["action"] for action in actions] == ["start", "stop", "start", "stop"]
    assert len([one for one in cloud.calls("compute", "GET") if one.rest.endswith("os-instance-actions")]) == 3
    assert len(server.history) == 4


# Interfaces, volumes, diagnostics.


def test_interfaces(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    (port,) = cloud.network.region("RegionOne").ports_of(server.id)
    (interface,) = the_node(ansible, interfaces=True)["interfaces"]
    assert interface == {
        "port_id": port["id"],
        "network_id": port["network_id"],
        "mac": port["mac_address"],
        "status": port["status"],
        "fixed_ips": [{"ip": one["ip_address"], "subnet_id": one["subnet_id"]} for one in port["fixed_ips"]],
        "tag": None,
    }
    assert interface["fixed_ips"]


def test_interface_with_a_tag(ansible: Ansible) -> None:
    succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny",
                            networks=[{"network": "private", "tag": "front"}]))  # fmt: skip
    (interface,) = the_node(ansible, interfaces=True)["interfaces"]
    assert interface["tag"] == "front"


def test_how_volumes_are_attached(ansible: Ansible, cloud: FakeCloud) -> None:
    volume = cloud.volume.add_volume("data")
    wanted = [{"volume": "data", "tag": "fast", "delete_on_termination": True}]
    succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", volumes=wanted))
    node = the_node(ansible, volume_attachments=True)
    (server,) = cloud.compute.servers
    (disk,) = server.disks
    assert node["volume_attachments"] == [
        {
            "volume_id": volume["id"],
            "attachment_id": disk.attachment_id,
            "device": disk.device,
            "delete_on_termination": True,
            "tag": "fast",
        }
    ]
    assert node["volumes"] == [volume["id"]]


def test_diagnostics_are_for_administrators(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    diagnostics = the_node(administrator, all_projects=True, diagnostics=True)["diagnostics"]
    assert (diagnostics["state"], diagnostics["num_cpus"]) == ("running", 1)
    node = the_node(ansible, diagnostics=True)
    assert node["diagnostics"] is None
    assert node["unavailable"]["diagnostics"].startswith(
        "Policy doesn't allow os_compute_api:os-server-diagnostics to be performed. (HTTP 403, GET "
    )


# What is not to be had.


def refuse(cloud: FakeCloud, path: str, status: int, message: str, times: int | None = None) -> None:
    """Let the compute service refuse such requests with a sentence."""
    body = {"computeFault": {"code": status, "message": message}}
    cloud.faults.add(service="compute", path=path, status=status, body=body, times=times)


def test_node_that_found_no_host_has_no_console(ansible: Ansible, cloud: FakeCloud) -> None:
    broken = cloud.compute.add_server("broken", status="ERROR")
    cloud.compute.add_server("web1")
    options: dict[str, Any] = {
        "names": ["broken", "web1"],
        "console_lines": 1,
        "console_url": "novnc",
        "interfaces": True,
    }
    first, second = succeed(ansible.os_node_info(**options))["nodes"]
    assert (first["console_lines"], first["console_url"], first["interfaces"]) == (None, None, [])
    assert set(first["unavailable"]) == {"console_lines", "console_url"}
    for reason in first["unavailable"].values():
        assert reason.startswith(f"Instance {broken.id} is not ready (HTTP 409, POST ")
    assert second["console_lines"]
    assert second["unavailable"] == {}


@pytest.mark.parametrize("status", [403, 404, 409, 500, 501])
def test_what_one_node_does_not_tell_is_null_and_the_reason_is_there(
    ansible: Ansible, cloud: FakeCloud, status: int
) -> None:
    silent = cloud.compute.add_server("web1")
    cloud.compute.add_server("web2")
    refuse(cloud, f"{silent.id}/os-volume_attachments", status, "It is not to be had.")
    options: dict[str, Any] = {"names": ["web1", "web2"], "volume_attachments": True, "interfaces": True}
    first, second = succeed(ansible.os_node_info(**options))["nodes"]
    assert (first["volume_attachments"], second["volume_attachments"]) == (None, [])
    assert list(first["unavailable"]) == ["volume_attachments"]
    assert first["unavailable"]["volume_attachments"].startswith(f"It is not to be had. (HTTP {status}, GET ")
    assert second["unavailable"] == {}
    assert first["interfaces"]


def test_node_that_is_removed_meanwhile(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    state = cloud.compute.region()
    server = next(iter(state.servers.values()))
    cloud.faults.add(
        service="compute", path="/os-interface$", kind="watch", before=lambda _request: state.remove(server)
    )
    node = the_node(ansible, interfaces=True)
    assert node["name"] == "web1"
    assert f"Instance {server.id} could not be found." in node["unavailable"]["interfaces"]


def test_answer_of_another_shape_is_an_error_in_a_sentence(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    cloud.faults.add(service="compute", path="/os-interface$", status=200, body={"interfaces": []})
    assert "has no list of objects 'interfaceAttachments'" in fail(ansible.os_node_info(interfaces=True))


def test_service_that_goes_away_meanwhile_is_an_error(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(3):
        cloud.compute.add_server(f"web{number}")
    cloud.faults.add(service="compute", path="/os-interface$", kind="drop", times=None)
    assert "closed the connection before its answer" in fail(ansible.os_node_info(interfaces=True))


# Many at once.


@pytest.mark.parametrize("parallel", [1, 3])
def test_requests_go_out_side_by_side_but_no_more_than_allowed(
    ansible: Ansible, cloud: FakeCloud, parallel: int
) -> None:
    for number in range(6):
        cloud.compute.add_server(f"web{number}")
    together = threading.Barrier(parallel, timeout=10)
    under_way: set[int] = set()
    most = 0
    lock = threading.Lock()

    def begin(request: Request) -> None:
        nonlocal most
        with lock:
            under_way.add(id(request))
            most = max(most, len(under_way))
        # Passes only if so many are under way at the same time.
        together.wait()

    def end(request: Request) -> None:
        with lock:
            under_way.discard(id(request))

    cloud.faults.add(service="compute", path="/os-interface$", kind="watch", times=None, before=begin, after=end)
    nodes = succeed(ansible.os_node_info(interfaces=True, parallel=parallel))["nodes"]
    assert all(node["interfaces"] for node in nodes)
    assert most == parallel


@pytest.mark.parametrize("parallel", [0, -3])
def test_parallel_is_at_least_one(ansible: Ansible, cloud: FakeCloud, parallel: int) -> None:
    assert fail(ansible.os_node_info(parallel=parallel)) == f"parallel has to be 1 or more, not {parallel}."
    assert fail(ansible.os_node(name="web1", parallel=parallel)).startswith("parallel has to be 1 or more")

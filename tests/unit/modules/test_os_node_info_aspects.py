# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What os_node_info tells of nodes one by one: console, actions, interfaces, volumes, diagnostics."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Request
from ansible_collections.nodeworks.openstack.tests.unit.modules.node_answers import (
    ACTION,
    ATTACHMENT,
    CONSOLE_URL,
    DIAGNOSTICS,
    EVENT,
    REQUEST_ID,
    answer,
    answer_all,
    refuse,
)
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


def the_node(ansible: Ansible, **options: Any) -> dict[str, Any]:
    (node,) = succeed(ansible.os_node_info(**options))["nodes"]
    assert isinstance(node, dict)
    return node


def test_nothing_is_asked_for_single_nodes_unless_it_is_wished(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    node = the_node(ansible, actions=False, diagnostics=False, interfaces=False, action_events=True)
    assert len(cloud.calls("compute")) == 1
    assert not {"actions", "interfaces", "diagnostics", "unavailable", "console_lines"} & set(node)


def test_no_nodes_no_further_requests(ansible: Ansible, cloud: FakeCloud) -> None:
    assert succeed(ansible.os_node_info(interfaces=True, diagnostics=True))["nodes"] == []
    assert len(cloud.calls("compute")) == 1


# The console.


@pytest.mark.parametrize(
    ("wanted", "sent", "lines"),
    [(1, {"length": 2}, ["web1 login: "]), (2, {"length": 3}, ["", "web1 login: "]), (-1, {}, ["", "web1 login: "])],
)
def test_last_lines_of_the_console(
    ansible: Ansible, cloud: FakeCloud, wanted: int, sent: dict[str, Any], lines: list[str]
) -> None:
    cloud.compute.add_server("web1")
    node = the_node(ansible, console_lines=wanted)
    (request,) = cloud.calls("compute", "POST")
    assert request.body == {"os-getConsoleOutput": sent}
    assert node["console_lines"] == lines
    assert node["unavailable"] == {}


@pytest.mark.parametrize(
    ("kind", "protocol", "microversion"),
    [("novnc", "vnc", "2.6"), ("spice-html5", "spice", "2.6"), ("serial", "serial", "2.6"), ("webmks", "mks", "2.8"),
     ("spice-direct", "spice", "2.99")],
)  # fmt: skip
def test_url_of_the_console(ansible: Ansible, cloud: FakeCloud, kind: str, protocol: str, microversion: str) -> None:
    cloud.compute.add_server("web1")
    answer_all(cloud)
    assert the_node(ansible, console_url=kind)["console_url"] == CONSOLE_URL
    (request,) = cloud.calls("compute", "POST")
    assert request.body == {"remote_console": {"protocol": protocol, "type": kind}}
    assert request.headers["OpenStack-API-Version"] == f"compute {microversion}"


def test_url_of_the_console_on_a_service_that_is_too_old(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    message = "Version 2.6 is not supported by the API. Minimum is 2.1 and maximum is 2.5."
    answer(cloud, "/remote-consoles$", {"computeFault": {"code": 406, "message": message}}, "POST", 406)
    told = fail(ansible.os_node_info(console_url="novnc"))
    assert told.startswith("console_url needs the compute microversion 2.6, which the cloud does not have")


# Actions.


def test_actions(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer_all(cloud)
    (action,) = the_node(ansible, actions=True)["actions"]
    assert action == {
        "action": "create",
        "request_id": REQUEST_ID,
        "user_id": ACTION["user_id"],
        "project_id": ACTION["project_id"],
        "started_at": ACTION["start_time"],
        "updated_at": ACTION["updated_at"],
        "message": None,
    }
    assert len(cloud.calls("compute")) == 2


def test_actions_with_their_events(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer_all(cloud)
    (action,) = the_node(ansible, actions=True, action_events=True)["actions"]
    (event,) = action["events"]
    assert event == {
        "event": EVENT["event"],
        "started_at": EVENT["start_time"],
        "finished_at": EVENT["finish_time"],
        "result": "Success",
        "details": None,
        "traceback": None,
        "host": "compute-1",
        "host_id": EVENT["hostId"],
    }


def test_events_that_the_service_does_not_show(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer(cloud, r"/os-instance-actions/", {"instanceAction": ACTION})
    answer_all(cloud)
    (action,) = the_node(ansible, actions=True, action_events=True)["actions"]
    assert action["events"] is None


def test_all_pages_of_actions(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    link = {"rel": "next", "href": f"http://elsewhere/v2.1/servers/x/os-instance-actions?marker={REQUEST_ID}"}
    answer(cloud, r"/os-instance-actions\?marker", {"instanceActions": [{**ACTION, "action": "reboot"}]})
    answer(cloud, r"/os-instance-actions$", {"instanceActions": [ACTION], "links": [link]})
    assert [one["action"] for one in the_node(ansible, actions=True)["actions"]] == ["create", "reboot"]


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


def test_how_volumes_are_attached(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer_all(cloud)
    node = the_node(ansible, volume_attachments=True)
    assert node["volume_attachments"] == [
        {
            "volume_id": ATTACHMENT["volumeId"],
            "attachment_id": ATTACHMENT["attachment_id"],
            "device": "/dev/vdb",
            "delete_on_termination": False,
            "tag": "data",
        }
    ]
    assert node["volumes"] == []


def test_diagnostics(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer_all(cloud)
    assert the_node(ansible, diagnostics=True)["diagnostics"] == DIAGNOSTICS


# What is not to be had.


@pytest.mark.parametrize(
    ("status", "message"),
    [(403, "Policy doesn't allow os_compute_api:os-server-diagnostics to be performed."),
     (404, "Instance could not be found."), (409, "Instance is not ready"), (501, "Unable to get it"), (500, "Oops")],
)  # fmt: skip
def test_what_one_node_does_not_tell_is_null_and_the_reason_is_there(
    ansible: Ansible, cloud: FakeCloud, status: int, message: str
) -> None:
    one, other = (cloud.compute.add_server(name) for name in ("web1", "web2"))
    refuse(cloud, f"{one.id}/diagnostics", status, message)
    answer_all(cloud)
    nodes = succeed(ansible.os_node_info(names=["web1", "web2"], diagnostics=True, interfaces=True))["nodes"]
    assert [node["diagnostics"] for node in nodes] == [None, DIAGNOSTICS]
    (reason,) = nodes[0]["unavailable"].values()
    assert list(nodes[0]["unavailable"]) == ["diagnostics"]
    assert reason.startswith(f"{message} (HTTP {status}, GET {cloud.origin}")
    assert nodes[1]["unavailable"] == {}
    assert all(node["interfaces"] for node in nodes)
    assert other.id == nodes[1]["id"]


def test_answer_of_another_shape_is_an_error_in_a_sentence(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    answer(cloud, "/os-interface$", {"interfaces": []})
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

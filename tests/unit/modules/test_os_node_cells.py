# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of the cloud (a cell) does not answer: its nodes are in no list by name, and are there all the same."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


@pytest.fixture(name="hidden")
def node_in_a_cell_that_is_down(cloud: FakeCloud) -> str:
    """The id of a node that Nova cannot reach."""
    server = cloud.compute.add_server("web1")
    server.is_out_of_reach = True
    return server.id


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("options", [WEB1, {"name": "web1", "state": "absent"}, {**WEB1, "state": "stopped"}], ids=str)
def test_it_is_neither_made_twice_nor_called_absent(
    ansible: Ansible, cloud: FakeCloud, hidden: str, options: dict[str, Any], check: bool
) -> None:
    said = fail(ansible.os_node(**options, check=check))
    assert said.startswith(
        "It cannot be known whether node 'web1' is there: 1 node is in a part of the cloud that does not answer, and"
        f" the compute service cannot tell the names ({hidden})."
    )
    assert (ansible.writes(), len(cloud.compute.servers)) == ([], 1)


def test_others_that_are_there_are_seen_to(ansible: Ansible, cloud: FakeCloud, hidden: str) -> None:
    cloud.compute.add_server("web2")
    result = ansible.os_node(names=["web1", "web2"], metadata={"a": "b"}, image="cirros", flavor="m1.tiny")
    assert fail(result).startswith("1 of 2 nodes failed. web1: It cannot be known")
    assert [node["metadata"] for node in result["nodes"]] == [{"a": "b"}]
    cloud.clear_log()
    assert not succeed(ansible.os_node(name="web2", metadata={"a": "b"})).changed
    assert ansible.lines() == ["GET compute /v2.1/servers/detail"]


def test_those_of_other_projects_are_nobody_s_business(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", project_id="other")
    server.is_out_of_reach = True
    assert succeed(ansible.os_node(**WEB1)).changed


def test_one_request_tells_of_all_that_lack(ansible: Ansible, cloud: FakeCloud) -> None:
    result = succeed(ansible.os_node(names=["web[1:9]"], state="absent"))
    assert not result.changed
    assert [line for line in ansible.lines() if "compute" in line] == [
        "GET compute /v2.1/servers/detail",
        "GET compute /v2.1/servers",
    ]


def test_an_older_nova_tells_nothing(ansible: Ansible, cloud: FakeCloud) -> None:
    message = "Version 2.69 is not supported by the API. Minimum is 2.1 and maximum is 2.60."
    cloud.faults.add(method="GET", path=r"/servers$", status=406, body={"computeFault": {"message": message}})
    assert succeed(ansible.os_node(**WEB1)).changed


def test_by_its_id_it_is_an_error_of_nova(ansible: Ansible, cloud: FakeCloud, hidden: str) -> None:
    assert "HTTP 500" in fail(ansible.os_node(id=hidden, state="absent"))
    assert ansible.writes() == []


def test_info_tells_that_what_was_not_found_may_be_there(ansible: Ansible, cloud: FakeCloud, hidden: str) -> None:
    cloud.compute.add_server("web2")
    result = succeed(ansible.os_node_info(names=["web1", "web2"]))
    assert [node["name"] for node in result["nodes"]] == ["web2"]
    assert result.warnings == [
        "web1: not found, but a part of the cloud does not answer that has 1 nodes of which only the ids are known:"
        f" {hidden}."
    ]
    cloud.clear_log()
    assert succeed(ansible.os_node_info(name="web2")).warnings == []
    assert ansible.lines() == ["GET compute /v2.1/servers/detail"]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes that have left their host: their addresses are those that Neutron knows, since Nova hears of no change."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
GIVEN: dict[str, Any] = {"name": "web1", "floating_ips": ["public"], "state": "shelved", "wait_timeout": 5}


@pytest.fixture(autouse=True)
def web1(ansible: Ansible) -> dict[str, Any]:
    """A node that is shelved, and on no host."""
    succeed(ansible.os_node(**WEB1, networks=["private"]))
    node: dict[str, Any] = succeed(ansible.os_node(name="web1", state="shelved"))["node"]
    assert node["status"] == "SHELVED_OFFLOADED"
    return node


def port_of(cloud: FakeCloud, node: dict[str, Any]) -> str:
    (port,) = cloud.network.region().ports_of(node["id"])
    return str(port["id"])


def test_floating_ip_is_given_and_seen(ansible: Ansible) -> None:
    node = succeed(ansible.os_node(**GIVEN))["node"]
    assert (len(node["public_ips"]), node["address"]) == (1, node["public_ips"][0])
    assert not succeed(ansible.os_node(**GIVEN)).changed
    started = succeed(ansible.os_node(**{**GIVEN, "state": "started"}))["node"]
    assert started["public_ips"] == node["public_ips"]


def test_floating_ip_that_somebody_else_has_by_now_is_not_shown(
    ansible: Ansible, cloud: FakeCloud, web1: dict[str, Any]
) -> None:
    lent = cloud.network.add_floating_ip(port_of(cloud, web1))
    (server,) = cloud.compute.servers
    assert server.last_addresses is not None
    server.last_addresses["private"].append(
        {"addr": lent["floating_ip_address"], "version": 4, "OS-EXT-IPS:type": "floating"}
    )
    server.touch()
    assert succeed(ansible.os_node(name="web1"))["node"]["public_ips"] == [lent["floating_ip_address"]]
    cloud.network.region().collections["floatingips"][lent["id"]]["port_id"] = None
    (told,) = succeed(ansible.os_node_info(name="web1"))["nodes"]
    assert (told["public_ips"], told["private_ips"]) == ([], web1["private_ips"])
    given = succeed(ansible.os_node(**GIVEN))
    assert given.changed
    assert given["node"]["public_ips"]


def test_floating_ip_is_taken(ansible: Ansible) -> None:
    succeed(ansible.os_node(**GIVEN))
    nothing: dict[str, Any] = {"name": "web1", "floating_ips": [], "purge_floating_ips": True, "wait_timeout": 5}
    assert succeed(ansible.os_node(**nothing))["node"]["public_ips"] == []
    assert not succeed(ansible.os_node(**nothing)).changed


def test_neutron_is_asked_twice_for_all_of_them(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(2, 6):
        cloud.compute.add_server(f"web{number}", status="SHELVED_OFFLOADED")
    cloud.requests.clear()
    told = succeed(ansible.os_node_info())["nodes"]
    assert [len(node["private_ips"]) for node in told] == [2] * 5
    assert [line.split()[:3] for line in ansible.lines()] == [
        ["GET", "compute", "/v2.1/servers/detail"],
        ["GET", "network", "/v2.0/ports"],
        ["GET", "network", "/v2.0/floatingips"],
    ]


def test_nobody_asks_neutron_for_others(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(name="web1", state="started"))
    cloud.requests.clear()
    assert succeed(ansible.os_node(name="web1", state="started"))["api_calls"] == 1


def test_port_on_a_network_of_which_nova_knows_nothing_yet(
    ansible: Ansible, cloud: FakeCloud, web1: dict[str, Any]
) -> None:
    (server,) = cloud.compute.servers
    server.last_addresses = {}
    server.touch()
    node = succeed(ansible.os_node(name="web1"))["node"]
    by_ip = {one["ip"]: one for one in node["addresses"]}
    assert by_ip == {one["ip"]: one for one in web1["addresses"]}


def test_where_neutron_may_not_be_asked_no_floating_ip_is_believed(ansible: Ansible, cloud: FakeCloud) -> None:
    given = succeed(ansible.os_node(**GIVEN))["node"]
    (server,) = cloud.compute.servers
    assert server.last_addresses is not None
    server.last_addresses["private"].append(
        {"addr": given["public_ips"][0], "version": 4, "OS-EXT-IPS:type": "floating"}
    )
    server.touch()
    cloud.faults.add(service="network", status=403, times=None)
    (told,) = succeed(ansible.os_node_info(name="web1"))["nodes"]
    assert (told["public_ips"], sorted(told["private_ips"])) == ([], sorted(given["private_ips"]))


def test_neutron_that_fails_is_an_error(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(service="network", status=503)
    assert "answered 503" in fail(ansible.os_node_info(name="web1"))

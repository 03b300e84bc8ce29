# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""clouds.yaml says to which network floating IPs lead (nat_destination): the node's port there is taken."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

NODE: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


@pytest.fixture(name="behind")
def port_of_the_second_network(ansible: Ansible) -> str:
    """The id of the port that a node has in its second network; floating IPs can lead to both."""
    succeed(ansible.run("os_network", name="behind"))
    succeed(ansible.run("os_subnet", name="behind", network="behind", cidr="10.30.0.0/24"))
    router: dict[str, Any] = {"external_gateway": {"network": "public"}, "interfaces": [{"subnet": "behind"}]}
    succeed(ansible.run("os_router", name="behind", **router))
    succeed(ansible.os_node(**NODE, networks=["private", "behind"]))
    ports = succeed(ansible.run("os_network_info", kind="port", filters={"network_id": _network(ansible, "behind")}))
    return next(str(port["id"]) for port in ports["ports"] if port["node_id"])


def _network(ansible: Ansible, name: str) -> str:
    return str(succeed(ansible.run("os_network_info", name=name))["networks"][0]["id"])


def with_destination(ansible: Ansible, network: str) -> Ansible:
    cloud = {"networks": [{"name": network, "nat_destination": True}]}
    return Ansible(ansible.cloud, {**ansible.options, "cloud": cloud})


def port_of_the_only_one(ansible: Ansible) -> str:
    (only,) = succeed(ansible.run("os_floating_ip_info"))["floating_ips"]
    return str(only["port_id"])


def test_os_node_takes_the_port_there(ansible: Ansible, behind: str) -> None:
    there = with_destination(ansible, "behind")
    assert succeed(there.os_node(**NODE, floating_ips=["public"])).changed
    assert port_of_the_only_one(ansible) == behind
    assert not succeed(there.os_node(**NODE, floating_ips=["public"])).changed


def test_os_node_takes_the_first_port_where_nothing_is_said(ansible: Ansible, behind: str) -> None:
    succeed(ansible.os_node(**NODE, floating_ips=["public"]))
    assert port_of_the_only_one(ansible) != behind


def test_what_the_task_says_counts_more(ansible: Ansible, behind: str) -> None:
    there = with_destination(ansible, "private")
    succeed(there.os_node(**NODE, floating_ips=[{"network": "public", "port": behind}]))
    assert port_of_the_only_one(ansible) == behind


def test_os_floating_ip_takes_the_port_there(ansible: Ansible, behind: str) -> None:
    assert "has several ports" in fail(ansible.run("os_floating_ip", node="web1", network="public"))
    there = with_destination(ansible, "behind")
    assert succeed(there.run("os_floating_ip", node="web1", network="public")).changed
    assert port_of_the_only_one(ansible) == behind
    assert not succeed(there.run("os_floating_ip", node="web1", network="public")).changed


def test_a_node_that_is_elsewhere_gets_it_there(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.run("os_network", name="behind"))
    succeed(ansible.os_node(**NODE, networks=["private"]))
    there = with_destination(ansible, "behind")
    assert succeed(there.run("os_floating_ip", node="web1", network="public")).changed
    assert not succeed(there.os_node(**NODE, floating_ips=["public"])).changed

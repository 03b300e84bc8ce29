# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_network_info, os_security_group_info and os_floating_ip_info: what they find, and at what cost; and faults of
openstack.cloud that they have not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

NO_ID = "2f245a7b-796b-4f26-9cf9-9e82d248fda7"
KINDS = {"network": "networks", "subnet": "subnets", "port": "ports", "router": "routers"}
STATE_MODULES = {"network": "private", "subnet": "private-v4", "port": "vip", "router": "edge"}


@pytest.fixture(autouse=True)
def surroundings(ansible: Ansible, cloud: FakeCloud) -> None:
    private = cloud.network.named("networks", "private")
    cloud.network.add_port(private["id"], name="vip")
    for number in range(3):
        cloud.network.add_network(f"extra{number}")
    succeed(ansible.run("os_router", name="edge", interfaces=["private-v4"], tags=["outer", "old"]))
    cloud.clear_log()


def look(ansible: Ansible, kind: str, **options: Any) -> list[dict[str, Any]]:
    return list(succeed(ansible.run("os_network_info", kind=kind, **options))[KINDS[kind]])


def names(found: list[dict[str, Any]]) -> list[str]:
    return [str(one["name"]) for one in found]


def query(ansible: Ansible) -> dict[str, list[str]]:
    """What the network service was asked last."""
    return dict(ansible.cloud.calls("network")[-1].query)


@pytest.mark.parametrize("kind", KINDS)
def test_each_looks_as_its_state_module_returns_it(ansible: Ansible, kind: str) -> None:
    name = STATE_MODULES[kind]
    (found,) = look(ansible, kind, name=name)
    assert found == succeed(ansible.run(f"os_{kind}", name=name))[kind]
    assert look(ansible, kind, id=found["id"]) == [found]
    assert (look(ansible, kind, name="nope"), look(ansible, kind, id=NO_ID)) == ([], [])
    assert name in names(look(ansible, kind))
    assert ansible.writes() == []


def test_networks_are_what_is_looked_for_if_nothing_is_said(ansible: Ansible) -> None:
    result = succeed(ansible.run("os_network_info"))
    assert set(result.data) & set(KINDS.values()) == {"networks"}
    assert not result.changed


def test_service_looks_for_several_names(ansible: Ansible) -> None:
    found = look(ansible, "network", names=["extra[0:1]", "private", "nope"])
    assert names(found) == ["extra0", "extra1", "private"]
    assert query(ansible)["name"] == ["extra0", "extra1", "private", "nope"]


def test_more_names_than_fit_into_a_query_are_looked_for_here(ansible: Ansible) -> None:
    assert names(look(ansible, "network", names=["extra[0:60]"])) == ["extra0", "extra1", "extra2"]
    assert "name" not in query(ansible)


def test_filters_are_the_services(ansible: Ansible, cloud: FakeCloud) -> None:
    assert names(look(ansible, "network", filters={"router:external": True})) == ["public"]
    private = cloud.network.named("networks", "private")
    found = look(ansible, "subnet", filters={"network_id": private["id"]}, fields=["name", "cidr"])
    assert found[0] == {"name": "private-v4", "cidr": "10.0.0.0/16"}
    message = fail(ansible.run("os_network_info", filters={"colour": "red"}))
    assert message.startswith("Could not look for networks: ['colour'] is invalid attribute for filtering")


def test_ports_of_a_node(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    found = look(ansible, "port", filters={"device_id": server.id})
    assert [one["id"] for one in found] == [port["id"] for port in cloud.network.region().ports_of(server.id)]
    assert found[0]["node_id"] == server.id


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"tags": ["old", "outer"]}, True),
        ({"tags": ["old", "new"]}, False),
        ({"any_tags": ["old", "new"]}, True),
        ({"not_tags": ["old", "new"]}, True),
        ({"not_tags_any": ["old", "new"]}, False),
    ],
    ids=str,
)
def test_tags(ansible: Ansible, options: dict[str, Any], found: bool) -> None:
    assert ("edge" in names(look(ansible, "router", **options))) is found


def test_interfaces_of_all_routers_are_read_at_once(ansible: Ansible) -> None:
    for number in range(3):
        succeed(ansible.run("os_router", name=f"router{number}"))
    ansible.cloud.clear_log()
    found = look(ansible, "router")
    assert {one["name"]: len(one["interfaces"]) for one in found if one["name"] in ("edge", "router0")} == {
        "edge": 1,
        "router0": 0,
    }
    assert len(ansible.lines()) == 2


# Security groups


def test_security_groups(ansible: Ansible) -> None:
    made = succeed(ansible.run("os_security_group", name="web", rules=[{"protocol": "tcp", "port": "80"}], tags=["a"]))
    for options in ({"name": "web"}, {"id": made["security_group"]["id"]}, {"tags": ["a"]}):
        result: Result = succeed(ansible.run("os_security_group_info", **options))
        assert result["security_groups"] == [made["security_group"]]
    assert succeed(ansible.run("os_security_group_info", name="nope"))["security_groups"] == []


def test_rival_lists_all_groups_to_find_one(ansible: Ansible) -> None:
    succeed(ansible.run("os_security_group_info", name="default"))
    ansible.cloud.clear_log()
    succeed(ansible.run("os_security_group_info", name="default"))
    assert (len(ansible.lines()), query(ansible)) == (1, {"name": ["default"]})


# Floating IPs


@pytest.fixture
def floating(ansible: Ansible, cloud: FakeCloud) -> list[dict[str, Any]]:
    """One that a node has, and a free one."""
    cloud.compute.add_server("web1")
    at_node = succeed(ansible.run("os_floating_ip", node="web1", network="public"))
    free = succeed(ansible.run("os_floating_ip", network="public", tags=["free"]))
    return [at_node["floating_ip"], free["floating_ip"]]


def find(ansible: Ansible, **options: Any) -> list[dict[str, Any]]:
    return list(succeed(ansible.run("os_floating_ip_info", **options))["floating_ips"])


def test_floating_ips(ansible: Ansible, floating: list[dict[str, Any]]) -> None:
    at_node, free = floating
    assert sorted(names(find(ansible))) == sorted([at_node["name"], free["name"]])
    assert find(ansible, address=at_node["name"]) == [at_node]
    assert find(ansible, id=free["id"]) == [free]
    assert find(ansible, names=[free["name"], at_node["name"]]) == [free, at_node]
    assert find(ansible, node_id=at_node["node_id"]) == [at_node]
    assert find(ansible, attached=True) == [at_node]
    assert find(ansible, attached=False) == [free]
    assert find(ansible, tags=["free"]) == [free]
    assert find(ansible, filters={"port_id": at_node["port_id"]}) == [at_node]
    assert find(ansible, node_id=NO_ID) == []


def test_rival_looks_among_all_floating_ips_for_one_address(ansible: Ansible, floating: list[dict[str, Any]]) -> None:
    find(ansible, address=floating[0]["name"])
    assert query(ansible)["floating_ip_address"] == [floating[0]["name"]]

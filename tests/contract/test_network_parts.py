# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron: tags, the interfaces and the gateway of routers, and rules that cannot be described anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import neutron_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.test_network import post


@pytest.fixture(name="router")
def own_router(cloud: Cloud) -> Iterator[Json]:
    """Return a router with a gateway."""
    public = cloud.network("GET", "/networks?name=public").json()["networks"][0]
    made: Json = post(
        cloud, "router", name=unique("router"), external_gateway_info={"network_id": public["id"]}
    ).json()["router"]
    yield made
    cloud.network("DELETE", f"/routers/{made['id']}")


@pytest.fixture(name="subnet")
def own_subnet(cloud: Cloud) -> Iterator[Json]:
    """Return a subnet of a network of its own."""
    network: Json = post(cloud, "network", name=unique("network")).json()["network"]
    yield post(cloud, "subnet", network_id=network["id"], ip_version=4, cidr="10.8.0.0/24").json()["subnet"]
    assert cloud.network("DELETE", f"/networks/{network['id']}").status_code == 204


def test_no_pools_are_taken_of_a_subnet_that_is_there_alone(cloud: Cloud, subnet: Json) -> None:
    more = {"network_id": subnet["network_id"], "ip_version": 4, "cidr": "10.8.1.0/24", "allocation_pools": []}
    made = post(cloud, "subnet", **more).json()["subnet"]
    assert made["allocation_pools"] == [{"start": "10.8.1.2", "end": "10.8.1.254"}]
    changed = cloud.network("PUT", f"/subnets/{made['id']}", json={"subnet": {"allocation_pools": []}})
    assert (changed.status_code, changed.json()["subnet"]["allocation_pools"]) == (200, [])


def test_tags(cloud: Cloud, router: Json) -> None:
    path = f"/routers/{router['id']}/tags"
    answer = cloud.network("PUT", path, json={"tags": ["b", "a"]})
    assert (answer.status_code, sorted(answer.json()["tags"])) == (200, ["a", "b"])
    assert sorted(cloud.network("GET", f"/routers/{router['id']}").json()["router"]["tags"]) == ["a", "b"]
    sentence = "Invalid input for operation: Duplicate items in the list: 'b'."
    neutron_error(cloud.network("PUT", path, json={"tags": ["b", "b"]}), 400, "InvalidInput", sentence)
    sentence = f"Invalid input for operation: '{'x' * 256}' exceeds maximum length of 255."
    neutron_error(cloud.network("PUT", path, json={"tags": ["x" * 256]}), 400, "InvalidInput", sentence)


def test_gateway_of_a_router(cloud: Cloud, router: Json) -> None:
    gateway = router["external_gateway_info"]
    assert set(gateway) == {"network_id", "external_fixed_ips", "enable_snat"}
    assert (gateway["enable_snat"], len(gateway["external_fixed_ips"])) == (True, 2)
    answer = cloud.network("PUT", f"/routers/{router['id']}", json={"router": {"external_gateway_info": {}}})
    assert answer.json()["router"]["external_gateway_info"] is None


def test_addresses_of_a_gateway_stay_and_its_translation_does_not(cloud: Cloud, admin: Cloud, router: Json) -> None:
    there = router["external_gateway_info"]
    for told, translates in ({"enable_snat": False}, False), ({}, True):
        body = {"router": {"external_gateway_info": {"network_id": there["network_id"], **told}}}
        answer = admin.network("PUT", f"/routers/{router['id']}", json=body)
        gateway = answer.json()["router"]["external_gateway_info"]
        assert gateway == {**there, "enable_snat": translates}


def test_interfaces_of_a_router(cloud: Cloud, router: Json, subnet: Json) -> None:
    path, wanted = f"/routers/{router['id']}", {"subnet_id": subnet["id"]}
    added = cloud.network("PUT", f"{path}/add_router_interface", json=wanted)
    assert added.status_code == 200
    assert set(added.json()) == {"id", "project_id", "port_id", "network_id", "subnet_id", "subnet_ids"}
    (port,) = cloud.network("GET", f"/ports?device_id={router['id']}").json()["ports"]
    assert (port["id"], port["device_owner"]) == (added.json()["port_id"], "network:router_interface")
    assert port["fixed_ips"] == [{"subnet_id": subnet["id"], "ip_address": "10.8.0.1"}]
    again = cloud.network("PUT", f"{path}/add_router_interface", json=wanted)
    sentence = "Bad router request: Router already has a port on subnet <id>."
    neutron_error(again, 400, "BadRequest", sentence)
    in_use = cloud.network("DELETE", path)
    neutron_error(in_use, 409, "RouterInUse", "Router <id> has ports still attached: <id>")
    assert cloud.network("PUT", f"{path}/remove_router_interface", json=wanted).status_code == 200
    gone = cloud.network("PUT", f"{path}/remove_router_interface", json=wanted)
    sentence = "Router <id> has no interface on subnet <id>"
    neutron_error(gone, 404, "RouterInterfaceNotFoundForSubnet", sentence)
    gone = cloud.network("PUT", f"{path}/remove_router_interface", json={"port_id": port["id"]})
    neutron_error(gone, 404, "RouterInterfaceNotFound", "Router <id> does not have an interface with id <id>")


def test_rules_in_one_request(cloud: Cloud) -> None:
    group = post(cloud, "security_group", name=unique("group")).json()["security_group"]
    common = {"security_group_id": group["id"], "direction": "ingress", "protocol": "tcp"}
    ports = [{**common, "port_range_min": port, "port_range_max": port} for port in (22, 80)]
    every = [{**common, "protocol": "udp", "port_range_min": 1, "port_range_max": 65535}]
    answer = cloud.network("POST", "/security-group-rules", json={"security_group_rules": [*ports, *every]})
    assert answer.status_code == 201
    made = answer.json()["security_group_rules"]
    # All ports are no ports.
    assert [rule["port_range_min"] for rule in made] == [22, 80, None]
    in_ipv6 = {**common, "ethertype": "IPv6", "protocol": "icmp"}
    assert post(cloud, "security_group_rule", **in_ipv6).json()["security_group_rule"]["protocol"] == "ipv6-icmp"
    described = cloud.network(
        "PUT", f"/security-group-rules/{made[0]['id']}", json={"security_group_rule": {"description": "x"}}
    )
    assert described.status_code == 500
    assert cloud.network("DELETE", f"/security-groups/{group['id']}").status_code == 204

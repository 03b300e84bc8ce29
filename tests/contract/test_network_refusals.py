# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron: what is needed by something else is not given up, and in which words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import neutron_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers
from ansible_collections.nodeworks.openstack.tests.contract.test_network import post


@pytest.fixture(name="edge")
def router_with_a_floating_ip(cloud: Cloud) -> Iterator[Json]:
    """Return the parts of a router with a gateway in a subnet, behind which there is a floating IP."""
    public = cloud.network_id("public")
    network: Json = post(cloud, "network", name=unique("network")).json()["network"]
    subnet: Json = post(cloud, "subnet", network_id=network["id"], ip_version=4, cidr="10.8.0.0/24").json()["subnet"]
    gateway = {"network_id": public}
    router: Json = post(cloud, "router", name=unique("router"), external_gateway_info=gateway).json()["router"]
    interface = {"subnet_id": subnet["id"]}
    assert change(cloud, router, "add_router_interface", interface).status_code == 200
    port: Json = post(cloud, "port", network_id=network["id"]).json()["port"]
    floating: Json = post(cloud, "floatingip", floating_network_id=public, port_id=port["id"]).json()["floatingip"]
    yield {"network": network, "subnet": subnet, "router": router, "floatingip": floating, "port": port}
    cloud.network("DELETE", f"/floatingips/{floating['id']}")
    cloud.network("PUT", f"/routers/{router['id']}", json={"router": {"routes": []}})
    change(cloud, router, "remove_router_interface", interface)
    cloud.network("DELETE", f"/routers/{router['id']}")
    cloud.network("DELETE", f"/ports/{port['id']}")
    assert cloud.network("DELETE", f"/networks/{network['id']}").status_code == 204


def change(cloud: Cloud, router: Json, how: str, body: Json) -> requests.Response:
    """Add an interface to a router, or remove one."""
    return cloud.network("PUT", f"/routers/{router['id']}/{how}", json=body)


def test_router_that_a_floating_ip_needs(cloud: Cloud, edge: Json) -> None:
    router, subnet = edge["router"], edge["subnet"]
    assert edge["floatingip"]["router_id"] == router["id"]
    found = cloud.network("GET", f"/floatingips?router_id={router['id']}").json()["floatingips"]
    assert [one["id"] for one in found] == [edge["floatingip"]["id"]]
    what = "Router interface for subnet <id> on router <id> cannot be deleted, as it is required by one or more"
    answer = change(cloud, router, "remove_router_interface", {"subnet_id": subnet["id"]})
    neutron_error(answer, 409, "RouterInterfaceInUseByFloatingIP", f"{what} floating IPs.")
    answer = cloud.network("PUT", f"/routers/{router['id']}", json={"router": {"external_gateway_info": None}})
    sentence = (
        "Gateway cannot be updated for router <id>, since a gateway to external network <id> is required by one or more"
        " floating IPs."
    )
    neutron_error(answer, 409, "RouterExternalGatewayInUseByFloatingIp", sentence)
    cloud.network("PUT", f"/floatingips/{edge['floatingip']['id']}", json={"floatingip": {"port_id": None}})
    routes = [{"destination": "10.99.0.0/24", "nexthop": "10.8.0.9"}]
    assert cloud.network("PUT", f"/routers/{router['id']}", json={"router": {"routes": routes}}).status_code == 200
    answer = change(cloud, router, "remove_router_interface", {"subnet_id": subnet["id"]})
    neutron_error(answer, 409, "RouterInterfaceInUseByRoute", f"{what} routes.")


def test_subnets_that_a_router_does_not_take(cloud: Cloud, edge: Json) -> None:
    closed = {"network_id": edge["network"]["id"], "ip_version": 4, "cidr": "10.86.0.0/24", "gateway_ip": None}
    subnet = post(cloud, "subnet", **closed).json()["subnet"]
    answer = change(cloud, edge["router"], "add_router_interface", {"subnet_id": subnet["id"]})
    neutron_error(answer, 400, "BadRequest", "Bad router request: Subnet for router interface must have a gateway IP.")
    other = post(cloud, "network", name=unique("network")).json()["network"]
    fields = {"network_id": other["id"], "ip_version": 4, "cidr": "10.8.0.0/25"}
    subnet = post(cloud, "subnet", **fields).json()["subnet"]
    answer = change(cloud, edge["router"], "add_router_interface", {"subnet_id": subnet["id"]})
    sentence = "Bad router request: Cidr 10.8.0.0/25 of subnet <id> overlaps with cidr 10.8.0.0/24 of subnet <id>."
    neutron_error(answer, 400, "BadRequest", sentence)
    assert cloud.network("DELETE", f"/networks/{other['id']}").status_code == 204


def test_ports_of_routers_and_nodes_are_not_deleted(cloud: Cloud, servers: Servers, edge: Json) -> None:
    query = f"/ports?device_id={edge['router']['id']}&network_id={edge['network']['id']}"
    (interface,) = cloud.network("GET", query).json()["ports"]
    sentence = "Port <id> cannot be deleted directly via the port API: has device owner network:router_interface."
    neutron_error(cloud.network("DELETE", f"/ports/{interface['id']}"), 409, "ServicePortInUse", sentence)
    server_id = servers.make(networks=[{"uuid": edge["network"]["id"]}])
    (port,) = cloud.network("GET", f"/ports?device_id={server_id}").json()["ports"]
    answer = cloud.network("DELETE", f"/ports/{port['id']}")
    assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (403, "PolicyNotAuthorized")
    servers.close()


def test_ports_have_the_port_security_of_their_network(cloud: Cloud) -> None:
    network = post(cloud, "network", name=unique("network"), port_security_enabled=False).json()["network"]
    port = post(cloud, "port", network_id=network["id"]).json()["port"]
    assert (port["port_security_enabled"], port["security_groups"]) == (False, [])
    assert cloud.network("DELETE", f"/ports/{port['id']}").status_code == 204
    assert cloud.network("DELETE", f"/networks/{network['id']}").status_code == 204


def test_removing_a_group_removes_the_rules_of_others_that_name_it(cloud: Cloud) -> None:
    group, other = (post(cloud, "security_group", name=unique("group")).json()["security_group"] for _number in "12")
    rule = {"security_group_id": other["id"], "direction": "ingress", "remote_group_id": group["id"]}
    made = post(cloud, "security_group_rule", **rule).json()["security_group_rule"]
    assert cloud.network("DELETE", f"/security-groups/{group['id']}").status_code == 204
    assert cloud.network("GET", f"/security-group-rules/{made['id']}").status_code == 404
    assert cloud.network("DELETE", f"/security-groups/{other['id']}").status_code == 204

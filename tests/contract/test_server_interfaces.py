# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interfaces come to a server and go again, with their ports, addresses and floating addresses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, normalised, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers


@dataclass
class Net:
    """A network of its own, with one IPv4 subnet."""

    cloud: Cloud
    id: str
    name: str

    def add_port(self, **fields: Any) -> str:
        """Make a port; its id."""
        response = self.cloud.network("POST", "/ports", json={"port": {"network_id": self.id, **fields}})
        assert response.status_code == 201, response.text
        return str(response.json()["port"]["id"])


@pytest.fixture(name="net", scope="module")
def network(cloud: Cloud) -> Iterator[Net]:
    """Make a network, and take it away with its ports."""
    name = unique("net")
    made = cloud.network("POST", "/networks", json={"network": {"name": name}}).json()["network"]["id"]
    subnet = {"network_id": made, "cidr": "10.77.0.0/24", "ip_version": 4, "name": name}
    assert cloud.network("POST", "/subnets", json={"subnet": subnet}).status_code == 201
    yield Net(cloud, made, name)
    for port in cloud.network("GET", f"/ports?network_id={made}").json()["ports"]:
        cloud.network("DELETE", f"/ports/{port['id']}")
    assert cloud.network("DELETE", f"/networks/{made}").status_code == 204


def attach(servers: Servers, server_id: str, microversion: str = "2.70", **fields: Any) -> requests.Response:
    """Ask for an interface."""
    body = {"interfaceAttachment": fields}
    return servers.cloud.compute("POST", f"/servers/{server_id}/os-interface", microversion, json=body)


def interfaces(servers: Servers, server_id: str) -> list[Json]:
    """Return a server's interfaces."""
    path = f"/servers/{server_id}/os-interface"
    found: list[Json] = servers.cloud.compute("GET", path, "2.70").json()["interfaceAttachments"]
    return found


def detach(servers: Servers, server_id: str, port_id: str) -> None:
    """Detach an interface and wait until the server has lost it, which shows its addresses a moment longer."""
    path = f"/servers/{server_id}/os-interface/{port_id}"
    mac = next(row["mac_addr"] for row in interfaces(servers, server_id) if row["port_id"] == port_id)
    assert servers.cloud.compute("DELETE", path).status_code == 202
    deadline = time.monotonic() + 60
    while port_id in [row["port_id"] for row in interfaces(servers, server_id)] or mac in macs(servers, server_id):
        assert time.monotonic() < deadline, f"{port_id} does not go."
        time.sleep(0.01 if servers.cloud.kind == "fake" else 0.1)


def macs(servers: Servers, server_id: str) -> set[str]:
    """Return the MAC addresses with which a server is shown."""
    networks = servers.show(server_id)["addresses"].values()
    return {address["OS-EXT-IPS-MAC:mac_addr"] for addresses in networks for address in addresses}


def test_by_network(servers: Servers, net: Net) -> None:
    """It is answered when it is done; the port that was made for it goes with it."""
    cloud, server_id = servers.cloud, servers.make()
    response = attach(servers, server_id, net_id=net.id, tag="nic1")
    row = response.json()["interfaceAttachment"]
    assert response.status_code == 200
    assert set(row) == {"net_id", "port_id", "mac_addr", "port_state", "fixed_ips", "tag"}
    assert (row["net_id"], row["port_state"], row["tag"]) == (net.id, "ACTIVE", "nic1")
    assert interfaces(servers, server_id) == [row]
    path = f"/servers/{server_id}/os-interface/{row['port_id']}"
    older = cloud.compute("GET", path, "2.69").json()["interfaceAttachment"]
    assert set(row) - set(older) == {"tag"}
    port = cloud.network("GET", f"/ports/{row['port_id']}").json()["port"]
    assert (port["device_id"], port["device_owner"]) == (server_id, "compute:nova")
    shown = servers.show(server_id)
    (address,) = shown["addresses"][net.name]
    assert address["addr"] == row["fixed_ips"][0]["ip_address"]
    assert shown["security_groups"] == [{"name": "default"}]
    detach(servers, server_id, row["port_id"])
    assert cloud.network("GET", f"/ports/{row['port_id']}").status_code == 404
    assert servers.show(server_id)["addresses"] == {}


def test_by_address(servers: Servers, net: Net) -> None:
    server_id = servers.make()
    fixed = [{"ip_address": "10.77.0.50"}]
    response = attach(servers, server_id, net_id=net.id, fixed_ips=fixed)
    assert response.json()["interfaceAttachment"]["fixed_ips"][0]["ip_address"] == "10.77.0.50"
    again = attach(servers, server_id, net_id=net.id, fixed_ips=fixed)
    nova_error(again, 409, "Fixed IP 10.77.0.50 is already in use.")


def test_by_port(servers: Servers, net: Net) -> None:
    """A port that was there before stays when it is detached, and when its server goes."""
    cloud, server_id, port_id = servers.cloud, servers.make(), net.add_port(name="mine")
    response = attach(servers, server_id, port_id=port_id)
    assert response.json()["interfaceAttachment"]["port_id"] == port_id
    nova_error(attach(servers, servers.make(), port_id=port_id), 409, "Port <id> is still in use.")
    detach(servers, server_id, port_id)
    port = cloud.network("GET", f"/ports/{port_id}").json()["port"]
    assert (port["device_id"], port["device_owner"]) == ("", "")
    assert attach(servers, server_id, port_id=port_id).status_code == 200
    servers.close()
    assert cloud.network("GET", f"/ports/{port_id}").json()["port"]["device_id"] == ""


def test_tags_from_the_beginning(servers: Servers, net: Net) -> None:
    port_id = net.add_port()
    networks = [{"uuid": net.id, "tag": "first"}, {"port": port_id, "tag": "second"}, {"uuid": net.id}]
    tags = {row["port_id"]: row["tag"] for row in interfaces(servers, servers.make(networks=networks))}
    assert tags.pop(port_id) == "second"
    assert sorted(tags.values(), key=str) == [None, "first"]


def test_refused(servers: Servers, net: Net) -> None:
    cloud, server_id = servers.cloud, servers.make()
    port_id, public = net.add_port(), cloud.network_id("public")
    missing = f"Port id {NO_ID} could not be found."
    nova_error(attach(servers, server_id, port_id=NO_ID), 404, missing)
    nova_error(cloud.compute("GET", f"/servers/{server_id}/os-interface/{NO_ID}"), 404, missing)
    other = f"Instance <id> does not have a port with id {port_id}"
    response = cloud.compute("GET", f"/servers/{server_id}/os-interface/{port_id}")
    nova_error(response, 404, other.replace(port_id, "<id>"))
    both = attach(servers, server_id, net_id=net.id, port_id=port_id)
    nova_error(both, 400, "Must not input both network_id and port_id")
    nowhere = attach(servers, server_id, fixed_ips=[{"ip_address": "10.77.0.9"}])
    nova_error(nowhere, 400, "Must input network_id when request IP address")
    ambiguous = "Multiple possible networks found, use a Network ID to be more specific."
    nova_error(attach(servers, server_id), 400, ambiguous)
    external = "It is not allowed to create an interface on external network <id>"
    nova_error(attach(servers, server_id, net_id=public), 403, external)
    shown = "{'net_id': '<id>', 'tag': 'x'}"
    problem = "Additional properties are not allowed ('tag' was unexpected)"
    response = attach(servers, server_id, "2.48", net_id=net.id, tag="x")
    nova_error(response, 400, f"Invalid input for field/attribute interfaceAttachment. Value: {shown}. {problem}")
    assert interfaces(servers, server_id) == []
    # Nobody looks whether there is such an interface.
    assert cloud.compute("DELETE", f"/servers/{server_id}/os-interface/{NO_ID}").status_code == 202


def test_mistakes_that_nova_does_not_expect(servers: Servers, net: Net) -> None:
    server_id = servers.make()
    for fields, kind in (
        ({"net_id": NO_ID}, "neutronclient.common.exceptions.NetworkNotFoundClient"),
        ({"net_id": net.id, "fixed_ips": [{"ip_address": "10.99.0.9"}]}, "nova.exception.InvalidInput"),
    ):
        response = attach(servers, server_id, **fields)
        assert response.status_code == 500
        message = f"Unexpected API Error. Please contact the administrator\n<class '{kind}'>"
        assert response.json()["computeFault"]["message"] == message


@pytest.mark.parametrize(("action", "status"), [("os-stop", "SHUTOFF"), ("pause", "PAUSED")])
def test_states_in_which_interfaces_may_change(servers: Servers, net: Net, action: str, status: str) -> None:
    server_id = servers.make()
    servers.act(server_id, action, status)
    response = attach(servers, server_id, net_id=net.id)
    assert response.status_code == 200
    detach(servers, server_id, response.json()["interfaceAttachment"]["port_id"])


@pytest.mark.parametrize(
    ("action", "status", "vm_state"),
    [
        ("suspend", "SUSPENDED", "suspended"),
        ("rescue", "RESCUE", "rescued"),
        ("shelve", "SHELVED_OFFLOADED", "shelved_offloaded"),
        ("FAIL", "ERROR", "error"),
    ],
)
def test_states_in_which_interfaces_may_not_change(
    servers: Servers, net: Net, action: str, status: str, vm_state: str
) -> None:
    server_id = servers.make(networks=[{"uuid": net.id}])
    (row,) = interfaces(servers, server_id)
    servers.act(server_id, action, status)
    path = f"/servers/{server_id}/os-interface/{row['port_id']}"
    for word, response in (
        ("attach_interface", attach(servers, server_id, net_id=net.id)),
        ("detach_interface", servers.cloud.compute("DELETE", path)),
    ):
        nova_error(response, 409, f"Cannot '{word}' instance <id> while it is in vm_state {vm_state}")


def test_lock(servers: Servers, net: Net) -> None:
    server_id = servers.make()
    assert servers.cloud.act(server_id, {"lock": None}).status_code == 202
    nova_error(attach(servers, server_id, net_id=net.id), 409, "Instance <id> is locked")
    response = servers.cloud.compute("DELETE", f"/servers/{server_id}/os-interface/{NO_ID}")
    nova_error(response, 409, "Instance <id> is locked")


def test_floating_address(servers: Servers) -> None:
    """Neutron gives it; Nova hears of it a little later, and shows it among the addresses of the port's network."""
    cloud = servers.cloud
    server_id = servers.make(networks=[{"uuid": cloud.network_id("private")}])
    (row,) = interfaces(servers, server_id)
    body = {"floatingip": {"floating_network_id": cloud.network_id("public"), "port_id": row["port_id"]}}
    floating = cloud.network("POST", "/floatingips", json=body).json()["floatingip"]
    assert (floating["status"], floating["port_id"]) == ("ACTIVE", row["port_id"])
    _refuse_a_second(cloud, body, floating)
    _wait_for_floating(servers, server_id, [floating["floating_ip_address"]])
    gone = cloud.network("PUT", f"/floatingips/{floating['id']}", json={"floatingip": {"port_id": None}})
    assert gone.json()["floatingip"]["status"] == "DOWN"
    _wait_for_floating(servers, server_id, [])
    again = cloud.network("PUT", f"/floatingips/{floating['id']}", json={"floatingip": {"port_id": row["port_id"]}})
    assert again.status_code == 200
    _wait_for_floating(servers, server_id, [floating["floating_ip_address"]])
    servers.close()
    left = cloud.network("GET", f"/floatingips/{floating['id']}").json()["floatingip"]
    assert (left["port_id"], left["fixed_ip_address"]) == (None, None)
    assert cloud.network("DELETE", f"/floatingips/{floating['id']}").status_code == 204


def _refuse_a_second(cloud: Cloud, body: Json, floating: Json) -> None:
    """Neither a new one nor one that is there already; and nothing is left of the new one."""
    second = cloud.network("POST", "/floatingips", json=body)
    assert second.status_code == 409
    error = second.json()["NeutronError"]
    assert error["type"] == "FloatingIPPortAlreadyAssociated"
    fixed = floating["fixed_ip_address"]
    end = f"using fixed IP {fixed}, as that fixed IP already has a floating IP on external network <id>."
    assert normalised(error["message"]).endswith(f"(<id>) with port <id> {end}")
    there = cloud.network("GET", f"/floatingips?port_id={floating['port_id']}").json()["floatingips"]
    assert [one["id"] for one in there] == [floating["id"]]
    spare = {"floatingip": {"floating_network_id": body["floatingip"]["floating_network_id"]}}
    other = cloud.network("POST", "/floatingips", json=spare).json()["floatingip"]
    path = f"/floatingips/{other['id']}"
    put = cloud.network("PUT", path, json={"floatingip": {"port_id": floating["port_id"]}})
    assert (put.status_code, put.json()["NeutronError"]["type"]) == (409, "FloatingIPPortAlreadyAssociated")
    assert cloud.network("DELETE", path).status_code == 204


def _wait_for_floating(servers: Servers, server_id: str, expected: list[str]) -> None:
    deadline = time.monotonic() + 60
    while True:
        rows = servers.show(server_id)["addresses"]["private"]
        found = [row["addr"] for row in rows if row["OS-EXT-IPS:type"] == "floating"]
        if found == expected:
            return
        assert time.monotonic() < deadline, f"{found} instead of {expected}"
        time.sleep(0.1)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron: what of a port is more than a value, and how it changes; QoS policies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import neutron_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.test_network import KEYS, post

MAC = "fa:16:3e:00:00:99"


@pytest.fixture(name="network", scope="module")
def own_network(cloud: Cloud) -> Iterator[Json]:
    """Return a network with a subnet, and one whose addresses are made of MAC addresses."""
    made: Json = post(cloud, "network", name=unique("network")).json()["network"]
    for fields in (
        {"ip_version": 4, "cidr": "10.9.0.0/24"},
        {"ip_version": 6, "cidr": "fd00:9::/64", "ipv6_ra_mode": "slaac", "ipv6_address_mode": "slaac"},
    ):
        answer = post(cloud, "subnet", network_id=made["id"], **fields)
        assert answer.status_code == 201, answer.text
    yield made
    assert cloud.network("DELETE", f"/networks/{made['id']}").status_code == 204


@pytest.fixture(name="port")
def own_port(cloud: Cloud, network: Json) -> Iterator[Json]:
    """Return a port."""
    made: Json = post(cloud, "port", network_id=network["id"], mac_address=MAC).json()["port"]
    yield made
    assert cloud.network("DELETE", f"/ports/{made['id']}").status_code == 204


def put(cloud: Cloud, port: Json, **fields: object) -> Json:
    """Change a port."""
    answer = cloud.network("PUT", f"/ports/{port['id']}", json={"port": fields})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["port"])


def addresses(port: Json) -> list[str]:
    """Return the addresses of a port."""
    return sorted(fixed["ip_address"] for fixed in port["fixed_ips"])


def test_no_addresses_are_asked_for(cloud: Cloud, network: Json) -> None:
    made = post(cloud, "port", network_id=network["id"], fixed_ips=[]).json()["port"]
    (automatic,) = addresses(made)
    assert automatic.startswith("fd00:9::")
    assert cloud.network("DELETE", f"/ports/{made['id']}").status_code == 204


def test_addresses(cloud: Cloud, port: Json) -> None:
    of_mac = "fd00:9::f816:3eff:fe00:99"
    (first,) = [address for address in addresses(port) if address != of_mac]
    assert of_mac in addresses(port)
    other = "10.9.0.71" if first == "10.9.0.70" else "10.9.0.70"
    moved = put(cloud, port, fixed_ips=[{"ip_address": other}])
    assert addresses(moved) == [other, of_mac]
    subnet = next(fixed["subnet_id"] for fixed in moved["fixed_ips"] if fixed["ip_address"] == other)
    # Any address of the subnet will do.
    assert addresses(put(cloud, port, fixed_ips=[{"subnet_id": subnet}])) == [other, of_mac]
    both = put(cloud, port, fixed_ips=[{"ip_address": other}, {"ip_address": first}])
    assert addresses(both) == sorted([other, first, of_mac])
    assert addresses(put(cloud, port, fixed_ips=[])) == [of_mac]


def test_address_pairs(cloud: Cloud, port: Json) -> None:
    wanted = [{"ip_address": "10.9.0.100"}, {"ip_address": "10.9.1.0/24", "mac_address": "fa:16:3e:00:00:01"}]
    pairs = put(cloud, port, allowed_address_pairs=wanted)["allowed_address_pairs"]
    assert sorted(pairs, key=lambda pair: str(pair["ip_address"])) == [
        {"ip_address": "10.9.0.100", "mac_address": MAC},
        {"ip_address": "10.9.1.0/24", "mac_address": "fa:16:3e:00:00:01"},
    ]
    assert put(cloud, port, allowed_address_pairs=[])["allowed_address_pairs"] == []


def test_dhcp_options(cloud: Cloud, port: Json) -> None:
    options = [{"opt_name": "mtu", "opt_value": "1400"}, {"opt_name": "mtu", "opt_value": "1300", "ip_version": 6}]
    made = put(cloud, port, extra_dhcp_opts=options)["extra_dhcp_opts"]
    assert sorted((one["opt_name"], one["opt_value"], one["ip_version"]) for one in made) == [
        ("mtu", "1300", 6),
        ("mtu", "1400", 4),
    ]
    # What is not named stays, and what has no value goes.
    gone = [{"opt_name": "mtu", "opt_value": None, "ip_version": 6}]
    left = put(cloud, port, extra_dhcp_opts=gone)["extra_dhcp_opts"]
    assert left == [{"opt_name": "mtu", "opt_value": "1400", "ip_version": 4}]
    assert put(cloud, port, extra_dhcp_opts=[])["extra_dhcp_opts"] == left


def test_port_security(cloud: Cloud, port: Json, network: Json) -> None:
    path = f"/ports/{port['id']}"
    put(cloud, port, allowed_address_pairs=[{"ip_address": "10.9.0.100"}])
    off = {"port_security_enabled": False}
    sentence = "Port Security must be enabled in order to have allowed address pairs on a port."
    answer = cloud.network("PUT", path, json={"port": off})
    neutron_error(answer, 409, "AddressPairAndPortSecurityRequired", sentence)
    answer = cloud.network("PUT", path, json={"port": {**off, "allowed_address_pairs": []}})
    sentence = (
        "Port has security group associated. Cannot disable port security or IP address until security group is "
        "removed."
    )
    neutron_error(answer, 409, "PortSecurityPortHasSecurityGroup", sentence)
    without = put(cloud, port, **off, allowed_address_pairs=[], security_groups=[])
    assert (without["port_security_enabled"], without["security_groups"]) == (False, [])
    made = post(cloud, "port", network_id=network["id"], port_security_enabled=False).json()["port"]
    assert made["security_groups"] == []
    assert cloud.network("DELETE", f"/ports/{made['id']}").status_code == 204


def test_administrators_see_and_bind(cloud: Cloud, admin: Cloud, port: Json) -> None:
    path = f"/ports/{port['id']}"
    shown = admin.network("GET", path).json()["port"]
    more = {"binding:host_id", "binding:profile", "binding:vif_type", "binding:vif_details"}
    assert more <= set(shown) - {"resource_request"}
    assert set(cloud.network("GET", path).json()["port"]) == KEYS["port"]
    assert (shown["binding:host_id"], shown["binding:profile"]) == ("", {})
    answer = cloud.network("PUT", path, json={"port": {"binding:host_id": "x"}})
    assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (403, "PolicyNotAuthorized")


def test_qos_policies(cloud: Cloud, admin: Cloud, port: Json) -> None:
    assert cloud.network("GET", "/qos/policies?name=nope").json() == {"policies": []}
    name = unique("policy")
    made = admin.network("POST", "/qos/policies", json={"policy": {"name": name, "shared": True}}).json()["policy"]
    (found,) = cloud.network("GET", f"/qos/policies?name={name}").json()["policies"]
    assert (found["id"], found["name"]) == (made["id"], name)
    assert put(cloud, port, qos_policy_id=made["id"])["qos_policy_id"] == made["id"]
    assert put(cloud, port, qos_policy_id=None)["qos_policy_id"] is None
    assert admin.network("DELETE", f"/qos/policies/{made['id']}").status_code == 204
    gone = cloud.network("GET", f"/qos/policies/{NO_ID}")
    neutron_error(gone, 404, "QosPolicyNotFound", f"QoS policy {NO_ID} could not be found.")


def test_floating_ip_shows_its_port(cloud: Cloud) -> None:
    port = post(cloud, "port", network_id=cloud.network_id("private"), name=unique("port")).json()["port"]
    made = post(cloud, "floatingip", floating_network_id=cloud.network_id("public"), port_id=port["id"])
    assert made.status_code == 201, made.text
    floating = made.json()["floatingip"]
    shown = {"name", "network_id", "mac_address", "admin_state_up", "status", "device_id", "device_owner"}
    assert set(floating["port_details"]) == shown
    assert floating["port_details"]["mac_address"] == port["mac_address"]
    assert cloud.network("DELETE", f"/floatingips/{floating['id']}").status_code == 204
    assert cloud.network("DELETE", f"/ports/{port['id']}").status_code == 204

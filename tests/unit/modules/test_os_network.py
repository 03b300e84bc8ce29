# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_network and os_subnet: made, changed and removed once, as predicted; and faults of openstack.cloud that they have
not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

NETWORK_CHANGES: list[dict[str, Any]] = [
    {"description": "x"},
    {"admin_state_up": False},
    {"mtu": 1400},
    {"port_security_enabled": False},
    {"new_name": "other"},
    {"tags": ["a"]},
]
SUBNET_CHANGES: list[dict[str, Any]] = [
    {"description": "x"},
    {"gateway_ip": ""},
    {"gateway_ip": "10.9.0.254"},
    {"enable_dhcp": False},
    {"dns_nameservers": ["192.0.2.53", "192.0.2.54"]},
    {"dns_nameservers": ["2001:DB8:0::1"]},
    {"host_routes": [{"destination": "10.8.0.0/16", "nexthop": "10.9.0.5"}]},
    {"allocation_pools": [{"start": "10.9.0.50", "end": "10.9.0.60"}]},
    {"new_name": "other"},
    {"tags": ["a"]},
]


# Young twins might be those of two runs at once, which are given time to agree.
LONG_AGO = "2020-01-01T00:00:00Z"


def changed_once_as_predicted(ansible: Ansible, module: str, key: str, options: dict[str, Any]) -> Result:
    """Change something that is there, by a prediction and a repetition."""
    before = ansible.writes()
    predicted = succeed(ansible.run(module, **options, check=True, diff=True))
    assert ansible.writes() == before
    changed = succeed(ansible.run(module, **options, diff=True))
    assert (predicted.changed, changed.changed) == (True, True)
    assert (predicted["diff"], predicted[key]) == (changed["diff"], changed[key])
    assert not succeed(ansible.run(module, **options)).changed
    return changed


@pytest.mark.parametrize("change", NETWORK_CHANGES, ids=str)
def test_network_is_made_changed_and_removed_once(ansible: Ansible, change: dict[str, Any]) -> None:
    predicted = succeed(ansible.run("os_network", name="backend", check=True))
    made = succeed(ansible.run("os_network", name="backend"))
    assert set(predicted["network"]) == set(made["network"])
    assert (made.changed, made["network"]["status"]) == (True, "ACTIVE")
    assert not succeed(ansible.run("os_network", name="backend")).changed
    changed_once_as_predicted(ansible, "os_network", "network", {"name": "backend", **change})
    assert succeed(ansible.run("os_network", id=made["network"]["id"], state="absent")).changed
    assert not succeed(ansible.run("os_network", id=made["network"]["id"], state="absent")).changed


def test_administrator_sees_and_sets_more(ansible: Ansible, cloud: FakeCloud) -> None:
    admin = Ansible(cloud, {**ansible.options, **cloud.connection_options("admin")})
    options: dict[str, Any] = {"name": "ext", "external": True, "shared": True, "provider_network_type": "flat"}
    made = succeed(admin.run("os_network", **options))["network"]
    assert (made["external"], made["shared"], made["provider_network_type"]) == (True, True, "flat")
    assert not succeed(admin.run("os_network", **options)).changed
    message = fail(admin.run("os_network", name="ext", provider_network_type="vlan"))
    assert "provider_network_type is 'flat', wanted 'vlan'" in message
    assert "disallowed by policy" in fail(ansible.run("os_network", name="own", shared=True))


@pytest.mark.parametrize("change", SUBNET_CHANGES, ids=str)
def test_subnet_is_made_changed_and_removed_once(ansible: Ansible, cloud: FakeCloud, change: dict[str, Any]) -> None:
    cloud.network.add_network("backend")
    options: dict[str, Any] = {"name": "backend-v4", "network": "backend", "cidr": "10.9.0.0/24"}
    predicted = succeed(ansible.run("os_subnet", **options, check=True, diff=True))
    made = succeed(ansible.run("os_subnet", **options, diff=True))
    assert predicted["diff"] == made["diff"]
    assert predicted["subnet"]["network_id"] == made["subnet"]["network_id"]
    assert set(predicted["subnet"]) == set(made["subnet"])
    assert (made["subnet"]["gateway_ip"], made["subnet"]["ip_version"]) == ("10.9.0.1", 4)
    assert not succeed(ansible.run("os_subnet", **options)).changed
    changed_once_as_predicted(ansible, "os_subnet", "subnet", {"name": "backend-v4", **change})
    assert succeed(ansible.run("os_subnet", id=made["subnet"]["id"], state="absent")).changed
    assert not succeed(ansible.run("os_subnet", id=made["subnet"]["id"], state="absent")).changed


def test_version_of_a_subnet_is_that_of_its_addresses(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_network("backend")
    options: dict[str, Any] = {
        "name": "v6",
        "network": "backend",
        "cidr": "FD00:9::/64",
        "ipv6_ra_mode": "slaac",
        "gateway_ip": "",
    }
    made = succeed(ansible.run("os_subnet", **options))["subnet"]
    assert (made["ip_version"], made["cidr"], made["gateway_ip"]) == (6, "fd00:9::/64", None)
    assert not succeed(ansible.run("os_subnet", **options)).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cidr": "10.9.0.0/24"}, "to make it, give network"),
        ({"network": "private"}, "to make it, give cidr"),
        ({"network": "backed", "cidr": "10.9.0.0/24"}, "There is no network named 'backed'"),
        ({"network": "private", "cidr": "10.9.0.0/33"}, "not a network in CIDR notation"),
        ({"network": "private", "cidr": "10.9.0.0/24", "gateway_ip": "ten"}, "'ten' is not an address"),
    ],
    ids=["no-network", "no-addresses", "network", "cidr", "gateway"],
)
def test_refused_subnets(ansible: Ansible, options: dict[str, Any], message: str) -> None:
    for check in (True, False):
        assert message in fail(ansible.run("os_subnet", name="new", **options, check=check))
    assert ansible.writes() == []


def test_length_of_a_subnet_from_a_pool(ansible: Ansible, cloud: FakeCloud) -> None:
    """The fake has no pools: what is asked for is looked at here, and what is there is compared with its addresses."""
    cloud.network.add_network("backend")
    pool = {"id": "5b5b5b5b-0000-4000-8000-000000000001", "name": "ours", "shared": True, "project_id": "p"}
    cloud.faults.add(path=r"/subnetpools", times=None, status=200, body={"subnetpools": [pool]})
    options: dict[str, Any] = {"name": "pooled", "network": "backend", "subnet_pool": "ours", "prefix_length": 26}
    predicted = succeed(ansible.run("os_subnet", **options, check=True))
    assert predicted.changed
    assert ansible.writes() == []
    assert "subnetpool" in fail(ansible.run("os_subnet", **options))
    (posted,) = cloud.calls("network", "POST")
    assert posted.body["subnet"]["prefixlen"] == 26
    assert posted.body["subnet"]["subnetpool_id"] == pool["id"]
    assert "cidr" not in posted.body["subnet"]
    there: dict[str, Any] = {"name": "private-v4", "network": "private"}
    length = int(succeed(ansible.run("os_subnet", **there))["subnet"]["cidr"].rpartition("/")[2])
    assert not succeed(ansible.run("os_subnet", **there, prefix_length=length)).changed
    message = fail(ansible.run("os_subnet", **there, prefix_length=length + 1))
    assert f"prefix_length is {length}, wanted {length + 1}" in message


def test_pool_of_another_ip_version_is_told_before_the_request(ansible: Ansible, cloud: FakeCloud) -> None:
    pool = {"id": "5b5b5b5b-0000-4000-8000-000000000001", "name": "ours", "shared": True, "ip_version": 6}
    cloud.faults.add(path=r"/subnetpools", times=None, status=200, body={"subnetpools": [pool]})
    options: dict[str, Any] = {"name": "new", "network": "private", "subnet_pool": "ours"}
    for check in (True, False):
        message = fail(ansible.run("os_subnet", **options, check=check))
        assert message == f"Subnet pool 'ours' ({pool['id']}) is of IPv6: set ip_version to 6."
    assert ansible.writes() == []
    assert succeed(ansible.run("os_subnet", **options, ip_version=6, check=True)).changed


def test_what_cannot_be_changed_of_a_subnet_is_said(ansible: Ansible) -> None:
    message = fail(ansible.run("os_subnet", name="private-v4", cidr="10.9.0.0/24", ip_version=6))
    assert "cidr is '10.0.0.0/16', wanted '10.9.0.0/24'" in message
    assert "ip_version is 4, wanted 6" in message


# Faults of openstack.cloud.network and subnet


def test_rival_network_has_no_check_mode_and_then_no_id(ansible: Ansible) -> None:
    predicted = succeed(ansible.run("os_network", name="backend", check=True))
    assert (predicted.changed, predicted["network"]["id"], ansible.writes()) == (True, None, [])


def test_rival_network_has_no_description(ansible: Ansible) -> None:
    assert succeed(ansible.run("os_network", name="a", description="b"))["network"]["description"] == "b"


def test_rival_network_has_no_tags_that_can_be_changed(ansible: Ansible) -> None:
    succeed(ansible.run("os_network", name="a", tags=["x"]))
    assert succeed(ansible.run("os_network", name="a", tags=["y"], purge_tags=True))["network"]["tags"] == ["y"]
    assert succeed(ansible.run("os_network", name="a", description="b"))["network"]["tags"] == ["y"]


def test_two_of_one_name_are_told_by_their_ids(ansible: Ansible, cloud: FakeCloud) -> None:
    twins = [cloud.network.add_network("twin") for _number in range(2)]
    for twin in twins:
        twin["created_at"] = LONG_AGO
    ids = [twin["id"] for twin in twins]
    message = fail(ansible.run("os_network", name="twin", mtu=1400))
    assert all(one in message for one in ids)

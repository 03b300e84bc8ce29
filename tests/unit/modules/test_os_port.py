# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_port: made, changed, given to nodes and removed once, as predicted; and faults of others that it has not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

MAC = "fa:16:3e:00:00:99"
CHANGES: list[dict[str, Any]] = [
    {"new_name": "other"},
    {"description": "x"},
    {"admin_state_up": False},
    {"fixed_ips": ["10.9.0.60"]},
    {"fixed_ips": [{"ip_address": "10.9.0.50"}, {"subnet": "backend-v4", "ip": "10.9.0.61"}]},
    {"fixed_ips": []},
    {"mac": "FA-16-3E-00-00-98"},
    {"security_groups": []},
    {"security_groups": ["web", "default"]},
    {"port_security_enabled": False, "security_groups": [], "allowed_address_pairs": []},
    {"allowed_address_pairs": []},
    {"allowed_address_pairs": ["10.9.1.0/24", {"ip": "10.9.0.100", "mac": "fa163e000001"}]},
    {"extra_dhcp_opts": []},
    {"extra_dhcp_opts": [{"name": "mtu", "value": "1400"}, {"opt_name": "server-ip-address", "opt_value": "10.9.0.3"}]},
    {"vnic_type": "direct"},
    {"qos_policy": "slow"},
    {"device_id": "vip", "device_owner": "cluster:vip"},
    {"node": "web1"},
    {"tags": ["a", "b"]},
]


@pytest.fixture(autouse=True)
def surroundings(cloud: FakeCloud) -> None:
    cloud.network.add_network("backend", "10.9.0.0/24")
    cloud.network.add_security_group("web")
    cloud.network.add_qos_policy("slow")
    cloud.compute.add_server("web1")
    cloud.compute.add_server("web2")


@pytest.fixture
def there(ansible: Ansible) -> dict[str, Any]:
    """A port with something of all that can be changed."""
    return dict(run(ansible, **WHOLE)["port"])


WHOLE: dict[str, Any] = {
    "network": "backend",
    "description": "words",
    "fixed_ips": ["10.9.0.50"],
    "mac": MAC,
    "security_groups": ["web"],
    "allowed_address_pairs": ["10.9.0.100", {"ip": "10.9.2.0/24", "mac": MAC}],
    "extra_dhcp_opts": [{"name": "bootfile-name", "value": "b"}, {"name": "mtu", "value": "9000", "ip_version": 6}],
    "tags": ["a"],
}


def run(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_port", **{"name": "vip", **options}))


def addresses(result: Result) -> list[str]:
    return [one["ip"] for one in result["port"]["fixed_ips"]]


def test_all_that_can_be_asked_for_arrives_once(ansible: Ansible) -> None:
    predicted = run(ansible, **WHOLE, check=True, diff=True)
    assert ansible.writes() == []
    made = run(ansible, **WHOLE, diff=True)
    assert (predicted.changed, made.changed) == (True, True)
    assert predicted["diff"] == made["diff"]
    port = made["port"]
    assert set(predicted["port"]) == set(port)
    for key in ("network_id", "mac", "allowed_address_pairs", "extra_dhcp_opts", "security_group_ids", "description"):
        assert predicted["port"][key] == port[key]
    assert addresses(predicted) == addresses(made) == ["10.9.0.50"]
    assert port["allowed_address_pairs"] == [{"ip": "10.9.0.100", "mac": MAC}, {"ip": "10.9.2.0/24", "mac": MAC}]
    assert [one["name"] for one in port["extra_dhcp_opts"]] == ["bootfile-name", "mtu"]
    again = run(ansible, **WHOLE)
    assert (again.changed, again["port"]) == (False, port)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_change_is_made_once_as_predicted(ansible: Ansible, there: dict[str, Any], change: dict[str, Any]) -> None:
    before = ansible.writes()
    predicted = run(ansible, **change, check=True, diff=True)
    assert ansible.writes() == before
    changed = run(ansible, **change, diff=True)
    assert (predicted.changed, changed.changed) == (True, True)
    assert predicted["diff"] == changed["diff"]
    # Only the service knows when it is up, and where an address is that was given without its subnet.
    unknown: dict[str, Any] = {"status": None, "device_owner": None, "fixed_ips": None}
    assert {**predicted["port"], **unknown} == {**changed["port"], **unknown}
    assert addresses(predicted) == addresses(changed)
    assert not run(ansible, **change).changed
    # Nothing else has changed.
    with_the_node = {"device_id", "device_owner"} if "node" in change else set()
    others = {key for key in there if there[key] != changed["port"][key]} - with_the_node - {"status"}
    assert len(others) == len(change)


def test_port_is_removed_once(ansible: Ansible, there: dict[str, Any], cloud: FakeCloud) -> None:
    assert run(ansible, state="absent", check=True).changed
    removed = succeed(ansible.run("os_port", id=there["id"], state="absent"))
    assert (removed.changed, removed["port"]) == (True, None)
    assert not run(ansible, state="absent").changed
    assert there["id"] not in cloud.network.region().collections["ports"]


def test_port_is_given_from_node_to_node_and_taken(ansible: Ansible, cloud: FakeCloud) -> None:
    ids = {server.name: server.id for server in cloud.compute.servers}
    given = run(ansible, network="backend", node="web1")
    assert (given["port"]["node_id"], given["port"]["device_owner"]) == (ids["web1"], "compute:nova")
    assert not run(ansible, server=ids["web1"]).changed
    before = len(ansible.writes())
    moved = run(ansible, node="web2")
    assert moved["port"]["node_id"] == ids["web2"]
    assert [line.split()[0] for line in ansible.writes()[before:]] == ["DELETE", "POST"]
    taken = run(ansible, node="")
    assert (taken.changed, taken["port"]["node_id"], taken["port"]["device_id"]) == (True, None, "")
    assert not run(ansible, node="").changed


def test_port_that_goes_while_it_is_given_to_a_node(ansible: Ansible, there: dict[str, Any], cloud: FakeCloud) -> None:
    """Somebody else deletes it: there is nothing more to wait for."""

    def deleted(_request: Any) -> None:
        cloud.network.region().collections["ports"].pop(there["id"], None)

    cloud.faults.add(method="POST", path="/os-interface$", kind="answer", status=200, body={}, before=deleted)
    message = fail(ansible.run("os_port", name="vip", node="web1", wait_timeout=20))
    assert "The port was deleted by somebody else meanwhile." in message


def test_address_in_a_subnet_is_any_there_is(ansible: Ansible, there: dict[str, Any], cloud: FakeCloud) -> None:
    assert not run(ansible, fixed_ips=[{"subnet": "backend-v4"}]).changed
    cloud.network.add_subnet(there["network_id"], "10.10.0.0/24", name="second")
    both = run(ansible, fixed_ips=[{"subnet": "second"}, {"subnet_id": there["fixed_ips"][0]["subnet_id"]}])
    assert both.changed
    assert sorted(address[:6] for address in addresses(both)) == ["10.10.", "10.9.0"]
    assert "10.9.0.50" in addresses(both)


def test_address_that_the_service_makes_of_the_mac_stays(ansible: Ansible, cloud: FakeCloud) -> None:
    network = cloud.network.named("networks", "backend")
    slaac: dict[str, Any] = {"ipv6_address_mode": "slaac", "ipv6_ra_mode": "slaac"}
    cloud.network.add_subnet(network["id"], "fd00:9::/64", **slaac)
    made = run(ansible, network="backend", mac=MAC)
    assert "fd00:9::f816:3eff:fe00:99" in addresses(made)
    moved = run(ansible, fixed_ips=["10.9.0.70"])
    assert sorted(addresses(moved)) == ["10.9.0.70", "fd00:9::f816:3eff:fe00:99"]
    assert not run(ansible, fixed_ips=["10.9.0.70"]).changed


def test_qos_policy_is_taken_away_by_an_empty_text(ansible: Ansible, there: dict[str, Any]) -> None:
    assert not run(ansible, qos_policy="").changed
    assert run(ansible, qos_policy="slow")["port"]["qos_policy_id"]
    without = run(ansible, qos_policy="")
    assert (without.changed, without["port"]["qos_policy_id"]) == (True, None)


def test_administrator_binds_it_to_a_host(ansible: Ansible, there: dict[str, Any], cloud: FakeCloud) -> None:
    admin = Ansible(cloud, {**ansible.options, **cloud.connection_options("admin")})
    options: dict[str, Any] = {"id": there["id"], "binding_host": "compute-1", "profile": {"pci_slot": "0000:01:00.1"}}
    bound = succeed(admin.run("os_port", **options))
    assert (bound["port"]["host"], bound["port"]["profile"]) == ("compute-1", {"pci_slot": "0000:01:00.1"})
    assert not succeed(admin.run("os_port", **options)).changed
    assert run(ansible)["port"]["host"] is None
    message = fail(ansible.run("os_port", name="new", network="backend", host="compute-1"))
    assert "disallowed by policy" in message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "There is no port 'new' yet; to make it, give network."),
        ({"network": "backed"}, "There is no network named 'backed'"),
        ({"network": "backend", "fixed_ips": ["10.9.0"]}, "'10.9.0' is not an address"),
        ({"network": "backend", "fixed_ips": [5]}, "neither an address nor a dict"),
        ({"network": "backend", "fixed_ips": [{}]}, "give each ip or subnet"),
        ({"network": "backend", "fixed_ips": [{"net": "x"}]}, "fixed_ips has no key net"),
        ({"network": "backend", "fixed_ips": [{"subnet": "backend-v6"}]}, "Did you mean 'backend-v4'"),
        ({"network": "backend", "allowed_address_pairs": [{"mac": MAC}]}, "give each an ip"),
        ({"network": "backend", "allowed_address_pairs": ["10.9.0.0/40"]}, "not a network in CIDR notation"),
        ({"network": "backend", "allowed_address_pairs": [{"ip": "10.9.0.1", "mac": "x"}]}, "'x' is not a MAC address"),
        ({"network": "backend", "mac": "fa:16:3e"}, "'fa:16:3e' is not a MAC address"),
        ({"network": "backend", "security_groups": ["wbe"]}, "Did you mean 'web'?"),
        (
            {"network": "backend", "security_groups": [""]},
            "security_groups must not be empty: it names a security group.",
        ),
        ({"network": "backend", "qos_policy": "fast"}, "There is no QoS policy named 'fast'"),
        ({"network": "backend", "node": "web9"}, "There is no node named 'web9'"),
        ({"network": "backend", "node": "web1", "device_id": "x"}, "mutually exclusive: node|device_id"),
    ],
    ids=str,
)
def test_refused(ansible: Ansible, options: dict[str, Any], message: str) -> None:
    for check in (True, False):
        assert message in fail(ansible.run("os_port", name="new", **options, check=check))
    assert ansible.writes() == []


def test_what_cannot_be_changed_is_said(ansible: Ansible, there: dict[str, Any]) -> None:
    message = fail(ansible.run("os_port", name="vip", network="private"))
    assert f"network is '{there['network_id']}', wanted '" in message


@pytest.mark.parametrize("check", [True, False])
def test_what_needs_port_security_is_told_before_it_is_turned_off(
    ansible: Ansible, there: dict[str, Any], check: bool
) -> None:
    before = ansible.writes()
    message = fail(ansible.run("os_port", name="vip", port_security_enabled=False, check=check))
    assert all(f"Give {option}: [] too" in message for option in ("security_groups", "allowed_address_pairs"))
    assert ansible.writes() == before
    run(ansible, name="vip", port_security_enabled=False, security_groups=[], allowed_address_pairs=[])
    message = fail(ansible.run("os_port", name="vip", security_groups=["default"], check=check))
    assert "no security_groups, and this one is to have some" in message
    run(ansible, name="vip", description="still changed")


def test_two_of_one_name_are_told_by_their_ids(ansible: Ansible, cloud: FakeCloud) -> None:
    network = cloud.network.named("networks", "backend")
    twins = [cloud.network.add_port(network["id"], name="twin") for _number in range(2)]
    for twin in twins:
        # Young ones might be those of two runs at once, which are given time to agree.
        twin["created_at"] = "2020-01-01T00:00:00Z"
    ids = [twin["id"] for twin in twins]
    message = fail(ansible.run("os_port", name="twin", description="x"))
    assert all(one in message for one in ids)


# Faults of the others

DHCP_OPTION = {"name": "mtu", "value": "1400", "ip_version": 6}


@pytest.mark.parametrize(
    "again",
    [
        {"fixed_ips": [{"ip_address": "10.9.0.50"}]},
        {"allowed_address_pairs": [{"ip_address": "10.9.0.100"}, "10.9.2.0/24"]},
        {"allowed_address_pairs": ["10.9.2.7/24", {"ip_address": "10.9.0.100/32", "mac_address": MAC.upper()}]},
        {
            "extra_dhcp_opts": [
                {"name": "mtu", "value": "9000", "ip_version": 6},
                {"name": "bootfile-name", "value": "b"},
            ]
        },
    ],
    ids=str,
)
def test_rival_changes_what_is_written_otherwise_in_every_run(
    ansible: Ansible, there: dict[str, Any], again: dict[str, Any]
) -> None:
    assert not run(ansible, **again).changed
    # What is written otherwise and means something else is a change.
    (option,) = again
    other = {"fixed_ips": ["10.9.0.51"], "allowed_address_pairs": ["10.9.3.0/24"], "extra_dhcp_opts": [DHCP_OPTION]}
    assert run(ansible, **{option: other[option]}, check=True).changed


def test_rival_asks_twice_for_each_security_group(ansible: Ansible, there: dict[str, Any], cloud: FakeCloud) -> None:
    run(ansible, security_groups=["web"])
    cloud.clear_log()
    run(ansible, security_groups=["web"])
    assert len(ansible.lines()) == 1


def test_libcloud_has_no_addresses_groups_or_device_when_a_port_is_made(ansible: Ansible) -> None:
    made = run(ansible, network="backend", fixed_ips=["10.9.0.9"], security_groups=[], device_id="x")["port"]
    assert (made["fixed_ips"][0]["ip"], made["security_group_ids"], made["device_id"]) == ("10.9.0.9", [], "x")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_router: interfaces and gateway are reconciled; and faults of openstack.cloud that it has not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed


@pytest.fixture(autouse=True)
def networks(cloud: FakeCloud) -> None:
    for number, name in enumerate(("one", "two")):
        cloud.network.add_network(name, f"10.{number + 8}.0.0/24")


def run(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_router", name="edge", **options))


def addresses(result: Result) -> list[str]:
    return [one["ip"] for one in result["router"]["interfaces"]]


def test_router_is_made_once_as_predicted(ansible: Ansible) -> None:
    options: dict[str, Any] = {
        "external_gateway": "public",
        "interfaces": ["one-v4"],
        "description": "x",
        "tags": ["a"],
    }
    predicted = run(ansible, **options, check=True, diff=True)
    assert ansible.writes() == []
    made = run(ansible, **options, diff=True)
    assert predicted["diff"] == made["diff"]
    assert set(predicted["router"]) == set(made["router"])
    assert predicted["router"]["external_gateway"]["network_id"] == made["router"]["external_gateway"]["network_id"]
    assert predicted["router"]["interfaces"][0]["subnet_id"] == made["router"]["interfaces"][0]["subnet_id"]
    assert addresses(made) == ["10.8.0.1"]
    again = run(ansible, **options)
    assert (again.changed, again["router"]) == (False, made["router"])


def test_interfaces_are_reconciled(ansible: Ansible) -> None:
    run(ansible, interfaces=["one-v4"])
    assert addresses(run(ansible, interfaces=["two-v4"])) == ["10.8.0.1", "10.9.0.1"]
    assert not run(ansible, interfaces=[]).changed
    purged = run(ansible, interfaces=["two-v4"], purge_interfaces=True)
    assert (purged.changed, addresses(purged)) == (True, ["10.9.0.1"])
    assert not run(ansible, interfaces=["two-v4"], purge_interfaces=True).changed
    assert addresses(run(ansible, interfaces=[], purge_interfaces=True)) == []


def test_interface_has_an_address_or_port_of_its_own(ansible: Ansible, cloud: FakeCloud) -> None:
    options: dict[str, Any] = {"interfaces": [{"net": "one", "subnet": "one-v4", "portip": "10.8.0.200"}]}
    made = run(ansible, **options)
    assert (made.changed, addresses(made)) == (True, ["10.8.0.200"])
    assert not run(ansible, **options).changed
    cloud.network.add_port(cloud.network.named("networks", "two")["id"], name="own")
    by_port = run(ansible, interfaces=[{"port": "own"}])
    assert (by_port.changed, len(addresses(by_port))) == (True, 2)
    assert not run(ansible, interfaces=[{"port": "own"}]).changed
    moved = run(ansible, interfaces=[{"subnet": "one-v4", "ip": "10.8.0.201"}], purge_interfaces=True)
    assert addresses(moved) == ["10.8.0.201"]


def test_gateway_is_reconciled(ansible: Ansible) -> None:
    made = run(ansible, external_gateway={"network": "public", "fixed_ips": ["172.24.0.77"]})
    assert [one["ip"] for one in made["router"]["external_gateway"]["fixed_ips"]] == ["172.24.0.77"]
    assert not run(ansible, external_gateway="public").changed
    moved = run(ansible, external_gateway={"network": "public", "fixed_ips": ["172.24.0.78"]})
    assert [one["ip"] for one in moved["router"]["external_gateway"]["fixed_ips"]] == ["172.24.0.78"]
    closed = run(ansible, external_gateway={"network": "public", "enable_snat": False})
    assert closed["router"]["external_gateway"]["enable_snat"] is False
    without = run(ansible, external_gateway="")
    assert (without.changed, without["router"]["external_gateway"]) == (True, None)
    assert not run(ansible, external_gateway="").changed


def test_addresses_are_the_same_however_they_are_spelt(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_network("six", "2001:db8:6::/64")
    options: dict[str, Any] = {
        "interfaces": [{"subnet": "six-v6", "ip": "2001:DB8:6:0::5"}],
        "external_gateway": {"network": "public", "fixed_ips": ["172.24.0.77", "2001:DB8:0::77"]},
    }
    made = run(ansible, **options)
    assert addresses(made) == ["2001:db8:6::5"]
    assert [one["ip"] for one in made["router"]["external_gateway"]["fixed_ips"]] == ["172.24.0.77", "2001:db8::77"]
    assert not run(ansible, **options).changed


def test_what_is_not_said_of_a_gateway_stays(ansible: Ansible) -> None:
    made = run(ansible, external_gateway={"network": "public", "fixed_ips": ["172.24.0.77"], "enable_snat": False})
    wanted = {"network": "public", "fixed_ips": ["172.24.0.78"]}
    for check in (True, False):
        moved = run(ansible, external_gateway=wanted, check=check, diff=True)
        assert moved["router"]["external_gateway"]["enable_snat"] is False
        assert moved["diff"]["after"]["external_gateway"]["enable_snat"] is False
    for check in (True, False):
        opened = run(ansible, external_gateway={"network": "public", "enable_snat": True}, check=check)
        assert [one["ip"] for one in opened["router"]["external_gateway"]["fixed_ips"]] == ["172.24.0.78"]
    assert made["router"]["external_gateway"]["network_id"] == opened["router"]["external_gateway"]["network_id"]


@pytest.mark.parametrize("text", ["false", "no", "False"])
def test_translation_may_be_said_as_a_text(ansible: Ansible, text: str) -> None:
    made = run(ansible, external_gateway={"network": "public", "enable_snat": text})
    assert made["router"]["external_gateway"]["enable_snat"] is False
    assert not run(ansible, external_gateway={"network": "public", "enable_snat": text}).changed
    assert run(ansible, external_gateway={"network": "public", "enable_snat": "yes"}, check=True).changed


def test_second_address_in_a_subnet_is_refused_before_its_port_is_made(ansible: Ansible) -> None:
    run(ansible, interfaces=["one-v4"])
    before = ansible.writes()
    for check in (True, False):
        wanted = [{"subnet": "one-v4", "ip": "10.8.0.200"}]
        message = fail(ansible.run("os_router", name="edge", interfaces=wanted, check=check))
        assert "it has 10.8.0.1, wanted 10.8.0.200. Set purge_interfaces to true" in message
    assert ansible.writes() == before


def test_routes_are_set_and_stay(ansible: Ansible) -> None:
    routes = [{"destination": "10.20.0.0/16", "nexthop": "10.8.0.5"}]
    options: dict[str, Any] = {"interfaces": ["one-v4"], "routes": routes}
    assert run(ansible, **options)["router"]["routes"] == routes
    assert not run(ansible, **options).changed
    assert run(ansible, description="x")["router"]["routes"] == routes
    assert run(ansible, routes=[])["router"]["routes"] == []


def test_routes_that_are_to_go_do_so_before_the_interface_they_lead_over(ansible: Ansible) -> None:
    run(ansible, interfaces=["one-v4"], routes=[{"destination": "10.20.0.0/16", "nexthop": "10.8.0.5"}])
    before = len(ansible.writes())
    run(ansible, interfaces=[], purge_interfaces=True, routes=[])
    paths = [line.rsplit("/", 1)[1] for line in ansible.writes()[before:]]
    assert paths.index("remove_router_interface") == 1


def test_router_is_removed_with_its_interfaces(ansible: Ansible, cloud: FakeCloud) -> None:
    run(ansible, interfaces=["one-v4", "two-v4"], routes=[{"destination": "10.20.0.0/16", "nexthop": "10.8.0.5"}])
    assert run(ansible, state="absent", check=True).changed
    assert run(ansible, state="absent").changed
    assert not run(ansible, state="absent").changed
    assert [one["name"] for one in cloud.network.region().collections["routers"].values()] == ["router"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"interfaces": ["tow-v4"]}, "Did you mean 'two-v4' or 'one-v4'?"),
        ({"interfaces": [{"subnet": "one-v4", "port": "x"}]}, "either port, or subnet"),
        ({"interfaces": [{"sub": "one-v4"}]}, "no key sub"),
        ({"interfaces": [5]}, "neither a subnet nor a dict"),
        ({"external_gateway": "pubic"}, "There is no network named 'pubic'"),
        ({"external_gateway": {"enable_snat": True}}, "needs a network"),
        ({"external_gateway": {"net": "public"}}, "no key net"),
        ({"external_gateway": {"network": "public", "enable_snat": "perhaps"}}, "has to be true or false"),
        ({"external_gateway": {"network": "public", "fixed_ips": [{"ip": "172.24.0.7"}]}}, "no list of addresses"),
        ({"external_gateway": {"network": "public", "fixed_ips": ["172.24.0"]}}, "'172.24.0' is not an address"),
        ({"interfaces": [{"subnet": "one-v4", "ip": "10.8.0"}]}, "'10.8.0' is not an address"),
        ({"external_gateway": [1]}, "neither a network nor a dict"),
        ({"routes": [{"destination": "x", "nexthop": "10.8.0.5"}]}, "not a network in CIDR notation"),
    ],
    ids=str,
)
def test_refused(ansible: Ansible, options: dict[str, Any], message: str) -> None:
    for check in (True, False):
        assert message in fail(ansible.run("os_router", name="edge", **options, check=check))
    assert ansible.writes() == []


# Faults of openstack.cloud.router


def test_rival_keeps_only_the_first_of_several_addresses(ansible: Ansible) -> None:
    made = run(ansible, external_gateway="public")
    after = run(ansible, external_gateway="public", description="x")
    assert len(made["router"]["external_gateway"]["fixed_ips"]) == 2
    assert after["router"]["external_gateway"] == made["router"]["external_gateway"]


def test_rival_has_no_check_mode(ansible: Ansible) -> None:
    run(ansible, interfaces=["one-v4"])
    before = ansible.writes()
    assert run(ansible, interfaces=["two-v4"], external_gateway="public", check=True).changed
    assert ansible.writes() == before


def test_rival_needs_a_network_beside_the_subnet_and_lists_its_ports(ansible: Ansible, cloud: FakeCloud) -> None:
    options: dict[str, Any] = {"interfaces": [{"subnet": "one-v4", "portip": "10.8.0.200"}]}
    run(ansible, **options)
    cloud.clear_log()
    assert not run(ansible, **options).changed
    router = cloud.network.named("routers", "edge")
    assert [dict(call.query) for call in cloud.calls("network", "GET") if call.rest.endswith("/ports")] == [
        {"device_id": [router["id"]]}
    ]

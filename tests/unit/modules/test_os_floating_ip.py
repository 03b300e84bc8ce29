# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_floating_ip: the one that is meant is found however it is said, and never a second one is made; and faults of
Libcloud and of openstack.cloud that it has not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed


def run(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_floating_ip", **options))


def ports(cloud: FakeCloud, server_id: str) -> list[dict[str, Any]]:
    return cloud.network.region().ports_of(server_id)


def count(cloud: FakeCloud) -> int:
    return len(cloud.network.region().collections["floatingips"])


def test_node_is_given_one_once(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    predicted = run(ansible, node="web1", network="public", check=True, diff=True)
    assert ansible.writes() == []
    made = run(ansible, node="web1", network="public", description="web", tags=["a"], diff=True)
    floating = made["floating_ip"]
    assert (predicted.changed, made.changed) == (True, True)
    assert predicted["floating_ip"]["port_id"] == floating["port_id"] == ports(cloud, server.id)[0]["id"]
    assert predicted["floating_ip"]["network_id"] == floating["network_id"]
    assert set(predicted["floating_ip"]) == set(floating)
    assert (floating["description"], floating["tags"]) == ("web", ["a"])
    again = run(ansible, node="web1", network="public", description="web", tags=["a"])
    assert (again.changed, again["floating_ip"], count(cloud)) == (False, floating, 1)
    assert not run(ansible, node="web1").changed
    assert not run(ansible, address=floating["name"], node="web1").changed
    assert not run(ansible, id=floating["id"], node="web1", fixed_ip=floating["fixed_ip"]).changed


def test_it_is_moved_detached_and_released(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    second = cloud.compute.add_server("web2")
    address = run(ansible, node="web1")["floating_ip"]["name"]
    moved = run(ansible, address=address, node="web2")
    assert (moved.changed, moved["floating_ip"]["port_id"]) == (True, ports(cloud, second.id)[0]["id"])
    assert not run(ansible, address=address, node="web1", state="detached").changed
    assert not run(ansible, address=address, node="web1", state="absent").changed
    detached = run(ansible, address=address, node="web2", state="detached")
    assert (detached.changed, detached["floating_ip"]["port_id"]) == (True, None)
    assert not run(ansible, address=address, state="detached").changed
    assert not run(ansible, address=address, port="").changed
    released = run(ansible, address=address, state="absent")
    assert (released.changed, released["floating_ip"], count(cloud)) == (True, None, 0)
    assert not run(ansible, address=address, state="absent").changed
    assert not run(ansible, node="web2", state="absent").changed
    assert not run(ansible, node="gone", state="absent").changed


def test_port_is_given_one_once(ansible: Ansible, cloud: FakeCloud) -> None:
    private = cloud.network.named("networks", "private")
    port = cloud.network.add_port(private["id"], name="vip")
    made = run(ansible, port="vip")
    assert (made.changed, made["floating_ip"]["port_id"]) == (True, port["id"])
    assert not run(ansible, port=port["id"]).changed
    assert run(ansible, port="vip", state="absent").changed
    assert count(cloud) == 0


def test_network_alone_is_a_free_one(ansible: Ansible, cloud: FakeCloud) -> None:
    first = run(ansible, network="public")
    assert (first.changed, run(ansible, network="public").changed) == (True, False)
    other = run(ansible, network="public", description="second")
    assert other["floating_ip"]["id"] != first["floating_ip"]["id"]
    assert not run(ansible, network="public", description="second").changed
    cloud.compute.add_server("web1")
    assert (
        run(ansible, node="web1", description="second", reuse=True)["floating_ip"]["id"] == other["floating_ip"]["id"]
    )
    assert count(cloud) == 2


def test_two_networks_need_a_word(ansible: Ansible, cloud: FakeCloud) -> None:
    backend = cloud.network.add_network("backend", "10.9.0.0/24")
    server = cloud.compute.add_server("web1")
    port = cloud.network.add_port(backend["id"], device_id=server.id, device_owner="compute:nova")
    assert "Say which one by port, fixed_network or fixed_ip" in fail(ansible.run("os_floating_ip", node="web1"))
    made = run(ansible, node="web1", fixed_network="backend")
    assert made["floating_ip"]["port_id"] == port["id"]
    assert not run(ansible, node="web1").changed
    private = next(one for one in ports(cloud, server.id) if one["id"] != port["id"])
    address = private["fixed_ips"][0]["ip_address"]
    moved = run(ansible, address=made["floating_ip"]["name"], node="web1", fixed_ip=address)
    assert (moved.changed, moved["floating_ip"]["fixed_ip"]) == (True, address)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "Say which floating IP by its address"),
        ({"state": "absent", "network": "public"}, "Say which floating IP by its address"),
        ({"name": ""}, "name must not be empty"),
        ({"node": "web1", "port": "vip"}, "either node or port"),
        ({"node": "wbe1"}, "Did you mean 'web1'?"),
        ({"node": "web1", "network": "pubic"}, "There is no network named 'pubic'"),
        ({"node": "web1", "fixed_ip": "10.0.0.250"}, "has no port with the address 10.0.0.250"),
        ({"id": "2f245a7b-796b-4f26-9cf9-9e82d248fda7"}, "There is no floating IP with the id"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_refused(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any], message: str) -> None:
    cloud.compute.add_server("web1")
    for check in (True, False):
        assert message in fail(ansible.run("os_floating_ip", **options, check=check))
    assert ansible.writes() == []


def test_several_external_networks_are_named(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    external: dict[str, Any] = {"router:external": True}
    cloud.network.add_network("other", "198.51.100.0/24", **external)
    message = fail(ansible.run("os_floating_ip", node="web1"))
    assert "public" in message
    assert "other" in message
    assert run(ansible, node="web1", network="other")["floating_ip"]["name"].startswith("198.51.100.")


# Faults of the others


def test_libcloud_takes_one_from_a_node_that_does_not_have_it(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    cloud.compute.add_server("web2")
    address = run(ansible, node="web1")["floating_ip"]["name"]
    assert not run(ansible, address=address, node="web2", state="detached").changed
    assert run(ansible, address=address, node="web1", state="detached").changed


def test_libcloud_makes_nothing_silently_in_a_pool_that_there_is_not(ansible: Ansible) -> None:
    assert "There is no network named 'nope'" in fail(ansible.run("os_floating_ip", pool="nope"))


def test_rival_crashes_where_no_address_was_attached(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    gone = run(ansible, server="web1", state="absent")
    assert (gone.changed, gone["floating_ip"]) == (False, None)
    run(ansible, server="web1")
    assert run(ansible, server="web1", state="absent").changed


def test_rival_has_no_check_mode(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    run(ansible, node="web1")
    written = len(ansible.writes())
    for state in ("absent", "detached"):
        assert run(ansible, node="web1", state=state, check=True).changed
    assert len(ansible.writes()) == written


def test_rival_lists_all_floating_ips_of_the_project(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    run(ansible, node="web1")
    cloud.clear_log()
    assert not run(ansible, node="web1").changed
    asked = [dict(call.query) for call in cloud.calls("network", "GET") if call.rest.endswith("/floatingips")]
    assert asked == [{"port_id": [port["id"] for port in ports(cloud, server.id)]}]

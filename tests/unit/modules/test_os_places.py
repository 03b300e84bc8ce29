# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_availability_zone_info and os_hypervisor_info on the fake cloud."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

ROUTERS = {"name": "north", "state": "available", "resource": "router"}
NETWORKS = {"name": "north", "state": "unavailable", "resource": "network"}


def test_zones_of_all_services(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.region().zones = [ROUTERS, NETWORKS]
    result = succeed(ansible.run("os_availability_zone_info"))
    assert [
        (one["service"], one["name"], one["resource"], one["available"]) for one in result["availability_zones"]
    ] == [
        ("compute", "nova", None, True),
        ("volume", "nova", None, True),
        ("network", "north", "router", True),
        ("network", "north", "network", False),
    ]
    assert {one["region"] for one in result["availability_zones"]} == {"RegionOne"}
    assert (result["unavailable"], result.changed) == ({}, False)


def test_zones_that_can_be_used(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.region().zones = [ROUTERS, NETWORKS]
    result = succeed(ansible.run("os_availability_zone_info", services=["network"], available=True))
    assert [one["resource"] for one in result["availability_zones"]] == ["router"]
    assert len(cloud.calls("network")) == 1
    assert not cloud.calls("compute")


def test_regions_of_the_catalog(ansible: Ansible) -> None:
    regions = succeed(ansible.run("os_availability_zone_info", services=["compute"]))["regions"]
    assert [one["name"] for one in regions] == ["RegionOne", "RegionTwo"]
    assert {"compute", "image", "network", "volume"} <= set(regions[0]["services"])


def test_a_cloud_without_volumes(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.catalog[:] = [one for one in cloud.catalog if one["type"] not in ("block-storage", "volumev3")]
    result = succeed(ansible.run("os_availability_zone_info"))
    assert "Could not find specified endpoint" in result["unavailable"]["volume"]
    assert "Could not find specified endpoint" in fail(ansible.run("os_availability_zone_info", services=["volume"]))


def test_hosts_for_administrators(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    result = succeed(administrator.run("os_availability_zone_info", hosts=True))
    hosts = {one["service"]: one["hosts"] for one in result["availability_zones"]}
    assert hosts == {"compute": ["compute-1", "compute-2", "compute-3"], "volume": None}
    message = fail(ansible.run("os_availability_zone_info", hosts=True))
    assert "Could not look for the availability zones of compute" in message
    assert "HTTP 403" in message


def test_hypervisors(administrator: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    found = succeed(administrator.run("os_hypervisor_info"))["hypervisors"]
    assert [one["name"] for one in found] == ["compute-1", "compute-2", "compute-3"]
    assert (found[0]["vcpus"], found[0]["type"], found[0]["state"]) == (100000, "fake", "up")
    assert sum(one["running_nodes"] for one in found) == 1
    assert [one["nodes"] for one in found] == [[], [], []]
    busy = succeed(administrator.run("os_hypervisor_info", nodes=True, names=[server.host]))["hypervisors"]
    assert busy[0]["nodes"] == [{"id": server.id, "name": "web1"}]
    (one,) = succeed(administrator.run("os_hypervisor_info", id=found[1]["id"]))["hypervisors"]
    assert one == found[1]
    assert succeed(administrator.run("os_hypervisor_info", state="down"))["hypervisors"] == []
    assert len(succeed(administrator.run("os_hypervisor_info", status="enabled"))["hypervisors"]) == 3
    few = succeed(administrator.run("os_hypervisor_info", name="compute-2", fields=["name"]))["hypervisors"]
    assert few == [{"name": "compute-2"}]


def test_hypervisors_are_for_administrators(ansible: Ansible) -> None:
    assert "HTTP 403" in fail(ansible.run("os_hypervisor_info"))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_reservation_info on the fake cloud, which alone has a reservation service."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    TOKEN_REQUEST,
    Ansible,
    Result,
    fail,
    succeed,
)


def in_catalog(cloud: FakeCloud, path: str) -> None:
    endpoints = [endpoint(f"{cloud.origin}/reservation{path}", "RegionOne")]
    cloud.catalog.append({"type": "reservation", "name": "blazar", "id": "b", "endpoints": endpoints})


@pytest.fixture
def project_id(cloud: FakeCloud) -> str:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    return project.id


def names(result: Result, kind: str) -> list[str]:
    return [one["name"] for one in succeed(result)[kind]]


@pytest.mark.parametrize("path", ["", "/v1"])
def test_leases_are_found(ansible: Ansible, cloud: FakeCloud, project_id: str, path: str) -> None:
    in_catalog(cloud, path)
    mine = cloud.reservation.add_lease("mine", project_id)
    cloud.reservation.add_lease("theirs", "0" * 32)
    result = succeed(ansible.run("os_reservation_info"))
    (lease,) = result["leases"]
    assert (lease["name"], lease["status"], lease["project_id"]) == ("mine", "ACTIVE", project_id)
    assert lease["reservations"][0]["resource_type"] == "physical:host"
    assert mine["trust_id"] not in result.output
    assert ansible.lines() == [TOKEN_REQUEST, "GET reservation /v1/leases"]
    assert names(ansible.run("os_reservation_info", id=mine["id"]), "leases") == ["mine"]
    assert names(ansible.run("os_reservation_info", name="theirs"), "leases") == []
    assert cloud.requests[-1].query == {}
    assert names(ansible.run("os_reservation_info", id="0" * 32), "leases") == []


def test_hosts_are_found_by_administrators(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    in_catalog(cloud, "/v1")
    for name in ("compute-1", "compute-2"):
        cloud.reservation.add_host(name)
    assert names(administrator.run("os_reservation_info", kind="host"), "hosts") == ["compute-1", "compute-2"]
    assert names(administrator.run("os_reservation_info", kind="host", name="compute-2"), "hosts") == ["compute-2"]
    found = succeed(administrator.run("os_reservation_info", kind="host", id="1", fields=["name", "vcpus"]))
    assert found["hosts"] == [{"name": "compute-1", "vcpus": 64}]
    message = fail(ansible.run("os_reservation_info", kind="host"))
    assert message.startswith("Could not look for hosts: Policy doesn't allow blazar:oshosts:get to be performed.")


def test_cloud_without_the_service(ansible: Ansible) -> None:
    message = fail(ansible.run("os_reservation_info"))
    assert message.startswith("Could not find specified endpoint: no 'reservation' service")


def test_libcloud_takes_another_service_s_url(ansible: Ansible, cloud: FakeCloud, project_id: str) -> None:
    """There, a forced URL of one service is used for this one too."""
    in_catalog(cloud, "")
    cloud.reservation.add_lease("mine", project_id)
    forced = f"{cloud.origin}/network"
    assert names(ansible.run("os_reservation_info", network_url=forced), "leases") == ["mine"]
    own = f"{cloud.origin}/reservation/v1"
    assert names(ansible.run("os_reservation_info", reservation_url=own), "leases") == ["mine"]

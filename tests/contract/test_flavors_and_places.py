# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova: what administrators do with flavors; availability zones with hosts, and hypervisors; Neutron's zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique

ADMIN_ONLY = "Policy doesn't allow os_compute_api:{} to be performed."


class Flavors:
    """Makes flavors for a test, and takes them away."""

    def __init__(self, admin: Cloud) -> None:
        self.admin = admin
        self.made: list[str] = []

    def make(self, **fields: Any) -> Json:
        wanted = {"name": unique("flavor"), "ram": 64, "vcpus": 1, "disk": 0, **fields}
        response = self.admin.compute("POST", "/flavors", "2.61", json={"flavor": wanted})
        assert response.status_code == 200, response.text
        made: Json = response.json()["flavor"]
        self.made.append(made["id"])
        return made


@pytest.fixture
def flavors(admin: Cloud) -> Iterator[Flavors]:
    made = Flavors(admin)
    yield made
    for flavor_id in made.made:
        admin.compute("DELETE", f"/flavors/{flavor_id}")


def test_life_of_a_flavor(flavors: Flavors) -> None:
    admin = flavors.admin
    made = flavors.make(description="words", swap=64, **{"OS-FLV-EXT-DATA:ephemeral": 1})
    assert (made["ram"], made["swap"], made["description"], made["extra_specs"]) == (64, 64, "words", {})
    body = {"flavor": {"description": None}}
    changed = admin.compute("PUT", f"/flavors/{made['id']}", "2.61", json=body)
    assert (changed.status_code, changed.json()["flavor"]["description"]) == (200, None)
    twin = {"flavor": {"name": made["name"], "ram": 64, "vcpus": 1, "disk": 0}}
    nova_error(admin.compute("POST", "/flavors", json=twin), 409, f"Flavor with name {made['name']} already exists.")
    assert admin.compute("DELETE", f"/flavors/{made['id']}").status_code == 202
    response = admin.compute("DELETE", f"/flavors/{made['id']}")
    nova_error(response, 404, "Flavor <id> could not be found.")


def test_extra_specs(flavors: Flavors) -> None:
    path = f"/flavors/{flavors.make()['id']}/os-extra_specs"
    specs = {"extra_specs": {"a": "1", "hw:cpu_policy": "shared"}}
    added = flavors.admin.compute("POST", path, "2.61", json=specs)
    assert (added.status_code, added.json()) == (200, specs)
    assert flavors.admin.compute("GET", path).json() == specs
    assert flavors.admin.compute("DELETE", f"{path}/hw:cpu_policy").status_code == 200
    assert flavors.admin.compute("GET", path).json() == {"extra_specs": {"a": "1"}}
    gone = flavors.admin.compute("DELETE", f"{path}/hw:cpu_policy")
    nova_error(gone, 404, "Flavor <id> has no extra specs with key hw:cpu_policy.")


def test_access(flavors: Flavors, cloud: Cloud) -> None:
    admin, made = flavors.admin, flavors.make(**{"os-flavor-access:is_public": False})
    path, project = f"/flavors/{made['id']}", cloud.project_id

    def listed(client: Cloud, query: str = "") -> bool:
        return made["id"] in [one["id"] for one in client.compute("GET", f"/flavors{query}").json()["flavors"]]

    assert admin.compute("GET", f"{path}/os-flavor-access").json() == {"flavor_access": []}
    assert [listed(admin), listed(admin, "?is_public=none"), listed(admin, "?is_public=false")] == [False, True, True]
    assert [listed(cloud), listed(cloud, "?is_public=none")] == [False, False]
    adding = {"addTenantAccess": {"tenant": project}}
    added = admin.compute("POST", f"{path}/action", "2.61", json=adding)
    assert (added.status_code, added.json()) == (
        200,
        {"flavor_access": [{"flavor_id": made["id"], "tenant_id": project}]},
    )
    assert [listed(cloud), listed(admin)] == [True, False]
    again = admin.compute("POST", f"{path}/action", "2.61", json=adding)
    # Nova tells a number of its own instead of the id.
    assert again.status_code == 409
    assert "Flavor access already exists for flavor" in again.json()["conflictingRequest"]["message"]
    removing = {"removeTenantAccess": {"tenant": project}}
    assert admin.compute("POST", f"{path}/action", "2.61", json=removing).json() == {"flavor_access": []}
    again = admin.compute("POST", f"{path}/action", "2.61", json=removing)
    assert again.status_code == 404
    assert "Flavor access not found for" in again.json()["itemNotFound"]["message"]


def test_public_flavors_have_no_access_list(flavors: Flavors) -> None:
    path = f"/flavors/{flavors.make()['id']}"
    response = flavors.admin.compute("GET", f"{path}/os-flavor-access")
    nova_error(response, 404, "Access list not available for public flavors.")
    adding = {"addTenantAccess": {"tenant": flavors.admin.project_id}}
    response = flavors.admin.compute("POST", f"{path}/action", "2.7", json=adding)
    nova_error(response, 409, "Can not add access to a public flavor.")


def test_flavors_are_made_by_administrators(cloud: Cloud) -> None:
    body = {"flavor": {"name": "x", "ram": 64, "vcpus": 1, "disk": 0}}
    response = cloud.compute("POST", "/flavors", json=body)
    nova_error(response, 403, ADMIN_ONLY.format("os-flavor-manage:create"))


def test_zones_with_hosts(admin: Cloud, cloud: Cloud) -> None:
    zones = admin.compute("GET", "/os-availability-zone/detail").json()["availabilityZoneInfo"]
    (nova,) = [zone for zone in zones if zone["zoneName"] == "nova"]
    (service,) = next(iter(nova["hosts"].values())).items()
    assert (service[0], set(service[1])) == ("nova-compute", {"available", "active", "updated_at"})
    response = cloud.compute("GET", "/os-availability-zone/detail")
    nova_error(response, 403, ADMIN_ONLY.format("os-availability-zone:detail"))


def test_zones_of_networks(cloud: Cloud) -> None:
    response = cloud.network("GET", "/availability_zones")
    assert response.status_code == 200
    assert all(set(zone) >= {"name", "state", "resource"} for zone in response.json()["availability_zones"])


def test_hypervisors(admin: Cloud, cloud: Cloud) -> None:
    path = "/os-hypervisors/detail?with_servers=true"
    listed = admin.compute("GET", path, "2.87").json()["hypervisors"]
    assert len(listed) >= 1
    keys = {"id", "hypervisor_hostname", "state", "status", "hypervisor_type", "hypervisor_version", "host_ip"}
    keys |= {"service", "vcpus", "memory_mb", "local_gb", "vcpus_used", "memory_mb_used", "local_gb_used", "servers"}
    keys |= {"free_ram_mb", "free_disk_gb", "current_workload", "running_vms", "disk_available_least", "cpu_info"}
    assert set(listed[0]) == keys
    assert (listed[0]["state"], listed[0]["status"]) == ("up", "enabled")
    assert set(listed[0]["service"]) == {"id", "host", "disabled_reason"}
    shown = admin.compute("GET", f"/os-hypervisors/{listed[0]['id']}", "2.87").json()["hypervisor"]
    assert set(shown) == keys - {"servers"}
    later = admin.compute("GET", "/os-hypervisors/detail", "2.88").json()["hypervisors"][0]
    assert "vcpus" not in later
    response = admin.compute("GET", f"/os-hypervisors/{NO_ID}", "2.87")
    nova_error(response, 404, f"Hypervisor with ID '{NO_ID}' could not be found.")
    nova_error(admin.compute("GET", "/os-hypervisors/x", "2.87"), 400, "Invalid uuid x")
    response = cloud.compute("GET", "/os-hypervisors/detail", "2.87")
    nova_error(response, 403, ADMIN_ONLY.format("os-hypervisors:list-detail"))

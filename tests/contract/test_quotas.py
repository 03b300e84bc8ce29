# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quotas of the compute, the network and the block storage service; projects, whose they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error, neutron_error, nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, unique

COMPUTE = {"instances", "cores", "ram", "key_pairs", "metadata_items", "server_groups", "server_group_members"}
FILES = {"injected_files", "injected_file_content_bytes", "injected_file_path_bytes"}
NETWORK = {"network", "subnet", "port", "router", "floatingip", "security_group", "security_group_rule"}
VOLUME = {"volumes", "snapshots", "gigabytes", "backups", "backup_gigabytes", "per_volume_gigabytes", "groups"}


@pytest.fixture(name="owner", scope="module")
def project_of_the_administrator(admin: Cloud) -> Iterator[str]:
    """Return the id of a project whose quotas are as they were, afterwards."""
    yield admin.project_id
    admin.compute("DELETE", f"/os-quota-sets/{admin.project_id}")
    admin.network("DELETE", f"/quotas/{admin.project_id}")
    admin.volume("DELETE", f"/os-quota-sets/{admin.project_id}")


def test_compute(cloud: Cloud, admin: Cloud, owner: str) -> None:
    path = f"/os-quota-sets/{owner}"
    shown = admin.compute("GET", f"{path}/detail", "2.36").json()["quota_set"]
    assert set(shown) == {"id"} | COMPUTE | FILES
    assert (shown["id"], set(shown["cores"])) == (owner, {"in_use", "limit", "reserved"})
    assert set(admin.compute("GET", f"{path}/detail", "2.57").json()["quota_set"]) == {"id"} | COMPUTE
    defaults = admin.compute("GET", f"{path}/defaults", "2.36").json()["quota_set"]
    assert set(defaults) == {"id"} | COMPUTE | FILES
    answer = admin.compute("PUT", path, "2.36", json={"quota_set": {"cores": 7, "key_pairs": -1}})
    assert (answer.status_code, set(answer.json()["quota_set"])) == (200, COMPUTE | FILES)
    limits = admin.compute("GET", path, "2.36").json()["quota_set"]
    assert (limits["cores"], limits["key_pairs"], limits["ram"]) == (7, -1, defaults["ram"])
    answer = admin.compute("DELETE", path)
    assert (answer.status_code, answer.content) == (202, b"")
    assert admin.compute("GET", path, "2.36").json()["quota_set"] == defaults
    own = f"/os-quota-sets/{cloud.project_id}"
    assert cloud.compute("GET", f"{own}/detail").status_code == 200
    for method, of, words in (("GET", f"{path}/detail", "detail"), ("PUT", own, "update"), ("DELETE", own, "delete")):
        answer = cloud.compute(method, of, json={"quota_set": {"cores": 1}} if method == "PUT" else None)
        nova_error(answer, 403, f"Policy doesn't allow os_compute_api:os-quota-sets:{words} to be performed.")


def test_refused_limits_of_compute(admin: Cloud, owner: str) -> None:
    path = f"/os-quota-sets/{owner}"
    made = admin.compute("POST", "/os-server-groups", json={"server_group": {"name": "g", "policies": ["affinity"]}})
    group = made.json()["server_group"]["id"]
    try:
        answer = admin.compute("PUT", path, "2.36", json={"quota_set": {"server_groups": 0}})
        least = "must be greater than or equal to already used and reserved 1."
        nova_error(answer, 400, f"Quota limit 0 for server_groups {least}")
        body = {"quota_set": {"server_groups": 0, "force": True}}
        assert admin.compute("PUT", path, "2.36", json=body).status_code == 200
    finally:
        admin.compute("DELETE", f"/os-server-groups/{group}")
    answer = admin.compute("PUT", path, "2.36", json={"quota_set": {"cores": -2}})
    sentence = "Invalid input for field/attribute cores. Value: -2. -2 is less than the minimum of -1"
    nova_error(answer, 400, sentence)
    answer = admin.compute("PUT", path, "2.57", json={"quota_set": {"injected_files": 5}})
    sentence = (
        "Invalid input for field/attribute quota_set. Value: {'injected_files': 5}. "
        "Additional properties are not allowed ('injected_files' was unexpected)"
    )
    nova_error(answer, 400, sentence)


def test_network(cloud: Cloud, admin: Cloud, owner: str) -> None:
    path = f"/quotas/{owner}"
    shown = admin.network("GET", f"{path}/details").json()["quota"]
    assert set(shown) >= NETWORK
    assert set(shown["network"]) == {"limit", "used", "reserved"}
    defaults = admin.network("GET", f"{path}/default").json()["quota"]
    assert set(defaults) == set(shown)
    answer = admin.network("PUT", path, json={"quota": {"router": 7, "port": -1}})
    assert (answer.status_code, set(answer.json()["quota"])) == (200, set(shown))
    limits = admin.network("GET", path).json()["quota"]
    assert (limits["router"], limits["port"], limits["subnet"]) == (7, -1, defaults["subnet"])
    answer = admin.network("DELETE", path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert admin.network("GET", path).json()["quota"] == defaults
    own = f"/quotas/{cloud.project_id}"
    assert cloud.network("GET", f"{own}/details").status_code == 200
    assert cloud.network("GET", f"{own}/default").status_code == 200
    what = "Only admin is authorized to access quotas for another project"
    sentence = f"User does not have admin privileges: {what}."
    neutron_error(cloud.network("GET", f"{path}/details"), 403, "AdminRequired", sentence)
    for method, words in (("PUT", "update"), ("DELETE", "delete")):
        answer = cloud.network(method, own, json={"quota": {"port": 1}} if method == "PUT" else None)
        neutron_error(answer, 403, "PolicyNotAuthorized", f"rule:{words}_quota is disallowed by policy")


def test_refused_limits_of_network(admin: Cloud, owner: str) -> None:
    path = f"/quotas/{owner}"
    made = admin.network("POST", "/networks", json={"network": {"name": unique("network")}}).json()["network"]
    try:
        answer = admin.network("PUT", path, json={"quota": {"network": 0}})
        assert answer.status_code == 400
        assert "Quota limit 0 for network must be greater than or equal to already used" in answer.text
        assert admin.network("PUT", path, json={"quota": {"network": 0, "force": True}}).status_code == 200
    finally:
        admin.network("DELETE", f"/networks/{made['id']}")
    answer = admin.network("PUT", path, json={"quota": {"colour": 1}})
    neutron_error(answer, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'colour'")
    answer = admin.network("PUT", path, json={"quota": {"port": -2}})
    reason = "Invalid input for port. Reason: '-2' is too small - must be at least '-1'."
    neutron_error(answer, 400, "HTTPBadRequest", reason)


def test_volume(cloud: Cloud, admin: Cloud, owner: str) -> None:
    path = f"/os-quota-sets/{owner}"
    shown = admin.volume("GET", f"{path}?usage=true").json()["quota_set"]
    types = {item["name"] for item in admin.volume("GET", "/types").json()["volume_types"]}
    of_types = {f"{name}_{kind}" for name in ("volumes", "snapshots", "gigabytes") for kind in types}
    assert set(shown) == {"id"} | VOLUME | of_types
    assert set(shown["volumes"]) >= {"limit", "in_use", "reserved"}
    defaults = admin.volume("GET", f"{path}/defaults").json()["quota_set"]
    assert set(defaults) == set(shown)
    answer = admin.volume("PUT", path, json={"quota_set": {"volumes": 7, "backups": -1}})
    assert (answer.status_code, set(answer.json()["quota_set"])) == (200, set(shown) - {"id"})
    limits = admin.volume("GET", path).json()["quota_set"]
    assert (limits["volumes"], limits["backups"], limits["groups"]) == (7, -1, defaults["groups"])
    answer = admin.volume("DELETE", path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert admin.volume("GET", path).json()["quota_set"] == defaults
    own = f"/os-quota-sets/{cloud.project_id}"
    assert cloud.volume("GET", f"{own}?usage=true").status_code == 200
    for method, of, words in (("GET", path, "show"), ("PUT", own, "update"), ("DELETE", own, "delete")):
        answer = cloud.volume(method, of, json={"quota_set": {"volumes": 1}} if method == "PUT" else None)
        nova_error(answer, 403, f"Policy doesn't allow volume_extension:quotas:{words} to be performed.")


def test_limits_that_anybody_sees(cloud: Cloud) -> None:
    absolute = cloud.volume("GET", "/limits").json()["limits"]["absolute"]
    assert set(absolute) == {
        "maxTotalVolumes",
        "maxTotalSnapshots",
        "maxTotalVolumeGigabytes",
        "maxTotalBackups",
        "maxTotalBackupGigabytes",
        "totalVolumesUsed",
        "totalSnapshotsUsed",
        "totalGigabytesUsed",
        "totalBackupsUsed",
        "totalBackupGigabytesUsed",
    }


def test_projects(cloud: Cloud, admin: Cloud) -> None:
    mine = cloud.send("GET", f"{cloud.identity}/auth/projects").json()["projects"]
    demo = next(project for project in mine if project["name"] == "demo")
    keys = {"id", "name", "domain_id", "description", "enabled", "parent_id", "is_domain", "tags", "options", "links"}
    assert set(demo) == keys
    assert cloud.send("GET", f"{cloud.identity}/projects/{demo['id']}").json()["project"] == demo
    assert admin.send("GET", f"{admin.identity}/projects?name=demo").json()["projects"] == [demo]
    refused = "You are not authorized to perform the requested action: identity:"
    keystone_error(cloud.send("GET", f"{cloud.identity}/projects"), 403, f"{refused}list_projects.")
    other = f"{cloud.identity}/projects/{admin.project_id}"
    keystone_error(cloud.send("GET", other), 403, f"{refused}get_project.")
    missing = admin.send("GET", f"{admin.identity}/projects/none")
    keystone_error(missing, 404, "Could not find project: none.")

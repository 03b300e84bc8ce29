# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_quota and os_quota_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    TOKEN_REQUEST,
    Ansible,
    Result,
    fail,
    succeed,
)

WANTED: dict[str, Any] = {"project": "demo", "instances": 20, "floating_ips": -1, "volumes": 7}


@pytest.fixture
def quota(administrator: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return administrator.run("os_quota", **options)

    return run


def project_id(cloud: FakeCloud, name: str) -> str:
    project = cloud.accounts.project(name, "default")
    assert project is not None
    return project.id


def limits(result: Result) -> dict[str, Any]:
    quotas = (result["quota"][service] for service in ("compute", "network", "volume"))
    return {name: item["limit"] for quota in quotas if quota for name, item in quota.items()}


def test_limits_are_set_once(administrator: Ansible, quota: Any, cloud: FakeCloud) -> None:
    predicted = succeed(quota(**WANTED, check=True, diff=True))
    assert administrator.writes() == []
    made = succeed(quota(**WANTED, diff=True))
    assert (made.changed, made["diff"]) == (True, predicted["diff"])
    assert {"region": None, **made["quota"]} == {"region": None, **predicted["quota"]}
    assert made["diff"][0] == {
        "before_header": "compute",
        "after_header": "compute",
        "before": {"state": "present", "instances": 20000},
        "after": {"state": "present", "instances": 20},
    }
    assert made["quota"]["project_id"] == project_id(cloud, "demo")
    assert made["quota"]["compute"]["instances"] == {"limit": 20, "in_use": 0, "reserved": 0, "left": 20}
    assert made["quota"]["network"]["floating_ips"]["left"] is None
    # What was not named is as it was.
    assert (limits(made)["cores"], limits(made)["networks"], limits(made)["snapshots"]) == (200000, 1000, 10000)
    cloud.clear_log()
    again = succeed(quota(**WANTED))
    assert (again.changed, again["quota"]) == (False, made["quota"])
    assert len([line for line in administrator.lines() if "quota" in line]) == 3
    assert administrator.writes() == []


def test_rival_reads_all_services_for_one_limit(administrator: Ansible, quota: Any) -> None:
    succeed(quota(cores=5, check=True))
    (read,) = [line for line in administrator.lines() if line != TOKEN_REQUEST]
    assert read.startswith("GET compute /v2.1/os-quota-sets/")
    shown = succeed(quota(cores=5))["quota"]
    assert (shown["project"], shown["network"], shown["volume"]) == ("admin", None, None)


def test_rival_resets_every_time(administrator: Ansible, quota: Any, cloud: FakeCloud) -> None:
    assert not succeed(quota(project="demo", state="default")).changed
    succeed(quota(**WANTED))
    cloud.clear_log()
    predicted = succeed(quota(project="demo", state="default", check=True, diff=True))
    assert administrator.writes() == []
    reset = succeed(quota(project="demo", state="default", diff=True))
    assert (reset.changed, reset["diff"], reset["quota"]) == (True, predicted["diff"], predicted["quota"])
    assert limits(reset)["instances"] == 20000
    assert [line.split()[0] for line in administrator.writes()] == ["DELETE"] * 3
    cloud.clear_log()
    assert not succeed(quota(project="demo", state="default")).changed
    assert administrator.writes() == []


def test_only_services_that_differ_are_changed(administrator: Ansible, quota: Any) -> None:
    succeed(quota(**WANTED))
    administrator.cloud.clear_log()
    assert succeed(quota(**{**WANTED, "volumes": 8})).changed
    (line,) = administrator.writes()
    assert line.startswith("PUT volume ")


def test_default_of_a_cloud_without_block_storage(quota: Any, cloud: FakeCloud) -> None:
    cloud.catalog[:] = [entry for entry in cloud.catalog if entry["type"] not in ("block-storage", "volumev3")]
    assert succeed(quota(state="default"))["quota"]["volume"] is None
    assert "Could not find specified endpoint" in fail(quota(volumes=1))


def test_nothing_is_set_if_one_service_is_not_there(administrator: Ansible, quota: Any, cloud: FakeCloud) -> None:
    cloud.faults.add(service="volume", method="GET", path="os-quota-sets", status=403, body={"forbidden": {}})
    assert "403" in fail(quota(**WANTED))
    assert administrator.writes() == []


def test_limit_below_what_is_in_use(administrator: Ansible, quota: Any, cloud: FakeCloud) -> None:
    for number in range(2):
        cloud.compute.add_server(f"web{number}")
    for check in (True, False):
        message = fail(quota(project="demo", instances=1, networks=50, check=check))
        assert message.startswith("No quota was changed. instances is to be 1, and 2 are in use. Set force to true")
    assert administrator.writes() == []
    forced = succeed(quota(project="demo", instances=1, force=True))["quota"]["compute"]["instances"]
    assert forced == {"limit": 1, "in_use": 2, "reserved": 0, "left": 0}
    assert cloud.calls("compute", "PUT")[-1].body == {"quota_set": {"instances": 1, "force": True}}
    cloud.volume.add_volume("data", 5)
    before = administrator.writes()
    for check in (True, False):
        message = fail(quota(project="demo", instances=9, gigabytes=4, force=True, check=check))
        assert message == "No quota was changed. gigabytes is to be 4, and 5 are in use."
    assert administrator.writes() == before


def test_limit_that_the_service_does_not_have_is_no_silence(quota: Any, cloud: FakeCloud) -> None:
    del cloud.compute.region().quotas.defaults["injected_files"]
    assert succeed(quota(injected_files=3, check=True)).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "Say at least one limit, or set state to default."),
        ({"cores": -2}, "cores has to be 0 or more, or -1 for no limit, not -2."),
        ({"project": "nobody", "cores": 1}, "There is no project named 'nobody' or with that id"),
        ({"project": "dem", "cores": 1}, "Did you mean 'demo'"),
        ({"state": "absent"}, "value of state must be one of"),
        ({"state": "default", "cores": 1}, "Limits are not given with state default"),
    ],
    ids=["nothing", "negative", "unknown", "alike", "state", "both"],
)
def test_refused(administrator: Ansible, quota: Any, options: dict[str, Any], message: str) -> None:
    assert message in fail(quota(**options))
    assert administrator.writes() == []


def test_users_may_not_set_limits(ansible: Ansible) -> None:
    message = fail(ansible.run("os_quota", cores=1))
    assert "Could not set the compute quota of project 'demo': Policy doesn't allow" in message
    assert "There is no project named 'admin'" in fail(ansible.run("os_quota", project="admin", cores=1))


def test_quota_is_shown(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    cloud.volume.add_volume("data", 5)
    result = succeed(ansible.run("os_quota_info"))
    (shown,) = result["quotas"]
    left = 200000 - server.flavor.vcpus
    assert shown["compute"]["cores"] == {"limit": 200000, "in_use": 1, "reserved": 0, "left": left}
    assert shown["volume"]["gigabytes"]["in_use"] == 5
    assert shown["volume"]["gigabytes_ssd"]["limit"] == -1
    assert shown["network"]["networks"]["in_use"] == 1
    assert len(ansible.lines()) == 4
    # Not of one user, nor of one that is called None.
    assert [request.query for request in cloud.calls("compute", "GET")] == [{}]
    assert "limits" not in result.data
    assert "defaults" not in shown


def test_quotas_of_projects(administrator: Ansible, quota: Any, cloud: FakeCloud) -> None:
    succeed(quota(project="demo", networks=3, cores=2))
    cloud.clear_log()
    result = succeed(
        administrator.run("os_quota_info", projects=["demo", project_id(cloud, "alt")], services=["network"])
    )
    shown = [(one["project"], one["compute"], one["network"]["networks"]["limit"]) for one in result["quotas"]]
    assert shown == [("demo", None, 3), ("alt", None, 1000)]
    user = cloud.accounts.users[0].id
    succeed(administrator.run("os_quota_info", project="demo", for_user=user))
    assert [request.query for request in cloud.calls("compute")] == [{"user_id": [user]}]


def test_defaults_and_limits_are_shown_on_request(ansible: Ansible, administrator: Ansible, quota: Any) -> None:
    succeed(quota(project="demo", cores=2))
    result = succeed(ansible.run("os_quota_info", defaults=True, limits=True))
    (shown,) = result["quotas"]
    assert (shown["compute"]["cores"]["limit"], shown["defaults"]["compute"]["cores"]) == (2, 200000)
    assert shown["defaults"]["network"]["floating_ips"] == 10000
    assert "totalCoresUsed" in result["limits"]["compute"]
    assert "maxTotalVolumes" in result["limits"]["volume"]

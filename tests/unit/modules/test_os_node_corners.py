# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_node where clouds differ, where names are shared, and where a node is on its way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

WEB1: dict[str, Any] = {
    "name": "web1",
    "image": "cirros",
    "flavor": "m1.tiny",
    "networks": ["private"],
    "security_groups": ["default"],
}


def as_admin(cloud: FakeCloud) -> Ansible:
    """Tasks of an administrator in the project demo."""
    cloud.accounts.add_user("operator", "operates-the-cloud", ("demo",), role="admin")
    options = {**cloud.connection_options(), "username": "operator", "password": "operates-the-cloud"}
    return Ansible(cloud, {**options, "retries": 0})


@pytest.mark.parametrize("microversion", ["2.40", "2.79", "latest"])
def test_unchanged_at_any_microversion(ansible: Ansible, microversion: str) -> None:
    """Before 2.47 a node shows its flavor's id, from then on its name."""
    succeed(ansible.os_node(**WEB1, microversion=microversion))
    assert not succeed(ansible.os_node(**WEB1, microversion=microversion)).changed


@pytest.mark.parametrize("check", [True, False])
def test_node_that_is_being_built_is_no_other_than_wanted(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    cloud.build_seconds = 60
    wanted = {**WEB1, "availability_zone": "nova", "wait": False}
    succeed(ansible.os_node(**wanted))
    assert not succeed(ansible.os_node(**wanted, check=check)).changed


def test_administrator_s_default_group_is_that_of_the_project(cloud: FakeCloud) -> None:
    alt = cloud.accounts.project("alt", "default")
    assert alt is not None
    cloud.network.add_security_group("default", project_id=alt.id)
    admin = as_admin(cloud)
    succeed(admin.os_node(**WEB1))
    assert not succeed(admin.os_node(**WEB1)).changed


def test_one_of_two_groups_of_a_name_by_its_id(ansible: Ansible, cloud: FakeCloud) -> None:
    first, _second = (cloud.network.add_security_group("web") for _group in range(2))
    succeed(ansible.os_node(**WEB1))
    assert "2 security groups are named 'web'" in fail(ansible.os_node(name="web1", security_groups=["web"]))
    assert succeed(ansible.os_node(name="web1", security_groups=[first["id"]])).changed
    assert cloud.calls("network", "PUT")[-1].body == {"port": {"security_groups": [first["id"]]}}


def test_no_security_group_at_all(ansible: Ansible) -> None:
    wanted = {**WEB1, "security_groups": []}
    assert succeed(ansible.os_node(**wanted))["node"]["security_groups"] == []
    assert not succeed(ansible.os_node(**wanted)).changed


def test_zone_and_host(ansible: Ansible, cloud: FakeCloud) -> None:
    """Administrators may name a host; that it is theirs to say, the compute service decides."""
    ansible.os_node(**WEB1, availability_zone="nova:compute-1")
    assert cloud.calls("compute", "POST")[-1].body["server"]["availability_zone"] == "nova:compute-1"
    message = fail(ansible.os_node(**{**WEB1, "name": "web2"}, availability_zone="elsewhere:compute-1"))
    assert "no availability zone named 'elsewhere'" in message


@pytest.mark.parametrize("option", ["name", "id"])
def test_template_that_came_out_empty(ansible: Ansible, option: str) -> None:
    nothing: dict[str, Any] = {option: ""}
    assert fail(ansible.os_node(**nothing, state="absent")) == f"{option} must not be empty."


def test_soft_deleted_node_is_gone(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server(name="web1", status="SOFT_DELETED")
    result = succeed(ansible.os_node(id=server.id, state="absent", wait_timeout=2))
    assert not result.changed


def test_absent_without_waiting_is_done_once(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 60
    succeed(ansible.os_node(**WEB1))
    assert succeed(ansible.os_node(name="web1", state="absent", wait=False)).changed
    assert not succeed(ansible.os_node(name="web1", state="absent", wait=False)).changed
    assert len(cloud.calls("compute", "DELETE")) == 1


def test_own_password_goes_before_somebody_s_token(
    ansible: Ansible, cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OS_TOKEN", "stale")
    succeed(ansible.os_node(name="web1", state="absent", base_url=f"{cloud.origin}/compute/v2.1"))


def test_user_data_is_not_shown(ansible: Ansible, cloud: FakeCloud) -> None:
    secret = "#cloud-config\npassword: in-user-data-4711"
    made = ansible.os_node(**WEB1, user_data=secret, diff=True)
    assert succeed(made)["diff"]["after"]["user_data"].startswith("sha256:")
    admin = as_admin(cloud)
    assert not succeed(admin.os_node(**WEB1, user_data=secret)).changed
    message = fail(admin.os_node(**WEB1, user_data="#!/bin/sh"))
    assert "user_data is 'sha256:" in message
    server = cloud.compute.servers[0]
    shown = json.dumps(succeed(admin.os_node(id=server.id)).data["node"])
    encoded = cloud.calls("compute", "POST")[0].body["server"]["user_data"]
    assert encoded not in shown
    assert encoded not in message


def test_password_of_a_cloud_is_not_shown_when_arguments_are_wrong(ansible: Ansible) -> None:
    cloud = {"auth": {"password": PASSWORD, "username": "demo"}}
    result = ansible.os_node(cloud=cloud, name="web1", state="levitating")
    fail(result)
    assert PASSWORD not in result.output


@pytest.mark.parametrize("module", ["os_node", "os_catalog_info"])
def test_url_with_half_an_address(ansible: Ansible, module: str) -> None:
    options = {"name": "web1", "state": "absent"} if module == "os_node" else {"probe": True}
    result = getattr(ansible, module)(**options, base_url="http://[::1:8774")
    assert "is not a complete URL" in (fail(result) if result.exit_code else json.dumps(result.data))


def test_own_token_and_url_are_enough_for_the_catalog_module(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(name="web1", state="absent"))
    token = next(iter(cloud.tokens.issued))
    cloud.clear_log()
    bare = Ansible(cloud, {"auth_token": token, "base_url": f"{cloud.origin}/compute/v2.1"})
    result = succeed(bare.os_catalog_info(probe=True))
    assert (result["token"], result["catalog"]) == (None, [])
    assert result["endpoints"]["compute"]["probe"]["answers"]
    assert "Could not find specified endpoint" in result["endpoints"]["image"]["why"] or "needs auth_url" in result[
        "endpoints"]["image"]["why"]  # fmt: skip
    assert not cloud.calls("identity")


def test_looking_at_the_catalog_costs_no_new_token(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.catalog[:] = [service for service in cloud.catalog if service["type"] != "placement"]
    for _run in range(3):
        succeed(ansible.os_catalog_info())
    assert ansible.lines().count("POST identity /v3/auth/tokens") == 1


def test_trust_may_be_said_to_be_the_scope(ansible: Ansible) -> None:
    message = fail(ansible.os_catalog_info(trust_id="no-such-trust", token_scope="trust"))
    assert "A token has one scope" not in message


def test_one_option_under_two_names(ansible: Ansible) -> None:
    message = fail(ansible.os_node(name="web1", flavor="m1.large", size="m1.small"))
    assert message == "flavor and size mean the same, but differ. Leave one of them out."
    assert "differ" not in fail(ansible.os_node(name="web1", flavor="m1.tiny", size="m1.tiny"))


def test_token_that_is_not_known(ansible: Ansible, cloud: FakeCloud) -> None:
    bare = Ansible(cloud, {"auth_token": "not-a-token", "auth_url": cloud.auth_url, "project_name": "demo"})
    message = fail(bare.os_catalog_info())
    assert "has no Identity API" not in message
    assert "auth_token" in message

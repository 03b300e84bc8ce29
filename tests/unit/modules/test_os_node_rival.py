# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known faults of openstack.cloud's module `server`, none of which os_node may have.

Each test is named after what users of that module meet.
"""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


def test_changed_value_of_a_metadata_key_is_set_and_not_deleted(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", metadata={"release": "1", "keep": "x"})
    assert succeed(ansible.os_node(name="web1", metadata={"release": "2"})).changed
    assert server.metadata == {"release": "2", "keep": "x"}
    assert not succeed(ansible.os_node(name="web1", metadata={"release": "2"})).changed
    assert cloud.calls("compute", "DELETE") == []


def test_metadata_and_tags_that_are_not_named_are_not_wiped(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", metadata={"a": "b"}, tags=["t"])
    succeed(ansible.os_node(name="web1", description="changed"))
    assert (server.metadata, server.tags) == ({"a": "b"}, ["t"])


def test_no_request_about_tags_where_none_are_named(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1", metadata={"a": "b"})
    succeed(ansible.os_node(name="web1", metadata={"a": "c"}))
    assert not [line for line in ansible.lines() if "/tags" in line]


def test_no_floating_ip_that_nobody_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    for _run in range(2):
        succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny"))
    assert not [line for line in ansible.lines() if "floatingips" in line]
    assert not succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny")).changed
    assert not succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", check=True)).changed


def test_floating_ip_that_is_named_is_given_though_the_node_has_another(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    port = next(iter(cloud.compute.region().network.ports_of(server.id)))
    other = cloud.network.add_floating_ip(port["id"])["floating_ip_address"]
    wanted = cloud.network.add_floating_ip()["floating_ip_address"]
    options: dict[str, Any] = {"name": "web1", "floating_ips": [wanted], "purge_floating_ips": True}
    result = succeed(ansible.os_node(**options))
    assert result.changed
    assert result["node"]["public_ips"] == [wanted]
    assert other not in result["node"]["public_ips"]
    assert not succeed(ansible.os_node(**options)).changed


@pytest.mark.parametrize(
    "options",
    [{"flavor": "m1.medium"}, {"image": "debian-12"}, {"key_name": "demo"}, {"availability_zone": "other"}],
    ids=lambda options: next(iter(options)),
)
def test_difference_is_never_passed_over(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any]) -> None:
    cloud.compute.region().zones.append("other")
    cloud.compute.add_server("web1")
    assert "differs in what cannot be changed" in fail(ansible.os_node(name="web1", **options))
    warned = succeed(ansible.os_node(name="web1", **options, on_drift="warn"))
    assert "differs in what cannot be changed" in warned.warnings[0]
    assert not warned.changed
    ignored = succeed(ansible.os_node(name="web1", **options, on_drift="ignore"))
    assert (ignored.changed, ignored.warnings) == (False, [])


@pytest.mark.parametrize("option", ["image", "flavor", "key_name", "security_groups", "networks", "volumes"])
def test_check_mode_looks_names_up_and_predicts(ansible: Ansible, cloud: FakeCloud, option: str) -> None:
    good: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
    result = succeed(ansible.os_node(**good, check=True, diff=True))
    assert result["node"]["state"] == "running"
    assert result["diff"]["after"]["flavor"] == "m1.tiny"
    nope: Any = ["NOPE"] if option in ("security_groups", "networks", "volumes") else "NOPE"
    assert "NOPE" in fail(ansible.os_node(**{**good, option: nope}, check=True))
    assert ansible.names() == []


@pytest.mark.parametrize("state", ["present", "started"])
def test_node_that_is_being_built_is_waited_for(ansible: Ansible, cloud: FakeCloud, state: str) -> None:
    cloud.timings.build_seconds = 1.5
    first = succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", wait=False))
    second = succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", state=state))
    assert (second.changed, second["node"]["status"]) == (False, "ACTIVE")
    assert second["node"]["id"] == first["node"]["id"]


def test_unchanged_node_is_one_request(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_security_group("web")
    options: dict[str, Any] = {
        "name": "web1",
        "image": "cirros",
        "flavor": "m1.tiny",
        "networks": ["private"],
        "security_groups": ["web"],
        "key_name": "demo",
        "metadata": {"a": "b"},
        "tags": ["t"],
        "description": "words",
        "availability_zone": "nova",
        "state": "started",
    }
    succeed(ansible.os_node(**options))
    cloud.clear_log()
    assert not succeed(ansible.os_node(**options)).changed
    assert ansible.lines() == ["GET compute /v2.1/servers/detail"]


def test_loop_over_unchanged_nodes_asks_for_one_token(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(5):
        cloud.compute.add_server(f"web{number}")
    for number in range(5):
        succeed(ansible.os_node(name=f"web{number}"))
    assert len([line for line in ansible.lines() if "auth/tokens" in line]) == 1
    assert len(ansible.lines()) == 6

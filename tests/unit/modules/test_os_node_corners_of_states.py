# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners: nodes on their way, nulls, volumes that are booted from, groups of nodes without ports."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


@pytest.mark.parametrize("options", [{"state": "stopped"}, {"metadata": {"a": "b"}}], ids=str)
def test_check_of_a_node_on_its_way_says_what_the_run_will_do(
    ansible: Ansible, cloud: FakeCloud, options: dict[str, Any]
) -> None:
    cloud.timings.build_seconds = 2
    succeed(ansible.os_node(**WEB1, wait=False))
    told = succeed(ansible.os_node(**WEB1, **options, check=True, diff=True))
    done = succeed(ansible.os_node(**WEB1, **options, diff=True))
    assert done.changed
    assert done["diff"] == told["diff"]


def test_node_that_is_as_desired_already_is_not_waited_for_if_nobody_waits(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.build_seconds = 3600
    succeed(ansible.os_node(**WEB1, wait=False))
    again = succeed(ansible.os_node(**WEB1, wait=False))
    assert (again.changed, again["node"]["status"]) == (False, "BUILD")


@pytest.mark.parametrize("option", ["wait", "wait_timeout", "state", "parallel", "on_error", "purge_tags"])
def test_null_is_as_good_as_not_said(ansible: Ansible, cloud: FakeCloud, option: str) -> None:
    cloud.compute.add_server("web1")
    options: dict[str, Any] = {"name": "web1", option: None}
    assert not succeed(ansible.os_node(**options)).changed


def test_time_below_nought_is_refused(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**WEB1, wait_timeout=-1)) == "wait_timeout must not be below 0, but is -1."
    assert ansible.lines() == []


def test_volume_that_is_booted_from_may_be_named_and_stays(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.volume.add_volume("data")
    cloud.volume.add_volume("spare")
    root = {"size": 1, "delete_on_termination": True}
    node = succeed(ansible.os_node(**WEB1, boot_volume=root, volumes=["data"]))["node"]
    volumes = {volume["name"] or "root": volume["id"] for volume in cloud.volume.volumes.values()}
    assert set(node["volumes"]) == {volumes["root"], volumes["data"]}
    for wanted in (["data"], ["data", volumes["root"]]):
        assert not succeed(ansible.os_node(name="web1", volumes=wanted, purge_volumes=True)).changed
    after = succeed(ansible.os_node(name="web1", volumes=["spare"], purge_volumes=True))["node"]
    assert set(after["volumes"]) == {volumes["root"], volumes["spare"]}
    assert not succeed(ansible.os_node(name="web1", volumes=["spare"], purge_volumes=True)).changed


@pytest.mark.parametrize("networks", ["none", "port"])
def test_no_groups_where_nova_makes_no_port(ansible: Ansible, cloud: FakeCloud, networks: str) -> None:
    private = cloud.network.named("networks", "private")
    cloud.network.add_port(private["id"], name="mine")
    wanted: list[Any] = [{"port": "mine"}] if networks == "port" else ["none"]
    succeed(ansible.os_node(**WEB1, networks=wanted, security_groups=[]))
    assert not [one for one in cloud.calls("compute", "POST") if "removeSecurityGroup" in (one.body or {})]


def test_selector_is_written_as_metadata_is(ansible: Ansible, cloud: FakeCloud) -> None:
    options: dict[str, Any] = {"names": ["web1"], "selector": {"fleet": True}, "exact": True}
    succeed(ansible.os_node(**options, image="cirros", flavor="m1.tiny"))
    (server,) = cloud.compute.servers
    assert server.metadata == {"fleet": "true"}
    assert not succeed(ansible.os_node(**options, image="cirros", flavor="m1.tiny")).changed


def test_failure_says_whether_something_was_changed_before_it(ansible: Ansible, cloud: FakeCloud) -> None:
    """The node is there, though nothing answers on it: whoever hears of the failure has to know that."""
    failed = ansible.os_node(name="new1", image="cirros", flavor="m1.tiny", networks="none", wait_for={"port": 22})
    assert "has no address" in fail(failed)
    assert failed["changed"]
    assert ansible.names() == ["new1"]
    again = ansible.os_node(name="new1", flavor="m1.small")
    assert "differs in what cannot be changed" in fail(again)
    assert not again["changed"]

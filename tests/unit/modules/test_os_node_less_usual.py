# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a node that say the less usual, or that are said together."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


@pytest.mark.parametrize("policy", ["recreate", "keep", "fail"])
def test_node_that_is_to_go_and_does_not_is_neither_kept_nor_made_anew(
    ansible: Ansible, cloud: FakeCloud, policy: str
) -> None:
    server = cloud.compute.add_server("web1")
    cloud.compute.fail_deletes("^web1$", "Connection to neutron failed", times=1)
    message = fail(ansible.os_node(**WEB1, state="absent", on_error=policy, wait_timeout=5))
    assert "Nova gave up deleting node 'web1'" in message
    assert [one.id for one in cloud.compute.servers] == [server.id]


@pytest.mark.parametrize("can", [True, False])
def test_node_that_boots_from_a_volume_is_rescued_where_nova_can(ansible: Ansible, cloud: FakeCloud, can: bool) -> None:
    """It needs a newer microversion, and an image that says how its disk is connected then."""
    if can:
        cloud.image.add_image("rescuable", hw_rescue_bus="virtio", hw_rescue_device="disk")
    succeed(ansible.os_node(**{**WEB1, "image": "rescuable" if can else "cirros"}, boot_volume={"size": 1}))
    result = ansible.os_node(name="web1", state="rescued")
    if can:
        assert succeed(result)["node"]["status"] == "RESCUE"
    else:
        assert "Cannot rescue a volume-backed instance" in fail(result)


@pytest.mark.parametrize("option", ["image", "flavor"])
def test_what_is_to_be_ignored_need_not_be_there_any_more(ansible: Ansible, cloud: FakeCloud, option: str) -> None:
    cloud.compute.add_server("web1")
    wanted = {**WEB1, option: "gone"}
    assert f"There is no {option} named 'gone'" in fail(ansible.os_node(**wanted))
    policy: dict[str, Any] = {"rebuild": "ignore"} if option == "image" else {"resize": "ignore"}
    cloud.clear_log()
    assert not succeed(ansible.os_node(**wanted, **policy)).changed
    assert not [line for line in ansible.lines() if "/images" in line or "/flavors" in line]
    assert succeed(ansible.os_node(**wanted, **policy, metadata={"a": "1"})).changed


def test_image_of_a_rebuild_is_looked_up_whatever_is_ignored(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    options: dict[str, Any] = {**WEB1, "state": "rebuilt", "rebuild": "ignore"}
    assert succeed(ansible.os_node(**options)).changed
    assert "There is no image named 'gone'" in fail(ansible.os_node(**{**options, "image": "gone"}))


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"wait_for": {"console": "("}}, "wait_for.console is no regular expression"),
        ({"wait_for": {"timeout": 3}}, "wait_for needs one of ssh, port and console."),
        ({"wait_for": {"ssh": True, "connect_with": ["floating_ip4"]}}, "wait_for.connect_with has 'floating_ip4'"),
        ({"batch": -1}, "batch has to be 0 or more, not -1."),
    ],
    ids=["console", "nothing", "address", "batch"],
)
def test_what_cannot_be_is_told_before_anything_is_done(
    ansible: Ansible, cloud: FakeCloud, check: bool, options: dict[str, Any], message: str
) -> None:
    cloud.compute.add_server("web1")
    assert message in fail(ansible.os_node(**WEB1, **options, metadata={"a": "1"}, check=check))
    assert ansible.writes() == []


def test_fixed_address_may_be_spelt_in_any_way(ansible: Ansible, cloud: FakeCloud) -> None:
    node = succeed(ansible.os_node(**WEB1, networks=["private"]))["node"]
    (found,) = (one["ip"] for one in node["addresses"] if one["version"] == 6)
    spelt = ipaddress.ip_address(found).exploded.upper()
    wanted = [{"network": "private", "fixed_ip": spelt}]
    assert not succeed(ansible.os_node(**WEB1, networks=wanted)).changed
    wrong = [{"network": "private", "fixed_ip": "10.0.0.300"}]
    assert fail(ansible.os_node(**WEB1, networks=wrong)) == "'10.0.0.300' is not an address."


def group_names(cloud: FakeCloud) -> list[list[str]]:
    """The security groups of each port of a node."""
    names = {group["id"]: group["name"] for group in cloud.network.region().collections["security_groups"].values()}
    ports = [
        port
        for port in cloud.network.region().collections["ports"].values()
        if port["device_owner"].startswith("compute")
    ]
    return [sorted(names[group] for group in port["security_groups"]) for port in ports]


def same_both_ways(ansible: Ansible, wanted: dict[str, Any], *keys: str) -> None:
    """A task does what it says in check mode, and nothing when it runs again."""
    told = succeed(ansible.os_node(**wanted, check=True, diff=True))
    done = succeed(ansible.os_node(**wanted, diff=True))
    assert (told.changed, done.changed) == (True, True)
    assert told["diff"] == done["diff"]
    assert [told["node"][key] for key in keys] == [done["node"][key] for key in keys]
    assert not succeed(ansible.os_node(**wanted)).changed


@pytest.mark.parametrize("groups", [[], ["web"], ["web", "default"]])
@pytest.mark.parametrize("others", [[], ["private"]])
def test_port_that_a_new_node_is_given_is_in_its_groups(
    ansible: Ansible, cloud: FakeCloud, groups: list[str], others: list[Any]
) -> None:
    """Nova leaves such a port in its own."""
    cloud.network.add_security_group("web")
    cloud.network.add_port(cloud.network.named("networks", "private")["id"], name="mine")
    wanted = {**WEB1, "networks": [{"port": "mine"}, *others], "security_groups": groups}
    same_both_ways(ansible, wanted, "security_groups")
    assert group_names(cloud) == [sorted(groups)] * (1 + len(others))


@pytest.mark.parametrize("before", [["web"], ["default"], []])
@pytest.mark.parametrize("after", [["web"], ["web", "default"], []])
def test_port_that_a_node_is_newly_connected_by_is_in_its_groups(
    ansible: Ansible, cloud: FakeCloud, before: list[str], after: list[str]
) -> None:
    """Nova puts it into the project's default group alone."""
    cloud.network.add_security_group("web")
    succeed(ansible.os_node(**WEB1, networks=["private"], security_groups=before))
    same_both_ways(ansible, {**WEB1, "networks": ["private", "private"], "security_groups": after}, "security_groups")
    assert group_names(cloud) == [sorted(after)] * 2


def test_groups_of_a_node_whose_ports_differ_become_those_named_at_each(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_security_group("web")
    succeed(ansible.os_node(**WEB1, networks=["private"], security_groups=["web"]))
    succeed(ansible.os_node(name="web1", networks=["private", "private"]))
    assert group_names(cloud) == [["web"], ["default"]]
    same_both_ways(ansible, {"name": "web1", "security_groups": ["web"]}, "security_groups")
    assert group_names(cloud) == [["web"], ["web"]]


def test_port_without_security_is_left_alone(ansible: Ansible, cloud: FakeCloud) -> None:
    private = cloud.network.named("networks", "private")
    cloud.network.add_port(private["id"], name="mine", port_security_enabled=False)
    wanted = {**WEB1, "networks": [{"port": "mine"}], "security_groups": []}
    assert succeed(ansible.os_node(**wanted)).changed
    assert not succeed(ansible.os_node(**wanted)).changed
    assert "has no port that could be in a security group" in fail(
        ansible.os_node(name="web1", security_groups=["default"])
    )


@pytest.mark.parametrize("policy", ["recreate", "keep", "fail"])
def test_node_that_could_not_be_resized_is_no_node_in_error(ansible: Ansible, cloud: FakeCloud, policy: str) -> None:
    """It is as it was: to make it anew would lose what is on it."""
    server = cloud.compute.add_server("web1")
    cloud.faults.add(method="POST", path="/action$", status=202, body={})  # Nova finds no host for it afterwards
    options = {**WEB1, "flavor": "m1.small", "resize": "true", "on_error": policy}
    assert "Nova gave up: node 'web1' is in status ACTIVE" in fail(ansible.os_node(**options))
    assert [(one.id, one.flavor.name) for one in cloud.compute.servers] == [(server.id, "m1.tiny")]


@pytest.mark.parametrize("policy", ["fail", "keep", "recreate"])
def test_node_in_error_with_a_task_that_never_ends_is_judged_as_it_is(
    ansible: Ansible, cloud: FakeCloud, policy: str
) -> None:
    server = cloud.compute.add_server("web1", status="ERROR", host="compute-1", task_state="spawning")
    result = ansible.os_node(**WEB1, on_error=policy, wait_timeout=1)
    if policy == "fail":
        assert f"Node 'web1' ({server.id}) is in status ERROR" in fail(result)
    else:
        assert succeed(result).changed is (policy == "recreate")
        assert (server.id == result["node"]["id"]) is (policy == "keep")


@pytest.mark.parametrize("release", [True, False])
@pytest.mark.parametrize("said", ["address", "network", None])
def test_floating_ips_of_a_node_that_is_made_anew(
    ansible: Ansible, cloud: FakeCloud, said: str | None, release: bool
) -> None:
    """Those that are given back are not those that the new node is to have."""
    (address,) = succeed(ansible.os_node(**WEB1, floating_ips=["public"]))["node"]["public_ips"]
    (server,) = cloud.compute.servers
    server.enter("error")
    server.launched_at = None
    wanted: Any = {"address": [address], "network": ["public"], None: None}[said]
    options: dict[str, Any] = {"on_error": "recreate", "floating_ips": wanted, "release_floating_ips": release}
    node = succeed(ansible.os_node(**WEB1, **options))["node"]
    assert node["id"] != server.id
    left = [one["name"] for one in succeed(ansible.run("os_floating_ip_info"))["floating_ips"]]
    assert (address in left) is (said == "address" or not release)
    assert node["public_ips"] == ([address] if said == "address" else [ip for ip in left if ip != address])


@pytest.mark.parametrize("delete", [True, False])
@pytest.mark.parametrize("by", ["name", "id"])
def test_volumes_of_a_node_that_is_made_anew(ansible: Ansible, cloud: FakeCloud, by: str, delete: bool) -> None:
    """Those that are deleted with the old node are not those that the new one is to have."""
    data, spare = (cloud.volume.add_volume(name) for name in ("data", "spare"))
    succeed(ansible.os_node(**WEB1, volumes=["data", "spare"]))
    (server,) = cloud.compute.servers
    server.enter("error")
    server.launched_at = None
    options: dict[str, Any] = {"on_error": "recreate", "volumes": [data[by]], "delete_volumes": delete}
    node = succeed(ansible.os_node(**WEB1, **options))["node"]
    assert (node["id"] != server.id, node["volumes"]) == (True, [data["id"]])
    assert (spare["id"] in cloud.volume.volumes) is not delete

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates that come out empty open nothing and name nothing; null removes a key, and is no text; one name is one."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

GROUP = "os_security_group"
RULE = "os_security_group_rule"
NEW_NODE: dict[str, Any] = {"name": "n1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}


@pytest.mark.parametrize("key", ["remote_ip_prefix", "remote_group", "protocol", "port"])
def test_empty_text_opens_no_port(ansible: Ansible, key: str) -> None:
    rule: dict[str, Any] = {"protocol": "tcp", "port": "22", key: ""}
    said = fail(ansible.run(GROUP, name="web", rules=[{"protocol": "udp", "port": "53"}, rule]))
    assert said.startswith(f"rules: {key} must not be empty: it would let everything through")
    said = fail(ansible.run(RULE, security_group="default", **rule))
    assert said.startswith(f"rules: {key} must not be empty")
    assert ansible.writes() == []


@pytest.mark.parametrize("pair", ["", {"ip": ""}, {"ip": "10.0.0.9", "mac": ""}, {"ip_address": " "}])
def test_empty_pair_of_addresses_is_refused(ansible: Ansible, pair: Any) -> None:
    said = fail(ansible.run("os_port", name="p", network="private", allowed_address_pairs=[pair]))
    assert "allowed_address_pairs: " in said
    assert "must not be empty" in said
    assert ansible.writes() == []


REFERRING: list[tuple[str, dict[str, Any], str]] = [
    ("os_subnet", {"name": "s", "cidr": "10.9.0.0/24", "network": ""}, "network"),
    ("os_port", {"name": "p", "network": ""}, "network"),
    ("os_port", {"name": "p", "network": "private", "security_groups": [""]}, "security_groups"),
    ("os_router", {"name": "r", "interfaces": [{"subnet": ""}]}, "interfaces: subnet"),
    ("os_node", {**NEW_NODE, "networks": [{"network": ""}]}, "networks: network"),
    ("os_node", {**NEW_NODE, "image": ""}, "image"),
    ("os_node", {**NEW_NODE, "volumes": [""]}, "volumes: volume"),
    ("os_node", {**NEW_NODE, "floating_ips": [{"network": ""}]}, "floating_ips: network"),
    ("os_volume", {"name": "v", "size": 1, "image": ""}, "image"),
]


@pytest.mark.parametrize(("module", "options", "where"), REFERRING)
def test_empty_text_is_not_the_name_of_what_has_none(
    ansible: Ansible, cloud: FakeCloud, module: str, options: dict[str, Any], where: str
) -> None:
    cloud.network.add_network("", "10.9.0.0/24")
    said = fail(ansible.run(module, **options))
    assert said.startswith(f"{where} must not be empty: it names a ")
    assert ansible.writes() == []


@pytest.mark.parametrize("option", ["node", "fixed_network", "fixed_ip", "network"])
def test_floating_ip_of_an_empty_place_is_refused(ansible: Ansible, option: str) -> None:
    options: dict[str, Any] = {"name": "192.0.2.7", "network": "public", "node": "web", "state": "absent", option: ""}
    assert fail(ansible.run("os_floating_ip", **options)).startswith(f"{option} must not be empty")
    assert ansible.writes() == []


def test_group_of_an_empty_name_is_none_of_which_rules_are_gone(ansible: Ansible) -> None:
    said = fail(ansible.run(RULE, security_group="", protocol="tcp", port="22", state="absent"))
    assert said.startswith("security_group must not be empty")


def test_null_removes_a_key_of_a_node(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web", metadata={"a": "1", "b": "2"})
    changing = ansible.os_node(name="web", metadata={"a": None, "c": None}, check=True)
    assert succeed(changing)["node"]["metadata"] == {"b": "2"}
    for changed in (True, False):
        result = succeed(ansible.os_node(name="web", metadata={"a": None, "c": None}))
        assert (result.changed, server.metadata) == (changed, {"b": "2"})
    result = succeed(ansible.os_node(name="web", metadata={"a": None, "b": "2"}, purge_metadata=True))
    assert not result.changed


def test_null_is_no_text_of_a_new_node(ansible: Ansible, cloud: FakeCloud) -> None:
    result = succeed(ansible.os_node(**NEW_NODE, metadata={"a": None, "b": None, "c": "x"}, diff=True))
    assert result["node"]["metadata"] == {"c": "x"}
    assert result["diff"]["after"]["metadata"] == {"c": "x"}
    assert not succeed(ansible.os_node(**NEW_NODE, metadata={"a": None, "b": None, "c": "x"})).changed


def test_null_removes_a_property_of_an_image(ansible: Ansible, cloud: FakeCloud) -> None:
    project = cloud.accounts.project("demo", "default")
    assert project
    image = cloud.image.add_image("ours", owner=project.id, os_distro="debian", other="x")
    for changed in (True, False):
        result = succeed(ansible.run("os_image", name="ours", properties={"os_distro": None}))
        assert (result.changed, result["image"]["properties"]) == (changed, {"other": "x"})
    assert "os_distro" not in image
    found = succeed(ansible.run("os_image_info", properties={"os_distro": None, "other": "x"}))["images"]
    assert [one["name"] for one in found] == ["ours"]
    assert succeed(ansible.run("os_image_info", properties={"other": None, "os_distro": "debian"}))["images"] == []


def test_null_removes_a_key_of_volumes_and_snapshots(ansible: Ansible, cloud: FakeCloud) -> None:
    volume = cloud.volume.add_volume("data", metadata={"a": "b", "c": "d"})
    cloud.volume.add_snapshot("before", volume)
    made = succeed(ansible.run("os_volume_snapshot", name="new", volume="data", metadata={"a": None, "e": "f"}))
    assert made["volume_snapshot"]["metadata"] == {"e": "f"}
    for changed in (True, False):
        result = succeed(ansible.run("os_volume", name="data", metadata={"a": None}))
        assert (result.changed, result["volume"]["metadata"]) == (changed, {"c": "d"})
        result = succeed(ansible.run("os_volume_snapshot", name="new", metadata={"e": None}))
        assert (result.changed, result["volume_snapshot"]["metadata"]) == (changed, {})


def test_null_removes_an_extra_spec(administrator: Ansible) -> None:
    flavor: dict[str, Any] = {"name": "big", "vcpus": 1, "ram": 1, "disk": 1}
    made = succeed(administrator.run("os_flavor", **flavor, extra_specs={"a": "1", "b": None}))
    assert made["flavor"]["extra_specs"] == {"a": "1"}
    for changed in (True, False):
        result = succeed(administrator.run("os_flavor", name="big", extra_specs={"a": None}))
        assert (result.changed, result["flavor"]["extra_specs"]) == (changed, {})


def test_selector_chooses_none_by_what_they_lack(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("other")
    said = fail(ansible.os_node(names=["other"], selector={"fleet": None}, exact=True, state="present"))
    assert said == "selector has null for fleet. Give each key the text that it has to have."


@pytest.mark.parametrize("option", ["name", "new_name"])
def test_one_name_has_no_range(ansible: Ansible, option: str) -> None:
    options: dict[str, Any] = {**NEW_NODE, option: "web[1:3]"}
    said = fail(ansible.os_node(**options, check=True))
    assert (
        said
        == f"{option}: 'web[1:3]' has a range, but is one name. To mean several, give it in names: names: ['web[1:3]']."
    )
    assert fail(ansible.os_node_info(name="web[1:3]")).startswith("name: 'web[1:3]' has a range")
    assert succeed(ansible.os_node_info(names=["web[1:3]"]))["nodes"] == []


def test_what_cinder_strips_is_no_change(ansible: Ansible, cloud: FakeCloud) -> None:
    volume: dict[str, Any] = {"name": " data \n", "size": 1, "description": "words\n"}
    parts: list[tuple[str, dict[str, Any]]] = [
        ("volume", volume),
        ("volume_snapshot", {"name": "snap ", "volume": "data ", "description": "words\n"}),
        ("volume_backup", {"name": " backup", "volume": "data\t", "description": "words\n"}),
    ]
    for kind, options in parts:
        assert succeed(ansible.run(f"os_{kind}", **options)).changed
        again = succeed(ansible.run(f"os_{kind}", **options))
        assert (again.changed, again["api_calls"], again[kind]["description"]) == (False, 1, "words")
        found = succeed(ansible.run(f"os_{kind}_info", names=[options["name"]]))[f"{kind}s"]
        assert [one["name"] for one in found] == [options["name"].strip()]
    assert fail(ansible.run("os_volume", name="  ", size=1)) == "name must not be empty."
    assert len(cloud.volume.volumes) == 1


def test_subnet_without_pools_settles(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_network("back", "10.9.0.0/24")
    subnet: dict[str, Any] = {"name": "s", "network": "back", "cidr": "10.83.0.0/24", "allocation_pools": []}
    assert succeed(ansible.run("os_subnet", **subnet))["subnet"]["allocation_pools"] == []
    assert not succeed(ansible.run("os_subnet", **subnet)).changed

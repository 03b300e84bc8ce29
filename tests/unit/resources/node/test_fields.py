# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users can ask of a node: how it is read, compared and shown."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import UNKNOWN
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.metadata import as_texts
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.user_data import digest, encoded
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import FIELDS, desired, node, plan_of


def address(ip: str, mac: str | None = None, kind: str = "fixed") -> dict[str, Any]:
    return {"addr": ip, "OS-EXT-IPS:type": kind, "OS-EXT-IPS-MAC:mac_addr": mac}


@pytest.mark.parametrize(
    ("metadata", "texts"),
    [
        ({"a": "x"}, {"a": "x"}),
        (
            {"a": True, "b": False, "c": 5, "d": 1.5, "e": None},
            {"a": "true", "b": "false", "c": "5", "d": "1.5", "e": None},
        ),
        ({"a": {"b": [1]}}, {"a": '{"b": [1]}'}),
        ({1: "x"}, {"1": "x"}),
        ({"a": ""}, {"a": ""}),
        ({}, {}),
    ],
)
def test_metadata_is_text(metadata: dict[Any, Any], texts: dict[str, str | None]) -> None:
    assert as_texts(metadata) == texts
    # Bringing it to that form once more changes nothing, so a second run finds no difference.
    assert as_texts(as_texts(metadata)) == texts


@pytest.mark.parametrize(
    ("field", "current", "shown"),
    [
        ("flavor", {"flavor": {"original_name": "m1.small"}}, "m1.small"),
        ("flavor", {"flavor": {"id": "42"}}, "42"),
        ("image", {"image": {"id": "i1"}}, "i1"),
        ("image", {"image": ""}, UNKNOWN),
        ("user_data", {}, UNKNOWN),
        ("user_data", {"OS-EXT-SRV-ATTR:user_data": None}, UNKNOWN),
        ("user_data", {"OS-EXT-SRV-ATTR:user_data": "YQ=="}, digest("YQ==")),
        ("availability_zone", {"OS-EXT-AZ:availability_zone": ""}, UNKNOWN),
        ("availability_zone", {"OS-EXT-AZ:availability_zone": "nova"}, "nova"),
        ("networks", {"status": "BUILD", "addresses": {}}, UNKNOWN),
        ("security_groups", {"status": "BUILD"}, UNKNOWN),
        ("volumes", {"status": "BUILD"}, UNKNOWN),
        ("floating_ips", {"status": "BUILD"}, UNKNOWN),
        (
            "networks",
            {"addresses": {"b": [address("10.0.0.1")], "a": [address("10.0.0.2"), address("10.0.0.3")]}},
            [
                {"network": "b", "mac": None, "ips": ["10.0.0.1"]},
                {"network": "a", "mac": None, "ips": ["10.0.0.2", "10.0.0.3"]},
            ],
        ),
        (
            "networks",
            {"addresses": {"a": [address("10.0.0.2", "m1"), address("10.0.0.3", "m2"), address("fd00::2", "m1")]}},
            [
                {"network": "a", "mac": "m1", "ips": ["10.0.0.2", "fd00::2"]},
                {"network": "a", "mac": "m2", "ips": ["10.0.0.3"]},
            ],
        ),
        ("networks", {"addresses": {}}, []),
        (
            "floating_ips",
            {"addresses": {"a": [address("10.0.0.2"), address("1.2.3.4", kind="floating")]}},
            [{"name": "1.2.3.4"}],
        ),
        ("volumes", {"os-extended-volumes:volumes_attached": [{"id": "v1"}, {"id": "v2"}]}, ["v1", "v2"]),
        ("key_name", {"key_name": None}, None),
        ("security_groups", {"security_groups": [{"name": "b"}, {"name": "a"}]}, ["a", "b"]),
        ("metadata", {"metadata": {"a": "1"}}, {"a": "1"}),
        ("description", {"description": None}, ""),
        ("access_ipv4", {"accessIPv4": ""}, ""),
        ("hostname", {}, UNKNOWN),
        ("hostname", {"OS-EXT-SRV-ATTR:hostname": "web1"}, "web1"),
        ("trusted_certs", {"trusted_image_certificates": None}, []),
        ("server_group", {"server_groups": ["g1"]}, UNKNOWN),
        ("config_drive", {"config_drive": "True"}, True),
        ("config_drive", {"config_drive": ""}, False),
        ("boot_volume", {}, UNKNOWN),
        ("admin_password", {}, UNKNOWN),
    ],
)
def test_current_value_in_the_form_users_give_it(field: str, current: dict[str, Any], shown: Any) -> None:
    assert FIELDS[field].current(node(**current)) == shown


def test_only_image_and_flavor_are_needed() -> None:
    assert {field.name for field in NODE.fields if field.required} == {"image", "flavor"}
    assert FIELDS["image"].replaced_by == ("boot_volume", "block_device_mapping")


def test_tags_are_brought_to_order() -> None:
    assert FIELDS["tags"].normalise(["b", 5, "a", "b"]) == ["5", "a", "b"]


@pytest.mark.parametrize("tag", ["", "a/b", "a,b", "x" * 61])
def test_tag_that_nova_does_not_take_is_refused_before_anything_is_sent(tag: str) -> None:
    with pytest.raises(ConfigError, match=r"^tags: "):
        FIELDS["tags"].normalise(["good", tag])


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ({"flavor": "m1.small"}, "flavor is 'm1.tiny', wanted 'm1.small'. Set resize to true"),
        ({"image": "i2"}, "image is 'i1', wanted 'i2'. Set rebuild to true"),
        ({"key_name": "k2"}, "key_name is None, wanted 'k2'. Set rebuild to true"),
        ({"config_drive": True}, "config_drive is False, wanted True. To have it so, remove the node"),
        ({"availability_zone": "az2"}, "availability_zone is 'nova', wanted 'az2'. To have it so, remove the node"),
    ],
)
def test_what_is_not_changed_unasked_is_an_error_with_the_way_out(fields: dict[str, Any], advice: str) -> None:
    with pytest.raises(Immutable) as caught:
        plan_of(node(server_groups=["g1"]), desired(**fields))
    assert advice in str(caught.value)


def test_zone_is_compared_without_the_host() -> None:
    assert not plan_of(node(), desired(availability_zone="nova:compute-7")).changed
    with pytest.raises(Immutable, match="availability_zone"):
        plan_of(node(), desired(availability_zone="other:compute-7"))


def test_user_data_is_compared_by_its_digest_and_never_shown() -> None:
    has = {"OS-EXT-SRV-ATTR:user_data": encoded("password: hunter2")}
    assert not plan_of(node(**has), desired(user_data="password: hunter2")).changed
    plan = plan_of(node(**has), desired(policy={"rebuild": "true"}, user_data="password: hunter3"))
    assert str(plan.before["user_data"]).startswith("sha256:")
    assert str(plan.after["user_data"]).startswith("sha256:")
    assert plan.before["user_data"] != plan.after["user_data"]
    # Nova's administrators alone are shown it: what is not shown is not compared.
    assert not plan_of(node(), desired(user_data="other")).changed


def test_secrets_are_not_in_the_diff() -> None:
    display = {name: FIELDS[name].display("hunter2") for name in ("admin_password", "files")}
    assert display == {"admin_password": "(not shown)", "files": "(not shown)"}

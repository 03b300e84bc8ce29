# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request that makes a node, the microversion it needs, and what follows it."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import body_of, creation, deeds, node

IMAGE_DISK = {
    "source_type": "image",
    "uuid": "i1",
    "destination_type": "local",
    "boot_index": 0,
    "delete_on_termination": True,
}


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, {"networks": "auto"}),
        ({"networks": ["auto"]}, {"networks": "auto"}),
        ({"networks": []}, {"networks": "none"}),
        ({"networks": ["none"]}, {"networks": "none"}),
        ({"networks": ["b", "a"]}, {"networks": [{"uuid": "b"}, {"uuid": "a"}]}),
        (
            {"networks": [{"port": "p"}, {"network": "a", "fixed_ip": "10.0.0.9", "tag": "t"}]},
            {"networks": [{"port": "p"}, {"uuid": "a", "fixed_ip": "10.0.0.9", "tag": "t"}]},
        ),
        ({"key_name": "k"}, {"key_name": "k"}),
        ({"availability_zone": "z"}, {"availability_zone": "z"}),
        ({"metadata": {"a": 1}}, {"metadata": {"a": "1"}}),
        ({"metadata": {}}, {"metadata": {}}),
        ({"user_data": "a"}, {"user_data": "YQ=="}),
        ({"security_groups": ["g1", "g2"]}, {"security_groups": [{"name": "g1"}, {"name": "g2"}]}),
        ({"config_drive": False}, {"config_drive": False}),
        ({"description": ""}, {"description": ""}),
        ({"tags": ["b", "a"]}, {"tags": ["a", "b"]}),
        ({"hostname": "h"}, {"hostname": "h"}),
        ({"trusted_certs": ["c"]}, {"trusted_image_certificates": ["c"]}),
        ({"disk_config": "AUTO"}, {"OS-DCF:diskConfig": "AUTO"}),
        ({"admin_password": "x"}, {"adminPass": "x"}),
        ({"access_ipv4": "1.2.3.4", "access_ipv6": "::1"}, {"accessIPv4": "1.2.3.4", "accessIPv6": "::1"}),
        ({"files": {"/etc/motd": "hé"}}, {"personality": [{"path": "/etc/motd", "contents": "aMOp"}]}),
        (
            {"disks": [5, {"size": 7, "type": "ssd"}]},
            {
                "block_device_mapping_v2": [
                    IMAGE_DISK,
                    {"source_type": "blank", "destination_type": "volume", "boot_index": -1, "volume_size": 5},
                    {
                        "source_type": "blank",
                        "destination_type": "volume",
                        "boot_index": -1,
                        "volume_size": 7,
                        "volume_type": "ssd",
                    },
                ]
            },
        ),
        (
            {"volumes": [{"volume": Referred("data", "v1"), "device": "/dev/vdb"}]},
            {
                "block_device_mapping_v2": [
                    IMAGE_DISK,
                    {
                        "source_type": "volume",
                        "uuid": "v1",
                        "destination_type": "volume",
                        "boot_index": -1,
                        "device_name": "/dev/vdb",
                    },
                ]
            },
        ),
        (
            {"block_device_mapping": [{"boot_index": 0, "uuid": "x"}]},
            {"block_device_mapping_v2": [{"boot_index": 0, "uuid": "x"}]},
        ),
    ],
    ids=lambda value: "+".join(value) if value else "",
)
def test_request_that_makes_a_node(wanted: dict[str, Any], sent: dict[str, Any]) -> None:
    change = creation(**wanted)
    (step,) = change.steps
    assert (step.method, step.path, step.title) == ("POST", "/servers", "create node 'web1'")
    assert step.makes
    expected = {"name": "web1", "imageRef": "i1", "flavorRef": "f1", "networks": "auto", **sent}
    assert body_of(change) == expected


@pytest.mark.parametrize(
    ("root", "device"),
    [
        ("v1", {"source_type": "volume", "uuid": "v1"}),
        ({"size": 9}, {"source_type": "image", "uuid": "i1", "volume_size": 9}),
        ({"snapshot": "s1", "size": 9}, {"source_type": "snapshot", "uuid": "s1", "volume_size": 9}),
        (
            {"image": "i2", "size": 9, "delete_on_termination": True, "bus": "scsi"},
            {
                "source_type": "image",
                "uuid": "i2",
                "volume_size": 9,
                "delete_on_termination": True,
                "disk_bus": "scsi",
            },
        ),
    ],
    ids=repr,
)
def test_node_boots_from_a_volume(root: Any, device: dict[str, Any]) -> None:
    body = body_of(creation(boot_volume=root))
    assert "imageRef" not in body
    assert body["block_device_mapping_v2"] == [{"destination_type": "volume", "boot_index": 0, **device}]


def test_hints_and_group_stand_beside_the_node() -> None:
    (step,) = creation(server_group=Referred("group", "g1"), scheduler_hints={"same_host": "h"}).steps
    assert step.body["os:scheduler_hints"] == {"group": "g1", "same_host": "h"}
    assert "os:scheduler_hints" not in creation().steps[0].body


@pytest.mark.parametrize(
    ("wanted", "text", "needed"),
    [
        ({}, "2.37", True),
        ({"networks": []}, "2.37", True),
        ({"networks": ["a"]}, "2.37", False),
        ({"networks": ["a"], "description": "d"}, "2.37", False),
        ({"description": "d"}, "2.37", True),
        ({"networks": [{"network": "a", "tag": "t"}]}, "2.42", True),
        ({"tags": ["t"]}, "2.52", True),
        ({"trusted_certs": ["c"], "tags": ["t"]}, "2.63", True),
        ({"disks": [{"size": 1, "tag": "t"}]}, "2.42", True),
        ({"disks": [{"size": 1, "type": "ssd"}]}, "2.67", True),
        ({"hostname": "h", "disks": [{"size": 1, "type": "ssd"}]}, "2.90", True),
        ({"files": {"/a": "b"}}, "2.37", True),
    ],
)
def test_lowest_microversion_that_is_enough(wanted: dict[str, Any], text: str, needed: bool) -> None:
    microversion = creation(**wanted).steps[0].microversion
    assert microversion is not None
    assert (microversion.text, microversion.needed) == (text, needed)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"hostname": "h"}, "hostname: this needs the compute microversion 2.90"),
        (
            {"disks": [{"size": 1, "type": "ssd"}]},
            "The type of a disk's volume: this needs the compute microversion 2.67",
        ),
    ],
)
def test_files_and_what_came_after_they_went_are_refused_together(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        creation(files={"/etc/motd": "x"}, **other)
    assert str(caught.value) == (
        f"files are not taken together with {reason}, and files went away with 2.57. Put the files into user_data"
        " instead."
    )


def test_node_is_waited_for_until_it_runs() -> None:
    (step,) = creation().steps
    assert step.wait is not None
    assert step.wait.what == "node 'web1' to become active"
    assert step.wait.reached(node())
    assert not step.wait.reached(node("BUILD", "spawning"))
    assert not step.wait.reached(node(task="powering-off"))
    assert not step.wait.reached(None)
    assert step.wait.failed is not None
    assert step.wait.failed(node("BUILD")) is None
    assert "in status ERROR" in str(step.wait.failed(node("ERROR")))


@pytest.mark.parametrize(
    ("state", "actions", "ends"),
    [
        ("present", [], "running"),
        ("started", [], "running"),
        ("restarted", [], "running"),
        ("rebuilt", [], "running"),
        ("stopped", ["os-stop"], "stopped"),
        ("paused", ["pause"], "paused"),
        ("suspended", ["suspend"], "suspended"),
        ("shelved", ["shelve"], "shelved"),
        ("rescued", ["rescue"], "rescued"),
    ],
)
def test_new_node_is_brought_to_the_state(state: str, actions: list[str], ends: str) -> None:
    change = creation(state)
    assert deeds(change.steps[1:]) == actions
    assert change.state == ends


def test_rescue_system_gets_the_password_too() -> None:
    assert creation("rescued", admin_password="x").steps[1].body == {"rescue": {"adminPass": "x"}}


def test_no_security_groups_is_a_desired_state() -> None:
    """Nova takes the empty list for none said."""
    assert body_of(creation(security_groups=[]))["security_groups"] == []
    (step,) = creation(security_groups=[]).steps[1:]
    assert (step.title, step.method, step.path) == ("set security groups of node 'web1'", "GET", "/ports")


@pytest.mark.parametrize(
    ("networks", "groups", "steps"),
    [
        (["private"], ["web"], 0),
        (["auto"], ["web"], 0),
        (["none"], ["web"], 0),
        (["none"], [], 0),
        ([{"port": "mine"}], [], 1),
        ([{"port": "mine"}], ["web"], 1),
        (["private", {"port": "mine"}], ["web"], 1),
    ],
)
def test_groups_are_set_where_nova_does_not(networks: Any, groups: list[str], steps: int) -> None:
    assert len(creation(networks=networks, security_groups=groups).steps) == 1 + steps
    assert len(creation(networks=networks).steps) == 1


def test_floating_ips_and_lock_follow_in_that_order() -> None:
    steps = creation("stopped", floating_ips=["public"], locked=True).steps[1:]
    assert deeds(steps) == ["GET /ports", "POST /floatingips", "os-stop", "lock"]
    assert steps[-1].microversion is None


def test_reason_of_a_lock_is_told() -> None:
    (_making, lock) = creation(locked=True, locked_reason="production").steps
    assert lock.body == {"lock": {"locked_reason": "production"}}
    assert lock.microversion is not None
    assert lock.microversion.text == "2.73"


def test_password_is_in_no_representation() -> None:
    (step,) = creation(admin_password="hunter2", user_data="hunter2").steps
    assert "hunter2" not in repr(step)
    assert base64.b64encode(b"hunter2").decode() not in repr(step)

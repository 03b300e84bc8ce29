# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no list shows is compared too, or it is said that it was not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

NEW: dict[str, Any] = {"name": "n1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}
ROOT: dict[str, Any] = {**NEW, "boot_volume": {"size": 2, "delete_on_termination": False}}


@pytest.fixture
def groups(ansible: Ansible) -> None:
    for name in ("g1", "g2"):
        succeed(ansible.run("os_server_group", name=name, policy="anti-affinity"))


def test_server_group_of_a_node_that_is_there(ansible: Ansible, groups: None) -> None:
    succeed(ansible.os_node(**NEW))
    assert "server_group is '', wanted" in fail(ansible.os_node(**NEW, server_group="g1"))
    succeed(ansible.os_node(**{**NEW, "name": "n2"}, server_group="g1"))
    succeed(ansible.os_node(**{**NEW, "name": "n2"}, server_group="g1"))
    again = succeed(ansible.os_node(**{**NEW, "name": "n2"}, server_group="g1"))
    assert (again.changed, again["api_calls"], again.warnings) == (False, 2, [])
    said = fail(ansible.os_node(name="n2", server_group="g2"))
    assert "differs in what cannot be changed while it exists: server_group is " in said
    assert "There is no server group named 'g3'" in fail(ansible.os_node(name="n2", server_group="g3"))
    assert not succeed(ansible.os_node(name="n2", server_group="g2", on_drift="ignore")).changed
    (warning,) = succeed(ansible.os_node(name="n2", server_group="g2", on_drift="warn")).warnings
    assert "server_group" in warning


def test_server_groups_of_a_fleet_cost_one_request(ansible: Ansible) -> None:
    fleet = {**{key: value for key, value in NEW.items() if key != "name"}, "names": ["n[1:5]"], "server_group": "g1"}
    succeed(ansible.run("os_server_group", name="g1", policy="soft-affinity"))
    for _run in range(2):
        succeed(ansible.os_node(**fleet))
    again = succeed(ansible.os_node(**fleet))
    assert (again.changed, again["api_calls"]) == (False, 2)


def test_volume_that_a_node_boots_from(ansible: Ansible, cloud: FakeCloud) -> None:
    made = succeed(ansible.os_node(**ROOT))["node"]
    assert made["volumes_deleted_with_node"] == []
    again = succeed(ansible.os_node(**ROOT))
    assert (again.changed, again["api_calls"], again.warnings) == (False, 2, [])
    kept = {"size": 2, "delete_on_termination": True}
    changing = succeed(ansible.os_node(**{**ROOT, "boot_volume": kept}, check=True))
    assert changing.changed
    changed = succeed(ansible.os_node(**{**ROOT, "boot_volume": kept}))
    assert (changed.changed, changed["node"]["volumes_deleted_with_node"]) == (True, made["volumes"])
    assert not succeed(ansible.os_node(**{**ROOT, "boot_volume": kept})).changed
    for other in ({"size": 3}, {"type": "ssd"}, {"image": "debian-12"}, {"size": 3, "delete_on_termination": False}):
        before = ansible.writes()
        said = fail(ansible.os_node(name="n1", boot_volume=other))
        assert "differs in what cannot be changed while it exists: boot_volume is" in said
        assert ansible.writes() == before
    assert "Set rebuild to true" in fail(ansible.os_node(name="n1", image="debian-12"))


def test_node_of_an_image_boots_from_no_volume(ansible: Ansible) -> None:
    succeed(ansible.os_node(**NEW))
    assert "boot_volume is {}, wanted" in fail(ansible.os_node(name="n1", boot_volume={"size": 1}))
    assert "boot_volume" in succeed(ansible.os_node(name="n1", boot_volume={"size": 1}, on_drift="warn")).warnings[0]


def test_reason_of_a_lock(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(**NEW, locked=True, locked_reason="first"))
    assert succeed(ansible.os_node(name="n1", locked=True, locked_reason="first"))["api_calls"] == 1
    for changed in (True, False):
        result = succeed(ansible.os_node(name="n1", locked=True, locked_reason="second"))
        assert (result.changed, result["node"]["locked"], result["node"]["locked_reason"]) == (changed, True, "second")
    assert not succeed(ansible.os_node(name="n1", locked_reason="third")).changed
    result = succeed(ansible.os_node(name="n1", locked=False, locked_reason="third"))
    assert (result.changed, result["node"]["locked"]) == (True, False)


def test_hints(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(**NEW, scheduler_hints={"a": "b", "c": ["d"]}))
    for same in ({"a": "b"}, {"a": ["b"], "c": "d"}):
        again = succeed(ansible.os_node(name="n1", scheduler_hints=same))
        assert (again.changed, again["api_calls"], again.warnings) == (False, 1, [])
    for other in ({"a": "c"}, {"e": "f"}):
        assert "scheduler_hints is" in fail(ansible.os_node(name="n1", scheduler_hints=other))


def test_what_is_not_shown_is_told_once(ansible: Ansible, cloud: FakeCloud) -> None:
    for name in ("n1", "n2"):
        cloud.compute.add_server(name, user_data="aGVsbG8=")
    wanted: dict[str, Any] = {"names": ["n1", "n2"], "user_data": "hello", "admin_password": "x", "disks": [1]}
    (warning,) = succeed(ansible.os_node(**wanted)).warnings
    assert warning == (
        "Not compared with what the node has: user_data (Nova shows them to administrators alone); disks (Nova does not"
        " show what a node was made with); admin_password (Nova does not show what a node was made with). A difference"
        " would not be noticed."
    )
    assert succeed(ansible.os_node(**wanted, on_drift="ignore")).warnings == []
    always = succeed(ansible.os_node(name="n1", admin_password="x", update_password="always"))
    assert (always.changed, always.warnings) == (True, [])


def test_tags_of_networks_and_volumes(ansible: Ansible, cloud: FakeCloud) -> None:
    """Lists of nodes do not show them: they cost a request or two, where they are given."""
    for name in ("data", "logs"):
        cloud.volume.add_volume(name)
    tagged: dict[str, Any] = {
        **NEW,
        "networks": [{"network": "private", "tag": "nic"}, "private"],
        "volumes": [{"volume": "data", "tag": "db"}, "logs"],
    }
    succeed(ansible.os_node(**tagged))
    again = succeed(ansible.os_node(**tagged))
    assert (again.changed, again["api_calls"], again.warnings) == (False, 4, [])
    other: list[tuple[dict[str, Any], str]] = [
        (
            {"networks": [{"network": "private", "tag": "other"}]},
            "networks is [\"private tagged 'nic'\"], wanted [\"private tagged 'other'\"]",
        ),
        ({"volumes": [{"volume": "data", "tag": "other"}]}, "tagged 'other'\"]"),
        ({"volumes": [{"volume": "logs", "tag": "db"}]}, "tagged 'db'\"]"),
    ]
    for options, words in other:
        before = ansible.writes()
        assert words in fail(ansible.os_node(name="n1", **options))
        assert ansible.writes() == before
        (warning,) = succeed(ansible.os_node(name="n1", **options, on_drift="warn")).warnings
        assert words in warning
        ignoring = succeed(ansible.os_node(name="n1", **options, on_drift="ignore"))
        assert (ignoring.changed, ignoring.warnings) == (False, [])


def test_tag_of_the_volume_that_a_node_boots_from(ansible: Ansible) -> None:
    root = {**ROOT, "boot_volume": {**ROOT["boot_volume"], "tag": "root"}}
    succeed(ansible.os_node(**root))
    again = succeed(ansible.os_node(**root))
    assert (again.changed, again.warnings) == (False, [])
    assert "boot_volume is" in fail(ansible.os_node(name="n1", boot_volume={"tag": "other"}))


def test_what_becomes_of_a_volume_with_its_node(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.volume.add_volume("data")
    succeed(ansible.os_node(**NEW, volumes=["data"]))
    for ends in (True, False):
        wanted: dict[str, Any] = {"name": "n1", "volumes": [{"volume": "data", "delete_on_termination": ends}]}
        foretold = succeed(ansible.os_node(**wanted, check=True, diff=True))
        result = succeed(ansible.os_node(**wanted, diff=True))
        assert (foretold.changed, foretold["diff"]) == (True, result["diff"])
        kept = foretold["node"]["volumes_deleted_with_node"]
        assert kept == result["node"]["volumes_deleted_with_node"] == (result["node"]["volumes"] if ends else [])
        again = succeed(ansible.os_node(**wanted))
        assert (again.changed, again["api_calls"], again.warnings) == (False, 1, [])


def test_administrators_are_shown_user_data(administrator: Ansible) -> None:
    network: dict[str, Any] = {"name": "own", "network": "own", "cidr": "10.9.0.0/24"}
    succeed(administrator.run("os_network", name="own"))
    succeed(administrator.run("os_subnet", **network))
    new = {**NEW, "networks": ["own"]}
    succeed(administrator.os_node(**new))
    assert "user_data is '', wanted 'sha256:" in fail(administrator.os_node(**new, user_data="hello"))


def test_nothing_is_no_hidden_value(administrator: Ansible, ansible: Ansible) -> None:
    options: dict[str, Any] = {"name": "own", "provider_network_type": "geneve"}
    succeed(administrator.run("os_network", **options))
    said = fail(administrator.run("os_network", name="own", provider_physical_network="public"))
    assert "provider_physical_network is None, wanted 'public'" in said
    succeed(ansible.run("os_network", name="mine"))
    (warning,) = succeed(ansible.run("os_network", name="mine", provider_physical_network="public")).warnings
    assert "provider_physical_network (the service shows it to administrators alone)" in warning


def test_secret_is_not_compared(ansible: Ansible) -> None:
    credential: dict[str, Any] = {"name": "robot", "secret": "correct-horse"}
    assert succeed(ansible.run("os_application_credential", **credential)).warnings == []
    (warning,) = succeed(ansible.run("os_application_credential", **credential)).warnings
    assert "secret (the identity service shows it only once)" in warning


def test_incremental_backup(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.volume.add_backup("full", cloud.volume.add_volume("data"))
    assert not succeed(ansible.run("os_volume_backup", name="full", incremental=False)).changed
    said = fail(ansible.run("os_volume_backup", name="full", incremental=True))
    assert "incremental is False, wanted True" in said

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_volume_snapshot_info and os_volume_backup_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

KINDS = ("snapshot", "backup")


def look(ansible: Ansible, kind: str, **options: Any) -> list[str]:
    result = succeed(ansible.run(f"os_volume_{kind}_info", **options))
    return sorted(one["name"] for one in result[f"volume_{kind}s"])


@pytest.fixture
def made(ansible: Ansible, cloud: FakeCloud) -> dict[str, Any]:
    """By name, what there is of two volumes, as the state modules show it."""
    cloud.timings.action_seconds = 0.0
    found = {}
    for name in ("data", "logs"):
        volume = cloud.volume.add_volume(name)
        cloud.volume.add_snapshot(f"{name}-snapshot", volume)
        cloud.volume.add_backup(f"{name}-backup", volume)
        for kind in KINDS:
            found[f"{name}-{kind}"] = succeed(ansible.run(f"os_volume_{kind}", name=f"{name}-{kind}"))[f"volume_{kind}"]
    cloud.clear_log()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_all_are_found_as_the_state_module_shows_them(ansible: Ansible, made: dict[str, Any], kind: str) -> None:
    result = succeed(ansible.run(f"os_volume_{kind}_info"))
    assert sorted(result[f"volume_{kind}s"], key=lambda one: str(one["name"])) == [
        made[f"data-{kind}"],
        made[f"logs-{kind}"],
    ]
    assert result["api_calls"] == 1
    assert ansible.writes() == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_asked_for(ansible: Ansible, made: dict[str, Any], kind: str) -> None:
    name = f"data-{kind}"
    assert look(ansible, kind, volume="data") == [name]
    assert look(ansible, kind, volume=made[name]["volume_id"]) == [name]
    assert look(ansible, kind, name=name) == [name]
    assert look(ansible, kind, id=made[name]["id"]) == [name]
    assert look(ansible, kind, filters={"status": "error"}) == []
    assert look(ansible, kind, name="nobody") == []
    assert "There is no volume named 'dat'" in fail(ansible.run(f"os_volume_{kind}_info", volume="dat"))


def test_rival_needs_the_volume_of_a_backup_to_be_there(ansible: Ansible, cloud: FakeCloud, made: Any) -> None:
    volume_id = made["data-backup"]["volume_id"]
    del cloud.volume.volumes[volume_id]
    assert look(ansible, "backup", volume=volume_id) == ["data-backup"]


def test_snapshots_are_found_by_their_metadata(ansible: Ansible, cloud: FakeCloud, made: dict[str, Any]) -> None:
    cloud.volume.snapshots[made["logs-snapshot"]["id"]]["metadata"] = {"of": "logs", "more": "words"}
    assert look(ansible, "snapshot", metadata={"of": "logs"}) == ["logs-snapshot"]


@pytest.mark.parametrize("kind", KINDS)
def test_administrators_see_those_of_all_projects(administrator: Ansible, made: dict[str, Any], kind: str) -> None:
    assert look(administrator, kind) == []
    assert look(administrator, kind, all_projects=True) == [f"data-{kind}", f"logs-{kind}"]


def test_administrators_are_told_whose_a_backup_is(
    ansible: Ansible, administrator: Ansible, cloud: FakeCloud, made: dict[str, Any]
) -> None:
    result = succeed(administrator.run("os_volume_backup_info", all_projects=True))
    assert {one["project_id"] for one in result["volume_backups"]} == {cloud.volume.state.default_project_id}
    assert {one["project_id"] for one in (made["data-backup"], made["logs-backup"])} == {None}

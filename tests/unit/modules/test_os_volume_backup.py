# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_volume_backup on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

WANTED: dict[str, Any] = {"name": "safe", "volume": "data", "description": "words", "incremental": False}


@pytest.fixture
def backup(ansible: Ansible, cloud: FakeCloud) -> Any:
    cloud.volume.add_volume("data", 2)

    def run(**options: Any) -> Result:
        return ansible.run("os_volume_backup", **options)

    return run


def test_backup_is_made_once(ansible: Ansible, backup: Any) -> None:
    predicted = succeed(backup(**WANTED, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(backup(**WANTED, diff=True))
    assert predicted["diff"] == made["diff"]
    shown = made["volume_backup"]
    assert (shown["status"], shown["size"], shown["description"]) == ("available", 2, "words")
    assert predicted["volume_backup"]["status"] == "available"
    assert set(predicted["volume_backup"]) == set(shown)
    ansible.cloud.clear_log()
    again = succeed(backup(**WANTED))
    assert (again.changed, again["volume_backup"]) == (False, shown)
    assert len(ansible.lines()) == 1
    assert not succeed(backup(name="safe", volume=shown["volume_id"])).changed


@pytest.mark.parametrize(("option", "value"), [("new_name", "other"), ("description", ""), ("description", "new")])
def test_rival_changes_no_backup(ansible: Ansible, backup: Any, option: str, value: str) -> None:
    succeed(backup(**WANTED))
    ansible.cloud.clear_log()
    predicted = succeed(backup(name="safe", **{option: value}, check=True, diff=True))
    assert ansible.writes() == []
    changed = succeed(backup(name="safe", **{option: value}, diff=True))
    assert (changed.changed, changed["diff"]) == (True, predicted["diff"])
    assert changed["volume_backup"] == {
        **predicted["volume_backup"],
        "updated_at": changed["volume_backup"]["updated_at"],
    }
    assert not succeed(backup(name="safe", **{option: value})).changed


def test_backup_of_another_volume_is_an_error(ansible: Ansible, backup: Any, cloud: FakeCloud) -> None:
    succeed(backup(**WANTED))
    other = cloud.volume.add_volume("other")
    cloud.clear_log()
    assert f"wanted '{other['id']}'" in fail(backup(name="safe", volume="other"))
    assert succeed(backup(name="safe", volume="other", on_drift="warn")).warnings
    assert ansible.writes() == []


def test_backup_of_an_attached_volume_is_made_only_by_force(backup: Any, cloud: FakeCloud) -> None:
    (volume,) = cloud.volume.volumes.values()
    volume["status"] = "in-use"
    assert "Could not create volume backup 'safe'" in fail(backup(**WANTED, force=False))
    assert succeed(backup(**WANTED, force=True)).changed


def test_backup_is_removed_once(ansible: Ansible, backup: Any, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 0.3
    succeed(backup(**WANTED))
    cloud.clear_log()
    assert succeed(backup(name="safe", state="absent", check=True)).changed
    assert ansible.writes() == []
    removed = succeed(backup(name="safe", state="absent"))
    assert (removed.changed, removed["volume_backup"]) == (True, None)
    assert not cloud.volume.state.backups
    assert not succeed(backup(name="safe", state="absent")).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: name, id"),
        ({"name": "safe"}, "There is no volume backup 'safe' yet; to make it, give volume."),
        ({"name": "safe", "volume": "nope"}, "There is no volume named 'nope'"),
    ],
    ids=["nothing", "no-volume", "unknown-volume"],
)
def test_refused(ansible: Ansible, backup: Any, options: dict[str, Any], message: str) -> None:
    assert message in fail(backup(**options))
    assert ansible.writes() == []

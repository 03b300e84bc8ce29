# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_volume_snapshot on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

WANTED: dict[str, Any] = {"name": "safe", "volume": "data", "description": "words", "metadata": {"a": "b"}}


@pytest.fixture
def snapshot(ansible: Ansible, cloud: FakeCloud) -> Any:
    cloud.volume.add_volume("data", 2)

    def run(**options: Any) -> Result:
        return ansible.run("os_volume_snapshot", **options)

    return run


def test_snapshot_is_made_once(ansible: Ansible, snapshot: Any) -> None:
    predicted = succeed(snapshot(**WANTED, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(snapshot(**WANTED, diff=True))
    assert predicted["diff"] == made["diff"]
    shown = made["volume_snapshot"]
    assert (shown["status"], shown["size"], shown["description"]) == ("available", 2, "words")
    assert predicted["volume_snapshot"]["status"] == "available"
    assert set(predicted["volume_snapshot"]) == set(shown)
    ansible.cloud.clear_log()
    again = succeed(snapshot(**WANTED))
    assert (again.changed, again["volume_snapshot"]) == (False, shown)
    assert len(ansible.lines()) == 1
    assert not succeed(snapshot(name="safe", volume=shown["volume_id"])).changed


@pytest.mark.parametrize(("option", "value"), [("new_name", "other"), ("description", ""), ("description", "new")])
def test_rival_changes_no_snapshot(ansible: Ansible, snapshot: Any, option: str, value: str) -> None:
    succeed(snapshot(**WANTED))
    ansible.cloud.clear_log()
    predicted = succeed(snapshot(name="safe", **{option: value}, check=True, diff=True))
    assert ansible.writes() == []
    changed = succeed(snapshot(name="safe", **{option: value}, diff=True))
    assert (changed.changed, changed["diff"]) == (True, predicted["diff"])
    assert changed["volume_snapshot"] == {
        **predicted["volume_snapshot"],
        "updated_at": changed["volume_snapshot"]["updated_at"],
    }
    assert not succeed(snapshot(name="safe", **{option: value})).changed


def test_snapshot_of_another_volume_is_an_error(ansible: Ansible, snapshot: Any, cloud: FakeCloud) -> None:
    succeed(snapshot(**WANTED))
    other = cloud.volume.add_volume("other")
    cloud.clear_log()
    assert f"wanted '{other['id']}'" in fail(snapshot(name="safe", volume="other"))
    assert succeed(snapshot(name="safe", volume="other", on_drift="warn")).warnings
    assert ansible.writes() == []


def test_snapshot_of_an_attached_volume_is_made_only_by_force(snapshot: Any, cloud: FakeCloud) -> None:
    (volume,) = cloud.volume.volumes.values()
    volume["status"] = "in-use"
    assert "Could not create volume snapshot 'safe'" in fail(snapshot(**WANTED, force=False))
    assert succeed(snapshot(**WANTED, force=True)).changed


def test_snapshot_is_removed_once(ansible: Ansible, snapshot: Any, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 0.3
    succeed(snapshot(**WANTED))
    cloud.clear_log()
    assert succeed(snapshot(name="safe", state="absent", check=True)).changed
    assert ansible.writes() == []
    removed = succeed(snapshot(name="safe", state="absent"))
    assert (removed.changed, removed["volume_snapshot"]) == (True, None)
    assert not cloud.volume.state.snapshots
    assert not succeed(snapshot(name="safe", state="absent")).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: name, id"),
        ({"name": "safe"}, "There is no volume snapshot 'safe' yet; to make it, give volume."),
        ({"name": "safe", "volume": "nope"}, "There is no volume named 'nope'"),
    ],
    ids=["nothing", "no-volume", "unknown-volume"],
)
def test_refused(ansible: Ansible, snapshot: Any, options: dict[str, Any], message: str) -> None:
    assert message in fail(snapshot(**options))
    assert ansible.writes() == []

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""on_error=recreate makes anew what never was of any use, and nothing that may have something on it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros"}
FAILED_CHANGES = ("error_extending", "error_restoring", "error_backing-up", "error_managing", "error_deleting")


def test_volume_that_could_not_be_extended_stays(ansible: Ansible, cloud: FakeCloud) -> None:
    there = cloud.volume.add_volume("db", size=10)
    cloud.timings.action_seconds = 60

    def give_up(_request: Any) -> None:
        there["status"] = "error_extending"

    cloud.faults.add(method="POST", path=f"{there['id']}/action", service="volume", kind="watch", after=give_up)
    for _run in range(2):  # the one that meets it, and the next
        message = fail(ansible.run("os_volume", name="db", size=20, on_error="recreate"))
        assert (
            "is in status error_extending: a change of it has failed, and what is on it may still be there" in message
        )
        assert "on_error to recreate" not in message
    assert list(cloud.volume.volumes) == [there["id"]]
    assert cloud.calls("volume", "DELETE") == []


@pytest.mark.parametrize("status", FAILED_CHANGES)
def test_volume_whose_change_failed_stays(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    there = cloud.volume.add_volume("db", status=status)
    message = fail(ansible.run("os_volume", name="db", size=1, on_error="recreate"))
    assert "set on_error to recreate" not in message
    assert "state" in message
    assert list(cloud.volume.volumes) == [there["id"]]
    assert succeed(ansible.run("os_volume", name="db", size=1, on_error="keep")).warnings


@pytest.mark.parametrize("kind", ["snapshot", "backup"])
def test_what_could_not_be_removed_is_not_made_anew(ansible: Ansible, cloud: FakeCloud, kind: str) -> None:
    volume = cloud.volume.add_volume("db")
    made = (cloud.volume.add_snapshot if kind == "snapshot" else cloud.volume.add_backup)("old", volume)
    kept = cloud.volume.state.snapshots if kind == "snapshot" else cloud.volume.state.backups
    kept[made["id"]]["status"] = "error_deleting"
    message = fail(ansible.run(f"os_volume_{kind}", name="old", volume="db", on_error="recreate"))
    assert "somebody's removal of it has failed" in message
    assert list(kept) == [made["id"]]
    kept[made["id"]]["status"] = "error"
    assert succeed(ansible.run(f"os_volume_{kind}", name="old", volume="db", on_error="recreate")).changed
    assert made["id"] not in kept


def test_node_that_could_not_be_resized_stays(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", flavor="m1.tiny")

    def give_up(_request: Any) -> None:
        server.enter("error")

    cloud.timings.action_seconds = 60
    cloud.faults.add(method="POST", path="/action", kind="watch", after=give_up)
    options = {**WEB1, "flavor": "m1.small", "resize": "true", "on_error": "recreate"}
    for _run in range(2):
        message = fail(ansible.os_node(**options))
        assert "It has run before, and what is on it may still be there, so it is not made anew." in message
        assert "on_error to recreate" not in message
    assert [one.id for one in cloud.compute.servers] == [server.id]
    assert cloud.calls("compute", "DELETE") == []


def test_node_that_breaks_when_this_run_has_made_it_is_made_anew(ansible: Ansible, cloud: FakeCloud) -> None:
    """It has run, for a moment; nobody has put anything on it."""
    broken: list[str] = []

    def give_up(_request: Any) -> None:
        (server,) = cloud.compute.servers
        server.enter("error")
        broken.append(server.id)

    cloud.faults.add(method="POST", path="/action", kind="watch", after=give_up)
    result = succeed(ansible.os_node(**WEB1, flavor="m1.tiny", state="stopped", on_error="recreate"))
    assert [one.id for one in cloud.compute.servers] == [result["node"]["id"]] != broken


def test_volume_that_never_was_usable_is_not_removed_with_snapshots(ansible: Ansible, cloud: FakeCloud) -> None:
    """One that has any was usable, whatever its status says: Cinder refuses to remove it."""
    there = cloud.volume.add_volume("db")
    cloud.volume.add_snapshot("snap", there)
    there["status"] = "error"
    fail(ansible.run("os_volume", name="db", size=1, on_error="recreate", delete_snapshots=True))
    assert list(cloud.volume.volumes) == [there["id"]]


def test_image_that_is_brought_to_further_stores_is_not_made_anew(
    ansible: Ansible, cloud: FakeCloud, tmp_path: Any
) -> None:
    image = cloud.image.add_image("golden", owner=cloud.image.default_owner, os_glance_import_task="t1")
    path = tmp_path / "golden.raw"
    path.write_bytes(b"content")
    options: dict[str, Any] = {
        "name": "golden",
        "src": str(path),
        "disk_format": "raw",
        "on_error": "recreate",
        "wait_timeout": 1,
    }
    message = fail(ansible.run("os_image", **options))
    assert "is in status active and is still being imported" in message
    assert image["id"] in cloud.image.images

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes for a test: made, watched, and taken away at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique


@dataclass
class Volumes:
    """Makes volumes, snapshots and backups."""

    cloud: Cloud
    made: list[str] = field(default_factory=list)
    snapshots: list[str] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)

    def make(self, **fields: Any) -> str:
        """Make a volume of 1 GiB and wait until it is there; its id."""
        volume_id = self._asked("volume", self.made, **{"size": 1, **fields})
        self.wait_for(volume_id, "available")
        return volume_id

    def snapshot(self, volume_id: str) -> str:
        """Make a snapshot of a volume and wait until it is there; its id."""
        snapshot_id = self._asked("snapshot", self.snapshots, volume_id=volume_id)
        self._wait(f"/snapshots/{snapshot_id}", "available")
        return snapshot_id

    def backup(self, volume_id: str, **fields: Any) -> str:
        """Make a backup of a volume and wait until it is there; its id."""
        backup_id = self._asked("backup", self.backups, volume_id=volume_id, **fields)
        self.wait_for_backup(backup_id, "available")
        return backup_id

    def _asked(self, kind: str, made: list[str], **fields: Any) -> str:
        """Ask for one of a kind and remember it; its id."""
        response = self.cloud.volume("POST", f"/{kind}s", json={kind: {"name": unique(kind), **fields}})
        assert response.status_code == 202, response.text
        made.append(str(response.json()[kind]["id"]))
        return made[-1]

    def show(self, volume_id: str) -> Json:
        """Return a volume."""
        volume: Json = self.cloud.volume("GET", f"/volumes/{volume_id}").json()["volume"]
        return volume

    def wait_for(self, volume_id: str, status: str | None) -> list[str]:
        """Wait until a volume has a status, or is gone (None); the statuses on the way."""
        return self._wait(f"/volumes/{volume_id}", status)

    def wait_for_backup(self, backup_id: str, status: str | None) -> list[str]:
        """Wait until a backup has a status, or is gone (None); the statuses on the way."""
        return self._wait(f"/backups/{backup_id}", status)

    def _wait(self, path: str, status: str | None, seconds: float = 60) -> list[str]:
        deadline = time.monotonic() + seconds
        seen: list[str] = []
        while time.monotonic() < deadline:
            response = self.cloud.volume("GET", path)
            if response.status_code == 404:
                assert status is None, response.text
                return seen
            (found,) = response.json().values()
            if found["status"] not in seen:
                seen.append(found["status"])
            if found["status"] == status:
                return seen
            time.sleep(0.01 if self.cloud.kind == "fake" else 0.1)
        raise AssertionError(f"{path} did not become {status}, but {seen}.")

    def close(self) -> None:
        """Take all away; nobody has them any more. An incremental backup goes before the one that it is based on."""
        paths = [f"/backups/{item}" for item in reversed(self.backups)]
        paths += [f"/snapshots/{item}" for item in self.snapshots] + [f"/volumes/{item}" for item in self.made]
        for path in paths:
            if self.cloud.volume("DELETE", path).status_code == 202:
                self._wait(path, None)

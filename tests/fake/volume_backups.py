# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder's backups. The loopback cloud has no service that makes them, so no test compares this with a real one.

Shapes: https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups.
"""

from __future__ import annotations

from collections.abc import Callable

from .clock import utcnow
from .microversions import Version
from .network_state import new_id
from .routes import Route
from .timing import Schedule, Timings
from .tokens import Token
from .volume_bodies import RENAMED, SNAPSHOT, part_of
from .volume_state import VolumeState
from .wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, Request, as_bool, empty_answer, html_answer, json_answer

_OWNER = "os-backup-project-attr:project_id"


class Backups:
    """All backups, over HTTP."""

    def __init__(self, state: VolumeState, timings: Timings, schedule: Schedule) -> None:
        self._state = state
        self._timings = timings
        self._schedule = schedule

    def routes(self) -> list[Route[Callable[..., Answer]]]:
        """Return what can be asked."""
        return [
            Route("GET", "/backups/detail", self._list),
            Route("POST", "/backups", self._create),
            Route("GET", "/backups/{backup_id}", self._show),
            Route("PUT", "/backups/{backup_id}", self._update),
            Route("DELETE", "/backups/{backup_id}", self._delete),
        ]

    def add(self, name: str, volume: Json) -> Json:
        """Add a backup of a volume that is there already."""
        backup = {**_backup(volume, {"name": name}, volume["os-vol-tenant-attr:tenant_id"]), "status": "available"}
        self._state.backups[backup["id"]] = backup
        return backup

    def _list(self, request: Request, token: Token, version: Version) -> Answer:
        everyone = token.is_admin and bool(as_bool(request.one("all_tenants") or ""))
        mine = [item for item in self._state.backups.values() if everyone or item[_OWNER] == token.project_id]
        for name in ("name", "status", "volume_id"):
            wanted = request.one(name)
            mine = [item for item in mine if wanted in (None, item[name])]
        return json_answer(200, {"backups": mine})

    def _find(self, token: Token, backup_id: str) -> Json:
        backup = self._state.backups.get(backup_id)
        if backup is None or backup[_OWNER] != token.project_id:
            raise ApiError(404, f"Backup {backup_id} could not be found.")
        return backup

    def _create(self, request: Request, token: Token, version: Version) -> Answer:
        wanted = part_of(request, "backup", SNAPSHOT)
        volume = self._state.volumes.get(wanted["volume_id"])
        if volume is None:
            raise ApiError(404, f"Volume {wanted['volume_id']} could not be found.")
        forced = str(wanted.get("force", "")).lower() == "true"
        if volume["status"] != "available" and not (forced and volume["status"] == "in-use"):
            problem = "Volume to be backed up must be available or in-use, but the current status is"
            raise ApiError(400, f'Invalid volume: {problem} "{volume["status"]}".')
        if wanted.get("incremental") and not any(
            item["volume_id"] == volume["id"] for item in self._state.backups.values()
        ):
            raise ApiError(400, "Invalid backup: No backups available to do an incremental backup.")
        backup = _backup(volume, wanted, token.project_id)
        self._state.backups[backup["id"]] = backup
        self._schedule.later(backup, self._timings.action_seconds, lambda: backup.update(status="available"))
        return json_answer(202, {"backup": {"id": backup["id"], "name": backup["name"], "links": []}})

    def _show(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        return json_answer(200, {"backup": self._find(token, backup_id)})

    def _update(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        if version < (3, 9):
            return html_answer(404, NOT_FOUND_SENTENCE)
        backup = self._find(token, backup_id)
        wanted = part_of(request, "backup", RENAMED)
        backup |= {name: wanted[name] for name in ("name", "description") if name in wanted}
        return json_answer(200, {"backup": {"id": backup["id"], "name": backup["name"], "links": []}})

    def _delete(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        backup = self._find(token, backup_id)
        if any(item["is_incremental"] and item["volume_id"] == backup["volume_id"] for item in self._later(backup)):
            raise ApiError(400, "Invalid backup: Incremental backups exist for this backup.")
        self._schedule.cancel(backup)
        backup["status"] = "deleting"
        self._schedule.later(backup, self._timings.delete_seconds, lambda: _drop(self._state.backups, backup["id"]))
        return empty_answer(202)

    def _later(self, backup: Json) -> list[Json]:
        everything = list(self._state.backups.values())
        return everything[everything.index(backup) + 1 :]


def _drop(backups: dict[str, Json], backup_id: str) -> None:
    backups.pop(backup_id, None)


def _backup(volume: Json, wanted: Json, project_id: str) -> Json:
    return {
        "id": new_id(),
        "name": wanted.get("name"),
        "description": wanted.get("description"),
        "status": "creating",
        "size": volume["size"],
        "volume_id": volume["id"],
        "snapshot_id": wanted.get("snapshot_id"),
        "is_incremental": bool(wanted.get("incremental")),
        "container": wanted.get("container"),
        "availability_zone": None,
        "fail_reason": None,
        "created_at": utcnow().strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "updated_at": None,
        _OWNER: project_id,
    }

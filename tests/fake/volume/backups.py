# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder's backups, as its driver for folders makes them.

Shapes: https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial

from ..clock import utcnow
from ..microversions import Version
from ..network.state import new_id
from ..routes import Route
from ..timing import Schedule, Timings
from ..tokens import Token
from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, Request, as_bool, empty_answer, json_answer
from .bodies import RENAMED, backup_schema, part_of
from .lists import links_to, listed
from .state import VolumeState

# What is not shown, or not to all, or not as it is kept.
_KEPT = ("project_id", "user_id", "metadata", "parent_id", "volume")


class Backups:
    """All backups, over HTTP."""

    def __init__(self, state: VolumeState, timings: Timings, schedule: Schedule) -> None:
        self._state = state
        self._timings = timings
        self._schedule = schedule

    def routes(self) -> list[Route[Callable[..., Answer]]]:
        """Return what can be asked."""
        return [
            Route("GET", "/backups", partial(self._list, False)),
            Route("GET", "/backups/detail", partial(self._list, True)),
            Route("POST", "/backups", self._create),
            Route("GET", "/backups/{backup_id}", self._show),
            Route("PUT", "/backups/{backup_id}", self._update),
            Route("DELETE", "/backups/{backup_id}", self._delete),
        ]

    def add(self, name: str, volume: Json) -> Json:
        """Add a backup of a volume that is there already."""
        backup = _backup(volume, {"name": name}, volume["os-vol-tenant-attr:tenant_id"], volume["user_id"])
        _finish(backup)
        self._state.backups[backup["id"]] = backup
        return backup

    # Reading

    def _list(self, detail: bool, request: Request, token: Token, version: Version) -> Answer:
        backups = self._state.backups.values()
        page, further = listed(request, token, backups, _owns, self._state.page_limit, "backups")
        view = self._view if detail else _brief
        return json_answer(200, {"backups": [view(request, token, version, item) for item in page], **further})

    def _show(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        return json_answer(200, {"backup": self._view(request, token, version, self._find(token, backup_id))})

    def _view(self, request: Request, token: Token, version: Version, backup: Json) -> Json:
        shown = {name: value for name, value in backup.items() if name not in _KEPT}
        shown["links"] = links_to(request, token.project_id, "backups", backup["id"])
        shown["is_incremental"] = backup["parent_id"] is not None
        shown["has_dependent_backups"] = bool(self._dependents(backup, "available"))
        if version >= (3, 43):
            shown["metadata"] = backup["metadata"]
        if token.is_admin and version >= (3, 18):
            shown["os-backup-project-attr:project_id"] = backup["project_id"]
        if token.is_admin and version >= (3, 56):
            shown["user_id"] = backup["user_id"]
        return shown

    def _find(self, token: Token, backup_id: str) -> Json:
        backup = self._state.backups.get(backup_id)
        if backup is None or not (_owns(token, backup) or token.is_admin):
            raise ApiError(404, f"Backup {backup_id} could not be found.")
        return backup

    def _dependents(self, backup: Json, *statuses: str) -> list[Json]:
        those = [item for item in self._state.backups.values() if item["parent_id"] == backup["id"]]
        return [item for item in those if not statuses or item["status"] in statuses]

    # Changing

    def _create(self, request: Request, token: Token, version: Version) -> Answer:
        wanted = part_of(request, "backup", backup_schema(version))
        volume = self._state.volumes.get(wanted["volume_id"])
        if volume is None:
            raise ApiError(404, f"Volume {wanted['volume_id']} could not be found.")
        snapshot = self._snapshot(volume, wanted)
        if snapshot is None:
            _check_volume(volume, forced=_is_true(wanted.get("force")))
        backup = _backup(volume, wanted, token.project_id, token.user.id)
        if snapshot is not None:
            backup["data_timestamp"] = snapshot["created_at"]
        if _is_true(wanted.get("incremental")):
            backup["parent_id"] = self._latest(backup, of_snapshot=snapshot is not None)["id"]
            # The content of a volume stays as it is.
            backup["object_count"] = 0
        self._state.backups[backup["id"]] = backup
        whole, status = (volume, volume["status"]) if snapshot is None else (snapshot, snapshot["status"])
        whole["status"] = "backing-up"

        def done() -> None:
            whole["status"] = status
            _finish(backup)

        self._schedule.later(backup, self._timings.action_seconds, done)
        return json_answer(202, {"backup": _brief(request, token, version, backup)})

    def _snapshot(self, volume: Json, wanted: Json) -> Json | None:
        """Return the snapshot that is to be backed up."""
        snapshot_id = wanted.get("snapshot_id")
        if snapshot_id is None:
            return None
        snapshot = self._state.snapshots.get(snapshot_id)
        if snapshot is None:
            raise ApiError(404, f"Snapshot {snapshot_id} could not be found.")
        if snapshot["volume_id"] != volume["id"]:
            problem = f"Volume {volume['id']} does not match with snapshot.volume_id {snapshot['volume_id']}."
            raise ApiError(400, f"Invalid volume: {problem}")
        if snapshot["status"] != "available":
            problem = f'Snapshot to be backed up must be available, but the current status is "{snapshot["status"]}".'
            raise ApiError(400, f"Invalid snapshot: {problem}")
        return snapshot

    def _latest(self, backup: Json, *, of_snapshot: bool) -> Json:
        """Return the backup that an incremental one is based on."""
        there = [
            item
            for item in self._state.backups.values()
            if item["volume_id"] == backup["volume_id"]
            and item["status"] == "available"
            and (not of_snapshot or item["data_timestamp"] < backup["data_timestamp"])
        ]
        if not there:
            raise ApiError(400, "Invalid backup: No backups available to do an incremental backup.")
        return max(there, key=lambda item: str(item["data_timestamp"]))

    def _update(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        if version < (3, 9):
            raise ApiError(404, NOT_FOUND_SENTENCE)
        wanted = part_of(request, "backup", RENAMED)
        backup = self._find(token, backup_id)
        backup |= {name: wanted[name] for name in ("name", "description") if name in wanted}
        return json_answer(200, {"backup": _brief(request, token, version, backup)})

    def _delete(self, request: Request, token: Token, version: Version, backup_id: str) -> Answer:
        backup = self._find(token, backup_id)
        if backup["status"] not in ("available", "error"):
            raise ApiError(400, "Invalid backup: Backup status must be available or error")
        if self._dependents(backup):
            raise ApiError(400, "Invalid backup: Incremental backups exist for this backup.")
        backup["status"] = "deleting"
        self._schedule.later(backup, self._timings.delete_seconds, lambda: _drop(self._state.backups, backup["id"]))
        return empty_answer(202)


def _owns(token: Token, backup: Json) -> bool:
    return bool(backup["project_id"] == token.project_id)


def _is_true(value: object) -> bool:
    return bool(as_bool(str(value)))


def _check_volume(volume: Json, *, forced: bool) -> None:
    if volume["status"] not in ("available", "in-use"):
        problem = "Volume to be backed up must be available or in-use, but the current status is"
        raise ApiError(400, f'Invalid volume: {problem} "{volume["status"]}".')
    if volume["status"] == "in-use" and not forced:
        raise ApiError(400, "Invalid volume: Backing up an in-use volume must use the force flag.")


def _drop(backups: dict[str, Json], backup_id: str) -> None:
    backups.pop(backup_id, None)


def _finish(backup: Json) -> None:
    folder = f"{backup['id'][:2]}/{backup['id'][2:4]}/{backup['id']}"
    backup |= {"status": "available", "availability_zone": "nova", "updated_at": _now()}
    backup["container"] = backup["container"] or folder


def _brief(request: Request, token: Token, _version: Version, backup: Json) -> Json:
    links = links_to(request, token.project_id, "backups", backup["id"])
    return {"id": backup["id"], "name": backup["name"], "links": links}


def _backup(volume: Json, wanted: Json, project_id: str, user_id: str) -> Json:
    now = _now()
    return {
        "id": new_id(),
        "name": wanted.get("name"),
        "description": wanted.get("description"),
        "status": "creating",
        "size": volume["size"],
        "object_count": 1,
        "volume_id": volume["id"],
        "snapshot_id": wanted.get("snapshot_id"),
        "parent_id": None,
        "container": wanted.get("container"),
        "availability_zone": wanted.get("availability_zone"),
        "fail_reason": None,
        "created_at": now,
        "updated_at": None,
        "data_timestamp": now,
        "project_id": project_id,
        "user_id": user_id,
        "metadata": wanted.get("metadata") or {},
        # With what is restored besides the content.
        "volume": copy.deepcopy(volume),
    }


def _now() -> str:
    return utcnow().strftime("%Y-%m-%dT%H:%M:%S.%f")

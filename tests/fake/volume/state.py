# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder's memory: volumes, snapshots, and which server has which volume.

A volume that is asked for by a server is `reserved`, then `attaching`, then `in-use`; only then attachments are shown.
"""

from __future__ import annotations

import uuid
from typing import Any

from ..clock import utcnow
from ..image.service import Image
from ..network.state import new_id
from ..timing import Schedule, Timings
from ..wire import ApiError, Json

_DELETABLE = ("available", "error", "error_restoring", "error_extending", "error_managing")


class VolumeState:
    """All volumes; there is one for all regions."""

    def __init__(self, image: Image, timings: Timings, schedule: Schedule) -> None:
        self._image = image
        self._timings = timings
        self._schedule = schedule
        self.volumes: dict[str, Json] = {}
        self.snapshots: dict[str, Json] = {}
        self.backups: dict[str, Json] = {}
        self.types = ["__DEFAULT__", "ssd"]
        # Those that are not public; administrators alone may use them.
        self.private_types: list[str] = []
        self.zones = ["nova"]
        self.page_limit = 1000
        # Whether a change of type comes to nothing, which Cinder does not tell.
        self.refuses_types = False
        self.default_project_id = ""

    # Volumes

    def add_volume(self, name: str | None, size: int = 1, status: str = "available", **fields: Any) -> Json:
        """Add a volume that is there already."""
        now = _now()
        volume = {
            "id": new_id(),
            "status": status,
            "size": size,
            "availability_zone": "nova",
            "created_at": now,
            "updated_at": now,
            "name": name,
            "description": None,
            "volume_type": self.types[0],
            "snapshot_id": None,
            "source_volid": None,
            "metadata": {},
            "user_id": "",
            "bootable": "false",
            "encrypted": False,
            "replication_status": None,
            "consistencygroup_id": None,
            "multiattach": False,
            "attachments": [],
            "os-vol-tenant-attr:tenant_id": self.default_project_id,
            **fields,
        }
        self.volumes[volume["id"]] = volume
        return volume

    def create(self, project_id: str, user_id: str, wanted: Json) -> Json:
        """Make a volume: an empty one, or one from an image, a snapshot or another volume."""
        origin = self._origin(wanted)
        size = int(wanted.get("size") or origin["size"])
        fields = {name: wanted[name] for name in ("description", "metadata", "availability_zone") if wanted.get(name)}
        owner = {"user_id": user_id, "os-vol-tenant-attr:tenant_id": project_id, "updated_at": None}
        volume = self.add_volume(
            wanted.get("name"), **{**owner, **fields, **origin, "size": size, "status": "creating"}
        )
        volume["volume_type"] = wanted.get("volume_type") or self.types[0]
        backup = self.backups.get(wanted.get("backup_id") or "")
        if backup is not None:
            self._schedule.later(volume, self._timings.action_seconds, lambda: self._restore(volume, backup))
        self._later(volume, "available")
        return volume

    def _restore(self, volume: Json, backup: Json) -> None:
        """Give a volume what a backup remembers of the one that was backed up."""
        of_old = backup["volume"]
        # So Cinder calls volumes that it makes of itself to restore a backup.
        if (volume["name"] or "").startswith("restore_backup_") and of_old["name"]:
            volume |= {"name": of_old["name"], "description": of_old["description"]}
        volume |= _bootable_part(of_old)
        volume["metadata"] = {**(of_old["metadata"] or volume["metadata"]), "src_backup_id": backup["id"]}

    def _origin(self, wanted: Json) -> Json:
        """Return what a volume takes from where its content is from."""
        if wanted.get("imageRef"):
            image = self._image.find(wanted["imageRef"])
            if image is None:
                raise ApiError(400, "Invalid image identifier or unable to access requested image.")
            return {"bootable": "true", "volume_image_metadata": image_metadata(image)}
        if wanted.get("snapshot_id"):
            snapshot = self.snapshots.get(wanted["snapshot_id"])
            if snapshot is None:
                raise ApiError(404, f"Snapshot {wanted['snapshot_id']} could not be found.")
            parent = self.volumes.get(snapshot["volume_id"], {})
            return {"snapshot_id": snapshot["id"], "size": snapshot["size"], **_bootable_part(parent)}
        if wanted.get("backup_id"):
            backup = self.backups.get(wanted["backup_id"])
            if backup is None:
                raise ApiError(404, f"Backup {wanted['backup_id']} could not be found.")
            _check_backup(backup, int(wanted.get("size") or backup["size"]))
            return {"size": backup["size"]}
        if wanted.get("source_volid"):
            source = self.volumes.get(wanted["source_volid"])
            if source is None:
                raise ApiError(404, f"Volume {wanted['source_volid']} could not be found.")
            return {"source_volid": source["id"], "size": source["size"], **_bootable_part(source)}
        return {}

    def _later(self, volume: Json, status: str) -> None:
        self._schedule.later(volume, self._timings.action_seconds, lambda: self.enter(volume, status))

    def enter(self, volume: Json, status: str) -> None:
        """Give a volume a status."""
        volume["status"] = status
        volume["updated_at"] = _now()

    def delete(self, volume: Json) -> None:
        """Delete a volume that nobody has and nothing depends on."""
        has_snapshots = any(item["volume_id"] == volume["id"] for item in self.snapshots.values())
        if volume["status"] not in _DELETABLE or volume["attachments"] or has_snapshots:
            raise ApiError(
                400,
                f"Invalid volume: Volume status must be {' or '.join(_DELETABLE)} and must not be migrating, "
                "attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots "
                "after volume transfer.",
            )
        self._schedule.cancel(volume)
        self.enter(volume, "deleting")

        def gone() -> None:
            self.volumes.pop(volume["id"], None)

        self._schedule.later(volume, self._timings.delete_seconds, gone)

    def extend(self, volume: Json, size: int, may_be_in_use: bool) -> None:
        """Make a volume larger; one in use since 3.42."""
        status = volume["status"]
        if status != "available" and not (status == "in-use" and may_be_in_use):
            wanted = "{'status': 'available'}"
            problem = f"Volume {volume['id']} status must be '{wanted}' to extend, currently {status}."
            raise ApiError(400, f"Invalid volume: {problem}")
        if size <= volume["size"]:
            sizes = f"(current: {volume['size']}, extended: {size})"
            problem = f"New size for extend must be greater than current size. {sizes}."
            raise ApiError(400, f"Invalid input received: {problem}")
        self.enter(volume, "extending")

        def done() -> None:
            volume["size"] = size
            self.enter(volume, status)

        self._schedule.later(volume, self._timings.action_seconds, done)

    def type_id(self, name: str) -> str:
        """Return the id of a type."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))

    def type_named(self, text: str) -> str:
        """Return the name of the type with this name or id."""
        for name in self.types:
            if text in (name, self.type_id(name)):
                return name
        raise ApiError(404, f"Volume type with name {text} could not be found.")

    def retype(self, volume: Json, text: str) -> None:
        """Give a volume another type."""
        name = self.type_named(text)
        status = volume["status"]
        self.enter(volume, "retyping")

        def done() -> None:
            if not self.refuses_types:
                volume["volume_type"] = name
            self.enter(volume, status)

        self._schedule.later(volume, self._timings.action_seconds, done)

    def set_read_only(self, volume: Json, read_only: bool) -> None:
        """Say whether a volume can only be read, which shows among its metadata."""
        if volume["status"] != "available":
            problem = f"Volume {volume['id']} status must be available to update readonly flag, but current status is:"
            raise ApiError(400, f"Invalid volume: {problem} {volume['status']}.")
        volume["metadata"] = {**volume["metadata"], "readonly": str(read_only)}

    def forget(self, volume: Json) -> None:
        """Delete a volume whatever its status."""
        volume["attachments"] = []
        self.enter(volume, "error")
        self.delete(volume)

    # Snapshots

    def snapshot(
        self,
        volume: Json,
        name: str | None,
        description: str | None = None,
        metadata: Json | None = None,
        *,
        force: bool = False,
    ) -> Json:
        """Make a snapshot of a volume."""
        if volume["status"] != "available" and not (force and volume["status"] == "in-use"):
            problem = f"Volume {volume['id']} status must be available, but current status is: {volume['status']}."
            raise ApiError(400, f"Invalid volume: {problem}")
        snapshot = {
            "id": new_id(),
            "created_at": _now(),
            "updated_at": None,
            "name": name,
            "description": description,
            "volume_id": volume["id"],
            "status": "creating",
            "size": volume["size"],
            "metadata": metadata or {},
            "os-extended-snapshot-attributes:project_id": volume["os-vol-tenant-attr:tenant_id"],
            "os-extended-snapshot-attributes:progress": "0%",
        }
        self.snapshots[snapshot["id"]] = snapshot

        def done() -> None:
            snapshot.update({"status": "available", "updated_at": _now()})
            snapshot["os-extended-snapshot-attributes:progress"] = "100%"

        self._schedule.later(snapshot, self._timings.action_seconds, done)
        return snapshot

    def delete_snapshot(self, snapshot: Json) -> None:
        """Delete a snapshot."""
        self._schedule.cancel(snapshot)
        snapshot["status"] = "deleting"

        def gone() -> None:
            self.snapshots.pop(snapshot["id"], None)

        self._schedule.later(snapshot, self._timings.delete_seconds, gone)

    # Attachments, as Nova asks for them

    def reserve(self, volume: Json) -> None:
        """Keep a volume for a server."""
        if volume["status"] not in ("available", "downloading"):
            problem = (
                f"Volume {volume['id']} status must be available or downloading to reserve, but the current status is "
                f"{volume['status']}."
            )
            raise ApiError(400, f"Invalid volume: {problem}")
        self.enter(volume, "reserved")

    def attach(self, volume: Json, attachment_id: str, server_id: str, device: str | None) -> None:
        """Let a server have a volume. One that has no host yet has the volume, but no device."""
        row = {
            "id": volume["id"],
            "attachment_id": attachment_id,
            "volume_id": volume["id"],
            "server_id": server_id,
            "host_name": None,
            "device": device,
            "attached_at": _now() if device else None,
        }
        volume["attachments"] = [item for item in volume["attachments"] if item["server_id"] != server_id] + [row]
        self.enter(volume, "in-use")

    def begin_detaching(self, volume: Json) -> None:
        """Announce that a volume will be let go."""
        if volume["status"] != "in-use":
            problem = "Volume status must be 'in-use' and attach_status must be 'attached' to detach."
            raise ApiError(400, f"Invalid volume: Unable to detach volume. {problem}")
        self.enter(volume, "detaching")

    def detach(self, volume: Json, server_id: str, status: str = "available") -> None:
        """Let a volume go; it may stay `reserved` for the server."""
        self._schedule.cancel(volume)
        volume["attachments"] = [item for item in volume["attachments"] if item["server_id"] != server_id]
        self.enter(volume, status)


def image_metadata(image: Json) -> dict[str, str]:
    """Return what a volume remembers of the image that it was made from."""
    names = ("checksum", "container_format", "disk_format", "min_disk", "min_ram", "size")
    return {"image_id": image["id"], "image_name": image["name"], **{name: str(image[name]) for name in names}}


def _check_backup(backup: Json, size: int) -> None:
    if backup["status"] != "available":
        raise ApiError(400, "Invalid input received: Originating backup status must be one of 'available' values")
    if size < backup["size"]:
        raise ApiError(
            400,
            f"Invalid input received: Volume size {size}GB cannot be smaller than the backup size {backup['size']}GB. "
            "It must be >= backup size.",
        )


def _bootable_part(volume: Json) -> Json:
    return {name: volume[name] for name in ("bootable", "volume_image_metadata") if name in volume}


def _now() -> str:
    return utcnow().strftime("%Y-%m-%dT%H:%M:%S.%f")

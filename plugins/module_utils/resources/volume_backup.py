# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backups of volumes. https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_volume_backup(raw: Json) -> Json:
    """A backup as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "description": raw.get("description"),
        "status": raw.get("status"),
        "size": raw.get("size"),
        "volume_id": raw.get("volume_id"),
        "snapshot_id": raw.get("snapshot_id"),
        "incremental": bool(raw.get("is_incremental")),
        "container": raw.get("container"),
        "availability_zone": raw.get("availability_zone"),
        "fail_reason": raw.get("fail_reason"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "project_id": raw.get("os-backup-project-attr:project_id"),
    }


VOLUME_BACKUP = Resource(
    name="volume backup",
    plural="volume backups",
    service="volume",
    path="/backups",
    list_path="/backups/detail",
    one="backup",
    many="backups",
    read=read_volume_backup,
)

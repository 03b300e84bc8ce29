# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Snapshots of volumes. https://docs.openstack.org/api-ref/block-storage/v3/#volume-snapshots-snapshots"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_volume_snapshot(raw: Json) -> Json:
    """A snapshot as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "status": raw.get("status"),
        "size": raw.get("size"),
        "volume_id": raw.get("volume_id"),
        "project_id": raw.get("os-extended-snapshot-attributes:project_id"),
    }


VOLUME_SNAPSHOT = Resource(
    name="volume snapshot",
    plural="volume snapshots",
    service="volume",
    path="/snapshots",
    list_path="/snapshots/detail",
    one="snapshot",
    many="snapshots",
    read=read_volume_snapshot,
)

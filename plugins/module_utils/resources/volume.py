# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Volumes. https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_volume(raw: Json) -> Json:
    """A volume as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "status": raw.get("status"),
        "size": raw.get("size"),
        "attached_to": [item.get("server_id") for item in raw.get("attachments") or ()],
        "project_id": raw.get("os-vol-tenant-attr:tenant_id"),
    }


VOLUME = Resource(
    name="volume",
    plural="volumes",
    service="volume",
    path="/volumes",
    list_path="/volumes/detail",
    one="volume",
    many="volumes",
    read=read_volume,
)

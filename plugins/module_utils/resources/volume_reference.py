# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes: what others need to refer to one, which is how it is read and found.

The whole declaration is in `volume.py`. https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Resource
from .volume_labels import KEPT_TEXT

# Keys of the metadata that are Cinder's own.
OWN_METADATA = frozenset(("readonly", "attached_mode"))


def read_volume(raw: Json) -> Json:
    """A volume as users see it. `size` is in GiB."""
    metadata = raw.get("metadata") or {}
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "status": raw.get("status"),
        "size": raw.get("size"),
        "volume_type": raw.get("volume_type"),
        "availability_zone": raw.get("availability_zone"),
        "bootable": is_true(raw.get("bootable")),
        "read_only": is_true(metadata.get("readonly")),
        "encrypted": is_true(raw.get("encrypted")),
        "multiattach": is_true(raw.get("multiattach")),
        "metadata": {key: value for key, value in metadata.items() if key not in OWN_METADATA},
        "image": _image(raw.get("volume_image_metadata") or {}),
        "snapshot_id": raw.get("snapshot_id"),
        "source_volume_id": raw.get("source_volid"),
        # Attachments without a node are left out here: Glance and bare metal attach a volume to a host.
        "attached_to": sorted(item["server_id"] for item in raw.get("attachments") or () if item.get("server_id")),
        "attachments": [_attachment(item) for item in raw.get("attachments") or ()],
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "project_id": raw.get("os-vol-tenant-attr:tenant_id"),
        "user_id": raw.get("user_id"),
    }


def is_true(value: t.Any) -> bool:
    """Whether a value is true. Cinder writes `true`, `"true"` and `"True"`."""
    return str(value).lower() == "true"


def _image(metadata: Json) -> Json | None:
    if not metadata.get("image_id"):
        return None
    return {"id": metadata["image_id"], "name": metadata.get("image_name")}


def _attachment(raw: Json) -> Json:
    return {
        "id": raw.get("attachment_id"),
        "node_id": raw.get("server_id"),
        "device": raw.get("device"),
        "host": raw.get("host_name"),
        "attached_at": raw.get("attached_at"),
    }


def after_removal(volume: Json, gone: t.Collection[str]) -> Json:
    """A volume once others are gone. It stays when its nodes go, and is free then."""
    attachments = [one for one in volume["attachments"] if one["node_id"] not in gone]
    left = [node_id for node_id in volume["attached_to"] if node_id not in gone]
    if len(left) == len(volume["attached_to"]):
        return volume
    status = volume["status"] if left else "available"
    return {**volume, "attached_to": left, "attachments": attachments, "status": status}


VOLUME = Resource(
    name="volume",
    plural="volumes",
    service="volume",
    path="/volumes",
    list_path="/volumes/detail",
    one="volume",
    many="volumes",
    read=read_volume,
    kept_name=KEPT_TEXT,
    after_removal=after_removal,
)

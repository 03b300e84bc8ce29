# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of volumes. https://docs.openstack.org/api-ref/block-storage/v3/#volume-snapshots-snapshots"""

from __future__ import annotations

from ..resource.collection import Collection
from ..resource.declaration import UNKNOWN, Changes, Field, Json, Reference, Resource, Values, overlaid
from ..resource.desired import Desired
from ..resource.preflight import Blocker, PlannedChange
from ..resource.reference import id_of
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from .metadata import METADATA
from .volume_labels import KEPT_TEXT, NAME_AND_DESCRIPTION, to_labels
from .volume_reference import VOLUME
from .volume_status import fault, never_usable, until_available, until_gone, wait_until_stable

PATH = "/snapshots"


def read_volume_snapshot(raw: Json) -> Json:
    """A snapshot as users see it. `size` is in GiB."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "status": raw.get("status"),
        "size": raw.get("size"),
        "volume_id": raw.get("volume_id"),
        "metadata": raw.get("metadata") or {},
        "progress": raw.get("os-extended-snapshot-attributes:progress"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "project_id": raw.get("os-extended-snapshot-attributes:project_id"),
    }


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation of a snapshot. An attached volume is fine, unless the user sets `force` to false."""
    body = {key: wanted[key] for key in ("name", "description", "metadata") if key in wanted}
    body.update({"volume_id": id_of(wanted["volume"]), "force": bool(desired.option("force", True))})
    what = f"volume snapshot '{wanted['name']}'"
    return Change((Step(f"create {what}", "POST", PATH, {"snapshot": body}, wait=until_available(what), makes=True),))


def update(current: Values, changes: Changes, _desired: Desired) -> Change:
    """Plan a change of name, description and metadata."""
    return Change(tuple(to_labels(VOLUME_SNAPSHOT, current, changes)))


def delete(current: Values, _desired: Desired) -> list[Step]:
    """Plan the removal of a snapshot."""
    what = f"volume snapshot '{current['name'] or current['id']}'"
    return [Step(f"delete {what}", "DELETE", f"{PATH}/{ID}", wait=until_gone(what))]


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted snapshot."""
    return {**overlaid(VOLUME_SNAPSHOT, current, fields), "status": "available"}


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The volumes that were made from a snapshot that is to be removed. Some of Cinder's drivers refuse the removal
    then."""
    snapshot = change.current
    if snapshot is None or not change.removes:
        return []
    volumes = [one for one in Collection(cloud, VOLUME).list() if one["snapshot_id"] == snapshot["id"]]
    return [
        Blocker(
            "volume",
            one["id"],
            one["name"] or "",
            "that was made from it",
            "Some drivers keep a snapshot as long as there are volumes of it: remove these first.",
            one["status"] == "deleting",
            certain=False,
        )
        for one in volumes
    ]


VOLUME_SNAPSHOT = Resource(
    name="volume snapshot",
    plural="volume snapshots",
    service="volume",
    path=PATH,
    list_path="/snapshots/detail",
    one="snapshot",
    many="snapshots",
    read=read_volume_snapshot,
    exclusive=True,
    kept_name=KEPT_TEXT,
    born_with=("volume", "description", "metadata"),
    fields=(
        *NAME_AND_DESCRIPTION,
        Field(
            "volume",
            required=True,
            updatable=False,
            key="volume_id",
            show=lambda snapshot: snapshot["volume_id"] or UNKNOWN,
            reference=Reference(VOLUME),
        ),
        METADATA,
    ),
    policies=("force", "on_drift", "on_error", "purge_metadata"),
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    wait_until_stable=wait_until_stable,
    fault=fault,
    never_usable=never_usable,
    blockers=blockers,
)

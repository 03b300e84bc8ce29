# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of volumes. https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups"""

from __future__ import annotations

from ..resource.collection import Collection
from ..resource.declaration import Changes, Field, Json, Reference, Resource, Values, overlaid
from ..resource.desired import Desired
from ..resource.preflight import Blocker, PlannedChange
from ..resource.reference import id_of
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from .volume_labels import KEPT_TEXT, NAME_AND_DESCRIPTION, to_labels
from .volume_reference import VOLUME
from .volume_snapshot import VOLUME_SNAPSHOT
from .volume_status import fault, never_usable, until_available, until_gone, wait_until_stable

PATH = "/backups"
CHANGING = Microversion("3.9", needed=True, reason="To change a backup")
# The options that go into the request that creates a backup -> Cinder's words for them.
BODY = {
    "name": "name",
    "description": "description",
    "volume": "volume_id",
    "snapshot": "snapshot_id",
    "incremental": "incremental",
    "container": "container",
}


def read_volume_backup(raw: Json) -> Json:
    """A backup as users see it. `size` is in GiB."""
    return {
        "id": raw["id"],
        "name": raw["name"],
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


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation of a backup."""
    body: Json = {key: id_of(wanted[option]) for option, key in BODY.items() if option in wanted}
    body["force"] = bool(desired.option("force", False))
    what = f"volume backup '{wanted['name']}'"
    return Change((Step(f"create {what}", "POST", PATH, {"backup": body}, wait=until_available(what), makes=True),))


def update(current: Values, changes: Changes, _desired: Desired) -> Change:
    """Plan a change of name and description."""
    return Change(tuple(to_labels(VOLUME_BACKUP, current, changes, CHANGING)))


def delete(current: Values, _desired: Desired) -> list[Step]:
    """Plan the removal of a backup."""
    what = f"volume backup '{current['name'] or current['id']}'"
    return [Step(f"delete {what}", "DELETE", f"{PATH}/{ID}", wait=until_gone(what))]


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted backup."""
    return {**overlaid(VOLUME_BACKUP, current, fields), "status": "available"}


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The incremental backups that may be based on a backup that is to be removed. Cinder does not show the base of a
    backup, so these are all younger ones of the same volume."""
    backup = change.current
    if backup is None or not change.removes:
        return []
    query = (("volume_id", str(backup["volume_id"])),)
    found = [one for one in Collection(cloud, VOLUME_BACKUP).list(query) if _may_be_based_on(one, backup)]
    advice = "Remove incremental backups that are based on it first, the youngest first."
    return [
        Blocker(
            "volume backup",
            one["id"],
            one["name"] or "",
            advice=advice,
            leaving=one["status"] == "deleting",
            certain=False,
        )
        for one in found
    ]


def _may_be_based_on(one: Values, backup: Values) -> bool:
    is_younger = str(one["created_at"]) > str(backup["created_at"])
    return bool(one["incremental"]) and one["volume_id"] == backup["volume_id"] and is_younger


VOLUME_BACKUP = Resource(
    name="volume backup",
    plural="volume backups",
    service="volume",
    path=PATH,
    list_path="/backups/detail",
    one="backup",
    many="backups",
    read=read_volume_backup,
    # Since 3.18 the project is shown to administrators.
    microversion=Microversion("3.18"),
    exclusive=True,
    kept_name=KEPT_TEXT,
    born_with=("volume", "snapshot", "description"),
    never_usable=never_usable,
    fields=(
        *NAME_AND_DESCRIPTION,
        Field("volume", required=True, updatable=False, key="volume_id", reference=Reference(VOLUME)),
        Field("snapshot", updatable=False, key="snapshot_id", reference=Reference(VOLUME_SNAPSHOT)),
        Field("incremental", updatable=False),
        Field("container", updatable=False),
    ),
    policies=("force", "on_drift", "on_error"),
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    wait_until_stable=wait_until_stable,
    fault=fault,
    blockers=blockers,
)

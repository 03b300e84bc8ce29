# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before a volume is removed: the nodes that have it, its snapshots, and who it is being given to.

Source: https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume, the preconditions
"""

from __future__ import annotations

from ..errors import CloudError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.desired import Desired
from ..resource.preflight import Blocker, PlannedChange
from ..service.cloud import Cloud
from .blocking import nodes_of
from .volume_snapshot import VOLUME_SNAPSHOT

# Of a volume that is removed with its snapshots these go too.
REMOVABLE = frozenset(("available", "error", "error_deleting", "deleting"))
AWAITING_TRANSFER = "awaiting-transfer"
DETACH = "Set detach to true to have it detached, or detach it first."
WITH_SNAPSHOTS = "Set delete_snapshots to true to have them removed with it."
SNAPSHOTS_FIRST = "Remove them first (os_volume_snapshot with state absent)."


def in_use(volume: Values, desired: Desired) -> bool:
    """Whether a volume is seen to be at nodes from which it may not be detached."""
    return bool(volume["attached_to"]) and not _may_detach(desired)


def _may_detach(desired: Desired) -> bool:
    return bool(desired.says("detach") or desired.says("force"))


def attachments(cloud: Cloud, volume: Values) -> list[Blocker]:
    """The nodes that have a volume."""
    notes = nodes_of(cloud, volume["attached_to"])
    return [Blocker("node", one.id, one.name, advice=DETACH, leaving=one.leaving) for one in notes.values()]


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """What keeps a volume that is to be removed."""
    volume = change.current
    if volume is None or not change.removes:
        return []
    desired = change.desired
    found = [] if _may_detach(desired) else attachments(cloud, _now(cloud, volume))
    found += snapshots(cloud, volume["id"], desired)
    if volume["status"] == AWAITING_TRANSFER:
        found += _transfers(cloud, volume["id"])
    return found


def _now(cloud: Cloud, volume: Json) -> Json:
    """The volume as it is by now, if it was attached: whoever has it may have left."""
    if not volume["attached_to"]:
        return volume
    answer = cloud.service("volume").find(f"/volumes/{volume['id']}")
    there: Json = (answer or {"volume": {}})["volume"]
    nodes = [one["server_id"] for one in there.get("attachments") or () if one.get("server_id")]
    return {**volume, "attached_to": nodes}


def snapshots(cloud: Cloud, volume_id: str, desired: Desired) -> list[Blocker]:
    """The snapshots that keep a volume from being removed, as the desired state wants it removed."""
    goes_along = bool(desired.says("delete_snapshots")) and not desired.says("force")
    advice = SNAPSHOTS_FIRST if desired.says("force") or goes_along else WITH_SNAPSHOTS
    return [
        Blocker(
            "volume snapshot",
            one["id"],
            one["name"] or "",
            f"in status {one['status']}" if goes_along else "",
            advice,
            one["status"] == "deleting",
        )
        for one in Collection(cloud, VOLUME_SNAPSHOT).list((("volume_id", volume_id),))
        if one["volume_id"] == volume_id and not (goes_along and one["status"] in REMOVABLE)
    ]


def _transfers(cloud: Cloud, volume_id: str) -> list[Blocker]:
    """The offers of a volume to another project. Those who may not see them are told nothing of them."""
    try:
        answer = cloud.service("volume").get("/os-volume-transfer/detail")
    except CloudError:
        return []
    advice = "Withdraw it first (os_api with method DELETE and path /os-volume-transfer/ and its id)."
    return [
        Blocker("volume transfer", str(one["id"]), str(one.get("name") or ""), advice=advice)
        for one in answer.get("transfers") or ()
        if one.get("volume_id") == volume_id
    ]

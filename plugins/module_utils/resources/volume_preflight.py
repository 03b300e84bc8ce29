# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blockers of volumes: the nodes that have one, its snapshots, and transfers to another project.

Source: https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume, the preconditions
"""

from __future__ import annotations

from ..errors import CloudError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.desired import Desired
from ..resource.preflight import Blocker, PlannedChange
from ..service.cloud import Cloud
from .blocking import NodeNote, with_nodes
from .volume_snapshot import VOLUME_SNAPSHOT

# Statuses of snapshots that can be removed with their volume.
REMOVABLE = frozenset(("available", "error", "error_deleting", "deleting"))
AWAITING_TRANSFER = "awaiting-transfer"
DETACH = "Set detach to true to have it detached, or detach it first."
WITH_SNAPSHOTS = "Set delete_snapshots to true to have them removed with it."
SNAPSHOTS_FIRST = "Remove them first (os_volume_snapshot with state absent)."


def in_use(volume: Values, desired: Desired) -> bool:
    """Whether a volume is attached to nodes, and the user does not allow to detach it."""
    return bool(volume["attached_to"]) and not _may_detach(desired)


def _may_detach(desired: Desired) -> bool:
    return bool(desired.option("detach") or desired.option("force"))


def attachments(cloud: Cloud, volume: Values) -> list[Blocker]:
    """The nodes that a volume is attached to, as blockers."""
    found, nodes = with_nodes(cloud, lambda: [{"node_id": one} for one in _nodes_now(cloud, volume)])
    notes = [nodes.get(one["node_id"]) or NodeNote(one["node_id"]) for one in found]
    return [Blocker("node", one.id, one.name, advice=DETACH, leaving=one.leaving) for one in notes]


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The blockers of a volume that is to be removed."""
    volume = change.current
    if volume is None or not change.removes:
        return []
    desired = change.desired
    found = [] if _may_detach(desired) else attachments(cloud, volume)
    found += snapshots(cloud, volume["id"], desired)
    if volume["status"] == AWAITING_TRANSFER:
        found += _transfers(cloud, volume["id"])
    return found


def _nodes_now(cloud: Cloud, volume: Values) -> list[str]:
    """The ids of the nodes that a volume is attached to. If it was attached, it is read again: nodes may have gone."""
    if not volume["attached_to"]:
        return []
    answer = cloud.service("volume").find(f"/volumes/{volume['id']}")
    there: Json = (answer or {"volume": {}})["volume"]
    return list(dict.fromkeys(one["server_id"] for one in there.get("attachments") or () if one.get("server_id")))


def snapshots(cloud: Cloud, volume_id: str, desired: Desired) -> list[Blocker]:
    """The snapshots that block the removal of a volume. With `delete_snapshots`, those that go with it do not block."""
    goes_along = bool(desired.option("delete_snapshots")) and not desired.option("force")
    advice = SNAPSHOTS_FIRST if desired.option("force") or goes_along else WITH_SNAPSHOTS
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
    """The transfers of a volume to another project. Empty for users who may not list transfers."""
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

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preflight and the blockers of images: whether one is protected, whether the quota has room, which volumes were
made from it."""

from __future__ import annotations

import typing as t

from ..errors import CloudError, Immutable
from ..resource.collection import Collection
from ..resource.preflight import Blocker, PlannedChange
from ..service.cloud import Cloud
from .image_quota import require_room
from .volume_reference import VOLUME

VOLUMES_FIRST = "Some stores keep an image as long as there are volumes of it: remove these first."


def preflight(cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse to remove a protected image, and to replace one if the quota has no room for another.

    Raises:
        Immutable: the image is protected, and the user did not set `protected` to false.
        ResourceError: the quota has no room.
    """
    image = change.current
    if image is None or not change.removes:
        return ()
    if image["protected"] and change.desired.fields.get("protected") is not False:
        raise Immutable(
            f"Image '{image['name']}' ({image['id']}) is protected, and was left as it is. Set protected to false to"
            " have it removed."
        )
    require_room(cloud, change)
    return ()


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The volumes that were made from an image that is to be removed. Some stores refuse the removal then."""
    image = change.current
    if image is None or not change.removes:
        return []
    try:
        volumes = [one for one in Collection(cloud, VOLUME).list() if (one["image"] or {}).get("id") == image["id"]]
    except CloudError:
        return []  # the cloud has no volumes, or does not list them
    return [
        Blocker(
            "volume",
            one["id"],
            one["name"] or "",
            "that was made from it",
            VOLUMES_FIRST,
            one["status"] == "deleting",
            certain=False,
        )
        for one in volumes
    ]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quota of images. It is checked before an image is replaced.

Glance shows it only if the operator uses the identity service's limits. A quota of Glance's own configuration shows
only in a refusal. https://docs.openstack.org/api-ref/image/v2/#quota-usage
"""

from __future__ import annotations

import typing as t

from ..errors import ResourceError
from ..resource.preflight import PlannedChange
from ..service.cloud import Cloud

UNLIMITED = -1
# Glance's counters -> how much one more image adds before Glance compares, and the counter's name for messages.
COUNTED = {
    "image_count_total": (1, "images"),
    "image_size_total": (0, "MiB of images"),
    "image_count_uploading": (0, "images that are being uploaded"),
}


def require_room(cloud: Cloud, change: PlannedChange) -> None:
    """Refuse to replace an image if the quota has no room for the new one.

    Raises:
        ResourceError: the quota has no room. The message has all limits that are reached.
    """
    if not (change.removes and change.makes):
        return
    answer: dict[str, t.Any] = cloud.service("image").find("/info/usage") or {}
    gone = int(_goes_first(change))
    full = []
    for key, (added, words) in COUNTED.items():
        item = (answer.get("usage") or {}).get(key) or {}
        limit, usage = item.get("limit", UNLIMITED), item.get("usage", 0)
        if limit != UNLIMITED and usage + added - gone * added > limit:
            full.append(f"{usage} of {limit} {words}")
    if full:
        raise ResourceError(
            f"There is no room for another image{cloud.where()}: it has {' and '.join(full)}. Image"
            f" '{change.desired.name or change.desired.id}' was left as it is. Remove some, or have the quota raised."
        )


def _goes_first(change: PlannedChange) -> bool:
    """Whether the old image is removed before the new one is made."""
    for step in change.steps:
        if step.makes:
            return False
        if step.method == "DELETE":
            return True
    return False

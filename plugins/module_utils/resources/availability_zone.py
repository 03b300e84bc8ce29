# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Availability zones: places in a region for nodes and volumes. Compute and block storage each have their own list, in
the same form.
https://docs.openstack.org/api-ref/compute/#availability-zones-os-availability-zone"""

from __future__ import annotations

import dataclasses

from ..resource.declaration import Json, Resource


def read_availability_zone(raw: Json) -> Json:
    """An availability zone as users see it. Its name is also its id."""
    return {
        "id": raw["zoneName"],
        "name": raw["zoneName"],
        "available": bool((raw.get("zoneState") or {}).get("available")),
    }


AVAILABILITY_ZONE = Resource(
    name="availability zone",
    plural="availability zones",
    service="compute",
    path="/os-availability-zone",
    one="availabilityZone",
    many="availabilityZoneInfo",
    read=read_availability_zone,
    named=None,
)
VOLUME_ZONE = dataclasses.replace(
    AVAILABILITY_ZONE, name="volume availability zone", plural="volume availability zones", service="volume"
)

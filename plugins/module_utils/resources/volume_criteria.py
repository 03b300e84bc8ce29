# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search criteria of volumes, their snapshots and backups, and the aspects that are read of each on request."""

from __future__ import annotations

import typing as t

from ..query.aspect import Aspect
from ..resource.collection import Collection
from ..resource.criterion import FILTERS, Criterion, of_all_projects
from ..resource.declaration import Json, Values
from ..service.cloud import Cloud
from .metadata import BY_METADATA
from .volume_reference import VOLUME
from .volume_snapshot import VOLUME_SNAPSHOT


def snapshots(cloud: Cloud, volume: Values, _options: t.Mapping[str, t.Any]) -> list[Json]:
    """The aspect `snapshots`: the snapshots of a volume."""
    return list(Collection(cloud, VOLUME_SNAPSHOT).list((("volume_id", str(volume["id"])),)))


VOLUME_CRITERIA = (
    FILTERS,
    BY_METADATA,
    Criterion("attached_to", matches=lambda node_id, volume: node_id in volume["attached_to"]),
    of_all_projects(),
)
# The criterion for snapshots and backups of a volume.
OF_VOLUME = Criterion("volume", query=lambda volume_id: (("volume_id", volume_id),), names=VOLUME)
SNAPSHOT_CRITERIA = (FILTERS, BY_METADATA, OF_VOLUME, of_all_projects())
BACKUP_CRITERIA = (FILTERS, OF_VOLUME, of_all_projects())
VOLUME_ASPECTS = (Aspect("snapshots", snapshots),)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begun: remembers which resources a topology has begun to make, until they have its mark.

It takes parts that are about to be made. It says of a current resource without a mark whether it is one of those.
`topology.py` and `plan.py` call it.

Some services take tags only once a resource is there. A run that ends in between leaves one without the mark. The next
run has to know it again, and must not take a stranger's for it. So the names are noted beside the token before the
first request. A resource is known by its name, if it is younger than the note and has no tags at all.
"""

from __future__ import annotations

import time
import typing as t

from ...resource.declaration import Json
from ...service.cloud import Cloud
from ..find import age_seconds
from .desired import Entry
from .membership import Membership

# After this time a note counts no longer.
OLDEST_SECONDS = 24 * 3600.0
# The service's clock and ours may differ by this time.
SKEW_SECONDS = 60.0


class Begun:
    """What one topology has begun to make, with the times."""

    def __init__(self, cloud: Cloud, membership: Membership) -> None:
        """Store the arguments; no request is sent."""
        self._cloud = cloud
        self._name = f"topology {membership.topology} has begun"

    def add(self, entries: t.Iterable[Entry]) -> None:
        """Note that these are about to be made."""
        now = time.time()
        fresh = {str(entry): now for entry in entries if entry.kind.is_marked_later}
        if fresh:
            self._cloud.session.remember(self._name, {**self._noted(), **fresh})

    def remove(self, entries: t.Iterable[Entry]) -> None:
        """Note that these are made, and have the mark."""
        noted = self._noted()
        left = {name: since for name, since in noted.items() if name not in {str(entry) for entry in entries}}
        if left != noted:
            self._cloud.session.remember(self._name, left)

    def has(self, entry: Entry, current: Json) -> bool:
        """Whether a current resource without the mark is one that was begun for an entry."""
        since = self._noted().get(str(entry))
        if since is None or (entry.kind.marked_by and current.get(entry.kind.marked_by)):
            return False
        return age_seconds(current) < time.time() - since + SKEW_SECONDS

    def _noted(self) -> dict[str, float]:
        noted = self._cloud.session.recall(self._name, OLDEST_SECONDS)
        return noted if isinstance(noted, dict) else {}

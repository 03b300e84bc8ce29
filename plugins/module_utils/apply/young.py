# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of those that are young are known to stay the only ones of their names.

Of something that was made a second ago another run may just have made a twin, and may keep that one (making.py). This
controller's runs know it of what they have made, and of what they have looked at twice: they note it beside the token,
so that the tasks that follow need not look twice again.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Resource
from ..service.cloud import Cloud
from .options import Result

# By then nobody is about to agree on anything any more. The service's clock and ours need not agree to the second.
YOUNG_SECONDS = 90.0
# Whoever has more looks twice: a second is nothing beside such a list.
MOST_NOTED = 1000
# Enough of an id to tell some hundred apart.
LETTERS = 13


class Certain:
    """What is certain of the resources of one kind at one place."""

    def __init__(self, cloud: Cloud, resource: Resource) -> None:
        """Nothing is asked of the cloud."""
        self._cloud = cloud
        self._resource = resource

    def has(self, resource_id: str) -> bool:
        """Whether one is known to stay the only one of its name."""
        return resource_id[:LETTERS] in self._noted()

    def add(self, ids: t.Iterable[str]) -> None:
        """Note it of some."""
        fresh = [resource_id[:LETTERS] for resource_id in ids]
        if fresh:
            noted = list(dict.fromkeys([*self._noted(), *fresh]))
            self._cloud.session.remember(self._name, noted[-MOST_NOTED:])

    def with_made(self, results: list[t.Any], found: t.Iterable[t.Any]) -> list[t.Any]:
        """The results of a run; it is noted of what it has made: of the outcomes among them those that it had not found
        before."""
        if self._resource.exclusive:
            there = {one["id"] for one in found if isinstance(one, dict)}
            made = [one.resource["id"] for one in results if isinstance(one, Result) and one.resource]
            self.add(resource_id for resource_id in made if resource_id not in there)
        return results

    def _noted(self) -> list[str]:
        noted = self._cloud.session.recall(self._name, YOUNG_SECONDS)
        return noted if isinstance(noted, list) else []

    @property
    def _name(self) -> str:
        return f"certain {self._resource.name} at {self._cloud.choice(self._resource.service).url}"

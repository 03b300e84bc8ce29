# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Young resources: remembers which ones are certain to stay the only ones of their names.

It takes ids that a run has created or seen twice. It gives later tasks the answer whether an id is certain. `find.py`
and `reconcile.py` call it.

When a resource is a second old, another run may just have created one of the same name, and may keep that one
(create_once.py). Runs of this controller know better about resources that they have created, or looked at twice. They
note the ids beside the token, so that the tasks that follow need not look twice again.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Resource
from ..service.cloud import Cloud
from .options import Result
from .target import Target

# Until this age a resource is young. By then all runs have agreed on which one to keep, even if the service's clock and
# ours differ by some seconds.
YOUNG_SECONDS = 90.0
# How many ids are noted at most. For the others the list is read twice: one more second hardly matters with so many.
MOST_NOTED = 1000
# How many characters of an id are noted: enough to tell some hundred apart.
LETTERS = 13


class Certain:
    """The certain resources of one kind at one endpoint."""

    def __init__(self, cloud: Cloud, resource: Resource) -> None:
        """Store the arguments; no request is sent."""
        self._cloud = cloud
        self._resource = resource

    def has(self, resource_id: str) -> bool:
        """Whether a resource is known to stay the only one of its name."""
        return resource_id[:LETTERS] in self._noted()

    def add(self, ids: t.Iterable[str]) -> None:
        """Note that these resources are certain."""
        fresh = [resource_id[:LETTERS] for resource_id in ids]
        if fresh:
            self._cloud.session.amend(self._name, lambda former: _joined(former, fresh))

    def add_made(self, targets: t.Iterable[Target]) -> None:
        """Note the resources that a run has created as certain: those of the results that it had not found before."""
        if not self._resource.exclusive:
            return
        targets = list(targets)
        there = {target.current["id"] for target in targets if target.current is not None}
        results = [target.result for target in targets]
        made = [one.resource["id"] for one in results if isinstance(one, Result) and one.resource]
        self.add(resource_id for resource_id in made if resource_id not in there)

    def _noted(self) -> list[str]:
        noted = self._cloud.session.recall(self._name, YOUNG_SECONDS)
        return noted if isinstance(noted, list) else []

    @property
    def _name(self) -> str:
        return f"certain {self._resource.name} at {self._cloud.choice(self._resource.service).url}"


def _joined(former: t.Any, fresh: t.Sequence[str]) -> list[str]:
    """The ids that were noted before, and these."""
    noted = former if isinstance(former, list) else []
    return list(dict.fromkeys([*noted, *fresh]))[-MOST_NOTED:]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stale names: forgets what names meant when a run changes it.

It takes the plans of a run. It gives a block within which they are applied; `references.py` then looks up the changed
names again, instead of using what it remembers. `reconcile.py` calls it.
"""

from __future__ import annotations

import contextlib
import typing as t

from ..plan.plan import Plan
from ..resource.declaration import Json
from ..resource.desired import ABSENT, Desired
from ..resource.mentions import ids_in
from ..session.changes import Changes
from .target import Target


@contextlib.contextmanager
def names_forgotten(changes: Changes, targets: t.Sequence[Target]) -> t.Iterator[None]:
    """A block in which the plans of targets are applied. No later task trusts the earlier meaning of their names.

    The names are marked twice: before the block, in case the run is killed, and after it, for tasks that look names up
    while the run goes on.
    """
    texts = {
        text
        for target in targets
        if target.todo is not None
        for text in _texts(target.todo, target.desired, target.current)
    }
    try:
        changes.mark(texts)
        yield
    finally:
        changes.mark(texts)


def _texts(plan: Plan, desired: Desired, current: Json | None) -> t.Iterator[str]:
    """The names and ids whose meaning a plan changes. Of resources that are removed with it, like a node's volumes, it
    is the ids alone."""
    if plan.makes or plan.state == ABSENT or "new_name" in plan.fields:
        yield from desired.names()
        if current is not None:
            yield from (str(current["name"]), str(current["id"]))
    for step in plan.steps:
        if step.method == "DELETE":
            yield from ids_in(step.path)

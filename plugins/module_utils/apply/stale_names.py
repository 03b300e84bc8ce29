# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What names meant is forgotten where a run changes it: what references.py remembers is then looked up anew."""

from __future__ import annotations

import contextlib
import typing as t

from ..plan.plan import Plan
from ..resource.desired import ABSENT, Desired
from ..resource.mentions import ids_in
from ..session.changes import Changes


@contextlib.contextmanager
def names_forgotten(
    changes: Changes, plans: t.Sequence[t.Any], desired_states: t.Sequence[Desired], found: t.Sequence[t.Any]
) -> t.Iterator[None]:
    """Let no later task believe what names meant before the block, in which the plans among `plans` are applied.

    It is marked twice: before, for a run that is killed, and after, for those who look while this one goes on.
    """
    texts = {
        text
        for plan, desired, current in zip(plans, desired_states, found)
        if isinstance(plan, Plan) and plan.changed
        for text in _texts(plan, desired, current)
    }
    try:
        changes.mark(texts)
        yield
    finally:
        changes.mark(texts)


def _texts(plan: Plan, desired: Desired, current: t.Any) -> t.Iterator[str]:
    """The names and ids of which a plan changes what they mean; of what goes with a resource, like a node's volumes,
    the ids."""
    if plan.makes or plan.state == ABSENT or "new_name" in plan.fields:
        yield from desired.names()
        if isinstance(current, dict):
            yield from (str(current["name"]), str(current["id"]))
    for step in plan.steps:
        if step.method == "DELETE":
            yield from ids_in(step.path)

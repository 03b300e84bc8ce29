# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What names meant is forgotten where a run changes it: what references.py remembers is then looked up anew."""

from __future__ import annotations

import contextlib
import typing as t

from ..plan.plan import Plan
from ..resource.declaration import Resource
from ..resource.wish import ABSENT
from ..session.changes import ANY, Changes


@contextlib.contextmanager
def names_forgotten(changes: Changes, resource: Resource, plans: t.Iterable[t.Any]) -> t.Iterator[None]:
    """Let no later task believe what names meant before the block, in which the plans among `plans` are applied.

    It is marked twice: before, for a run that is killed, and after, for those who look while this one goes on.
    """
    kinds = {kind for plan in plans if isinstance(plan, Plan) for kind in _kinds(resource, plan)}
    try:
        for kind in kinds:
            changes.mark(kind)
        yield
    finally:
        for kind in kinds:
            changes.mark(kind)


def _kinds(resource: Resource, plan: Plan) -> t.Iterator[str]:
    """The kinds of things of which a plan changes what their names mean. What goes with a resource in a place of its
    own, like a node's volumes, is of a kind that only the service knows."""
    if plan.changed and (plan.makes or plan.state == ABSENT or "new_name" in plan.fields):
        yield resource.name
    if any(step.method == "DELETE" and not step.path.startswith(resource.path) for step in plan.steps):
        yield ANY

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Details: decides for which resources more has to be read than lists show.

It takes targets with their first plans. It gives them in groups, with the part of the desired state that needs
details. `planner.py` calls it. Pure.

If the first plan has changes or failed, details are read for all desired fields. If not, they are read only for fields
that lists do not show.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..plan.plan import Plan
from ..resource.declaration import UNKNOWN, Field, Json, Resource
from ..resource.desired import Desired
from .target import Target


def grouped_by_need(resource: Resource, targets: t.Sequence[Target]) -> list[tuple[Desired, list[Target]]]:
    """Groups of targets that need the same details, which are then read together.

    Each group comes with the part of the desired state that needs the details.
    """
    groups: dict[tuple[str, ...], tuple[Desired, list[Target]]] = {}
    for target in targets:
        need = None if target.current is None else _need(resource, target, target.current)
        if need is not None:
            groups.setdefault((need.state, *sorted(need.fields)), (need, []))[1].append(target)
    return list(groups.values())


def _need(resource: Resource, target: Target, current: Json) -> Desired | None:
    """The part of a desired state that needs details before its plan is final; None if no field does."""
    desired = target.desired
    if not isinstance(target.plan, Plan) or target.plan.changed:
        return desired
    hidden = {
        field.name: desired.fields[field.name]
        for field in resource.fields
        if field.name in desired.fields and _is_hidden(field, desired.fields[field.name], current)
    }
    return dataclasses.replace(desired, fields=hidden) if hidden else None


def _is_hidden(field: Field, wanted: t.Any, current: Json) -> bool:
    """Whether a wanted value cannot be compared with what a list shows."""
    is_unknown = field.show is None or field.current(current) is UNKNOWN
    return (field.detailed and is_unknown) or field.detailed_for(wanted)

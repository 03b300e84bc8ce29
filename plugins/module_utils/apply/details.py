# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Details: decides for which resources more has to be read than lists show.

It takes a desired state, the current resource from a list, and the first plan. It gives the part of the desired state
that needs details. `reconcile.py` calls it. Pure.

If the first plan has changes or failed, details are read for all desired fields. If not, they are read only for fields
that lists do not show.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import UNKNOWN, Json, Resource
from ..resource.desired import Desired


def to_look_at(resource: Resource, desired: Desired, current: Json, plan: Plan | CloudError) -> Desired | None:
    """The part of a desired state that needs details before its plan is final; None if no field does."""
    if isinstance(plan, CloudError) or plan.changed:
        return desired
    hidden = {
        field.name: desired.fields[field.name]
        for field in resource.fields
        if field.detailed and field.name in desired.fields and (field.show is None or field.current(current) is UNKNOWN)
    }
    return dataclasses.replace(desired, fields=hidden) if hidden else None


def alike(desired_states: t.Mapping[int, Desired]) -> list[list[int]]:
    """Groups of the numbers of desired states. Those of one group need the same details, and are read together."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, desired in desired_states.items():
        groups.setdefault((desired.state, *sorted(desired.fields)), []).append(number)
    return list(groups.values())

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be read besides a list: all that is wanted where it differs, else only what no list shows. Pure."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import UNKNOWN, Json, Resource
from ..resource.desired import Desired


def to_look_at(resource: Resource, desired: Desired, current: Json, plan: Plan | CloudError) -> Desired | None:
    """What of a desired state has to be looked at more closely before its plan counts; None if nothing has to."""
    if isinstance(plan, CloudError) or plan.changed:
        return desired
    hidden = {
        field.name: desired.fields[field.name]
        for field in resource.fields
        if field.detailed and field.name in desired.fields and (field.show is None or field.current(current) is UNKNOWN)
    }
    return dataclasses.replace(desired, fields=hidden) if hidden else None


def alike(desired_states: t.Mapping[int, Desired]) -> list[list[int]]:
    """The numbers of desired states, those together for which the same has to be read."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, desired in desired_states.items():
        groups.setdefault((desired.state, *sorted(desired.fields)), []).append(number)
    return list(groups.values())

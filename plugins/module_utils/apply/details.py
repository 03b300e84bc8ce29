# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be read besides a list: all that is wished where it differs, else only what no list shows. Pure."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import UNKNOWN, Json, Resource
from ..resource.desired import Wish


def to_look_at(resource: Resource, wish: Wish, current: Json, plan: Plan | CloudError) -> Wish | None:
    """What of a wish has to be looked at more closely before its plan counts; None if nothing has to."""
    if isinstance(plan, CloudError) or plan.changed:
        return wish
    hidden = {
        field.name: wish.fields[field.name]
        for field in resource.fields
        if field.detailed and field.name in wish.fields and (field.show is None or field.current(current) is UNKNOWN)
    }
    return dataclasses.replace(wish, fields=hidden) if hidden else None


def alike(wishes: t.Mapping[int, Wish]) -> list[list[int]]:
    """The numbers of wishes, those together for which the same has to be read."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, wish in wishes.items():
        groups.setdefault((wish.state, *sorted(wish.fields)), []).append(number)
    return list(groups.values())

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predict: the result of a target in check mode.

It takes a target with its plan. It gives the resource as it would be, as far as that can be known beforehand.
`reconcile.py` calls it in check mode. Pure.
"""

from __future__ import annotations

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import Json, Resource, overlaid
from ..resource.desired import ABSENT
from .options import Result
from .target import ResultOrError, Target


def predicted_result(resource: Resource, target: Target, plan: Plan | CloudError, region: str | None) -> ResultOrError:
    """The result that the plan of a target would have."""
    if isinstance(plan, CloudError):
        return plan
    if plan.state == ABSENT:
        return Result(plan, None, plan.warnings)
    if not plan.changed:
        return Result(plan, target.current, plan.warnings)
    predicted = _predicted(resource, target, plan)
    shown = {key: value for key, value in predicted.items() if key not in target.details}
    return Result(plan, {**shown, "region": region}, plan.warnings)


def _predicted(resource: Resource, target: Target, plan: Plan) -> Json:
    current = target.current
    there = None if plan.makes else target.detailed
    # A replacement keeps the name of the current resource. The changed fields do not have it.
    fields = {"name": current["name"], **plan.fields} if current and plan.makes else plan.fields
    if resource.predict:
        return resource.predict(there, fields, plan.state)
    return overlaid(resource, there, fields)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predict: the result of a target in check mode.

It takes a target with its plan. It gives the resource as it would be, as far as that can be known beforehand, and adds
it to the forecast for later tasks. `reconcile.py` calls it in check mode.
"""

from __future__ import annotations

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import Json, Resource, overlaid
from ..resource.desired import ABSENT
from ..resource.foretold import Foretold
from .options import Result
from .target import ResultOrError, Target


def predicted_result(
    resource: Resource, target: Target, plan: Plan | CloudError, region: str | None, foretold: Foretold | None = None
) -> ResultOrError:
    """The result that the plan of a target would have. It is added to `foretold`, if later tasks want to know it."""
    if isinstance(plan, CloudError):
        return plan
    if plan.state != ABSENT and not plan.changed:
        return Result(plan, target.current, plan.warnings)
    if foretold is not None and target.current is not None and (plan.makes or plan.state == ABSENT):
        foretold.drop(target.current["id"], _removed_along(plan))
    if plan.state == ABSENT:
        return Result(plan, None, plan.warnings)
    predicted = {**_predicted(resource, target, plan), "region": region}
    if foretold is not None:
        predicted = foretold.put(predicted, target.desired.fields)
    shown = {key: value for key, value in predicted.items() if key not in target.details}
    return Result(plan, shown, plan.warnings)


def _removed_along(plan: Plan) -> list[str]:
    """The ids of resources that a plan removes with requests of their own."""
    paths = [step.path.split("/") for step in plan.steps if step.method == "DELETE"]
    return [path[-1] for path in paths if len(path) == len(("", "collection", "id"))]


def _predicted(resource: Resource, target: Target, plan: Plan) -> Json:
    current = target.current
    there = None if plan.makes else target.detailed
    # A replacement keeps the name of the current resource. The changed fields do not have it.
    fields = {"name": current["name"], **plan.fields} if current and plan.makes else plan.fields
    if resource.predict:
        return resource.predict(there, fields, plan.state)
    return overlaid(resource, there, fields)

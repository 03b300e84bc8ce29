# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Execution: how far one resource's plan has come.

It takes a plan, and the answers to its steps so far. It gives later steps the ids and values that they need, and
removes a replacement that failed. `executor.py` calls it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ResourceError, ResourceFailed, WaitTimeout
from ..plan.plan import Plan
from ..resource.declaration import UNKNOWN, Json, Resource, Values
from ..resource.desired import Desired
from ..resource.reference import Referred
from ..resource.step import Step
from ..service.cloud import Cloud
from .create_once import may_be_done
from .effects import SendRequest, send


@dataclasses.dataclass
class Execution:
    """The progress of one resource through its plan.

    Args:
        plan: The plan.
        desired: The desired state.
        current: The resource before the plan; None if there was none.
        before: The ids of other resources that had the name before a new one was created.
        name: The name of the resource that the plan is about at this point: the current one, then the new one.
        known: Values that steps have captured for later steps, by name, with `id` among them.
        told: Values that a service shows only once, by the keys of the result.
        made: The ids of the resources that this run has created.
        removal: The step that removes the current resource; set before its request is sent, None until then.
    """

    plan: Plan
    desired: Desired
    current: Json | None
    before: t.Collection[str] = frozenset()
    name: str = ""
    known: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    told: Json = dataclasses.field(default_factory=dict)
    made: t.Sequence[str] = ()
    removal: Step | None = None

    def __post_init__(self) -> None:
        self.name = str(self.current["name"]) if self.current else ""
        self.known["id"] = self.current_id

    @property
    def id(self) -> str:
        """The id of the resource that the plan is about at this point; empty if there is none yet."""
        return str(self.known["id"])

    @property
    def current_id(self) -> str:
        """The id of the resource before the plan; empty if there was none."""
        return str(self.current["id"]) if self.current else ""

    @property
    def is_beside(self) -> bool:
        """Whether a replacement is created while the current resource is still there."""
        return self.plan.called is not None

    def attempt(self, step: Step) -> str:
        """The title of a step for an error message. It has the id of a new resource, so that the user can find it."""
        return f"{step.title} (its id is {self.id})" if self.id != self.current_id else step.title

    def take_note(self, resource: Resource, step: Step) -> None:
        """Remember this step if it removes the current resource."""
        if step.method == "DELETE" and step.path == f"{resource.path}/{self.current_id}":
            self.removal = step

    def has_current_still(self, step: Step, error: CloudError) -> bool:
        """Whether the current resource is certainly still there after a step has ended in an error."""
        return self.removal is None or (self.removal is step and not may_be_done(error))


def withdrawn(
    resource: Resource, execution: Execution, step: Step, error: CloudError
) -> t.Generator[SendRequest, t.Any, CloudError]:
    """Remove a replacement after its plan has failed; return the error, which then says so.

    The resource that it was to replace is left as it is. If that one may be gone already, nothing is removed.
    """
    if execution.id == execution.current_id:
        return error
    old, new = (
        f"'{execution.current['name'] if execution.current else ''}' ({execution.current_id})",
        f"'{execution.name}' ({execution.id})",
    )
    error.message = error.message.rstrip()
    if not execution.has_current_still(step, error) or execution.id not in execution.made:
        error.message += (
            f" What was made to take the place of {resource.name} {old} is there as {new}: give it its name, or remove"
            " it and run again."
        )
    else:
        try:
            yield send(resource.service, "DELETE", f"{resource.path}/{execution.id}")
        except CloudError as refusal:
            error.message += (
                f" {resource.name.capitalize()} {old} was left as it is. The new one, {new}, could not be removed:"
                f" {refusal}"
            )
        else:
            error.message += (
                f" {resource.name.capitalize()} {old} was left as it is, and what was made to take its place removed."
            )
    if isinstance(error, (ResourceFailed, WaitTimeout)):  # it is about the replacement, which nobody has to repair
        failure = ResourceError(error.message)
        failure.attempt = error.attempt
        return failure
    return error


def warn_of_left_over(cloud: Cloud, resource: Resource, plan: Plan, ids: t.Collection[str]) -> None:
    """Warn that resources already have the temporary name of a planned replacement."""
    if ids and plan.called:
        cloud.warn(
            f"There is {resource.name} '{plan.called}' already ({', '.join(sorted(ids))}): another run is about the"
            " same, or was cut off. If none is, remove it by its id."
        )


def differences_from(resource: Resource, fields: Values) -> t.Callable[[Json], list[str]]:
    """A function that says in what another new resource of the same name differs from this request, in words.

    It compares only fields whose values a resource shows from the moment it is created (`born_with`).
    """
    asked = [(field, fields[field.name]) for field in resource.fields if field.name in resource.born_with and
             fields.get(field.name) is not None]  # fmt: skip

    def differences(one: Json) -> list[str]:
        found = []
        for field, wanted in asked:
            there = field.current(one)
            forms = (str(wanted), wanted.id) if isinstance(wanted, Referred) else (wanted,)
            if there is not UNKNOWN and not any(field.same(form, there) for form in forms):
                found.append(f"{field.name} is {field.display(there)!r}, wanted {field.display(wanted)!r}")
        return found

    return differences

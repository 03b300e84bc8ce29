# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one resource's plan has come to so far, and what is done about one that was made beside another, and failed."""

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
from .effects import SendRequest


@dataclasses.dataclass
class Execution:
    """The way of one resource through its plan.

    Args:
        plan: What is to happen.
        desired: What is wanted.
        current: What is there before; None if nothing is.
        before: The ids of those that had the name before one is made of it.
        name: The name of what the plan is about by now.
        known: What earlier steps have learnt for later ones, the id among it.
        told: What a service told only once.
        made: The ids that this run was told of what it has made.
        removal: The step that has asked for the removal of what was there.
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
        """The id of what the plan is about by now; empty if there is none yet."""
        return str(self.known["id"])

    @property
    def current_id(self) -> str:
        """The id of what was there before."""
        return str(self.current["id"]) if self.current else ""

    @property
    def is_beside(self) -> bool:
        """Whether a new one is made while the one whose place it takes is still there."""
        return self.plan.called is not None

    def attempt(self, step: Step) -> str:
        """What is tried with a step; with the id of what was made by now, so that it can be found."""
        return f"{step.title} (its id is {self.id})" if self.id != self.current_id else step.title

    def take_note(self, resource: Resource, step: Step) -> None:
        """Know from now on that the removal of what was there has been asked for, if this step asks for it."""
        if step.method == "DELETE" and step.path == f"{resource.path}/{self.current_id}":
            self.removal = step

    def has_current_still(self, step: Step, error: CloudError) -> bool:
        """Whether what was there is surely there still when a step has ended in an error."""
        return self.removal is None or (self.removal is step and not may_be_done(error))


def withdrawn(
    resource: Resource, execution: Execution, step: Step, error: CloudError
) -> t.Generator[SendRequest, t.Any, CloudError]:
    """Remove a new one that could not take the place of another, which is left as it is; the error that tells of it.

    Nothing is removed if the other one may be gone already.
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
            yield SendRequest(resource.service, "DELETE", f"{resource.path}/{execution.id}")
        except CloudError as refusal:
            error.message += (
                f" {resource.name.capitalize()} {old} was left as it is. The new one, {new}, could not be removed:"
                f" {refusal}"
            )
        else:
            error.message += (
                f" {resource.name.capitalize()} {old} was left as it is, and what was made to take its place removed."
            )
    if isinstance(error, (ResourceFailed, WaitTimeout)):  # it is told of the new one, which nobody is to mend
        failure = ResourceError(error.message)
        failure.attempt = error.attempt
        return failure
    return error


def warn_of_left_over(cloud: Cloud, resource: Resource, plan: Plan, ids: t.Collection[str]) -> None:
    """Tell of those that have the name already of one that is about to take another's place."""
    if ids and plan.called:
        cloud.warn(
            f"There is {resource.name} '{plan.called}' already ({', '.join(sorted(ids))}): another run is about the"
            " same, or was cut off. If none is, remove it by its id."
        )


def differences_from(resource: Resource, fields: Values) -> t.Callable[[Json], list[str]]:
    """Says of one that was made at the same time under the same name in what it is not as it was asked for."""
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

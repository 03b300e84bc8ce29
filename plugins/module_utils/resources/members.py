# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members: what a resource has that is put in and taken out one by one, each with a request of its own.

The users of a group, the roles that a role implies and the projects that may use a type are such. Lists do not show
them, so a declaration takes two pieces from here: the field, and the `details` that read it.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Field, Json, Reference, Resource, Values, item_set
from ..resource.desired import ABSENT, Desired
from ..resource.reference import id_of
from ..resource.step import Step
from ..service.cloud import Cloud

# The step for one member, of which the id is given: to put it in if true, else to take it out.
MemberStep = t.Callable[[Values, str, bool], Step]
MemberSteps = t.Callable[[Values, t.Optional[t.Sequence[str]], t.Sequence[str]], t.List[Step]]


def one_by_one(step: MemberStep) -> MemberSteps:
    """The `own_requests` of a field whose items are put in and taken out one by one. New ones go first."""

    def change(owner: Values, before: t.Sequence[str] | None, after: t.Sequence[str]) -> list[Step]:
        there, wanted = set(before or ()), {id_of(one) for one in after}
        adding = [step(owner, one, True) for one in sorted(wanted - there)]
        return adding + [step(owner, one, False) for one in sorted(there - wanted)]

    return change


def members(name: str, kind: Resource, step: MemberStep) -> Field:
    """The field of members of a kind. The option `purge_<name>` says whether others are taken out."""
    return item_set(
        name,
        f"purge_{name}",
        sorted,
        reference=Reference(kind, many=True),
        own_requests=one_by_one(step),
        detailed=True,
    )


def details_of(
    name: str, read: t.Callable[[Cloud, Values], list[str]], *, also_for: str | None = None
) -> t.Callable[[Cloud, t.Sequence[Json], Desired], dict[str, Json]]:
    """The `details` that read the ids of each resource's members, if they are compared.

    `also_for` is an option that needs them too.
    """

    def details(cloud: Cloud, resources: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
        is_needed = name in desired.fields or (also_for is not None and bool(desired.option(also_for)))
        if desired.state == ABSENT or not is_needed:
            return {}
        return {resource["id"]: {name: read(cloud, resource)} for resource in resources}

    return details

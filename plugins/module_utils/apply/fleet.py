# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets: several resources of one kind that share a desired state, one for each name.

It takes names and one desired state for all, and can remove those that are in the fleet but have none of the names. It
gives a result for each resource. `face/module.py` calls it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError, SomeFailed
from ..resource.collection import Collection
from ..resource.compare import contained
from ..resource.declaration import Json, Resource, Values
from ..resource.desired import ABSENT, Desired
from ..service.cloud import Cloud
from .options import ApplyOptions, Clock, Result
from .reconcile import reconcile_all
from .run import reading_of


@dataclasses.dataclass(frozen=True)
class DesiredFleet:
    """The desired state of a fleet.

    Args:
        names: The names.
        each: The desired state of each resource, without a name.
        selector: Keys and values that mark the members of the fleet. Each new member gets them.
        exact: Whether surplus members, which have none of the names, are removed.
    """

    names: t.Sequence[str]
    each: Desired
    selector: Values = dataclasses.field(default_factory=dict)
    exact: bool = False


def reconcile_fleet(
    cloud: Cloud,
    resource: Resource,
    desired: DesiredFleet,
    options: ApplyOptions,
    clock: Clock | None = None,
    arrived: t.Callable[[t.Sequence[Json]], None] = lambda _resources: None,
) -> list[Result]:
    """Bring all members to the desired state. If that succeeds for all, remove the surplus.

    `arrived` is called in between with the resources that are there. It raises if they are not usable yet.

    Raises:
        SomeFailed: some resources could not be brought there. The error also has those that could.
    """
    if desired.exact and not desired.selector:
        raise ConfigError([f"exact needs a selector: without one, nothing says which {resource.plural} are too many."])
    if "new_name" in desired.each.fields and len(desired.names) > 1:
        raise ConfigError(["new_name is for one: several of one name could not be told apart."])
    each = desired.each
    if desired.selector and each.state != ABSENT and resource.members_by:
        marks = {**desired.selector, **each.fields.get(resource.members_by, {})}
        each = dataclasses.replace(each, fields={**each.fields, resource.members_by: marks})
    desired_states = [dataclasses.replace(each, name=name) for name in desired.names]
    collection = Collection(cloud, resource, reading_of(resource, [each]))
    listed = list(collection.list()) if desired.exact else None
    surplus = _surplus(resource, desired, desired_states, listed or ())
    removal = dataclasses.replace(options, enough=None)
    if surplus and not options.check:
        # Check the removals as well before anything is changed, so that a refusal is known in time.
        check = dataclasses.replace(removal, check=True)
        _reconciled(cloud, resource, _leaving(each, surplus), check, clock, listed, (), ())
    results = _reconciled(cloud, resource, desired_states, options, clock, listed, surplus)
    arrived([one.resource for one in results if one.resource is not None])
    if not surplus:
        return results
    broken = [one for one in results if one.resource and resource.fault and resource.fault(one.resource)]
    if broken:
        told = f"{_left(resource, surplus)}, since {resource.name} '{_name_of(broken[0])}' is beyond use."
        *others, last = results
        return [*others, dataclasses.replace(last, warnings=(*last.warnings, told))]
    if not options.check and any(one.plan.changed for one in results):
        # The changes may have taken long. Resources that have left the fleet meanwhile are not removed.
        listed = list(collection.list())
        ids = {one["id"] for one in surplus}
        surplus = [one for one in _surplus(resource, desired, desired_states, listed) if one["id"] in ids]
    return [*results, *_reconciled(cloud, resource, _leaving(each, surplus), removal, clock, listed, (), results)]


def _leaving(each: Desired, surplus: t.Sequence[Json]) -> list[Desired]:
    """The desired states that remove the surplus.

    They keep the fields and policies of the fleet, since these may allow the removal: a locked node is unlocked first.
    """
    return [dataclasses.replace(each, state=ABSENT, name=one["name"], id=one["id"]) for one in surplus]


def removed_of(results: t.Sequence[Result]) -> list[Json]:
    """The id and name of each surplus resource that was removed, or would be in a check."""
    return [
        {"id": one.plan.before["id"], "name": one.plan.before["name"]}
        for one in results
        if one.is_surplus and one.plan.changed
    ]


def _surplus(
    resource: Resource, desired: DesiredFleet, desired_states: t.Sequence[Desired], listed: t.Sequence[Json]
) -> list[Json]:
    """The members of the fleet that have none of its names, neither the present nor the new ones."""
    names = {name for one in desired_states for name in one.names()}
    return [
        one
        for one in listed
        if one["name"] not in names
        and contained(desired.selector, one[resource.members_by or ""])
        and not resource.gone(one, None)
    ]


def _reconciled(
    cloud: Cloud,
    resource: Resource,
    desired_states: t.Sequence[Desired],
    options: ApplyOptions,
    clock: Clock | None,
    listed: t.Sequence[Json] | None,
    surplus: t.Sequence[Json],
    before: t.Sequence[Result] | None = None,
) -> list[Result]:
    """Reconcile some resources of a fleet; return their results.

    `surplus` are resources that are left if one of these fails, for the error to say. `before` are the results of the
    named members, if `desired_states` remove the surplus; None otherwise.

    Raises:
        SomeFailed: at least one failed.
    """
    endings = reconcile_all(cloud, resource, desired_states, options, clock, listed)
    is_surplus = before is not None
    results = [dataclasses.replace(one, is_surplus=is_surplus) for one in endings if isinstance(one, Result)]
    failures = [
        (str(one.name), ending) for one, ending in zip(desired_states, endings) if isinstance(ending, CloudError)
    ]
    if failures:
        left = f" {_left(resource, surplus)}." if surplus else ""
        everything = [*(before or ()), *results]
        message = _message(resource, len(before or ()) + len(desired_states), failures) + left
        raise SomeFailed(message, _failed(failures), _done(cloud, resource, everything))
    return results


def _left(resource: Resource, surplus: t.Sequence[Json]) -> str:
    names = ", ".join(sorted(str(one["name"]) for one in surplus))
    return f"The {resource.plural} that are too many were left: {names}"


def _name_of(result: Result) -> str:
    return str((result.resource or {}).get("name"))


def _message(resource: Resource, total: int, failures: t.Sequence[tuple[str, CloudError]]) -> str:
    """The message that names each failed resource with its reason. A reason that several share is told once."""
    reasons: dict[str, list[str]] = {}
    for name, error in failures:
        reasons.setdefault(str(error), []).append(name)
    sentences = [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]
    return f"{len(failures)} of {total} {resource.plural} failed. " + " ".join(sentences)


def _failed(failures: t.Sequence[tuple[str, CloudError]]) -> list[Json]:
    return [{"name": name, "msg": str(error), **error.facts()} for name, error in failures]


def _done(cloud: Cloud, resource: Resource, results: t.Sequence[Result]) -> Json:
    return {
        # A resource may have been changed before it failed.
        "changed": cloud.has_written or any(result.plan.changed for result in results),
        resource.plural_key: [result.resource for result in results if result.resource is not None],
        "removed": removed_of(results),
    }

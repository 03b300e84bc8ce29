# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several resources of a kind that are wanted alike: each of some names, and none besides if so wished."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError, SomeFailed
from ..resource.collection import Collection
from ..resource.compare import contained
from ..resource.declaration import Json, Resource, Values
from ..resource.desired import ABSENT, Wish
from ..service.cloud import Cloud
from .options import Clock, Manner, Outcome
from .reconcile import converge_all, reading_of


@dataclasses.dataclass(frozen=True)
class FleetWish:
    """What is wanted of each of some names.

    Args:
        names: The names.
        each: What is wanted of each; it has no name of its own.
        selector: Keys and values by which those that belong to the fleet are known. Each that is made gets them.
        exact: Whether those that belong to the fleet and have none of the names are to go.
    """

    names: t.Sequence[str]
    each: Wish
    selector: Values = dataclasses.field(default_factory=dict)
    exact: bool = False


def converge_fleet(
    cloud: Cloud,
    resource: Resource,
    wish: FleetWish,
    manner: Manner,
    clock: Clock | None = None,
    arrived: t.Callable[[t.Sequence[Json]], None] = lambda _resources: None,
) -> list[Outcome]:
    """Bring all to the wanted state, and then be rid of those that are too many, if all have come there.

    `arrived` is called in between with those that are there; it raises if they are of no use yet.

    Raises:
        SomeFailed: some could not be brought there; the others were, and are told as well.
    """
    if wish.exact and not wish.selector:
        raise ConfigError([f"exact needs a selector: without one, nothing says which {resource.plural} are too many."])
    if "new_name" in wish.each.fields and len(wish.names) > 1:
        raise ConfigError(["new_name is for one: several of one name could not be told apart."])
    each = wish.each
    if wish.selector and each.state != ABSENT and resource.members_by:
        marks = {**wish.selector, **each.fields.get(resource.members_by, {})}
        each = dataclasses.replace(each, fields={**each.fields, resource.members_by: marks})
    wishes = [dataclasses.replace(each, name=name) for name in wish.names]
    collection = Collection(cloud, resource, reading_of(resource, [each]))
    listed = list(collection.list()) if wish.exact else None
    surplus = _surplus(resource, wish, wishes, listed or ())
    removal = dataclasses.replace(manner, enough=None)
    if surplus and not manner.check:
        # Of those, too, what would be refused is known before anything is changed.
        check = dataclasses.replace(removal, check=True)
        _converged(cloud, resource, _leaving(each, surplus), check, clock, listed, (), ())
    outcomes = _converged(cloud, resource, wishes, manner, clock, listed, surplus)
    arrived([one.resource for one in outcomes if one.resource is not None])
    if not surplus:
        return outcomes
    broken = [one for one in outcomes if one.resource and resource.fault and resource.fault(one.resource)]
    if broken:
        told = f"{_left(resource, surplus)}, since {resource.name} '{_name_of(broken[0])}' is beyond use."
        *others, last = outcomes
        return [*others, dataclasses.replace(last, warnings=(*last.warnings, told))]
    if not manner.check and any(one.plan.changed for one in outcomes):
        # That may have taken long: who does not belong to the fleet any more is left alone.
        listed = list(collection.list())
        ids = {one["id"] for one in surplus}
        surplus = [one for one in _surplus(resource, wish, wishes, listed) if one["id"] in ids]
    return [*outcomes, *_converged(cloud, resource, _leaving(each, surplus), removal, clock, listed, (), outcomes)]


def _leaving(each: Wish, surplus: t.Sequence[Json]) -> list[Wish]:
    """The wishes for those that are to go. What is said of each may be what allows that: a node that is locked is
    unlocked first."""
    return [dataclasses.replace(each, state=ABSENT, name=one["name"], id=one["id"]) for one in surplus]


def removed_of(outcomes: t.Sequence[Outcome]) -> list[Json]:
    """Those that went, or would, since they were too many: id and name of each."""
    return [
        {"id": one.plan.before["id"], "name": one.plan.before["name"]}
        for one in outcomes
        if one.is_surplus and one.plan.changed
    ]


def _surplus(resource: Resource, wish: FleetWish, wishes: t.Sequence[Wish], listed: t.Sequence[Json]) -> list[Json]:
    """Those that belong to the fleet and have none of the names, nor of those that they are to get."""
    names = {name for one in wishes for name in one.names()}
    return [
        one
        for one in listed
        if one["name"] not in names
        and contained(wish.selector, one[resource.members_by or ""])
        and not resource.gone(one, None)
    ]


def _converged(
    cloud: Cloud,
    resource: Resource,
    wishes: t.Sequence[Wish],
    manner: Manner,
    clock: Clock | None,
    listed: t.Sequence[Json] | None,
    surplus: t.Sequence[Json],
    before: t.Sequence[Outcome] | None = None,
) -> list[Outcome]:
    """What became of some; `surplus` is what is left if one of them fails. `before`: what became of the wanted ones, if
    these are the surplus."""
    results = converge_all(cloud, resource, wishes, manner, clock, listed)
    is_surplus = before is not None
    outcomes = [dataclasses.replace(one, is_surplus=is_surplus) for one in results if isinstance(one, Outcome)]
    failures = [(str(one.name), result) for one, result in zip(wishes, results) if isinstance(result, CloudError)]
    if failures:
        left = f" {_left(resource, surplus)}." if surplus else ""
        everything = [*(before or ()), *outcomes]
        message = _message(resource, len(before or ()) + len(wishes), failures) + left
        raise SomeFailed(message, _failed(failures), _done(cloud, resource, everything))
    return outcomes


def _left(resource: Resource, surplus: t.Sequence[Json]) -> str:
    names = ", ".join(sorted(str(one["name"]) for one in surplus))
    return f"The {resource.plural} that are too many were left: {names}"


def _name_of(outcome: Outcome) -> str:
    return str((outcome.resource or {}).get("name"))


def _message(resource: Resource, total: int, failures: t.Sequence[tuple[str, CloudError]]) -> str:
    """Each that failed with its reason; a reason that several share stands there once."""
    reasons: dict[str, list[str]] = {}
    for name, error in failures:
        reasons.setdefault(str(error), []).append(name)
    sentences = [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]
    return f"{len(failures)} of {total} {resource.plural} failed. " + " ".join(sentences)


def _failed(failures: t.Sequence[tuple[str, CloudError]]) -> list[Json]:
    return [{"name": name, "msg": str(error), **error.facts()} for name, error in failures]


def _done(cloud: Cloud, resource: Resource, outcomes: t.Sequence[Outcome]) -> Json:
    return {
        # Those that failed may have been changed before that.
        "changed": cloud.has_written or any(outcome.plan.changed for outcome in outcomes),
        resource.plural_key: [outcome.resource for outcome in outcomes if outcome.resource is not None],
        "removed": removed_of(outcomes),
    }

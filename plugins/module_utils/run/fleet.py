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
from ..resource.wish import ABSENT, Wish
from ..service.cloud import Cloud
from .converge import converge_all, reading_of
from .manner import Clock, Manner, Outcome


@dataclasses.dataclass(frozen=True)
class FleetWish:
    """What is wanted of each of some names.

    Args:
        names: The names.
        each: What is wanted of each; it has no name of its own.
        selector: Metadata by which those that belong to the fleet are known. Each that is made gets it.
        exact: Whether those that belong to the fleet and have none of the names are to go.
    """

    names: t.Sequence[str]
    each: Wish
    selector: Values = dataclasses.field(default_factory=dict)
    exact: bool = False


def converge_fleet(
    cloud: Cloud, resource: Resource, wish: FleetWish, manner: Manner, clock: Clock | None = None
) -> list[Outcome]:
    """Bring all to the wanted state, and be rid of those that are too many.

    Raises:
        SomeFailed: some could not be brought there; the others were, and are told as well.
    """
    if wish.exact and not wish.selector:
        raise ConfigError(["exact needs a selector: without one, nothing says which nodes are too many."])
    if "new_name" in wish.each.fields and len(wish.names) > 1:
        raise ConfigError(["new_name is for one: several of one name could not be told apart."])
    each = wish.each
    if wish.selector and each.state != ABSENT:
        metadata = {**wish.selector, **each.fields.get("metadata", {})}
        each = dataclasses.replace(each, fields={**each.fields, "metadata": metadata})
    wishes = [dataclasses.replace(each, name=name) for name in wish.names]
    listed = list(Collection(cloud, resource, reading_of(resource, [each])).list()) if wish.exact else None
    names = set(wish.names)
    # What is said of each may be what allows that it goes: a node that is locked is unlocked first.
    too_many = dataclasses.replace(each, state=ABSENT)
    wishes += [
        dataclasses.replace(too_many, name=one["name"], id=one["id"])
        for one in listed or ()
        if one["name"] not in names and contained(wish.selector, one["metadata"]) and not resource.gone(one, None)
    ]
    results = converge_all(cloud, resource, wishes, manner, clock, listed)
    outcomes = [result for result in results if isinstance(result, Outcome)]
    failures = [(str(one.name), result) for one, result in zip(wishes, results) if isinstance(result, CloudError)]
    if failures:
        raise SomeFailed(_message(resource, len(wishes), failures), _failed(failures), _done(cloud, resource, outcomes))
    return outcomes


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
    }

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for the resources of a kind, and changes nothing.

It takes a cloud, a declaration and a query, and gives the matching resources; none is no error. The face calls it for
all info modules.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, ConfigError, Forbidden
from ..resource.collection import UUID, Collection
from ..resource.criterion import Criterion
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud
from ..service.microversion import Microversion, newest_of
from ..service.paging import Query
from .aspect import Aspect, with_aspects

# So many ids of resources that cannot be seen are named in a warning.
MOST_UNSEEN = 10


@dataclasses.dataclass(frozen=True)
class InfoQuery:
    """The search that a task asks for.

    Args:
        options: The values given, by the names of the options of criteria and aspects.
        criteria: The criteria that can be given.
        aspects: The aspects that can be asked for.
        names: The names to look for; each resource found has one of them. None: any name.
        id: The id to look for. None: any id.
        fields: The keys to return. None: all.
        parallel: How many requests for aspects may be under way at once.
    """

    options: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    criteria: t.Sequence[Criterion] = ()
    aspects: t.Sequence[Aspect] = ()
    names: t.Sequence[str] | None = None
    id: str | None = None
    fields: t.Sequence[str] | None = None
    parallel: int = 10

    @property
    def given(self) -> list[tuple[Criterion, t.Any]]:
        """The criteria that were given, each with its value."""
        values = [(one, self.options.get(one.option)) for one in self.criteria]
        return [(one, value) for one, value in values if value is not None]


def look_up(cloud: Cloud, resource: Resource, info_query: InfoQuery) -> list[Json]:
    """The resources that match all criteria, in the order of the names, of a criterion that sorts, or of the service.

    A list costs a request for each page; an id costs one.

    Raises:
        ConfigError: the criteria contradict each other, or a key is asked for that does not exist.
        ApiError: the service refuses the request.
    """
    info_query = _with_ids(cloud, info_query)
    if info_query.names is not None:
        info_query = dataclasses.replace(info_query, names=[resource.kept_name(name) for name in info_query.names])
    for criterion, value in info_query.given:
        resource = criterion.elsewhere(value, resource)
    collection = Collection(cloud, resource, _reading(cloud, resource, info_query))
    try:
        found = _by_id(collection, info_query) if info_query.id is not None else _listed(collection, info_query)
    except ApiError as error:
        if isinstance(error, Forbidden):
            error.message += _for_administrators(info_query)
        raise error.during(f"look for {resource.plural}") from None
    _warn_of_unseen(cloud, resource, info_query, found)
    kept = [item for item in found if all(one.matches(value, item) for one, value in info_query.given)]
    orders = [one.sorts for one, _value in info_query.given if one.sorts]
    if orders and info_query.names is None:
        kept.sort(key=orders[0])
    told = with_aspects(cloud, kept, info_query.aspects, info_query.options, info_query.parallel)
    return told if info_query.fields is None else _with_fields(resource, kept, told, info_query.fields)


def caveats(cloud: Cloud, resource: Resource, info_query: InfoQuery) -> list[str]:
    """The warnings for a user who is no administrator, about the criteria that were given."""
    found = [text for text in (one.caveat(value) for one, value in info_query.given) if text]
    return found if found and not cloud.is_administrator(resource.service) else []


def _warn_of_unseen(cloud: Cloud, resource: Resource, info_query: InfoQuery, found: t.Sequence[Json]) -> None:
    """Warn of names that were not found, but may be those of resources in a part of the cloud that does not answer."""
    there = {item["name"] for item in found}
    lacking = [name for name in info_query.names or () if name not in there]
    ids = resource.unseen(cloud) if lacking and resource.unseen is not None else ()
    if ids:
        shown = ", ".join(ids[:MOST_UNSEEN]) + (", ..." if len(ids) > MOST_UNSEEN else "")
        cloud.warn(
            f"{', '.join(lacking)}: not found, but a part of the cloud does not answer that has {len(ids)}"
            f" {resource.plural} of which only the ids are known: {shown}."
        )


def _with_ids(cloud: Cloud, info_query: InfoQuery) -> InfoQuery:
    """The same query, with ids in place of names.

    An id is not looked up: its resource need not exist any more, like a volume that only has backups left.
    """
    ids = {
        one.option: Collection(cloud, one.names).referred(value)["id"]
        for one, value in info_query.given
        if one.names and not UUID.fullmatch(value)
    }
    return dataclasses.replace(info_query, options={**info_query.options, **ids}) if ids else info_query


def _reading(cloud: Cloud, resource: Resource, info_query: InfoQuery) -> Microversion | None:
    """The microversion that reading needs, so that the service heeds all criteria."""
    if not info_query.given:
        return resource.microversion
    is_administrator = cloud.is_administrator(resource.service)
    return newest_of(
        [resource.microversion, *(one.reading(value, is_administrator) for one, value in info_query.given)]
    )


def _by_id(collection: Collection, info_query: InfoQuery) -> list[Json]:
    options = [one.option for one, value in info_query.given if one.query(value)]
    if options:
        raise ConfigError([f"What has an id is not looked for in a list: leave out id or {', '.join(options)}."])
    found = collection.by_id(info_query.id or "")
    return [found] if found else []


def _listed(collection: Collection, info_query: InfoQuery) -> list[Json]:
    query = _query(collection.resource, info_query)
    if info_query.names is None:
        return list(collection.list(query))
    if not info_query.names:
        return []
    place = {name: number for number, name in enumerate(info_query.names)}
    return sorted(collection.named(info_query.names, query), key=lambda item: place[item["name"]])


def _query(resource: Resource, info_query: InfoQuery) -> Query:
    """The query for the service. No two options may ask for the same key."""
    by_name = resource.named(info_query.names[:1]) if resource.named and info_query.names else ()
    sources = {key: "name" for key, _text in by_name}
    whole: list[tuple[str, str]] = []
    for criterion, value in info_query.given:
        asked = criterion.query(value)
        for key in dict.fromkeys(key for key, _text in asked):
            other = sources.setdefault(key, criterion.option)
            if other != criterion.option:
                raise ConfigError([f"{other} and {criterion.option} both say {key}. Leave one of them out."])
        whole += asked
    return tuple(whole)


def _for_administrators(info_query: InfoQuery) -> str:
    options = [one.option for one, value in info_query.given if value and one.administrators]
    return f" Only administrators may use {', '.join(options)}." if options else ""


def _with_fields(
    resource: Resource, found: t.Sequence[Json], told: t.Sequence[Json], fields: t.Sequence[str]
) -> list[Json]:
    """The resources with these keys alone, and with the aspects."""
    for item in found:
        unknown = [field for field in fields if field not in item]
        if unknown:
            raise ConfigError([f"A {resource.name} has no {', '.join(unknown)}; fields can be {', '.join(item)}."])
    return [
        {key: value for key, value in after.items() if key in fields or key not in before}
        for before, after in zip(found, told)
    ]

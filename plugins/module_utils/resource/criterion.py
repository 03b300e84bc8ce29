# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked for: options of which each narrows down the resources of a kind. Pure.

What a service can be asked for is asked of it, so that it sends no more than is wanted; the rest is judged here.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError
from ..service.microversion import Microversion
from ..service.paging import Query
from .declaration import Resource, Values

ASKS_NOTHING: Query = ()


@dataclasses.dataclass(frozen=True)
class Criterion:
    """An option that narrows down what is looked for.

    Args:
        option: Name of the option.
        query: What the service is asked, for the option's value.
        matches: Whether a resource is among those that are meant, for the option's value.
        reading: The microversion that asking so needs, for the option's value, and whether an administrator asks.
        administrators: Whether the service grants it only to administrators, and forbids it to others.
        caveat: What those have to be told who are no administrators, if anything.
        sorts: What the resources found are sorted by where this is said, the smallest first. None: it does not.
        names: The resource that the value names, by name or id, if it names one; its id is what counts then.
        elsewhere: The resource as it is declared where it is then looked for, if that is not its usual place.
    """

    option: str
    query: t.Callable[[t.Any], Query] = lambda _value: ASKS_NOTHING
    matches: t.Callable[[t.Any, Values], bool] = lambda _value, _resource: True
    reading: t.Callable[[t.Any, bool], Microversion | None] = lambda _value, _is_administrator: None
    administrators: bool = False
    caveat: t.Callable[[t.Any], str | None] = lambda _value: None
    sorts: t.Callable[[Values], t.Any] | None = None
    names: Resource | None = None
    elsewhere: t.Callable[[t.Any, Resource], Resource] = lambda _value, resource: resource


def filters_query(filters: t.Mapping[str, t.Any]) -> Query:
    """The query for filters in a service's own words. A filter that is null says nothing.

    Raises:
        ConfigError: a value is neither text, number nor boolean, nor a list of them.
    """
    return tuple(
        (str(name), _as_text(name, value))
        for name, values in filters.items()
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    )


def _as_text(name: str, value: t.Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)):
        raise ConfigError([f"filters has {value!r} for {name}, which is neither text, number nor boolean."])
    return str(value)


# A service's own filters.
FILTERS = Criterion("filters", query=filters_query)


def by_tags(microversion: Microversion | None = None) -> tuple[Criterion, ...]:
    """Tags, in the words that the compute and the network service share."""
    return tuple(
        Criterion(option, query=_joined(option.replace("_", "-")), reading=_if_said(microversion))
        for option in ("tags", "tags_any", "not_tags", "not_tags_any")
    )


def _joined(name: str) -> t.Callable[[t.Sequence[t.Any]], Query]:
    return lambda tags: ((name, ",".join(map(str, tags))),) if tags else ASKS_NOTHING


def _if_said(microversion: Microversion | None) -> t.Callable[[t.Any, bool], Microversion | None]:
    return lambda value, _is_administrator: microversion if value else None


def of_all_projects(name: str = "all_tenants") -> Criterion:
    """Not only the token's own project."""
    return Criterion("all_projects", query=lambda said: ((name, "true"),) if said else (), administrators=True)

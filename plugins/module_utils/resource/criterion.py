# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Search criteria: options that narrow down the resources of a kind. Pure.

A criterion takes the value of an option. It gives a query for the service, so that it sends no more than is wanted, and
judges here whatever the service cannot filter. Info modules declare them, and `query/query.py` uses them.
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
    """An option that narrows down a search.

    Args:
        option: Name of the option.
        query: The query for the service, from the option's value.
        matches: Whether a resource matches the option's value. This is judged here.
        reading: The microversion that the query needs, from the option's value and whether the user is an
            administrator.
        administrators: Whether the service allows it only to administrators.
        caveat: A warning for users who are no administrators, from the option's value; None if there is none.
        sorts: The sort key of the resources found if this option is given, smallest first. None: it does not sort.
        names: The declaration of the resource that the value names by name or id, if it names one. The service is asked
            for the id.
        elsewhere: The declaration to use instead, where the value has the resources listed at another place.
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
    """The query for filters in a service's own words. A filter that is null is left out.

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


# Filters in a service's own words.
FILTERS = Criterion("filters", query=filters_query)


def by_tags(microversion: Microversion | None = None) -> tuple[Criterion, ...]:
    """Criteria for tags, in the words that the compute and the network service share."""
    return tuple(
        Criterion(option, query=_joined(option.replace("_", "-")), reading=_if_said(microversion))
        for option in ("tags", "tags_any", "not_tags", "not_tags_any")
    )


def _joined(name: str) -> t.Callable[[t.Sequence[t.Any]], Query]:
    return lambda tags: ((name, ",".join(map(str, tags))),) if tags else ASKS_NOTHING


def _if_said(microversion: Microversion | None) -> t.Callable[[t.Any, bool], Microversion | None]:
    return lambda value, _is_administrator: microversion if value else None


def of_all_projects(name: str = "all_tenants") -> Criterion:
    """A criterion that looks in all projects, not only in the token's own."""
    return Criterion("all_projects", query=lambda said: ((name, "true"),) if said else (), administrators=True)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resources of one kind as they would be after earlier tasks, in check mode.

It takes what a service shows, and the forecast of the cloud (service/forecast.py). It gives the same without resources
that are to be removed, with changed ones as they would be, and with new ones. `collection.py` calls it, so that all
that looks for resources sees the same, and `apply` adds predictions.
"""

from __future__ import annotations

import collections
import json
import re
import typing as t

from ..service.cloud import Cloud
from ..service.forecast import Forecast, is_placeholder, placeholder
from ..service.paging import Query
from .declaration import Json, Resource, Values

# Parts of a query that say how a list is to be shown, and not what is to be in it.
NO_FILTERS = frozenset(("all_tenants", "limit", "marker", "sort_key", "sort_dir", "sort", "fields", "with_count"))
Test = t.Callable[[Json], bool]


def foretold_of(cloud: Cloud, resource: Resource) -> Foretold | None:
    """The predictions for a kind of resource; None if nothing at all was predicted, so that there is nothing to do."""
    return Foretold(cloud, resource, cloud.forecast) if cloud.forecast else None


def kept_in_mind(cloud: Cloud, resource: Resource) -> Foretold | None:
    """The predictions for a kind of resource, to add one; None if nobody wants to know them later."""
    return None if cloud.forecast is None else Foretold(cloud, resource, cloud.forecast)


class Foretold:
    """The predictions for one kind of resource."""

    def __init__(self, cloud: Cloud, resource: Resource, forecast: Forecast) -> None:
        """Store the arguments. No request is sent."""
        self._cloud = cloud
        self._resource = resource
        self._forecast = forecast

    @property
    def _place(self) -> str:
        """The endpoint and the project that the resources belong to, as the newest token has them."""
        return f"{self._cloud.choice(self._resource.service).url}{self._resource.path} {self._cloud.project_id or ''}"

    def put(self, resource: Json, given: Values) -> Json:
        """Add a prediction; return it as later tasks see it: with a placeholder for the id of what is to be made.

        `given` are the fields that the user has given. Some of them no resource shows.
        """
        known = dict(resource)
        if known["id"] is None:
            known["id"] = self._new_id(str(known.get("name") or ""))
        if "project_id" in known and known["project_id"] is None:
            known["project_id"] = self._cloud.project_id
        wanted = self._displayed(given)
        self._forecast.put(self._place, self._resource.name, known, gone_as(self._resource, known["id"]), wanted)
        return known

    def settled(self, resource_id: str, given: Values) -> set[str]:
        """The names of fields that a resource will have as given, since an earlier task gave the same."""
        earlier = self._forecast.wanted_of(self._place, self._resource.name, resource_id)
        wanted = self._displayed(given) if earlier else {}
        return {name for name, value in wanted.items() if name in earlier and earlier[name] == value}

    def _displayed(self, given: Values) -> Json:
        """Fields as diffs show them, which has no secrets, and as they are after they were kept as JSON."""
        shown = {one.name: one.display(given[one.name]) for one in self._resource.fields if one.name in given}
        displayed: Json = json.loads(json.dumps(shown, default=str))
        return displayed

    def drop(self, resource_id: str, along: t.Iterable[str] = ()) -> None:
        """Add that a resource is to be removed, and others along with it, whose ids are given."""
        self._forecast.drop([gone_as(self._resource, resource_id), *along])

    def _new_id(self, name: str) -> str:
        base = found = placeholder(self._resource.key, name)
        number = 1
        while found in self._predicted:
            number += 1
            found = f"{base}-{number}"
        return found

    def is_known(self, resource_id: str) -> bool:
        """Whether an id is that of a new, changed or removed resource, so that the service need not be asked."""
        if resource_id in self._predicted or self._is_gone(resource_id) or is_placeholder(resource_id):
            return True
        is_listed = self._resource.names_are_ids and self._whole is not None
        return is_listed or self._in_list(resource_id) is not None

    def by_id(self, resource_id: str) -> Json | None:
        """The predicted resource with this id; None if there is none, or will be none."""
        return self._after_removals(self._predicted.get(resource_id) or self._in_list(resource_id))

    def keep_list(self, resources: t.Iterable[Json]) -> None:
        """Keep the whole list of the kind, as the service shows it."""
        self._forecast.keep_list(self._place, self._resource.name, resources)

    def listed(self, query: Query, is_meant: Test | None) -> t.List[Json] | None:
        """What a list would show, if that is known without asking the service; None if it has to be asked."""
        whole = self._whole
        if whole == []:
            return []
        if whole is None or not all(key in NO_FILTERS or self._key_of(key) in whole[0] for key, _value in query):
            return None
        return [item for item in whole if self._matches(item, query, is_meant, without=False)]

    def as_changed(self, found: t.Iterable[Json], query: Query, is_meant: Test | None) -> t.Iterator[Json]:
        """Resources that a list shows, as they would be, and then predicted ones that belong in the list.

        `query` is the one that the list was asked with. `is_meant` is a further condition, or None.
        """
        shown: set[str] = set()
        names: set[str] = set()
        for item in found:
            shown.add(item["id"])
            names.add(item["name"])
            now = self._after_removals(self._predicted.get(item["id"], item))
            if now is not None and (now is item or self._matches(now, query, is_meant, without=True)):
                yield now
        for resource_id, item in self._predicted.items():
            # One that was to be made has been made since, by a task that is not in check mode.
            is_made = is_placeholder(resource_id) and item["name"] in names and item["name"]
            now = None if resource_id in shown or is_made else self._after_removals(item)
            if now is not None and self._matches(now, query, is_meant, without=False):
                yield now

    def details(self, shown: Json, read: Json) -> Json:
        """Values that were read besides for a resource, as they would be. One that is to be made is known whole."""
        return {key: shown.get(key, value) for key, value in read.items()}

    @property
    def _predicted(self) -> t.Mapping[str, Json]:
        return self._forecast.of(self._place, self._resource.name)

    @property
    def _whole(self) -> t.Sequence[Json] | None:
        return self._forecast.list_of(self._place, self._resource.name)

    def _in_list(self, resource_id: str) -> Json | None:
        return next((item for item in self._whole or () if item["id"] == resource_id), None)

    def _is_gone(self, resource_id: str) -> bool:
        return gone_as(self._resource, resource_id) in self._forecast.gone

    def _after_removals(self, item: Json | None) -> Json | None:
        """A resource as it would be without those that are to be removed; None if it would be gone, too."""
        gone = self._forecast.gone
        if item is None or not gone:
            return item
        if self._is_gone(item["id"]):
            return None
        return self._resource.after_removal(item, gone) if self._resource.after_removal else item

    def _key_of(self, parameter: str) -> str:
        """The key of resources that a parameter of lists filters by."""
        fields = {field.api_name: field.key or field.name for field in self._resource.fields if field.api_name}
        return self._resource.filtered_by.get(parameter, fields.get(parameter, parameter))

    def _matches(self, item: Json, query: Query, is_meant: Test | None, without: bool) -> bool:
        """Whether a resource belongs in a list. `without` is the answer for filters that it has no key for."""
        if is_meant is not None and not is_meant(item):
            return False
        wanted: dict[str, list[str]] = collections.defaultdict(list)
        for key, value in query:
            if key not in NO_FILTERS:
                wanted[self._key_of(key)].append(str(value))
        return all(
            any(self._has(item[key], value) for value in values) if key in item else without
            for key, values in wanted.items()
        )

    def _has(self, value: t.Any, wanted: str) -> bool:
        """Whether a value is what a filter asks for: the text, one of a list, or `key=value` of a part."""
        if isinstance(value, list):
            parameter, is_part, text = wanted.partition("=")
            key = self._resource.filtered_by.get(parameter, parameter)
            return any(
                self._has(one.get(key), text) if isinstance(one, dict) and is_part else self._has(one, wanted)
                for one in value
            )
        if isinstance(value, bool):
            return str(value).lower() == wanted.lower()
        return value is not None and str(value) == wanted


def gone_as(resource: Resource, resource_id: str) -> str:
    """What a removed resource is noted as: its id, with its kind if users choose the ids."""
    is_chosen = resource.names_are_ids or resource.ids_are_chosen
    return f"{resource.name} {resource_id}" if is_chosen else resource_id


def is_below_new(resource: Resource) -> bool:
    """Whether resources stand below one that is still to be made, or are about one. No service knows of that."""
    return any(is_placeholder(part) for part in re.split("[/?&=]", resource.list_path or resource.path))


def is_about_new(query: Query) -> bool:
    """Whether a query asks for what belongs to a resource that is still to be made. No service knows of that."""
    return any(is_placeholder(str(value).rpartition("=")[2]) for _key, value in query)

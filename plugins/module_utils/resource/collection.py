# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the resources of one kind: all of them, one by name, or one by id.

It takes a cloud and a declaration, and gives resources as users see them. All that looks for resources calls it: info
modules (`query`), the engine (`apply`) and declarations that look at other resources. It is the same for every kind.
"""

from __future__ import annotations

import difflib
import re
import typing as t
import urllib.parse

from ..errors import NoSuchResource, NotUnique
from ..service.client import Page, ServiceClient
from ..service.cloud import Cloud
from ..service.forecast import is_placeholder
from ..service.microversion import Microversion
from ..service.paging import Query
from .declaration import Json, Resource
from .foretold import Foretold, Test, foretold_of, is_about_new, is_below_new
from .ownership import Ownership
from .reading import read_page

UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
MOST_SUGGESTIONS = 3


def unwrapped(resource: Resource, answer: Json) -> t.Any:
    """The resource in an answer, without the key around it."""
    return answer.get(resource.one) if resource.one else answer


class Collection:
    """All resources of one kind in one cloud, as users see them."""

    def __init__(self, cloud: Cloud, resource: Resource, microversion: Microversion | None = None) -> None:
        """`microversion` is the one that reading needs, if that is more than the resource's own."""
        self.resource = resource
        self._cloud = cloud
        self._microversion = microversion or resource.microversion
        self.ownership = Ownership(cloud, resource)

    @property
    def client(self) -> ServiceClient:
        """The client of the service that has this resource."""
        return self._cloud.service(self.resource.service)

    def list(self, params: Query = ()) -> t.Iterator[Json]:
        """All resources that match the query, page by page.

        Each comes once, although a list that changes while it is read may repeat some.
        """
        return self._list(params)

    def _list(self, asked: Query, params: Query | None = None, is_meant: Test | None = None) -> t.Iterator[Json]:
        """All resources that match a query. In check mode, those that would match it after earlier tasks.

        `params` is the part of the query that predicted resources are compared with, if `is_meant` says the rest.
        """
        foretold = self._foretold
        if foretold is None:
            return self._shown(asked)
        compared = asked if params is None else params
        known = [] if is_about_new(asked) else foretold.listed(compared, is_meant)
        return foretold.as_changed(self._shown(asked) if known is None else known, compared, is_meant)

    @property
    def _foretold(self) -> Foretold | None:
        return foretold_of(self._cloud, self.resource)

    def _shown(self, params: Query) -> t.Iterator[Json]:
        """All resources that match a query, as the service shows them."""
        resource = self.resource
        if is_below_new(resource):
            return
        path = resource.list_path or resource.path
        seen: set[t.Any] = set()
        for page in self.client.pages(path, resource.many, params, self._microversion):
            items = [self._located(item) for item in read_page(resource, page)]
            fresh = {item["id"]: item for item in items if item["id"] not in seen}
            seen.update(fresh)
            yield from self._supplemented(list(fresh.values()))

    def by_id(self, resource_id: str) -> Json | None:
        """The resource with this id; None if there is none."""
        foretold = self._foretold
        if foretold is None:
            return self._read(resource_id)
        if foretold.is_known(resource_id):
            return foretold.by_id(resource_id)
        found = self._read(resource_id)
        return next(foretold.as_changed([found], (), lambda one: one["id"] == resource_id), None) if found else None

    def _read(self, resource_id: str) -> Json | None:
        """The resource with this id, as the service shows it; None if there is none."""
        if self.resource.in_list:
            return next((item for item in self._shown(()) if item["id"] == resource_id), None)
        if is_below_new(self.resource):
            return None
        path = f"{self.resource.path}/{urllib.parse.quote(resource_id, safe='')}{self.resource.shown_at}"
        answer = self.client.find(path, self._microversion)
        if answer is None:
            return None
        (found,) = read_page(self.resource, Page([unwrapped(self.resource, answer)], answer))
        return self._supplemented([self._located(found)])[0]

    def named(self, names: t.Sequence[str], params: Query = ()) -> t.Iterator[Json]:
        """All resources that match the query and have exactly one of these names.

        Services match names loosely (beginnings, patterns, ids), so their answers are filtered again.
        """
        names = [self.resource.kept_name(name) for name in names]
        wanted = frozenset(names)

        def is_meant(item: Json) -> bool:
            return item["name"] in wanted

        if self.resource.names_are_ids and len(names) == 1 and not params:
            found = self.by_id(names[0])
            return iter([found] if found else [])
        query = self.resource.named(names) if self.resource.named else ()
        return (item for item in self._list((*query, *params), params, is_meant) if is_meant(item))

    def own(self, found: t.Iterable[Json], *, offered: bool = False) -> t.List[Json]:
        """Those of the resources found that a name may mean, see `ownership.py`.

        Administrators are shown those of all projects; a name means one of the token's project, or one for all.
        `offered`: also those that are shared with the project, but that it has not accepted yet.
        """
        return self.ownership.meant(found, offered=offered)

    def single(self, name: str, found: t.Sequence[Json]) -> Json | None:
        """The one resource among those found under a name; None if there is none.

        Raises:
            NotUnique: there are several.
        """
        mine = self._mine(found)
        if len(mine) > 1:
            raise self._not_unique(name, mine)
        return mine[0] if mine else None

    def referred(self, text: str) -> Json:
        """The resource that a user means by a name or an id.

        Raises:
            NoSuchResource: none has this name or id; the message has names of similar spelling.
            NotUnique: several have this name.
        """
        text = self.resource.kept_name(text)
        if not text:  # some services have resources without a name; nobody means those by an empty text
            raise NoSuchResource(f"An empty text is the name of no {self.resource.name}.")
        if self.resource.refer:
            return self.resource.refer(self._cloud, text)
        found = self.by_id(text) if UUID.fullmatch(text) or is_placeholder(text) else None
        found = found or self._only(text)
        if found is None:
            raise NoSuchResource(self.unknown(text))
        return found

    def _only(self, text: str) -> Json | None:
        """The resource that has this name or id; None if there is none."""

        def is_meant(item: Json) -> bool:
            return text in (item["name"], item["id"])

        query = self.resource.named((text,)) if self.resource.named else ()
        there = [item for item in self._list(query, (), is_meant) if is_meant(item)]
        by_id = next((item for item in there if item["id"] == text), None)
        return by_id or self.single(text, self.own(there))

    def _mine(self, found: t.Sequence[Json]) -> t.Sequence[Json]:
        """Of several resources, those of the token's project if it has any; else all.

        An administrator is shown those of all projects, and each project has a security group `default`.
        """
        if len(found) < 2 or not all(item.get("project_id") for item in found):
            return found
        if not self._cloud.config.identity.auth_url:
            return found
        return [item for item in found if item["project_id"] == self._cloud.project_id] or found

    @property
    def region(self) -> str | None:
        """The region of these resources; None for a forced URL whose region is unknown."""
        entry = self.client.choice.entry
        return entry.region if entry else self._cloud.config.region_name

    def _located(self, item: Json) -> Json:
        return {**item, "region": self.region}

    def _supplemented(self, items: t.List[Json]) -> t.List[Json]:
        """The resources with the data that the service shows elsewhere."""
        if self.resource.supplement is None or not items:
            return items
        more = self.resource.supplement(self._cloud, items)
        return [{**item, **more.get(item["id"], {})} for item in items]

    def _not_unique(self, name: str, found: t.Sequence[Json]) -> NotUnique:
        ids = [str(item["id"]) for item in found]
        return NotUnique(
            f"{len(ids)} {self.resource.plural} are named '{name}'{self._cloud.where()}: {', '.join(ids)}."
            f" Say which one by its id, or rename the others.",
            ids,
        )

    def unknown(self, text: str) -> str:
        """The message that nothing has this name or id, with names of similar spelling."""
        missing = f"There is no {self.resource.name} named '{text}' or with that id{self._cloud.where()}."
        others = self.ownership.told_of_others(text)
        if others:
            return missing + others
        names = sorted({str(item["name"]) for item in self.ownership.surely_meant(self.list()) if item["name"]})
        alike = difflib.get_close_matches(text, names, MOST_SUGGESTIONS)
        advice = f"Did you mean {' or '.join(repr(name) for name in alike)}?" if alike else ""
        if not alike:
            shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else ".")
            advice = f"There are: {shown}" if names else f"There are no {self.resource.plural} at all."
        return f"{missing} {advice}"

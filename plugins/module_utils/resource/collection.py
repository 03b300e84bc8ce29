# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the resources of one kind: all of them, one by its name, one by its id. The same for every resource."""

from __future__ import annotations

import difflib
import re
import typing as t
import urllib.parse

from ..errors import NoSuchResource, NotUnique
from ..service.client import Page, ServiceClient
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from ..service.paging import Query
from .declaration import Json, Resource
from .ownership import Ownership
from .reading import read_page

UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
MOST_SUGGESTIONS = 3


def unwrapped(resource: Resource, answer: Json) -> t.Any:
    """One resource, out of the envelope it came in."""
    return answer.get(resource.one) if resource.one else answer


class Collection:
    """All resources of one kind in one cloud, as users see them."""

    def __init__(self, cloud: Cloud, resource: Resource, microversion: Microversion | None = None) -> None:
        """`microversion` is what reading needs, if that is more than the resource's own."""
        self.resource = resource
        self._cloud = cloud
        self._microversion = microversion or resource.microversion
        self.ownership = Ownership(cloud, resource)

    @property
    def client(self) -> ServiceClient:
        """The client of the service that has this resource."""
        return self._cloud.service(self.resource.service)

    def list(self, params: Query = ()) -> t.Iterator[Json]:
        """All that the query lets through, page by page; each once, though a list that changes may repeat some."""
        resource = self.resource
        path = resource.list_path or resource.path
        seen: set[t.Any] = set()
        for page in self.client.pages(path, resource.many, params, self._microversion):
            items = [self._located(item) for item in read_page(resource, page)]
            fresh = {item["id"]: item for item in items if item["id"] not in seen}
            seen.update(fresh)
            yield from self._supplemented(list(fresh.values()))

    def by_id(self, resource_id: str) -> Json | None:
        """The one with this id; None if there is none."""
        if self.resource.in_list:
            return next((item for item in self.list() if item["id"] == resource_id), None)
        path = f"{self.resource.path}/{urllib.parse.quote(resource_id, safe='')}{self.resource.shown_at}"
        answer = self.client.find(path, self._microversion)
        if answer is None:
            return None
        (found,) = read_page(self.resource, Page([unwrapped(self.resource, answer)], answer))
        return self._supplemented([self._located(found)])[0]

    def named(self, names: t.Sequence[str], params: Query = ()) -> t.Iterator[Json]:
        """All that have exactly one of these names, and that the query lets through.

        Services match names loosely (beginnings, patterns, ids), so what they find is looked at again.
        """
        if self.resource.names_are_ids and len(names) == 1 and not params:
            found = self.by_id(names[0])
            return iter([found] if found else [])
        names = [self.resource.kept_name(name) for name in names]
        query = self.resource.named(names) if self.resource.named else ()
        wanted = frozenset(names)
        return (item for item in self.list((*query, *params)) if item["name"] in wanted)

    def own(self, found: t.Iterable[Json], *, offered: bool = False) -> t.List[Json]:
        """Those that a name may mean: of what administrators are shown, what is of the token's project, or for all.
        `offered`: also those that are shared with it and not accepted yet."""
        return self.ownership.meant(found, offered=offered)

    def single(self, name: str, found: t.Sequence[Json]) -> Json | None:
        """The one of those found under a name; None if there is none.

        Raises:
            NotUnique: there are several.
        """
        mine = self._mine(found)
        if len(mine) > 1:
            raise self._not_unique(name, mine)
        return mine[0] if mine else None

    def referred(self, text: str) -> Json:
        """The one that a user means with a name or an id.

        Raises:
            NoSuchResource: none has this name or id; the message names those that are spelt alike.
            NotUnique: several have this name.
        """
        text = self.resource.kept_name(text)
        if not text:  # some services keep things without a name; nobody means one of those by it
            raise NoSuchResource(f"An empty text is the name of no {self.resource.name}.")
        if self.resource.refer:
            return self.resource.refer(self._cloud, text)
        found = self.by_id(text) if UUID.fullmatch(text) else None
        found = found or self._only(text)
        if found is None:
            raise NoSuchResource(self.unknown(text))
        return found

    def _only(self, text: str) -> Json | None:
        """The one that has this name or id."""
        query = self.resource.named((text,)) if self.resource.named else ()
        there = [item for item in self.list(query) if text in (item["name"], item["id"])]
        by_id = next((item for item in there if item["id"] == text), None)
        return by_id or self.single(text, self.own(there))

    def _mine(self, found: t.Sequence[Json]) -> t.Sequence[Json]:
        """If several: those of the token's project. An administrator is shown all projects', and each has a group
        `default`."""
        if len(found) < 2 or not all(item.get("project_id") for item in found):
            return found
        if not self._cloud.config.identity.auth_url:
            return found
        return [item for item in found if item["project_id"] == self._cloud.project_id] or found

    @property
    def region(self) -> str | None:
        """The region whose resources these are; None for a forced URL of which nothing is known."""
        entry = self.client.choice.entry
        return entry.region if entry else self._cloud.config.region_name

    def _located(self, item: Json) -> Json:
        return {**item, "region": self.region}

    def _supplemented(self, items: t.List[Json]) -> t.List[Json]:
        """With what the service shows elsewhere."""
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
        """The message that nothing has this name or id, with names that are spelt alike."""
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

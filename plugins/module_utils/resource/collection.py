# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the resources of one kind: all of them, one by its name, one by its id. The same for every resource."""

from __future__ import annotations

import difflib
import re
import typing as t
import urllib.parse

from ..errors import NoSuchResource, NotUnique
from ..service.client import ServiceClient
from ..service.cloud import Cloud
from ..service.paging import Query
from .declaration import Json, Resource

UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
MOST_SUGGESTIONS = 3


def unwrapped(resource: Resource, answer: Json) -> t.Any:
    """One resource, out of the envelope it came in."""
    return answer.get(resource.one) if resource.one else answer


class Collection:
    """All resources of one kind in one cloud, as users see them."""

    def __init__(self, cloud: Cloud, resource: Resource) -> None:
        self.resource = resource
        self._cloud = cloud

    @property
    def client(self) -> ServiceClient:
        """The client of the service that has this resource."""
        return self._cloud.service(self.resource.service)

    def list(self, params: Query = ()) -> t.Iterator[Json]:
        """All that the query lets through, page by page."""
        resource = self.resource
        path = resource.list_path or resource.path
        for page in self.client.pages(path, resource.many, params, resource.microversion):
            for item in page:
                yield self._located(item)

    def by_id(self, resource_id: str) -> Json | None:
        """The one with this id; None if there is none."""
        path = f"{self.resource.path}/{urllib.parse.quote(resource_id, safe='')}"
        answer = self.client.find(path, self.resource.microversion)
        return self._located(unwrapped(self.resource, answer)) if answer is not None else None

    def by_name(self, name: str) -> Json | None:
        """The one with exactly this name; None if there is none.

        Services match names loosely (beginnings, patterns, ids), so what they find is looked at again.

        Raises:
            NotUnique: several have this name.
        """
        return self._only(name, ("name",))

    def referred(self, text: str) -> Json:
        """The one that a user means with a name or an id.

        Raises:
            NoSuchResource: none has this name or id; the message names those that are spelt alike.
            NotUnique: several have this name.
        """
        found = self.by_id(text) if UUID.fullmatch(text) else None
        found = found or self._only(text, ("name", "id"))
        if found is None:
            raise NoSuchResource(self._unknown(text))
        return found

    def _only(self, text: str, keys: t.Sequence[str]) -> Json | None:
        """The one that has this text under one of the keys."""
        query = self.resource.named(text) if self.resource.named else ()
        found: t.Sequence[Json] = [item for item in self.list(query) if text in [item[key] for key in keys]]
        if len(found) > 1:
            own = self._own(found)
            found = own if own else found
        if len(found) > 1:
            raise self._not_unique(text, found)
        return found[0] if found else None

    def _own(self, found: t.Sequence[Json]) -> t.Sequence[Json]:
        """Those of the token's project: an administrator is shown all projects', and each has a group `default`."""
        if not all(item.get("project_id") for item in found) or not self._cloud.config.identity.auth_url:
            return []
        return [item for item in found if item["project_id"] == self._cloud.project_id]

    @property
    def region(self) -> str | None:
        """The region whose resources these are; None for a forced URL of which nothing is known."""
        entry = self.client.choice.entry
        return entry.region if entry else self._cloud.config.region_name

    def _located(self, item: t.Any) -> Json:
        try:
            return {**self.resource.read(item), "region": self.region}
        except (AttributeError, KeyError, TypeError) as error:
            raise self.client.broken(self.resource.path, f"has a {self.resource.name} without {error}") from error

    def _not_unique(self, name: str, found: t.Sequence[Json]) -> NotUnique:
        ids = [str(item["id"]) for item in found]
        return NotUnique(
            f"{len(ids)} {self.resource.plural} are named '{name}'{self._cloud.where()}: {', '.join(ids)}."
            f" Say which one by its id, or rename the others.",
            ids,
        )

    def _unknown(self, text: str) -> str:
        names = sorted({str(item["name"]) for item in self.list() if item["name"]})
        alike = difflib.get_close_matches(text, names, MOST_SUGGESTIONS)
        advice = f"Did you mean {' or '.join(repr(name) for name in alike)}?" if alike else ""
        if not alike:
            shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else ".")
            advice = f"There are: {shown}" if names else f"There are no {self.resource.plural} at all."
        return f"There is no {self.resource.name} named '{text}' or with that id{self._cloud.where()}. {advice}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all resources of the network service have alike. Tags it takes apart from all other fields.
https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension"""

from __future__ import annotations

import typing as t

from ..resource.compare import as_set, included, united
from ..resource.declaration import UNKNOWN, Field, Json, Purge, Values
from ..resource.step import ID, Step
from ..service.paging import Query

PURGE_TAGS = "purge_tags"
# A query has to fit into a URL.
MOST_NAMES_IN_QUERY = 50
NEW_NAME = Field("new_name", api_name="name", key="name")
DESCRIPTION = Field("description")
ADMIN_STATE_UP = Field("admin_state_up")
# The service keeps the names of DNS in small letters.
DNS_NAME = Field("dns_name", normalise=str.lower)
DNS_DOMAIN = Field("dns_domain", normalise=str.lower)


def having_names(names: t.Sequence[str]) -> Query:
    """The query for several names; too many are not looked for."""
    return tuple(("name", name) for name in names) if len(names) <= MOST_NAMES_IN_QUERY else ()


def common(raw: Json) -> Json:
    """What users see of all of them."""
    return {
        "description": raw.get("description"),
        "tags": sorted(raw.get("tags") or ()),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
        "created_at": raw.get("created_at"),
    }


HIDDEN = "the service shows it to administrators alone"


def unless_hidden(key: str, shown_with: str | None = None) -> t.Callable[[Values], t.Any]:
    """The value under a key that the service shows to some users only: it is hidden if it is null, or, where null is a
    value too, if what is shown with it is."""
    return lambda resource: UNKNOWN if resource[shown_with or key] is None else resource[key]


def emptiable(name: str, **more: t.Any) -> Field:
    """A field whose value may be taken away by an empty text; the service has null for it."""
    key = more.get("key") or name

    def or_null(text: str) -> str | None:
        return text or None

    return Field(name, show=lambda resource: resource[key] or "", sent=or_null, predicted=or_null, **more)


def tags_of(path: str) -> Field:
    """The field `tags` of the resources at a path."""

    def replace(owner: Values, _before: t.Sequence[str], after: t.Sequence[str]) -> list[Step]:
        """All tags in one request: as many as there are."""
        title = f"set the tags of '{owner['name']}'"
        return [Step(title, "PUT", f"{path}/{ID}/tags", {"tags": list(after)})]

    return Field(
        "tags", same=included, merge=united, purge=Purge(PURGE_TAGS, as_set), normalise=_texts, own_requests=replace
    )


def _texts(tags: t.Sequence[t.Any]) -> list[str]:
    return sorted({str(tag) for tag in tags})

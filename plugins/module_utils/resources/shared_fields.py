# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that all resources of the network service share. Tags have requests of their own.
https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension"""

from __future__ import annotations

import typing as t

from ..resource.declaration import UNKNOWN, Field, Json, Values, item_set
from ..resource.step import ID, Step
from ..service.paging import Query

PURGE_TAGS = "purge_tags"
# A query has to fit into a URL.
MOST_NAMES_IN_QUERY = 50
NEW_NAME = Field("new_name", api_name="name", key="name")
DESCRIPTION = Field("description")
ADMIN_STATE_UP = Field("admin_state_up")
# The service keeps DNS names in lower case.
DNS_NAME = Field("dns_name", normalise=str.lower)
DNS_DOMAIN = Field("dns_domain", normalise=str.lower)


def having_names(names: t.Sequence[str]) -> Query:
    """The query for resources by name. Empty (list all) if the names are too many for a query."""
    return tuple(("name", name) for name in names) if len(names) <= MOST_NAMES_IN_QUERY else ()


def common(raw: Json) -> Json:
    """The keys that all of these resources have in results."""
    return {
        "description": raw.get("description"),
        "tags": sorted(raw.get("tags") or ()),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
        "created_at": raw.get("created_at"),
    }


HIDDEN = "the service shows it to administrators alone"


def unless_hidden(key: str, shown_with: str | None = None) -> t.Callable[[Values], t.Any]:
    """The `show` of a field that the service hides from some users. A hidden field is null.

    If null can also be its value, `shown_with` is the key of another field that is hidden with it and never null
    otherwise.
    """
    return lambda resource: UNKNOWN if resource[shown_with or key] is None else resource[key]


def emptiable(name: str, **more: t.Any) -> Field:
    """A field that users clear with an empty text. For the service a cleared field is null."""
    key = more.get("key") or name

    def or_null(text: str) -> str | None:
        return text or None

    return Field(name, show=lambda resource: resource[key] or "", sent=or_null, predicted=or_null, **more)


def tags_of(path: str) -> Field:
    """The field `tags` of the resources at a path."""

    def replace(owner: Values, _before: t.Sequence[str], after: t.Sequence[str]) -> list[Step]:
        """The step that replaces all tags, with one request for any number of them."""
        title = f"set the tags of '{owner['name']}'"
        return [Step(title, "PUT", f"{path}/{ID}/tags", {"tags": list(after)})]

    return item_set("tags", PURGE_TAGS, as_tags, own_requests=replace)


def as_tags(tags: t.Sequence[t.Any]) -> list[str]:
    """Tags as they are compared: texts in order, each once."""
    return sorted({str(tag) for tag in tags})

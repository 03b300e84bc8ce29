# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags, which the network service keeps alike for all that it has, and takes apart from all other fields.
https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension"""

from __future__ import annotations

import typing as t

from ..resource.compare import as_set, included, united
from ..resource.declaration import Field, Purge, Values
from ..resource.step import ID, Step

PURGE_TAGS = "purge_tags"


def tags_of(path: str) -> Field:
    """The field `tags` of the resources at a path."""

    def replace(owner: Values, _before: t.Sequence[str], after: t.Sequence[str]) -> list[Step]:
        """All tags in one request: as many as there are."""
        title = f"set the tags of '{owner['name']}'"
        return [Step(title, "PUT", f"{path}/{ID}/tags", {"tags": list(after)})]

    return Field(
        "tags", same=included, merge=united, purge=Purge(PURGE_TAGS, as_set), normalise=_texts, apart=replace
    )


def _texts(tags: t.Sequence[t.Any]) -> list[str]:
    return sorted({str(tag) for tag in tags})

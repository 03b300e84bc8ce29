# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Metadata: keys and texts that users give to nodes, volumes and snapshots, all of which change them alike. Pure."""

from __future__ import annotations

import json
import typing as t

from ..resource.compare import contained
from ..resource.criterion import Criterion
from ..resource.declaration import Values, mapping
from ..resource.step import ID, Step


def as_texts(metadata: t.Mapping[str, t.Any]) -> dict[str, str | None]:
    """Metadata as services take it. YAML's `true` and `5` become the texts `true` and `5`; null stays, since it stands
    for no such key."""
    return {
        str(key): value if value is None or isinstance(value, str) else json.dumps(value)
        for key, value in metadata.items()
    }


# Keys and values that the metadata of those that are looked for has to have. It is judged here, not by the service.
BY_METADATA = Criterion("metadata", matches=lambda wanted, one: contained(as_texts(wanted), one["metadata"]))

METADATA = mapping("metadata", "purge_metadata", as_texts)


def to_metadata(what: str, path: str, before: Values, after: Values) -> Step:
    """The step from one metadata to another: all at once where keys go away, else only what is new.

    `what` is whose metadata it is, in words; `path` is its collection's.
    """
    title = f"set metadata of {what}"
    whole = f"{path}/{ID}/metadata"
    if set(before) - set(after):
        return Step(title, "PUT", whole, {"metadata": dict(after)})
    new = {key: value for key, value in after.items() if before.get(key) != value}
    return Step(title, "POST", whole, {"metadata": new})

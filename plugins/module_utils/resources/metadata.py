# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Metadata: keys and texts that users set on nodes, volumes and snapshots. Their services change them alike. Pure."""

from __future__ import annotations

import json
import typing as t

from ..resource.compare import contained
from ..resource.criterion import Criterion
from ..resource.declaration import Values, mapping
from ..resource.step import ID, Step


def as_texts(metadata: t.Mapping[str, t.Any]) -> dict[str, str | None]:
    """Metadata as services take it. YAML's `true` and `5` become the texts `true` and `5`. Null stays null: it means
    that the key is to be absent."""
    return {
        str(key): value if value is None or isinstance(value, str) else json.dumps(value)
        for key, value in metadata.items()
    }


# The criterion for keys and values in the metadata. It is compared here, not by the service.
BY_METADATA = Criterion("metadata", matches=lambda wanted, one: contained(as_texts(wanted), one["metadata"]))

METADATA = mapping("metadata", "purge_metadata", as_texts)


def to_metadata(what: str, path: str, before: Values, after: Values) -> Step:
    """The step that changes metadata. If keys go away, all metadata is sent, else only new values.

    `what` names the resource in the step's title. `path` is the path of its collection.
    """
    title = f"set metadata of {what}"
    whole = f"{path}/{ID}/metadata"
    if set(before) - set(after):
        return Step(title, "PUT", whole, {"metadata": dict(after)})
    new = {key: value for key, value in after.items() if before.get(key) != value}
    return Step(title, "POST", whole, {"metadata": new})

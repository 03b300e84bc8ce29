# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON patches with which images are changed: lists of operations. Pure.
https://docs.openstack.org/api-ref/image/v2/#update-image"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Values
from ..resource.step import ID, Step
from .image_content import PATH

MEDIA_TYPE = "application/openstack-images-v2.1-json-patch"


def patch(name: str, operations: list[Json]) -> list[Step]:
    """The step that applies some operations; no step if there are none."""
    what = ", ".join(operation["path"][1:] for operation in operations)
    title = f"set {what} of image '{name}'"
    return [Step(title, "PATCH", f"{PATH}/{ID}", operations, media_type=MEDIA_TYPE)] if operations else []


def replacements(wanted: Values, words: t.Mapping[str, str]) -> list[Json]:
    """The operations that set fields. `words` has the service's word for each option; others are left out."""
    return [_operation("replace", words[option], value) for option, value in wanted.items() if option in words]


def of_properties(before: Values, after: Values) -> list[Json]:
    """The operations that change properties: existing ones are replaced, new ones added, missing ones removed."""
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    setting = [_operation("replace" if key in before else "add", key, value) for key, value in changed.items()]
    return setting + [_operation("remove", key) for key in before if key not in after]


def _operation(kind: str, key: str, value: t.Any = None) -> Json:
    path = "/" + key.replace("~", "~0").replace("/", "~1")
    return {"op": kind, "path": path} if kind == "remove" else {"op": kind, "path": path, "value": value}

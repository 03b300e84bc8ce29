# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cinder takes in bodies, and what it says of those that it does not take."""

from __future__ import annotations

from .schema import Schema, check
from .wire import ApiError, Json, Request

TEXT: Schema = {"type": ["string", "null"], "maxLength": 255}
RENAMED: Schema = {"type": "object", "properties": {"name": TEXT, "description": TEXT}}
SNAPSHOT: Schema = {
    "type": "object",
    "properties": {"name": TEXT, "description": TEXT, "volume_id": {"type": "string", "format": "uuid"}},
    "required": ["volume_id"],
}


def part_of(request: Request, name: str, schema: Schema) -> Json:
    """Return the part of the body that is meant, or refuse it."""
    if not request.is_valid_json():
        raise ApiError(400, "Malformed request body")
    error = check(request.body, {"type": "object", "properties": {name: schema}, "required": [name]})
    if error is None:
        return dict(request.body[name])
    if not error.path:
        raise ApiError(400, error.message)
    where = f"Invalid input for field/attribute {error.path[-1]}. Value: {error.instance}."
    raise ApiError(400, f"{where} {error.message}")

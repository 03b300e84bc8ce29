# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cinder takes in bodies, and what it says of those that it does not take."""

from __future__ import annotations

from typing import Any

from ..microversions import Version
from ..schema import Schema, check
from ..wire import ApiError, Json, Request

TEXT: Schema = {"type": ["string", "null"], "maxLength": 255}
# The order is that of Cinder's own schema: it says what is said first of a body with several faults.
_FLAG: Schema = {
    "type": ["boolean", "string"],
    "enum": [
        *(True, "True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes", "y", "t"),
        *(False, "False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no", "n", "f"),
    ],
}
RENAMED: Schema = {"type": "object", "properties": {"name": TEXT, "description": TEXT}}
SNAPSHOT: Schema = {
    "type": "object",
    "properties": {"name": TEXT, "description": TEXT, "volume_id": {"type": "string", "format": "uuid"}},
    "required": ["volume_id"],
}
_BACKUP: Schema = {
    "volume_id": {"type": "string", "format": "uuid"},
    "container": TEXT,
    "description": TEXT,
    "incremental": _FLAG,
    "force": _FLAG,
    "name": TEXT,
    "snapshot_id": {"oneOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
}


def backup_schema(version: Version) -> Schema:
    """Return what a backup may be made with."""
    properties = dict(_BACKUP)
    if version >= (3, 43):
        properties["metadata"] = {"type": ["object", "null"], "patternProperties": {"^.*$": {"type": "string"}}}
    if version >= (3, 51):
        properties["availability_zone"] = {"type": ["string", "null"]}
    return {"type": "object", "properties": properties, "required": ["volume_id"], "additionalProperties": False}


def part_of(request: Request, name: str, schema: Schema) -> Json:
    """Return the part of the body that is meant, or refuse it."""
    if not request.is_valid_json():
        raise ApiError(400, "Malformed request body")
    error = check(request.body, {"type": "object", "properties": {name: schema}, "required": [name]})
    if error is None:
        return {key: _kept(key, value) for key, value in request.body[name].items()}
    if not error.path:
        raise ApiError(400, error.message)
    where = f"Invalid input for field/attribute {error.path[-1]}. Value: {error.instance}."
    raise ApiError(400, f"{where} {error.message}")


def _kept(key: str, value: Any) -> Any:
    """Names and descriptions are kept without the white space at their ends."""
    return value.strip() if key in ("name", "description") and isinstance(value, str) else value

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Keystone checks of a token request before it looks at names and secrets."""

from __future__ import annotations

from pprint import pformat
from textwrap import indent
from typing import Any

from .. import schema
from ..wire import ApiError, Json

_NAME_OR_ID: Json = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}

# Which fields are strings, objects, arrays: keystone/auth/schema.py and keystone/api/validation. Unknown fields pass.
TOKEN_REQUEST: Json = {
    "type": "object",
    "properties": {
        "identity": {
            "type": "object",
            "properties": {
                "methods": {"type": "array", "items": {"type": "string"}},
                "password": {
                    "type": "object",
                    "properties": {
                        "user": {
                            "type": "object",
                            "properties": {
                                "id": {"type": "string"},
                                "name": {"type": "string"},
                                "password": {"type": "string"},
                                "domain": _NAME_OR_ID,
                            },
                        }
                    },
                },
                "token": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            },
            "required": ["methods"],
        },
        "scope": {
            "type": ["object", "string"],
            "properties": {
                "project": {"type": "object", "properties": {**_NAME_OR_ID["properties"], "domain": _NAME_OR_ID}},
                "domain": _NAME_OR_ID,
                "OS-TRUST:trust": {"type": "object", "properties": {"id": {"type": "string"}}},
                "system": {"type": "object", "properties": {"all": {"type": "boolean"}}},
            },
        },
    },
    "required": ["identity"],
}

MALFORMED = (
    "The server could not comply with the request since it is either malformed or otherwise incorrect. "
    "The client is assumed to be in error."
)


def expecting(attribute: str, target: str | None) -> ApiError:
    """Return the error for something that is missing (keystone/exception.py ValidationError)."""
    return ApiError(400, f"Expecting to find {attribute} in {target}. {MALFORMED}")


def check_token_request(auth: Any) -> None:
    """Refuse wrong types, and users and domains that are neither named nor numbered."""
    error = schema.check(auth, TOKEN_REQUEST)
    if error is not None:
        field = "/".join(str(part) for part in error.path)
        prefix = f"Invalid input for field '{field}': " if field else ""
        raise ApiError(400, prefix + _explain(error))
    user = auth["identity"].get("password", {}).get("user")
    if user is not None:
        _need_id_or_name(user, "identity/password/user")
        if "domain" in user:
            _need_id_or_name(user["domain"], "identity/password/user/domain")


def _need_id_or_name(part: Json, where: str) -> None:
    if "id" not in part and "name" not in part:
        raise ApiError(400, f"Invalid input for field {where}: id or name must be present.")


def _explain(error: schema.SchemaError) -> str:
    """Return what `str()` makes of a jsonschema ValidationError; Keystone sends all of it."""
    node: Any = TOKEN_REQUEST
    steps = ""
    for part in error.path:
        if isinstance(part, int):
            node, steps = node["items"], steps + "['items']"
        else:
            node, steps = node["properties"][part], steps + f"['properties'][{part!r}]"
    shown = indent(pformat(node, width=72, sort_dicts=False), "    ")
    on = "".join(f"[{part!r}]" for part in error.path)
    value = indent(pformat(error.instance, width=72, sort_dicts=False), "    ")
    where = f"Failed validating {error.keyword!r} in schema{steps}:\n{shown}"
    return f"{error.message}\n\n{where}\n\nOn instance{on}:\n{value}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request schemas of Nova, by microversion.

Which fields there are, and since when, is from nova/api/openstack/compute/schemas/*.py and
nova/api/validation/parameter_types.py; the API reference lists the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..microversions import Version
from ..schema import BadName, Schema, check
from ..wire import ApiError, Json

NAME: Schema = {"type": "string", "format": "name", "minLength": 1, "maxLength": 255}
STRING: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "format": "uuid"}
_TRUE = ["True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes"]
_FALSE = ["False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no"]
BOOLEAN: Schema = {"type": ["boolean", "string"], "enum": [True, *_TRUE, False, *_FALSE]}
_COUNT: Schema = {"type": ["integer", "string"], "pattern": "^[0-9]*$", "minimum": 1, "minLength": 1}
IP: Schema = {"type": "string", "oneOf": [{"format": "ipv4"}, {"format": "ipv6"}]}
TAG: Schema = {"type": "string", "pattern": "^[^,/]*$", "minLength": 1, "maxLength": 60}
MAX_TAGS = 50
TAGS: Schema = {"type": "array", "items": TAG, "maxItems": MAX_TAGS}
METADATA: Schema = {
    "type": "object",
    "patternProperties": {"^[a-zA-Z0-9-_:. ]{1,255}$": {"type": "string", "maxLength": 255}},
    "additionalProperties": False,
}
# Files, up to 2.56. Their number and size are quotas.
PERSONALITY: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"path": {"type": "string"}, "contents": {"type": "string", "format": "base64"}},
        "additionalProperties": False,
    },
}
CERTIFICATES: Schema = {
    "type": ["array", "null"],
    "minItems": 1,
    "maxItems": 50,
    "uniqueItems": True,
    "items": {"type": "string", "minLength": 1},
}
_NAME_OR_NONE: Schema = {"oneOf": [{"type": "string", "minLength": 1, "maxLength": 255}, {"type": "null"}]}
_DESCRIPTION: Schema = {"type": ["string", "null"], "minLength": 0, "maxLength": 255}
_HOSTNAME: Schema = {
    "type": "string",
    "pattern": "^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$",
    "minLength": 2,
    "maxLength": 63,
}
_FQDN: Schema = {"type": "string", "pattern": "^[a-zA-Z0-9-._]*$", "minLength": 1, "maxLength": 255}
FLAVOR: Schema = {"type": ["string", "integer"], "minLength": 1}
DISK_CONFIG: Schema = {"type": "string", "enum": ["AUTO", "MANUAL"]}
_IMAGE_OR_EMPTY: Schema = {"oneOf": [UUID, {"type": "string", "maxLength": 0}]}


def closed(properties: Json, required: tuple[str, ...] = ()) -> Schema:
    """Return an object schema that refuses every property it does not name."""
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return schema | {"additionalProperties": False}


@lru_cache(maxsize=256)
def create_server(version: Version) -> Schema:
    """Return the schema of POST /servers."""
    properties: Json = {
        "name": NAME,
        "imageRef": _IMAGE_OR_EMPTY,
        "flavorRef": FLAVOR,
        "adminPass": STRING,
        "metadata": METADATA,
        "networks": _networks(version),
        "OS-DCF:diskConfig": DISK_CONFIG,
        "accessIPv4": {"type": "string", "format": "ipv4"},
        "accessIPv6": {"type": "string", "format": "ipv6"},
        "availability_zone": NAME,
        "block_device_mapping": {"type": "array", "items": closed(_device(version))},
        "block_device_mapping_v2": {"type": "array", "items": closed(_device_v2(version))},
        "config_drive": BOOLEAN,
        "key_name": NAME,
        "min_count": _COUNT,
        "max_count": _COUNT,
        "return_reservation_id": BOOLEAN,
        "security_groups": {"type": "array", "items": closed({"name": NAME})},
        "user_data": {"type": "string", "format": "base64", "maxLength": 65535},
    }
    if version < (2, 57):
        properties["personality"] = PERSONALITY
    for since, name, part in _LATER_FIELDS:
        if version >= since:
            properties[name] = part
    required = ("name", "flavorRef", "networks") if version >= (2, 37) else ("name", "flavorRef")
    body = {
        "server": closed(properties, required),
        "os:scheduler_hints": _HINTS,
        "OS-SCH-HNT:scheduler_hints": _HINTS,
    }
    return closed(body, ("server",))


_LATER_FIELDS: tuple[tuple[Version, str, Schema], ...] = (
    ((2, 19), "description", _DESCRIPTION),
    ((2, 52), "tags", TAGS),
    ((2, 63), "trusted_image_certificates", CERTIFICATES),
    ((2, 74), "host", _FQDN),
    ((2, 74), "hypervisor_hostname", _FQDN),
    ((2, 90), "hostname", _HOSTNAME),
    ((2, 94), "hostname", _FQDN),
)


_HINT_SERVERS: Schema = {"oneOf": [UUID, {"type": "array", "items": UUID}]}
_HINTS: Schema = {
    "type": "object",
    "properties": {
        "group": {"oneOf": [{"type": "array", "items": UUID}, UUID]},
        "different_host": _HINT_SERVERS,
        "same_host": {"type": ["string", "array"], "items": UUID},
        "query": {"type": ["string", "object"]},
    },
}


def _networks(version: Version) -> Schema:
    item: Json = {
        "fixed_ip": IP,
        "port": {"type": ["string", "null"], "format": "uuid"},
        "uuid": UUID if version >= (2, 37) else STRING,
    }
    # Tags of devices came in 2.32, were lost by mistake in 2.37 and are back since 2.42.
    if (2, 32) <= version < (2, 37) or version >= (2, 42):
        item["tag"] = TAG
    array: Schema = {"type": "array", "items": closed(item)}
    if version < (2, 37):
        return array
    return {"oneOf": [array, {"type": "string", "enum": ["none", "auto"]}]}


def _device(version: Version) -> Json:
    return {
        "virtual_name": {"type": "string", "maxLength": 255},
        "volume_id": UUID,
        "snapshot_id": UUID,
        "volume_size": {"type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": 1},
        "device_name": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9._/-]*$"},
        "delete_on_termination": BOOLEAN,
        "no_device": {},
        "connection_info": STRING,
    }


def _device_v2(version: Version) -> Json:
    device = {
        **_device(version),
        "source_type": {"type": "string", "enum": ["volume", "image", "snapshot", "blank"]},
        "uuid": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9._-]*$"},
        "image_id": UUID,
        "destination_type": {"type": "string", "enum": ["local", "volume"]},
        "guest_format": {"type": "string", "maxLength": 255},
        "device_type": {"type": "string", "maxLength": 255},
        "disk_bus": {"type": "string", "maxLength": 255},
        "boot_index": {"type": ["integer", "string", "null"], "pattern": "^-?[0-9]+$"},
    }
    if version == (2, 32) or version >= (2, 42):
        device["tag"] = TAG
    if version >= (2, 67):
        device["volume_type"] = {"type": ["string", "null"], "minLength": 0, "maxLength": 255}
    return device


@lru_cache(maxsize=256)
def update_server(version: Version) -> Schema:
    """Return the schema of PUT /servers/{id}."""
    properties: Json = {
        "name": NAME,
        "OS-DCF:diskConfig": DISK_CONFIG,
        "accessIPv4": {"type": "string", "format": "ipv4"},
        "accessIPv6": {"type": "string", "format": "ipv6"},
    }
    if version >= (2, 19):
        properties["description"] = _DESCRIPTION
    if version >= (2, 90):
        properties["hostname"] = _HOSTNAME if version < (2, 94) else _FQDN
    if version >= (2, 104):
        properties["pinned_availability_zone"] = _NAME_OR_NONE
    return closed({"server": closed(properties)}, ("server",))


@lru_cache(maxsize=256)
def rebuild_server(version: Version) -> Schema:
    """Return the schema of the action rebuild."""
    properties: Json = {
        "name": NAME,
        "imageRef": UUID,
        "adminPass": STRING,
        "metadata": METADATA,
        "preserve_ephemeral": BOOLEAN,
        "OS-DCF:diskConfig": DISK_CONFIG,
        "accessIPv4": {"type": "string", "format": "ipv4"},
        "accessIPv6": {"type": "string", "format": "ipv6"},
    }
    if version < (2, 57):
        properties["personality"] = PERSONALITY
    later: tuple[tuple[Version, str, Schema], ...] = (
        ((2, 19), "description", _DESCRIPTION),
        ((2, 54), "key_name", _NAME_OR_NONE),
        ((2, 57), "user_data", {"type": ["string", "null"], "format": "base64", "maxLength": 65535}),
        ((2, 63), "trusted_image_certificates", CERTIFICATES),
        ((2, 90), "hostname", _HOSTNAME),
        ((2, 94), "hostname", _FQDN),
    )
    properties |= {name: part for since, name, part in later if version >= since}
    return closed({"rebuild": closed(properties, ("imageRef",))}, ("rebuild",))


METADATA_BODY = closed({"metadata": METADATA}, ("metadata",))
META_BODY = closed({"meta": METADATA | {"minProperties": 1, "maxProperties": 1}}, ("meta",))
TAGS_BODY = closed({"tags": TAGS}, ("tags",))


@lru_cache(maxsize=256)
def create_keypair(version: Version) -> Schema:
    """Return the schema of POST /os-keypairs; since 2.92 Nova makes no keys any more."""
    properties: Json = {
        "name": {**NAME, "pattern": "^[@._\\- a-zA-Z0-9]+$" if version >= (2, 92) else "^[_\\- a-zA-Z0-9]+$"},
        "public_key": STRING,
    }
    if version >= (2, 2):
        properties["type"] = {"type": "string", "enum": ["ssh", "x509"]}
    if version >= (2, 10):
        properties["user_id"] = STRING
    required = ("public_key", "name") if version >= (2, 92) else ("name",)
    return closed({"keypair": closed(properties, required)}, ("keypair",))


def validate(body: Any, schema: Schema) -> None:
    """Refuse a body that does not fit, as nova/api/validation/validators.py words it."""
    try:
        error = check(body, schema)
    except BadName:
        raise ApiError(
            400,
            "An invalid 'name' value was provided. The name must be: printable characters. "
            "Can not start or end with whitespace.",
        ) from None
    if error is None:
        return
    if not error.path:
        raise ApiError(400, error.message)
    where = f"Invalid input for field/attribute {error.path[-1]}. Value: {error.instance}."
    raise ApiError(400, f"{where} {error.message}")


def validate_query(query: dict[str, list[str]], schema: Schema) -> None:
    """Refuse query parameters that do not fit; the schema is about lists of values."""
    error = check(query, schema)
    if error is None:
        return
    if not error.path:
        raise ApiError(400, error.message)
    where = f"Invalid input for query parameters {error.path[0]}. Value: {error.instance}."
    raise ApiError(400, f"{where} {error.message}")

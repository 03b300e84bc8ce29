# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A checker for the part of JSON Schema that the services' request schemas use, in the words of `jsonschema`.

The services put the sentences of that library into their 400 answers, so clients see them. Of several errors they
show the first (`Validator.validate` raises it), and which one is first follows from the order inside the schemas.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Schema = dict[str, Any]
Path = tuple[Any, ...]


@dataclass
class SchemaError:
    """One thing that is wrong with an instance."""

    message: str
    path: Path
    instance: Any
    keyword: str


class BadName(Exception):
    """A name with blanks around it or unprintable characters, for which Nova has a sentence of its own."""


def check(instance: Any, schema: Schema) -> SchemaError | None:
    """Return the first error, or None when the instance is good."""
    return next(_errors(instance, schema, ()), None)


def _errors(instance: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    for keyword, expected in schema.items():
        rule = _RULES.get(keyword)
        if rule is not None:
            yield from rule(instance, expected, schema, path)


def _type(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    names = expected if isinstance(expected, list) else [expected]
    if not any(_TYPES[name](instance) for name in names):
        wanted = ", ".join(repr(name) for name in names)
        yield SchemaError(f"{instance!r} is not of type {wanted}", path, instance, "type")


def _properties(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, dict):
        for name, part in expected.items():
            if name in instance:
                yield from _errors(instance[name], part, (*path, name))


def _pattern_properties(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, dict):
        for pattern, part in expected.items():
            for name in instance:
                if re.search(pattern, name):
                    yield from _errors(instance[name], part, (*path, name))


def _required(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, dict):
        for name in expected:
            if name not in instance:
                yield SchemaError(f"{name!r} is a required property", path, instance, "required")


def _additional(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if expected is not False or not isinstance(instance, dict):
        return
    patterns = schema.get("patternProperties", {})
    extras = [
        name
        for name in instance
        if name not in schema.get("properties", {}) and not any(re.search(pattern, name) for pattern in patterns)
    ]
    if not extras:
        return
    listed = ", ".join(repr(name) for name in sorted(extras))
    if patterns:
        verb = "does" if len(extras) == 1 else "do"
        known = ", ".join(repr(pattern) for pattern in patterns)
        message = f"{listed} {verb} not match any of the regexes: {known}"
    else:
        verb = "was" if len(extras) == 1 else "were"
        message = f"Additional properties are not allowed ({listed} {verb} unexpected)"
    yield SchemaError(message, path, instance, "additionalProperties")


def _items(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, list):
        for index, item in enumerate(instance):
            yield from _errors(item, expected, (*path, index))


def _enum(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if not any(instance == value and type(instance) is type(value) for value in expected):
        yield SchemaError(f"{instance!r} is not one of {expected!r}", path, instance, "enum")


def _pattern(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, str) and not re.search(expected, instance):
        yield SchemaError(f"{instance!r} does not match {expected!r}", path, instance, "pattern")


def _min_length(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, str) and len(instance) < expected:
        words = "should be non-empty" if expected == 1 else "is too short"
        yield SchemaError(f"{instance!r} {words}", path, instance, "minLength")


def _max_length(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, str) and len(instance) > expected:
        yield SchemaError(f"{instance!r} is too long", path, instance, "maxLength")


def _minimum(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    # Nova's validator looks at the number in a string too (nova/api/validation/validators.py).
    try:
        number = int(instance)
    except (TypeError, ValueError):
        return
    if number < expected:
        yield SchemaError(f"{instance!r} is less than the minimum of {expected}", path, instance, "minimum")


def _min_properties(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, dict) and len(instance) < expected:
        words = "should be non-empty" if expected == 1 else "does not have enough properties"
        yield SchemaError(f"{instance!r} {words}", path, instance, "minProperties")


def _max_properties(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, dict) and len(instance) > expected:
        yield SchemaError(f"{instance!r} has too many properties", path, instance, "maxProperties")


def _min_items(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, list) and len(instance) < expected:
        words = "should be non-empty" if expected == 1 else "is too short"
        yield SchemaError(f"{instance!r} {words}", path, instance, "minItems")


def _max_items(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, list) and len(instance) > expected:
        yield SchemaError(f"{instance!r} is too long", path, instance, "maxItems")


def _unique_items(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if isinstance(instance, list) and any(item in instance[:index] for index, item in enumerate(instance)):
        yield SchemaError(f"{instance!r} has non-unique elements", path, instance, "uniqueItems")


def _one_of(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if any(next(_errors(instance, part, path), None) is None for part in expected):
        return
    yield SchemaError(f"{instance!r} is not valid under any of the given schemas", path, instance, "oneOf")


def _format(instance: Any, expected: Any, schema: Schema, path: Path) -> Iterator[SchemaError]:
    if expected == "name" and isinstance(instance, str):
        if instance != instance.strip() or not instance.isprintable():
            raise BadName
        return
    if isinstance(instance, str) and not _FORMATS[expected](instance):
        yield SchemaError(f"{instance!r} is not a {expected!r}", path, instance, "format")


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        try:
            parse(text)
        except (ValueError, binascii.Error, re.error):
            return False
        return True

    return test


_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}

_FORMATS: dict[str, Callable[[str], bool]] = {
    "uuid": _parses(uuid.UUID),
    "ipv4": _parses(ipaddress.IPv4Address),
    "ipv6": _parses(ipaddress.IPv6Address),
    "base64": _parses(base64.b64decode),
    "regex": _parses(re.compile),
    "date-time": _parses(lambda text: datetime.fromisoformat(text.replace("Z", "+00:00"))),
}

_RULES: dict[str, Callable[[Any, Any, Schema, Path], Iterator[SchemaError]]] = {
    "type": _type,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minimum": _minimum,
    "minProperties": _min_properties,
    "maxProperties": _max_properties,
    "minItems": _min_items,
    "maxItems": _max_items,
    "uniqueItems": _unique_items,
    "oneOf": _one_of,
    "anyOf": _one_of,
    "format": _format,
}

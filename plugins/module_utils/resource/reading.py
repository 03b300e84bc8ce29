# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads resources out of a service's answer, into the form that users see.

It takes raw JSON and a declaration, whose `read` knows answers as the API reference describes them. It gives resources,
or an error that names the key that is wrong. `collection.py` calls it, so that all answers are read alike.
"""

from __future__ import annotations

import functools
import typing as t

from ..errors import SHAPE_ERRORS
from ..service.client import Page
from .declaration import Json, Resource

# These keys are compared, sorted or looked up, so they have to be texts, or null.
TEXTS = ("name", "status", "state", "created_at", "project_id", "user_id")
# No service has more keys in a resource; a hostile one might.
MOST_KEYS = 200
WORDS = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a mapping",
}


class Misshapen(Exception):
    """An answer does not have the shape that its API reference promises. The text completes "The answer has ..."."""


def read_one(resource: Resource, raw: t.Any) -> Json:
    """A resource in the form that users see.

    Raises:
        Misshapen: the answer is no resource, or a value in it has the wrong type.
    """
    if not isinstance(raw, dict):
        raise Misshapen(f"{_word(raw)} where a {resource.name} should be")
    try:
        shown = resource.read(raw)
    except SHAPE_ERRORS as error:
        raise Misshapen(f"a {resource.name} {_fault(resource, raw, error)}") from error
    problem = _odd(shown, _shape_of(resource.read, resource.busy_key))
    if problem:
        raise Misshapen(f"a {resource.name} whose {problem}")
    return shown


def read_page(resource: Resource, page: Page) -> list[Json]:
    """The resources of a page.

    Raises:
        BrokenAnswer: one does not have the shape that its API reference promises.
    """
    try:
        return [read_one(resource, raw) for raw in page]
    except Misshapen as problem:
        raise page.answer.broken(f"has {problem}") from problem


def _fault(resource: Resource, raw: Json, error: Exception) -> str:
    """The reason why a resource cannot be read, in words that follow "a node".

    It is a missing key, or a key without whose value the resource could be read.
    """
    missing = error.args[0] if isinstance(error, KeyError) and error.args else None
    if missing is not None and missing not in raw and _complaint(resource, {**raw, missing: "text"}) != repr(error):
        return f"without '{missing}'"
    for key in list(raw)[:MOST_KEYS]:
        if _complaint(resource, {**raw, key: None}) is None:
            return f"whose '{key}' is not as the API reference describes it"
    return "that is not as the API reference describes it"


def _complaint(resource: Resource, raw: Json) -> str | None:
    """The Python error that reading an answer raises; None if it can be read."""
    try:
        resource.read(raw)
    except SHAPE_ERRORS as error:
        return repr(error)
    return None


class _Shape(t.NamedTuple):
    """The keys of a resource in the form that users see, by type: texts, mappings and lists."""

    texts: t.Sequence[str]
    mappings: t.Sequence[str]
    lists: t.Sequence[str]


@functools.cache
def _shape_of(read: t.Callable[[Json], Json], busy_key: str | None) -> _Shape:
    """The shape of a kind of resource.

    To find it, an answer is read in which every value is null: its lists and mappings come out empty.
    """
    empty = read(_Nothing())
    return _Shape(
        [key for key in (*TEXTS, busy_key) if key in empty],
        [key for key, value in empty.items() if isinstance(value, dict)],
        [key for key, value in empty.items() if isinstance(value, list)],
    )


def _odd(shown: Json, shape: _Shape) -> str | None:
    """The first value of the wrong type, in words that users know; None if there is none.

    It has to be quick, for there may be ten thousand nodes.
    """
    if not isinstance(shown["id"], (str, int)) or isinstance(shown["id"], bool) or shown["id"] == "":
        return f"id is {_word(shown['id'])}"
    for key in shape.texts:
        if shown[key] is not None and not isinstance(shown[key], str):
            return f"'{key}' is {_word(shown[key])} instead of a text"
    for key in shape.mappings:
        if not isinstance(shown[key], dict):
            return f"'{key}' is {_word(shown[key])} instead of a mapping"
    for key in shape.lists:
        value = shown[key]
        if not isinstance(value, list) or (value and not _is_list(value)):
            return f"'{key}' is not a list of texts or of mappings"
    return None


def _is_list(value: list[t.Any]) -> bool:
    kind = next((kind for kind in (str, dict) if isinstance(value[0], kind)), None)
    return kind is not None and (len(value) == 1 or all(isinstance(item, kind) for item in value))


def _word(value: t.Any) -> str:
    if value == "" and isinstance(value, str):
        return "empty"
    return WORDS.get(type(value), type(value).__name__)


class _Nothing(t.Dict[str, t.Any]):
    """An answer in which every key is null."""

    def __missing__(self, key: str) -> None:
        return None

    def __contains__(self, key: object) -> bool:
        return True

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token answer, read a field at a time: a field that cannot be read is named, and its value is not shown."""

from __future__ import annotations

import datetime
import typing as t

from .access import parse_time


class UnreadableField(ValueError):
    """A field of a token answer is missing, or of another kind than documented; the message names it."""


class Part:
    """A mapping in a token answer, and where in it that is: `token.project`."""

    def __init__(self, content: t.Any, place: str = "") -> None:
        if not isinstance(content, dict):
            raise UnreadableField(f"{place or 'the answer'} {_kind(content)}, not a mapping")
        self._content = content
        self._place = place

    def part(self, key: str) -> Part:
        """The mapping under a key."""
        return Part(self._content.get(key), self._at(key))

    def optional_part(self, key: str) -> Part | None:
        """The mapping under a key; None if there is none, or it is empty."""
        return self.part(key) if self._content.get(key) else None

    def parts(self, key: str) -> list[Part]:
        """The mappings of the list under a key; none if there is no list."""
        content = self._content.get(key)
        if content is None:
            return []
        if not isinstance(content, list):
            raise UnreadableField(f"{self._at(key)} {_kind(content)}, not a list")
        return [Part(one, f"{self._at(key)}[{number}]") for number, one in enumerate(content)]

    def lists(self, key: str) -> list[tuple[str, list[Part]]]:
        """The lists of mappings in the mapping under a key, by their own keys; none if there is no mapping."""
        inner = self.optional_part(key)
        return [(name, inner.parts(name)) for name in inner._content] if inner else []

    def text(self, key: str) -> str:
        """The text under a key; a number is one, as some services write their ids."""
        found = self.optional_text(key)
        if not found:
            raise UnreadableField(f"{self._at(key)} is missing or empty")
        return found

    def optional_text(self, key: str) -> str | None:
        """The text or number under a key; None if there is none."""
        content = self._content.get(key)
        if content is None or isinstance(content, str):
            return content
        if isinstance(content, (int, float)) and not isinstance(content, bool):
            return str(content)
        raise UnreadableField(f"{self._at(key)} {_kind(content)}, not text")

    def optional_time(self, key: str) -> datetime.datetime | None:
        """The time under a key; None if there is none."""
        text = self.optional_text(key)
        try:
            return parse_time(text) if text else None
        except ValueError:
            raise UnreadableField(f"{self._at(key)} is not a time") from None

    def has(self, key: str) -> bool:
        """Whether something that is not empty is under a key."""
        return bool(self._content.get(key))

    def named(self) -> dict[str, t.Any]:
        """A user or project from an answer, with id, name and domain as texts."""
        texts = {key: self.optional_text(key) for key in ("id", "name") if key in self._content}
        return {**self._content, **texts}

    def _at(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key


def token_in(headers: t.Mapping[str, str], *names: str) -> str:
    """The token in a header, the first that there is."""
    for name in names:
        if headers.get(name):
            return headers[name]
    raise UnreadableField(f"the header {names[0]} is missing or empty")


def _kind(content: t.Any) -> str:
    if content is None:
        return "is missing"
    kinds = {dict: "is a mapping", list: "is a list", str: "is text", bool: "is true or false"}
    return kinds.get(type(content), "is a number")

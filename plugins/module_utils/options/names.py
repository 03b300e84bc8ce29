# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names with ranges in them, as in Ansible's inventories: `web[01:03]` is web01, web02, web03. Pure.

A range has a first and a last, both included, and may have a step: `[1:9:2]`. The first one's leading zeros say how
wide the numbers are; two single letters make a range of letters.
"""

from __future__ import annotations

import collections
import re
import string
import typing as t

from ..errors import ConfigError

RANGE = re.compile(r"\[([^\[\]]*:[^\[\]]*)\]")
MOST_NAMES = 10_000
ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase)


def expanded(patterns: t.Sequence[str]) -> list[str]:
    """All names that the patterns stand for, in their order.

    Raises:
        ConfigError: a range is none, a name stands there twice, or there are too many.
    """
    names = [name for pattern in patterns for name in _names(str(pattern))]
    twice = sorted(name for name, count in collections.Counter(names).items() if count > 1)
    if twice:
        raise ConfigError([f"names has {', '.join(twice)} more than once."])
    if "" in names:
        raise ConfigError(["names must not have an empty name."])
    return names


def refuse_ranges(said: t.Mapping[str, str | None]) -> None:
    """Refuse a range where one name is given, by the options that are to have one: it would be a name as it stands.

    Raises:
        ConfigError: one has a range.
    """
    problems = [
        f"{option}: '{text}' has a range, but is one name. To mean several, give it in names: names: ['{text}']."
        for option, text in said.items()
        if text is not None and RANGE.search(text)
    ]
    if problems:
        raise ConfigError(problems)


def _names(pattern: str) -> list[str]:
    found = RANGE.search(pattern)
    if found is None:
        return [pattern]
    items = _range(pattern, found.group(1).split(":"))
    rests = _names(pattern[found.end() :])
    if len(items) * len(rests) > MOST_NAMES:
        raise _too_many(pattern)
    return [f"{pattern[: found.start()]}{item}{rest}" for item in items for rest in rests]


def _range(pattern: str, parts: t.Sequence[str]) -> list[str]:
    first, last, step = parts[0], parts[1], _step(parts[2:])
    if step and first.isdecimal() and last.isdecimal() and int(first) <= int(last):
        if int(last) - int(first) >= MOST_NAMES * step:
            raise _too_many(pattern)
        width = len(first) if first.startswith("0") else 0
        return [str(number).zfill(width) for number in range(int(first), int(last) + 1, step)]
    letters = next((some for some in ALPHABETS if first in some and last in some), "")
    if step and len(first) == len(last) == 1 and letters and first <= last:
        return list(letters[letters.index(first) : letters.index(last) + 1 : step])
    raise ConfigError([f"names: '{pattern}' has a range that is none; write [first:last] or [first:last:step]."])


def _step(said: t.Sequence[str]) -> int:
    """The step of a range; 0 if it is not valid."""
    if not said:
        return 1
    return int(said[0]) if len(said) == 1 and said[0].isdecimal() else 0


def _too_many(pattern: str) -> ConfigError:
    return ConfigError([f"names: '{pattern}' stands for more than {MOST_NAMES} names."])

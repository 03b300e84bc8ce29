# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names with ranges in them, as in Ansible's inventories: `web[01:03]` is web01, web02, web03. Pure.

A range has a first and a last, both included, and may have a step: `[1:9:2]`. The first one's leading zeros say how
wide the numbers are; two single letters make a range of letters.
"""

from __future__ import annotations

import re
import typing as t

from ..errors import ConfigError

RANGE = re.compile(r"\[([^\[\]:]+):([^\[\]:]+)(?::([^\[\]:]+))?\]")
MOST_NAMES = 10_000


def expanded(patterns: t.Sequence[str]) -> list[str]:
    """All names that the patterns stand for, in their order.

    Raises:
        ConfigError: a range is none, a name stands there twice, or there are too many.
    """
    names = [name for pattern in patterns for name in _names(str(pattern))]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise ConfigError([f"names has {', '.join(twice)} more than once."])
    if "" in names:
        raise ConfigError(["names must not have an empty name."])
    return names


def _names(pattern: str) -> list[str]:
    found = RANGE.search(pattern)
    if found is None:
        return [pattern]
    items = _range(pattern, *found.groups())
    rests = _names(pattern[found.end() :])
    if len(items) * len(rests) > MOST_NAMES:
        raise ConfigError([f"names: '{pattern}' stands for more than {MOST_NAMES} names."])
    return [f"{pattern[: found.start()]}{item}{rest}" for item in items for rest in rests]


def _range(pattern: str, first: str, last: str, step: str | None) -> list[str]:
    by = int(step) if step and step.isdecimal() else 1
    is_odd = (step is not None and not step.isdecimal()) or by < 1
    if first.isdecimal() and last.isdecimal() and not is_odd and int(first) <= int(last):
        if int(last) - int(first) >= MOST_NAMES * by:
            raise ConfigError([f"names: '{pattern}' stands for more than {MOST_NAMES} names."])
        width = len(first) if first.startswith("0") else 0
        return [str(number).zfill(width) for number in range(int(first), int(last) + 1, by)]
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and not is_odd and first <= last:
        return [chr(number) for number in range(ord(first), ord(last) + 1, by)]
    raise ConfigError([f"names: '{pattern}' has a range that is none; write [first:last] or [first:last:step]."])

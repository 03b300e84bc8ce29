# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of options: of the right kind, whether Ansible, a file or the environment gave them.

Ansible checks the options of a task; files and variables can say anything.
"""

from __future__ import annotations

import math
import os
import typing as t

from ..options.connection import Spec

SWITCH_WORDS = {
    "true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip


# Options of which a file may give several values, the one preferred first.
LISTS = ("interface",)


def checked(given: t.Mapping[str, t.Any], options: Spec, problems: list[str], prefix: str = "") -> dict[str, t.Any]:
    """The values in the types of their options. Unusable ones stay as they are, and are added to `problems`."""
    result = dict(given)
    for name, value in given.items():
        if name not in options:
            continue
        try:
            several = name in LISTS and isinstance(value, list) and value
            result[name] = (
                [_checked(one, options[name]) for one in value] if several else _checked(value, options[name])
            )
        except ValueError as error:
            problems.append(f"{prefix}{name} has to be {error}.")
    return result


def comparable(value: t.Any, option: t.Mapping[str, t.Any]) -> t.Any:
    """The value in a form in which two ways to write the same are equal."""
    if option["type"] == "path":
        return os.path.expanduser(os.path.expandvars(str(value)))
    try:
        return _checked(value, option)
    except ValueError:
        return str(value)


def switch(value: t.Any) -> t.Any:
    """True or false, also where a file, template or command line wrote them as text; else the text."""
    if isinstance(value, bool):
        return value
    text = str(value).strip()
    return SWITCH_WORDS.get(text.lower(), text)


# Three years, in seconds; the operating system takes no time limit of three hundred.
LARGEST_NUMBER = 100_000_000


def _checked(value: t.Any, option: t.Mapping[str, t.Any]) -> t.Any:
    kind = option["type"]
    if kind in ("str", "path"):
        value = _text(value)
        if kind == "path" and "\0" in value:
            raise ValueError("a path, and no path has a null character")
    elif kind == "bool":
        value = _true_or_false(value)
    elif kind in ("int", "float"):
        value = _number(value, zero_allowed=kind == "int")
    if "choices" in option:
        value = without_url(value).lower()
        if value not in option["choices"]:
            raise ValueError(f"one of {', '.join(option['choices'])}, not '{value}'")
    return value


def _text(value: t.Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (dict, list)):
        raise ValueError(f"text, not {'a mapping' if isinstance(value, dict) else 'a list'}")
    # `password: yes` or a date: the text that stood there is lost.
    raise ValueError(f"text, but YAML takes it for a {type(value).__name__}: put it into quotes")


def _true_or_false(value: t.Any) -> bool:
    word = switch(value)
    if not isinstance(word, bool):
        raise ValueError(f"true or false, not '{word}'")
    return word


def _number(value: t.Any, zero_allowed: bool) -> float:
    wanted = "a number that is not negative" if zero_allowed else "a number above 0"
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number) or number < 0 or (number == 0 and not zero_allowed):
        raise ValueError(f"{wanted}, not '{value}'")
    if number > LARGEST_NUMBER:
        raise ValueError(f"{wanted}, and at most {LARGEST_NUMBER}, not {number:g}")
    return number


def without_url(value: str) -> str:
    """`publicURL`, as older files have it, is `public`."""
    return value[: -len("URL")] if value.upper().endswith("URL") else value

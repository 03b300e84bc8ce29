# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that is made with many options, and another value for each of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

Options = Mapping[str, Any]
# What says which one is meant.
WHICH = ("name", "names", "id", "project", "security_group")


@dataclasses.dataclass(frozen=True)
class Case:
    """A task, run twice, and then once in check mode for each option that has another value.

    In texts `@` stands for what makes a name this run's own, `{demo}` for the id of the user's project, `{tmp}` for a
    folder.

    Args:
        module: The module.
        options: What it is asked for.
        others: Other values, by option.
        needs: Tasks that make what it needs, in their order: module and options.
        as_administrator: Whether an administrator does it.
        fixed: What is said with each other value, beside what says which one is meant.
        lacking: The clouds, `fake` or `real`, that cannot do it, with the reason.
        changing: The options whose other values are changes that can be made, one after the other.
        seeking: Options with which the info module finds it, besides its name.
        calls: How many requests an unchanged one takes, besides one for each resource that an option names.
        free: The keys of a result whose values have keys of the user's own.
        which: The options that say which one is meant.
    """

    module: str
    options: Options
    others: Options = dataclasses.field(default_factory=dict)
    needs: tuple[tuple[str, Options], ...] = ()
    as_administrator: bool = False
    fixed: Options = dataclasses.field(default_factory=dict)
    lacking: Mapping[str, str] = dataclasses.field(default_factory=dict)
    changing: tuple[str, ...] = ()
    seeking: Options = dataclasses.field(default_factory=dict)
    calls: int = 1
    free: tuple[str, ...] = ()
    which: tuple[str, ...] = WHICH

    def __str__(self) -> str:
        return f"{self.module}-{'-'.join(list(self.options)[1:4])}"


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """A value of any shape with the words in place of what stands for them."""
    if isinstance(value, dict):
        return {filled(key, words): filled(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, words) for item in value]
    if isinstance(value, str):
        for key, word in words.items():
            value = value.replace(key, word)
    return value

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparison and merging of values, with a function per kind of value. Pure.

The functions take the wanted value and the current one. They say whether both are the same, or give the value after the
change. Fields (`declaration.py`) have them as `same` and `merge`.
"""

from __future__ import annotations

import typing as t


def exact(wanted: t.Any, current: t.Any) -> bool:
    """Whether both are equal as they are."""
    return bool(wanted == current)


def as_set(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> bool:
    """Whether both have the same items in any order, however often: services return lists in any order."""
    return set(wanted or ()) == set(current or ())


def same_items(wanted: t.Sequence[t.Any], current: t.Sequence[t.Any]) -> bool:
    """Whether both have the same items in any order, for items that are mappings."""
    return all(one in current for one in wanted) and all(one in wanted for one in current)


def contained(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> bool:
    """Whether all wanted keys are there with their values; others may be there too.

    A key that is wanted to be null must not be there.
    """
    return all(current.get(key) == value for key, value in wanted.items())


def same_mapping(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> bool:
    """Whether the wanted keys are there with their values, and no others."""
    return without_nulls(wanted) == dict(current)


def included(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> bool:
    """Whether all wanted items are there; others may be."""
    return set(wanted or ()) <= set(current or ())


def replaced(wanted: t.Any, _current: t.Any) -> t.Any:
    """The value after the wanted one has replaced the current one."""
    return wanted


def without_nulls(wanted: t.Mapping[str, t.Any], _current: t.Any = None) -> dict[str, t.Any]:
    """The mapping after the wanted one has replaced the current one; a key that is null is left out."""
    return {key: value for key, value in wanted.items() if value is not None}


def added(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The mapping after the wanted keys were set. Those wanted to be null are removed, and all others left alone."""
    return without_nulls({**(current or {}), **wanted})


def united(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> list[t.Any]:
    """The list after the wanted items were added; their order means nothing."""
    return sorted({*(current or ()), *wanted})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When is what the user wants the same as what the service has? One function per kind of value. Pure."""

from __future__ import annotations

import typing as t


def exact(wanted: t.Any, current: t.Any) -> bool:
    """Equal as they are."""
    return bool(wanted == current)


def as_set(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> bool:
    """Equal whatever the order and repetitions: services return lists in any order."""
    return set(wanted or ()) == set(current or ())


def same_items(wanted: t.Sequence[t.Any], current: t.Sequence[t.Any]) -> bool:
    """Equal whatever the order, for items that are mappings."""
    return all(one in current for one in wanted) and all(one in wanted for one in current)


def contained(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> bool:
    """All keys that are wanted are there with their values, and none that is wanted to be null; more may be."""
    return all(current.get(key) == value for key, value in wanted.items())


def same_mapping(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> bool:
    """Just the keys that are wanted are there, with their values."""
    return without_nulls(wanted) == dict(current)


def included(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> bool:
    """All items that are wanted are there; more may be."""
    return set(wanted or ()) <= set(current or ())


def replaced(wanted: t.Any, _current: t.Any) -> t.Any:
    """What a value becomes when the wanted one takes its place."""
    return wanted


def without_nulls(wanted: t.Mapping[str, t.Any], _current: t.Any = None) -> dict[str, t.Any]:
    """What a mapping becomes when the wanted one takes its place: null stands for no such key."""
    return {key: value for key, value in wanted.items() if value is not None}


def added(wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """What a mapping becomes when the wanted keys are set, those that are wanted to be null removed, and the others
    left alone."""
    return without_nulls({**(current or {}), **wanted})


def united(wanted: t.Iterable[t.Any], current: t.Iterable[t.Any]) -> list[t.Any]:
    """What a list becomes when the wanted items are added to it; their order means nothing."""
    return sorted({*(current or ()), *wanted})

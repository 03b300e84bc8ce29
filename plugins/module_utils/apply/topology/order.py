# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Order: which resources of a topology have to be there before others, and which have to go before others.

It takes entries and kinds. It gives, for each entry, the others that it refers to. `plan.py` calls it. Pure: the order
comes from the references that declarations have, and not from the order in which users write.
"""

from __future__ import annotations

import typing as t

from ...errors import ConfigError
from ...resource.declaration import Field, Reference, Resource, Values
from ...resource.desired import Desired
from .desired import Entry, Kind

# What has to be there first: by the number of an entry, the numbers of others.
Needs = t.Dict[int, t.Set[int]]


def needs_of(entries: t.Sequence[Entry]) -> Needs:
    """For each entry, by its number, the numbers of the entries that it refers to.

    Raises:
        ConfigError: they refer to each other in a circle.
    """
    named: dict[tuple[str, str], set[int]] = {}
    for number, entry in enumerate(entries):
        for name in (*entry.desired.names(), *([entry.desired.id] if entry.desired.id else [])):
            named.setdefault((entry.kind.name, name), set()).add(number)
    needs: Needs = {}
    for number, entry in enumerate(entries):
        found = (named.get(mention, ()) for mention in mentions(entry.kind.resource, entry.desired))
        needs[number] = {one for some in found for one in some} - {number}
    refers = dict(needs)
    for number, entry in enumerate(entries):
        needs[number] = needs[number] | _completing(entries, refers, number, entry.kind)
    circle = _circle(needs)
    if circle:
        names = " needs ".join(f"{entries[number]} ({entries[number].place})" for number in circle)
        raise ConfigError([f"These need each other, so that none of them can be made first: {names}."])
    return needs


def _completing(entries: t.Sequence[Entry], refers: Needs, number: int, kind: Kind) -> set[int]:
    """The entries that complete what an entry refers to, directly or through others."""
    reached: set[int] = set()
    left = [number] if kind.completed_by else []
    while left:
        fresh = refers[left.pop()] - reached
        reached |= fresh
        left += fresh
    found: set[int] = set()
    for completing in kind.completed_by:
        found |= {
            one
            for one, entry in enumerate(entries)
            if entry.kind.name == completing.name and refers[one] & (reached | found)
        }
    return found - {number}


def mentions(resource: Resource, desired: Desired) -> set[tuple[str, str]]:
    """The other resources that a desired state refers to: the kind, and the name or id that the user gives."""
    found = {
        (reference.to.name, reference.part(text) if reference.part else text)
        for field in resource.fields
        if field.name in desired.fields
        for reference, text in _texts(field, desired.fields[field.name])
    }
    return found | set(resource.mentions(desired) if resource.mentions else ())


def _texts(field: Field, value: t.Any) -> t.Iterator[tuple[Reference, str]]:
    """The references in the value of a field, with the texts that name other resources."""
    several = value if isinstance(value, list) else [value]
    for item in several:
        if field.reference and isinstance(item, str) and item:
            yield field.reference, item
        if field.parts and isinstance(item, dict):
            yield from _parts(field, item)


def _parts(field: Field, item: Values) -> t.Iterator[tuple[Reference, str]]:
    for key, reference in field.parts.items():
        if isinstance(item.get(key), str) and item[key]:
            yield reference, item[key]


def levels_of(needs: Needs) -> list[list[int]]:
    """The numbers of entries in steps: each needs only those of earlier steps."""
    levels: list[list[int]] = []
    left, done = dict(needs), set[int]()
    while left:
        ready = [number for number, needed in left.items() if needed <= done]
        levels.append(ready)
        done.update(ready)
        for number in ready:
            del left[number]
    return levels


def removed_before(kinds: t.Sequence[Kind]) -> dict[str, set[str]]:
    """For each kind, by its name, the kinds whose members have to be removed first: those that may refer to it.

    `kinds` have their usual order, in which they are made. A reference to a later kind is not usual, and is left out.
    """
    before: dict[str, set[str]] = {kind.name: set() for kind in kinds}
    for number, kind in enumerate(kinds):
        referred = _kinds_referred(kind)
        for earlier in kinds[:number]:
            if earlier.name in referred:
                before[earlier.name].add(kind.name)
    return before


def _kinds_referred(kind: Kind) -> set[str]:
    """The names of the kinds that a kind may refer to."""
    resource = kind.resource
    found = {field.reference.to.name for field in resource.fields if field.reference}
    found |= {reference.to.name for field in resource.fields for reference in field.parts.values()}
    return found | set(resource.may_mention) | {one.name for one in kind.completed_by}


def _circle(needs: Needs) -> list[int]:
    """Entries that refer to each other in a circle, the first one at both ends; empty if there is no circle."""
    done: set[int] = set()

    def follow(path: list[int]) -> list[int]:
        for number in sorted(needs[path[-1]]):
            if number in path:
                return [*path[path.index(number) :], number]
            if number not in done:
                found = follow([*path, number])
                if found:
                    return found
        done.add(path[-1])
        return []

    for start in needs:
        found = [] if start in done else follow([start])
        if found:
            return found
    return []

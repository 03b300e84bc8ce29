# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches wanted items with items that are there, where a wanted item may say more or less. Pure.

It takes both lists and a function that says whether one serves the other. It gives the pairs and the rest.
`resources/port_addresses.py` calls it for the addresses of a port.
"""

from __future__ import annotations

import typing as t

Json = t.Dict[str, t.Any]
Satisfies = t.Callable[[Json, Json], bool]


def served(
    wanted: t.Sequence[Json], there: t.Sequence[Json], satisfies: Satisfies, unspecific: t.Callable[[Json], t.Any]
) -> tuple[list[Json | None], list[Json]]:
    """For each wanted item the item that satisfies it, or None; and the items that satisfy none. No item satisfies two.

    Wanted items for which `unspecific` is least choose first, since they have the least choice.
    """
    left = list(there)
    found: list[Json | None] = [None] * len(wanted)
    for number in sorted(range(len(wanted)), key=lambda one: unspecific(wanted[one])):
        match = next((one for one in left if satisfies(one, wanted[number])), None)
        if match is not None:
            left = [one for one in left if one is not match]
            found[number] = match
    return found, left


def missing(
    wanted: t.Sequence[Json], there: t.Sequence[Json], satisfies: Satisfies, unspecific: t.Callable[[Json], t.Any]
) -> tuple[list[Json], list[Json]]:
    """The items that are wanted and not there, and those that are there and not wanted."""
    found, left = served(wanted, there, satisfies, unspecific)
    return [desired for desired, match in zip(wanted, found) if match is None], left

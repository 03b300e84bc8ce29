# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of several things that are there serves which of several desired states, where a desired state may say more or
less. Pure."""

from __future__ import annotations

import typing as t

Json = t.Dict[str, t.Any]
Serves = t.Callable[[Json, Json], bool]


def served(
    wanted: t.Sequence[Json], there: t.Sequence[Json], serves: Serves, vague: t.Callable[[Json], t.Any]
) -> tuple[list[Json | None], list[Json]]:
    """For each desired state what serves it, or None; and what serves no desired state. Each serves one desired state.

    The desired states for which `vague` is least choose first: they have the least choice.
    """
    left = list(there)
    found: list[Json | None] = [None] * len(wanted)
    for number in sorted(range(len(wanted)), key=lambda one: vague(wanted[one])):
        match = next((one for one in left if serves(one, wanted[number])), None)
        if match is not None:
            left = [one for one in left if one is not match]
            found[number] = match
    return found, left


def missing(
    wanted: t.Sequence[Json], there: t.Sequence[Json], serves: Serves, vague: t.Callable[[Json], t.Any]
) -> tuple[list[Json], list[Json]]:
    """What is wanted and not there, and what is there and not wanted."""
    found, left = served(wanted, there, serves, vague)
    return [desired for desired, match in zip(wanted, found) if match is None], left

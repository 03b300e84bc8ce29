# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References: texts that users see as a name, and that also know the id.

`Referred` takes both, and gives the name to people and the id to requests. `apply/references.py` makes them, and steps
put ids in their place. That is needed because names may be ambiguous, and requests must not be.
"""

from __future__ import annotations

import typing as t


class Referred(str):
    """A text, mostly a name, that also knows the id it stands for: names need not be unique, requests have to be."""

    id: str

    def __new__(cls, text: str, referred_id: str) -> Referred:
        """Make a reference from the text to show and the id behind it."""
        made = super().__new__(cls, text)
        made.id = referred_id
        return made


def id_of(text: str) -> str:
    """The id behind a text, if it is known; else the text, which services take as well."""
    return text.id if isinstance(text, Referred) else text


def with_ids(value: t.Any) -> t.Any:
    """A value of any shape, with ids in place of all references."""
    if isinstance(value, dict):
        return {key: with_ids(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_ids(item) for item in value]
    return id_of(value) if isinstance(value, str) else value

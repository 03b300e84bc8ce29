# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Last known: results of operations whose steps have not shown the resource in its new state.

It takes the id of a resource, and the values that its service showed only once. It gives the resource as it was read
again, with those values. The executor creates a `LastKnown`, and `reconcile.py` reads the resource again. Pure.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json
from .scheduler import Ending


class LastKnown(str):
    """The id of a resource that has to be read again, and the values that its service showed only once (`told`)."""

    told: Json

    def __new__(cls, resource_id: str, told: Json) -> LastKnown:
        """Make one of an id and these values."""
        made = super().__new__(cls, resource_id)
        made.told = told
        return made


def only_told(last_known: str) -> Json | None:
    """A result for a resource that cannot be read now: its id, and the values that the service showed only once.

    Those values, a secret for instance, must not be lost just because the resource cannot be read. None if there are
    none.
    """
    told = last_known.told if isinstance(last_known, LastKnown) else {}
    return {"id": str(last_known), **told} if told else None


def read_anew(last_known: str, fresh: t.Mapping[str, Ending]) -> Ending:
    """The resource from `fresh`, which has resources by id, with the values that the service showed only once."""
    ending = fresh.get(last_known)
    told = last_known.told if isinstance(last_known, LastKnown) else {}
    return {**ending, **told} if isinstance(ending, dict) else ending

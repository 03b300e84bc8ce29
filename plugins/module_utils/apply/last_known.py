# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources whose plan is done, but of which no step has shown how they are now: they are read anew. Pure."""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json
from .scheduler import Ending


class LastKnown(str):
    """The id of a resource that has to be read anew, and what a service told of it only once."""

    told: Json

    def __new__(cls, resource_id: str, told: Json) -> LastKnown:
        """Make one of both."""
        made = super().__new__(cls, resource_id)
        made.told = told
        return made


def only_told(last_known: str) -> Json | None:
    """Of one that cannot be read now what the service told only once: that must not be lost for such a reason."""
    told = last_known.told if isinstance(last_known, LastKnown) else {}
    return {"id": str(last_known), **told} if told else None


def read_anew(last_known: str, fresh: t.Mapping[str, Ending]) -> Ending:
    """A resource as it was read anew, with what the service told of it only once."""
    ending = fresh.get(last_known)
    told = last_known.told if isinstance(last_known, LastKnown) else {}
    return {**ending, **told} if isinstance(ending, dict) else ending

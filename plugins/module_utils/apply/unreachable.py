# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Unreachable: finds out whether a resource may be there although no list has it.

It takes the desired states and the resources found for them. It gives an error in place of None if a part of the
service does not answer, and the resource may be in that part. `reconcile.py` calls it.
"""

from __future__ import annotations

import typing as t

from ..errors import ResourceError
from ..resource.declaration import Resource
from ..resource.desired import Desired
from ..service.cloud import Cloud

MOST_NAMED = 10


def with_unseen(
    cloud: Cloud, resource: Resource, desired_states: t.Sequence[Desired], found: t.Sequence[t.Any]
) -> list[t.Any]:
    """The resource found for each desired state, with an error in place of None if the resource may be there unseen.

    If all were found, this sends no request. If any was not, one request serves all.
    """
    lacking = [number for number, one in enumerate(found) if one is None and not desired_states[number].id]
    if not lacking or resource.unseen is None:
        return list(found)
    ids = resource.unseen(cloud)
    if not ids:
        return list(found)
    return [
        _unknown(resource, desired_states[number], ids) if number in lacking else one
        for number, one in enumerate(found)
    ]


def _unknown(resource: Resource, desired: Desired, ids: t.Sequence[str]) -> ResourceError:
    named = ", ".join(ids[:MOST_NAMED]) + (", ..." if len(ids) > MOST_NAMED else "")
    count = f"1 {resource.name} is" if len(ids) == 1 else f"{len(ids)} {resource.plural} are"
    return ResourceError(
        f"It cannot be known whether {resource.name} '{desired.name}' is there: {count} in a part of the cloud that"
        f" does not answer, and the {resource.service} service cannot tell the names ({named}). So it is neither made"
        " nor taken for absent. Run again when that part answers."
    )

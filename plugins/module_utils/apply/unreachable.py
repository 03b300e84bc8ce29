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
from .target import Target

MOST_NAMED = 10


def require_certainty(cloud: Cloud, resource: Resource, targets: t.Sequence[Target]) -> None:
    """Put an error in place of None for targets whose resource was not found, but may be there unseen.

    If all were found, this sends no request. If any was not, one request serves all.
    """
    lacking = [target for target in targets if target.found is None and not target.desired.id]
    ids = resource.unseen(cloud) if lacking and resource.unseen is not None else ()
    if ids:
        for target in lacking:
            target.found = _unknown(resource, target.desired, ids)


def _unknown(resource: Resource, desired: Desired, ids: t.Sequence[str]) -> ResourceError:
    named = ", ".join(ids[:MOST_NAMED]) + (", ..." if len(ids) > MOST_NAMED else "")
    count = f"1 {resource.name} is" if len(ids) == 1 else f"{len(ids)} {resource.plural} are"
    return ResourceError(
        f"It cannot be known whether {resource.name} '{desired.name}' is there: {count} in a part of the cloud that"
        f" does not answer, and the {resource.service} service cannot tell the names ({named}). So it is neither made"
        " nor taken for absent. Run again when that part answers."
    )

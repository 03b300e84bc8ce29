# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remove once: removes a resource whose id can be used again. The id of a key pair is its name, for example.

It takes the DELETE request. It gives the answer, and takes care not to remove another resource that has got the same id
meanwhile. `executor.py` calls it.

If the answer to a DELETE is lost, the request cannot simply be sent again. The first one may have been carried out, and
somebody may have created a new resource with that id since. So the resource is read before and after, and the request
is sent again only if it is the same one.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ApiError, BrokenAnswer, NotFound, NotUnique, TimedOut
from ..resource.declaration import Json, Resource
from ..resource.step import ID, Step
from .create_once import may_be_done
from .effects import SendRequest, WaitUntil


def removes_one_that_may_come_back(resource: Resource, step: Step) -> bool:
    """Whether a step removes a resource whose id another one may have a moment later."""
    is_removal = step.method == "DELETE" and step.path == f"{resource.path}/{ID}" and step.service is None
    return is_removal and (resource.names_are_ids or resource.ids_are_chosen)


def removed_once(
    resource: Resource, request: SendRequest, name: str, attempts: int
) -> t.Generator[t.Union[SendRequest, WaitUntil], t.Any, Json]:
    """Send a removal, and send it again after a lost answer if the same resource is still there; return the answer.

    Raises:
        NotUnique: another resource has got the id meanwhile.
    """
    reading = dataclasses.replace(request, step=dataclasses.replace(request.step, method="GET", params=()))
    request = dataclasses.replace(request, repeatable=False)
    before = yield from _there(reading)
    if before is None:
        return {}
    for _attempt in range(attempts - 1):
        try:
            return t.cast("Json", (yield request))
        except (TimedOut, BrokenAnswer, ApiError) as error:
            if not may_be_done(error):
                raise
        now = yield from _there(reading)
        if now is None:
            return {}
        if now != before:
            raise NotUnique(
                f"The answer to the request to remove {resource.name} '{name}' was lost, and there is another one in"
                " its place now, which somebody has made since. It was left there. Run again if it is to go, too.",
                [name],
            )
    return t.cast("Json", (yield request))


def _there(reading: SendRequest) -> t.Generator[SendRequest, t.Any, Json | None]:
    """The service's whole JSON of the resource with the id, its time of creation included; None if there is none."""
    try:
        return dict((yield reading))
    except NotFound:
        return None

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aspects: facts about a resource that are read only on request, with requests of their own for each resource.

It takes the resources that a query has found, and the options of an info module. It gives the same resources with the
aspects added. Declarations define aspects, and `query.py` reads them.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import typing as t

from ..errors import ApiError
from ..resource.declaration import Json, Values
from ..service.cloud import Cloud

# The key of the reasons why an aspect could not be read.
UNAVAILABLE = "unavailable"
# These statuses concern all resources: the token is refused, or the service is too old for such a request.
ABOUT_ALL = frozenset((401, 406))


@dataclasses.dataclass(frozen=True)
class Aspect:
    """A fact about a resource that is read only on request.

    Args:
        option: The option that asks for it, and the key of its value.
        tell: Reads the value for one resource, from the cloud, the resource and all options.
    """

    option: str
    tell: t.Callable[[Cloud, Values, t.Mapping[str, t.Any]], t.Any]


def with_aspects(
    cloud: Cloud, items: t.Sequence[Json], aspects: t.Sequence[Aspect], options: t.Mapping[str, t.Any], parallel: int
) -> list[Json]:
    """The resources with the aspects that the options ask for. At most `parallel` requests are under way at once.

    An aspect that a service refuses to show is null, and `unavailable` has the reason under the same key.

    Raises:
        CloudError: an error that concerns all resources, like a service that cannot be reached.
    """
    wanted = [aspect for aspect in aspects if options.get(aspect.option)]
    if not wanted or not items:
        return list(items)
    unknown = dict.fromkeys(aspect.option for aspect in wanted)
    told: list[Json] = [{**item, **unknown, UNAVAILABLE: {}} for item in items]

    def tell(number: int, aspect: Aspect) -> None:
        try:
            told[number][aspect.option] = aspect.tell(cloud, items[number], options)
        except ApiError as error:
            if error.status in ABOUT_ALL:
                raise
            told[number][UNAVAILABLE][aspect.option] = str(error)

    with concurrent.futures.ThreadPoolExecutor(min(parallel, len(items) * len(wanted))) as pool:
        jobs = [pool.submit(tell, number, aspect) for number in range(len(items)) for aspect in wanted]
        try:
            for job in concurrent.futures.as_completed(jobs):
                job.result()
        finally:
            for job in jobs:
                job.cancel()
    return told

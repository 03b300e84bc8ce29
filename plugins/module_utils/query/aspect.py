# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be asked for one by one: for each resource that was found, some requests of its own."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import typing as t

from ..errors import ApiError
from ..resource.declaration import Json, Values
from ..service.cloud import Cloud

# The key under which stands why something is not told.
UNAVAILABLE = "unavailable"
# These say nothing of the one resource: the token is refused, or the service is too old for such a question.
ABOUT_ALL = frozenset((401, 406))


@dataclasses.dataclass(frozen=True)
class Aspect:
    """Something that is told of a resource only on request.

    Args:
        option: The option that asks for it, and the key it is told under.
        tell: Finds it out for one resource; gets all options.
    """

    option: str
    tell: t.Callable[[Cloud, Values, t.Mapping[str, t.Any]], t.Any]


def with_aspects(
    cloud: Cloud, items: t.Sequence[Json], aspects: t.Sequence[Aspect], options: t.Mapping[str, t.Any], parallel: int
) -> list[Json]:
    """The resources with the aspects that the options ask for, for which at most so many requests go out at once.

    What a service refuses to tell of a resource is null, and `unavailable` has the reason under the same key.

    Raises:
        CloudError: what concerns all of them, like a service that cannot be reached.
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

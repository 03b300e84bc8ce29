# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One thing that has to be done, as data: it can be shown, counted and left undone."""

from __future__ import annotations

import dataclasses
import typing as t

from ..service.microversion import Microversion

# In a path: the id of the resource, which a plan that makes it cannot know yet.
ID = "{id}"


@dataclasses.dataclass(frozen=True)
class Wait:
    """What to wait for, judged on the resource as users see it, or None once it is gone.

    `failed` gives the reason when the resource will never get there. `for_its_end`: what is waited for is that it is
    gone.
    """

    what: str
    reached: t.Callable[[t.Mapping[str, t.Any] | None], bool]
    failed: t.Callable[[t.Mapping[str, t.Any] | None], str | None] | None = None
    for_its_end: bool = False


@dataclasses.dataclass(frozen=True)
class Step:
    """One request to the resource's service, and what to wait for after it.

    `title` completes "Could not ...": create node 'web1'.
    """

    title: str
    method: str
    path: str
    body: t.Any = dataclasses.field(default=None, repr=False)
    microversion: Microversion | None = None
    wait: Wait | None = None

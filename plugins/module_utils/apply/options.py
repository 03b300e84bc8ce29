# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an apply run, and its result.

`face` makes the options from the module's options, and gets a result for each resource. All of `apply` uses them.
"""

from __future__ import annotations

import dataclasses
import time
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import Json
from ..resource.desired import Desired
from .progress import SILENT, Progress


class Clock:
    """A clock that a test of waiting can replace."""

    def now(self) -> float:
        """Seconds of a clock that never goes back. They count from no particular time."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for this time."""
        time.sleep(seconds)


@dataclasses.dataclass(frozen=True)
class ApplyOptions:
    """Options of an apply run.

    Args:
        check: Check mode: make the plans and predict the results, but change nothing.
        wait: Wait for the end of the last step, too. The ends of earlier steps are waited for anyway.
        timeout_seconds: How long each single wait may take.
        enough: How many resources of a fleet have to be ready. The others are then no longer waited for. None: all.
        parallel: How many requests may be under way at once.
        batch: How many current resources may be changed at once. None: all.
        serving: Waits until the resources of a batch serve again. Returns, for each, the error that keeps it from
            serving, or None.
        progress: Gets reports of the progress.
        asks_quota: Whether to ask, before several are made, if the quota has room for all of them.
        arrived: Gets the desired state of each resource that has been brought to it, before the others are. It may be
            called from any thread.
    """

    check: bool = False
    wait: bool = True
    timeout_seconds: float = 300.0
    enough: int | None = None
    parallel: int = 10
    batch: int | None = None
    serving: t.Callable[[t.Sequence[Json]], t.Sequence[CloudError | None]] | None = None
    progress: Progress = SILENT
    asks_quota: bool = True
    arrived: t.Callable[[Desired], None] | None = None


@dataclasses.dataclass(frozen=True)
class Result:
    """The result for one resource, or in check mode the predicted one.

    `resource` is None if it is gone. `is_surplus` says that the resource was removed as surplus: it belongs to a fleet,
    and has none of its names.
    """

    plan: Plan
    resource: Json | None
    warnings: t.Sequence[str] = ()
    is_surplus: bool = False

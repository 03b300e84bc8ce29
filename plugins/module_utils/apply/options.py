# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to go about what is wanted, and what comes of it."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import Json
from .progress import SILENT, Progress


class Clock:
    """Time, as a thing that can be replaced where waiting itself is what is looked at."""

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


@dataclasses.dataclass(frozen=True)
class ApplyOptions:
    """How to go about it.

    Args:
        check: Only look, and say what would be done.
        wait: Wait for the end of the last step; what later steps need is waited for anyway.
        timeout_seconds: For each thing that is waited for.
        enough: How many of several have to arrive, or be there, before the others need not be waited for. None: all.
        parallel: How many requests may be under way at once.
        batch: How many of several that are there may be changed at once. None: all.
        serving: Waits until those of a batch serve again, and says of each what keeps it from that; None is nothing.
        progress: Hears how far it is.
    """

    check: bool = False
    wait: bool = True
    timeout_seconds: float = 300.0
    enough: int | None = None
    parallel: int = 10
    batch: int | None = None
    serving: t.Callable[[t.Sequence[Json]], t.Sequence[CloudError | None]] | None = None
    progress: Progress = SILENT


@dataclasses.dataclass(frozen=True)
class Result:
    """What was, or in a check would be. `resource` is None when it is gone. `is_surplus`: it was to go since it belongs
    to a fleet, and has none of its names."""

    plan: Plan
    resource: Json | None
    warnings: t.Sequence[str] = ()
    is_surplus: bool = False

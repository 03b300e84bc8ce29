# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Waiting until a resource is where it should be, asking ever more slowly, and giving up with what is known."""

from __future__ import annotations

import time
import typing as t

from ..errors import ResourceFailed, WaitTimeout
from ..resource.step import Wait
from .progress import SILENT, Progress

# A node of a quiet cloud is there in two or three seconds; one that takes minutes need not be asked for twice a second.
FIRST_INTERVAL_SECONDS = 0.5
LONGEST_INTERVAL_SECONDS = 5.0
GROWTH = 1.25

Current = t.Union[t.Mapping[str, t.Any], None]


class Clock:
    """Time, as a thing that can be replaced where waiting itself is what is looked at."""

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


def wait_for(
    wait: Wait, fetch: t.Callable[[], Current], timeout_seconds: float, clock: Clock, progress: Progress = SILENT
) -> Current:
    """Fetch until the wait is over; the last state that was fetched.

    Raises:
        ResourceFailed: it will never get there.
        WaitTimeout: it did not get there in time.
    """
    started = clock.now()
    deadline = started + timeout_seconds
    interval = FIRST_INTERVAL_SECONDS
    while True:
        current = fetch()
        if wait.reached(current):
            return current
        reason = wait.failed(current) if wait.failed else None
        if reason:
            raise ResourceFailed(reason, current or {})
        left = deadline - clock.now()
        if left <= 0:
            raise WaitTimeout(_too_late(wait, current, timeout_seconds), current or {})
        progress.report(f"waiting for {wait.what}: {_state(current)}, {clock.now() - started:.0f} s")
        clock.sleep(min(interval, left))
        interval = min(interval * GROWTH, LONGEST_INTERVAL_SECONDS)


def _too_late(wait: Wait, current: Current, timeout_seconds: float) -> str:
    return (
        f"Waited {timeout_seconds:g} s for {wait.what}, but {_state(current)}. It may still get there: run again, or"
        " set wait_timeout higher."
    )


def _state(current: Current) -> str:
    task = (current or {}).get("task_state")
    busy = f" (the service is busy with: {task})" if task else ""
    return f"it is {current.get('status')}{busy}" if current else "it is gone"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conductor: carries out the parts of a topology, side by side as far as they do not need each other.

It takes planned parts. It gives each its result, or the error that it ended with. `topology.py` calls it.

All parts of a kind that can begin at the same moment are one batch, which the engine brings to its end as it does a
fleet: its requests go side by side, and one list tells how all that wait are. A part can begin as soon as those that it
needs have arrived, and need not wait for the end of their batches. A part that needs one that has failed is not begun.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import queue
import typing as t

from ...errors import CloudError, ResourceError
from ...resource.desired import Desired
from ...service.cloud import Cloud
from ..options import ApplyOptions, Clock, Result
from ..reconcile import reconcile_all
from ..target import ResultOrError
from .plan import NOTHING, Part

# So many batches are under way at once.
MOST_BATCHES = 16


class NotBegun(ResourceError):
    """A part that was not begun, since one that it needs has failed."""


@dataclasses.dataclass(frozen=True)
class Ended:
    """A batch has ended: its parts by number, and their results."""

    results: t.Mapping[int, ResultOrError]


class Conductor:
    """One run over the parts of a topology."""

    def __init__(self, cloud: Cloud, parts: t.Sequence[Part], options: ApplyOptions, clock: Clock) -> None:
        """Store the arguments; no request is sent yet."""
        self._cloud = cloud
        self._parts = parts
        self._options = options
        self._clock = clock
        self._started = clock.now()
        self._left = {number for number, part in enumerate(parts) if part.action != NOTHING}
        self._arrived = {number for number in range(len(parts)) if number not in self._left}
        self._begun: set[int] = set()
        self._is_needed = {needed for part in parts for needed in part.needs}
        self._events: queue.SimpleQueue[int | Ended] = queue.SimpleQueue()

    def run(self, numbers: t.Iterable[int]) -> None:
        """Carry out these parts, and wait until all have ended."""
        waiting = {number for number in numbers if number in self._left}
        with concurrent.futures.ThreadPoolExecutor(MOST_BATCHES) as pool:
            try:
                while waiting:
                    self._give_up(waiting)
                    for batch in self._ready(waiting):
                        pool.submit(self._batch, batch)
                    if waiting:
                        waiting -= self._heard()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _give_up(self, waiting: set[int]) -> None:
        """End the parts that need one that has failed."""
        again = True
        while again:
            again = False
            for number in sorted(waiting - self._begun):
                failed = next((one for one in sorted(self._parts[number].needs) if self._has_failed(one)), None)
                if failed is not None:
                    self._parts[number].result = NotBegun(f"Not begun, since {self._parts[failed].entry} failed.")
                    self._left.discard(number)
                    waiting.discard(number)
                    again = True

    def _has_failed(self, number: int) -> bool:
        return number not in self._left and isinstance(self._parts[number].result, CloudError)

    def _ready(self, waiting: set[int]) -> list[list[int]]:
        """The batches that can begin now: the parts of a kind that need nothing any more."""
        batches: dict[tuple[str, bool], list[int]] = {}
        for number in sorted(waiting - self._begun):
            if self._parts[number].needs <= self._arrived:
                self._begun.add(number)
                key = (self._parts[number].entry.kind.name, number in self._is_needed)
                batches.setdefault(key, []).append(number)
        return list(batches.values())

    def _heard(self) -> set[int]:
        """Wait until something has happened; return the parts that have ended."""
        event = self._events.get()
        if not isinstance(event, Ended):
            self._arrived.add(event)
            return set()
        for number, result in event.results.items():
            self._parts[number].result = result
            self._left.discard(number)
            if isinstance(result, Result):
                self._arrived.add(number)
            else:
                self._arrived.discard(number)
        self._tell()
        return set(event.results)

    def _batch(self, numbers: t.Sequence[int]) -> None:
        """Carry out the parts of a batch. This runs in a thread of its own."""
        desired_states = [self._parts[number].entry.desired for number in numbers]
        by_desired = {id(desired): number for number, desired in zip(numbers, desired_states)}

        def arrived(desired: Desired) -> None:
            number = by_desired.get(id(desired))
            if number is not None:
                self._events.put(number)

        options = dataclasses.replace(
            self._options,
            wait=self._options.wait or numbers[0] in self._is_needed,
            asks_quota=False,
            arrived=arrived,
        )
        resource = self._parts[numbers[0]].entry.kind.resource
        results: list[ResultOrError]
        try:
            results = reconcile_all(self._cloud, resource, desired_states, options, self._clock)
        except CloudError as error:
            results = [error] * len(numbers)
        except BaseException as error:
            crash = ResourceError(f"Stopped by {type(error).__name__}: {error}")
            self._events.put(Ended(dict.fromkeys(numbers, crash)))
            raise
        self._events.put(Ended(dict(zip(numbers, results))))

    def _tell(self) -> None:
        """Report how far each kind is."""
        total: dict[str, int] = {}
        done: dict[str, int] = {}
        for number, part in enumerate(self._parts):
            kind = part.entry.kind.resource.plural
            total[kind] = total.get(kind, 0) + 1
            done[kind] = done.get(kind, 0) + (number not in self._left)
        seconds = self._clock.now() - self._started
        words = ", ".join(f"{done[kind]} of {count} {kind}" for kind, count in total.items() if done[kind] < count)
        self._options.progress.report(f"{words or 'all'} done, {seconds:.0f} s")

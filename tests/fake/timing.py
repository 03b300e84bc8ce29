# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long things take, and what is to happen when they are done."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass

Deed = Callable[[], None]


@dataclass
class Timings:
    """How long things take, and how long a page may be; one object for all regions."""

    build_seconds: float = 0.0
    action_seconds: float = 0.0
    delete_seconds: float = 0.0
    page_limit: int = 1000


@dataclass
class _Event:
    owner: object
    deed: Deed | None


class Schedule:
    """What is to happen to servers, volumes and so on. Time passes only when someone looks, which spares a thread."""

    def __init__(self) -> None:
        self._queue: list[tuple[float, int, _Event]] = []
        self._numbers = itertools.count()
        self._waiting: dict[int, list[_Event]] = {}

    def later(self, owner: object, seconds: float, *deeds: Deed) -> None:
        """Let deeds follow each other so that the last is done after `seconds`; all at once when that is nought."""
        now = time.monotonic()
        for number, deed in enumerate(deeds, 1):
            if seconds <= 0:
                deed()
                continue
            event = _Event(owner, deed)
            self._waiting.setdefault(id(owner), []).append(event)
            heapq.heappush(self._queue, (now + seconds * number / len(deeds), next(self._numbers), event))

    def settle(self) -> None:
        """Carry out what is due, in order."""
        now = time.monotonic()
        while self._queue and self._queue[0][0] <= now:
            event = heapq.heappop(self._queue)[2]
            deed, event.deed = event.deed, None
            if deed is not None:
                self._forget(event)
                deed()

    def hurry(self, owner: object) -> None:
        """Carry out at once all that is to happen to a thing."""
        for event in self._waiting.pop(id(owner), []):
            deed, event.deed = event.deed, None
            if deed is not None:
                deed()

    def expects(self, owner: object) -> bool:
        """Whether something is to happen to a thing."""
        return id(owner) in self._waiting

    def cancel(self, owner: object) -> None:
        """Let nothing more happen to a thing."""
        for event in self._waiting.pop(id(owner), []):
            event.deed = None

    def _forget(self, event: _Event) -> None:
        waiting = self._waiting[id(event.owner)]
        waiting.remove(event)
        if not waiting:
            del self._waiting[id(event.owner)]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pace of progress reports."""

from __future__ import annotations

import threading
import time
import typing as t

# A short wait needs no report. A long one needs some, but not a thousand.
FIRST_SECONDS = 3.0
GROWTH = 1.5
LONGEST_SECONDS = 60.0


class Paced:
    """Progress of which a report is shown when it is time for one, and the others are left out."""

    def __init__(self, show: t.Callable[[str], None], now: t.Callable[[], float] = time.monotonic) -> None:
        self._show = show
        self._now = now
        self._lock = threading.Lock()
        self._interval = FIRST_SECONDS
        self._due = now() + FIRST_SECONDS

    def report(self, text: str) -> None:
        """Show the sentence, if some time has passed since the last."""
        with self._lock:
            if self._now() < self._due:
                return
            self._interval = min(self._interval * GROWTH, LONGEST_SECONDS)
            self._due = self._now() + self._interval
            self._show(text)

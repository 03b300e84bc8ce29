# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that say what is happening, each with the seconds since the start."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO


class Progress:
    """Prints one line per event; every line is complete, so it reads well in a terminal and in a CI log."""

    def __init__(self, output: TextIO = sys.stdout, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._clock = clock
        self._start = clock()

    def report(self, event: str) -> None:
        """Print the event after the seconds that have passed."""
        print(f"{self._clock() - self._start:6.1f} s  {event}", file=self._output, flush=True)

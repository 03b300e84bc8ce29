# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A time limit for each test: one that hangs fails under its own name, and the others go on."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

# Many times what the slowest test takes on a machine that does nothing else. For one that is slower: the variable.
SECONDS = int(os.environ.get("TEST_SECONDS", "600"))


class TestHangs(BaseException):
    """No Exception: what a test is about may catch those, and go on."""

    __test__ = False


@contextlib.contextmanager
def time_limit(name: str, seconds: float = SECONDS) -> Iterator[None]:
    """End the block with an error that names the test if it takes longer.

    A test that counts down by the same clock (`within`) has its own limit until it is done, and then this one's anew.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread
        return

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TestHangs(f"{name} had not ended after {seconds:g} s")

    before: Callable[[int, FrameType | None], Any] | int | None = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a failure is one that a user can do something with."""

from __future__ import annotations

import contextlib
import re
import signal
from collections.abc import Callable, Collection, Iterator
from types import FrameType

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

# How each token of the fake cloud begins.
TOKEN = "gAAAAAB"
# The words for an answer that makes no sense.
NOT_FORESEEN = "or not foreseen here"
# What only a programmer understands.
JARGON = re.compile(
    r"Traceback|object has no attribute|NoneType|not subscriptable|not iterable|unhashable|not callable|indices must be"
    r"|expected str|unsupported operand|not supported between|invalid literal|concatenate|KeyError|TypeError"
    r"|dictionary update sequence|unexpected keyword|can't decode|can't encode|0x[0-9a-f]{8}"
)


def complaint(result: Result, *, odd_answers: bool = False) -> str | None:
    """What is wrong with a module's result as such; None if it is a good one, or a failure with a sentence.

    `odd_answers`: whether the answers of the services were not as they should be.
    """
    if "Traceback" in result.output or "exception" in result.data:
        return "there is a traceback"
    if PASSWORD in result.output or TOKEN in result.output:
        return "a secret is shown"
    return None if result.exit_code == 0 else complaint_of(str(result.data.get("msg", "")), odd_answers=odd_answers)


def complaint_of(message: str, secrets: Collection[str] = (PASSWORD,), *, odd_answers: bool = False) -> str | None:
    """What is wrong with the message of a failure; None if it is a sentence that everybody may read."""
    if not message.strip():
        return "it failed without a word"
    if TOKEN in message or any(secret in message for secret in secrets):
        return "a secret is shown"
    if not odd_answers and NOT_FORESEEN in message:
        return "the services are blamed, whose answers are as they should be"
    found = JARGON.search(message)
    return f"the message is for programmers ({found.group()})" if found else None


@contextlib.contextmanager
def within(seconds: int) -> Iterator[None]:
    """Let the block take no longer than that."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it hangs: it had not ended after {seconds} s")

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGALRM, over)
    # There may be a limit of the whole test, which then begins anew.
    left, _again = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left)

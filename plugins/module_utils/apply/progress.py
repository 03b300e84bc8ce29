# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress reports of a run that is still going on.

It takes sentences from code that waits or transfers files. It gives them to a `Progress` that somebody around that code
has set. `plugin_utils/worker` sets one; which reports are shown, and how often, is decided there.
"""

from __future__ import annotations

import contextlib
import contextvars
import typing as t


class Progress(t.Protocol):
    """Gets reports of the progress."""

    def report(self, text: str) -> None:
        """Receive a sentence like `web: 213 of 1000 active, 3 failed, 41 s`.

        It may be called whenever there is something new, and from several threads. Most reports are never shown.
        """


class _Silent:
    """Shows no reports."""

    def report(self, text: str) -> None:
        """Drop the report."""


SILENT: Progress = _Silent()

_shown: contextvars.ContextVar[Progress] = contextvars.ContextVar("progress", default=SILENT)


@contextlib.contextmanager
def shown_by(progress: Progress) -> t.Iterator[None]:
    """Send the reports of the code in the block to `progress`.

    A caller that can show progress puts this around the code that reports it.
    """
    token = _shown.set(progress)
    try:
        yield
    finally:
        _shown.reset(token)


def current_progress() -> Progress:
    """Where to report the progress; SILENT unless a caller has used `shown_by`.

    Other threads do not see it. Call this in the thread that runs the block, and pass the result on to them.
    """
    return _shown.get()

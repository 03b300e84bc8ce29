# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Telling how far it is, while it is not there yet. Who is told, and how often, is a matter of the face."""

from __future__ import annotations

import contextlib
import contextvars
import typing as t


class Progress(t.Protocol):
    """Is told how far something is."""

    def report(self, text: str) -> None:
        """Take note of a sentence as in `web: 213 of 1000 active, 3 failed, 41 s`.

        May be called as often as there is something new, and from several threads; most reports are never shown.
        """


class _Silent:
    """Tells nobody."""

    def report(self, text: str) -> None:
        """Take note of nothing."""


SILENT: Progress = _Silent()

_shown: contextvars.ContextVar[Progress] = contextvars.ContextVar("progress", default=SILENT)


@contextlib.contextmanager
def shown_by(progress: Progress) -> t.Iterator[None]:
    """Have what runs inside report there. Whoever can show progress calls this around the code that makes some."""
    token = _shown.set(progress)
    try:
        yield
    finally:
        _shown.reset(token)


def current_progress() -> Progress:
    """Where to report; SILENT unless somebody around can show it.

    Known only in the thread that was started with it: ask there, and hand it on.
    """
    return _shown.get()

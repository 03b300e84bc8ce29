# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks on disk: when runs of this controller last changed the meaning of a name, by making, renaming or removing.

Notes beside the token say what a name meant a while ago (session.py). A run that ends this meaning marks the name and
the id here, for runs of all identities: when an administrator replaces an image, a user's next task must see the new
one. A mark is an empty file beside the tokens. Its age is the time of the change; its name is a keyed hash of the name
or id.
"""

from __future__ import annotations

import contextlib
import os
import time
import typing as t

SUFFIX = ".changed"
# Older marks are not needed: no note about a name is believed for so long.
MARK_SECONDS = 3600.0


class Changes:
    """The marks in one folder; without a folder, those of this process."""

    def __init__(self, path_of: t.Callable[[str], str | None]) -> None:
        """`path_of` gives the path of a text's mark; None if nothing may be kept."""
        self._path_of = path_of
        self._marked: dict[str, float] = {}

    def mark(self, texts: t.Iterable[str]) -> None:
        """Mark these names and ids: notes about them that are older than now are no longer believed."""
        now = time.time()
        folder = ""
        for text in texts:
            self._marked[text] = now
            path = self._path_of(text)
            if path is None:
                continue
            folder = os.path.dirname(path)
            with contextlib.suppress(OSError):  # a folder that is full or gone has no new notes either
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
                try:
                    os.utime(handle, (now, now))
                finally:
                    os.close(handle)
        if folder:
            _tidy(folder, now)

    def last(self, *texts: str) -> float:
        """The time at which one of these names and ids was last marked, in seconds since the epoch; 0 if none was."""
        return max((self._last(text) for text in texts), default=0.0)

    def _last(self, text: str) -> float:
        marked = self._marked.get(text, 0.0)
        path = self._path_of(text)
        if path is None:
            return marked
        try:
            return max(marked, os.lstat(path).st_mtime)
        except OSError:
            return marked


def _tidy(folder: str, now: float) -> None:
    """Remove marks that are too old to matter."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIX) and now - entry.stat(follow_symlinks=False).st_mtime > MARK_SECONDS:
                os.unlink(entry.path)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When this controller's runs last changed what names mean: they made, renamed or removed something of a kind.

Notes beside the token say what a name meant a while ago (session.py). A run that knows that to be over marks it here,
for runs of all identities: an administrator replaces an image, and a user's next task is to see the new one. A mark is
an empty file beside the tokens, whose age is when; its name is a keyed hash of the kind.
"""

from __future__ import annotations

import contextlib
import os
import time
import typing as t

# The kind of what nobody can tell: it counts for all.
ANY = ""


class Changes:
    """The marks of one folder, and of this process where there is no folder."""

    def __init__(self, path_of: t.Callable[[str], str | None]) -> None:
        """`path_of` is where the mark of a kind is; None if nothing may be kept."""
        self._path_of = path_of
        self._marked: dict[str, float] = {}

    def mark(self, kind: str) -> None:
        """What names of this kind meant until now is not to be believed any more."""
        now = time.time()
        self._marked[kind] = now
        path = self._path_of(kind)
        if path is None:
            return
        with contextlib.suppress(OSError):  # a folder that is full or gone keeps no notes either
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                os.utime(handle, (now, now))
            finally:
                os.close(handle)

    def last(self, kind: str) -> float:
        """When what names of this kind mean was last changed, in seconds since the epoch; 0 if nobody has."""
        return max(self._last(kind), self._last(ANY))

    def _last(self, kind: str) -> float:
        marked = self._marked.get(kind, 0.0)
        path = self._path_of(kind)
        if path is None:
            return marked
        try:
            return max(marked, os.lstat(path).st_mtime)
        except OSError:
            return marked

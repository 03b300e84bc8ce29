# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is about to be made, noted in files beside the token, until it is known whether it was made.

A run that is killed leaves behind a request that is still on its way: a service may carry it out after the next run has
looked at what there is, and that one would then make a second one. Services know no request that may be repeated, and
nothing is left on what is made that would tell whose it is; only the controller can remember. So before such a request
is sent, an empty file is made, whose name is a hash of what is made and whose age is when; it goes when the answer has
come. The kernel keeps it whatever becomes of the process. One that is still there says: this may be about to appear.

It is no lock. Whoever finds a note waits for a while, makes sure afterwards, and goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
import typing as t

# A request whose answer nobody has heard for so long was carried out long ago, or never will be.
OPEN_SECONDS = 300.0
SUFFIX = ".begun"


class Intents:
    """What one identity is about to make at one place, which is the URL of a service."""

    def __init__(self, prefix: t.Callable[[], str | None], place: str) -> None:
        """`prefix` is what the paths of all its files begin with; None if nothing may be kept."""
        self._prefix_of_identity = prefix
        self._place = place
        self._prefix: str | None = None
        self._is_known = False

    @contextlib.contextmanager
    def noted(self, what: str, is_open: t.Callable[[BaseException], bool]) -> t.Iterator[None]:
        """Note that something is about to be made, while the block runs and for longer if its outcome stays open.

        `is_open` says of the error that the block ends with whether it may have been made all the same.
        """
        path = self._note(what)
        try:
            yield
        except BaseException as error:
            if not is_open(error):
                _remove(path)
            raise
        _remove(path)

    def seconds_since(self, what: str) -> float | None:
        """How long ago it was begun last; None if that is not known, or its outcome is."""
        return min((age for _path, age in self._notes(what)), default=None)

    def forget(self, what: str) -> None:
        """Its outcome is known by now."""
        for path, _age in self._notes(what):
            _remove(path)

    def _note(self, what: str) -> str | None:
        prefix = self._prefix_for(what)
        if prefix is None:
            return None
        try:
            # mkstemp makes files of mode 0600, and none in the place of another.
            handle, path = tempfile.mkstemp(SUFFIX, os.path.basename(prefix), os.path.dirname(prefix))
        except OSError:
            return None
        os.close(handle)
        return path

    def _notes(self, what: str) -> t.Iterator[tuple[str, float]]:
        """The notes of it that still say something, and how old they are. Others, of whatever, are removed."""
        prefix = self._prefix_for(what)
        if prefix is None:
            return
        beginning = os.path.basename(prefix)
        try:
            with os.scandir(os.path.dirname(prefix)) as entries:
                names = [entry.path for entry in entries if entry.name.endswith(SUFFIX)]
        except OSError:
            return
        for path in names:
            age = _age_seconds(path)
            if age is not None and age > OPEN_SECONDS:
                _remove(path)
            elif age is not None and os.path.basename(path).startswith(beginning):
                yield path, age

    def _prefix_for(self, what: str) -> str | None:
        if not self._is_known:
            self._prefix, self._is_known = self._prefix_of_identity(), True
        if self._prefix is None:
            return None
        mark = hashlib.sha256(f"{what} at {self._place}".encode()).hexdigest()[:32]
        return f"{self._prefix}.{mark}."


def _age_seconds(path: str) -> float | None:
    try:
        return max(0.0, time.time() - os.lstat(path).st_mtime)
    except OSError:
        return None


def _remove(path: str | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):  # another run that knew the outcome was faster
            os.unlink(path)

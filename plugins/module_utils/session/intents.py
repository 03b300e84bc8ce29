# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Intents: notes on disk that something is about to be made, kept until the outcome is known.

A run that is killed may leave a request on its way. The service may carry it out after the next run has looked, and
that run would then make a second one. Services cannot tell that two requests are the same, and no resource shows which
run made it, so only the controller can remember.

Before such a request is sent, an empty file is made. Its name is a hash of the thing to be made, and its age is the
time since then. It is removed when the answer has come. The file outlives the process however that ends. A file that is
still there means: this may be about to appear.

An intent is no lock. A run that finds one waits for a while, looks again, and goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
import typing as t

# A request without an answer for so long was carried out long ago, or never will be.
OPEN_SECONDS = 300.0
SUFFIX = ".begun"


class Intents:
    """The intents of one identity at one place, which is the URL of a service."""

    def __init__(self, prefix: t.Callable[[], str | None], place: str) -> None:
        """`prefix` gives the beginning of the paths of all files of the identity; None if nothing may be kept."""
        self._prefix_of_identity = prefix
        self._place = place
        self._prefix: str | None = None
        self._is_known = False

    @contextlib.contextmanager
    def noted(self, what: str, is_open: t.Callable[[BaseException], bool]) -> t.Iterator[None]:
        """Keep an intent while the block runs, and longer if its outcome stays unknown.

        `is_open` takes the error that ends the block, and says whether the request may have been carried out all the
        same.
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
        """The age of the newest intent, in seconds; None if there is none, so that no outcome is unknown."""
        return min((age for _path, age in self._notes(what)), default=None)

    def forget(self, what: str) -> None:
        """Remove the intents of something, as its outcome is known now."""
        for path, _age in self._notes(what):
            _remove(path)

    def _note(self, what: str) -> str | None:
        prefix = self._prefix_for(what)
        if prefix is None:
            return None
        try:
            # mkstemp makes files of mode 0600, and never replaces another file.
            handle, path = tempfile.mkstemp(SUFFIX, os.path.basename(prefix), os.path.dirname(prefix))
        except OSError:
            return None
        os.close(handle)
        return path

    def _notes(self, what: str) -> t.Iterator[tuple[str, float]]:
        """The valid intents of something, as path and age in seconds. Expired ones, of anything, are removed."""
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
        with contextlib.suppress(OSError):  # another run that knew the outcome has removed it first
            os.unlink(path)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are sent and fetched: what has to be made sure of before, how far it is, and that what came is right.

What is fetched goes into a file beside the wanted one, which takes its place when it is complete: there is never half
of it under that name.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import typing as t

from ..errors import BrokenAnswer, ConfigError
from ..resource.step import Download
from ..transport.files import Sink, Source, checksum_of
from .options import Clock
from .progress import Progress

MEBIBYTE = 1 << 20
OWNERS_ALONE = 0o600
WHATEVER_UMASK_ALLOWS = 0o666
# More often nobody reads it.
REPORT_SECONDS = 0.5


class Meter:
    """Tells how many bytes there are by now, of how many if that is known, and how fast they come."""

    def __init__(self, what: str, total: int | None, progress: Progress, clock: Clock) -> None:
        self._what = what
        self._of = f" of {total / MEBIBYTE:.1f}" if total else ""
        self._progress = progress
        self._clock = clock
        self._started = self._told = clock.now()

    def __call__(self, count: int) -> None:
        """Take note of so many bytes in all."""
        now = self._clock.now()
        if now - self._told < REPORT_SECONDS:
            return
        self._told = now
        rate = count / MEBIBYTE / (now - self._started)
        self._progress.report(f"{self._what}: {count / MEBIBYTE:.1f}{self._of} MiB, {rate:.1f} MiB/s")


def source_of(path: str, what: str, progress: Progress, clock: Clock) -> Source:
    """A file as it is sent.

    Raises:
        ConfigError: it cannot be.
    """
    return Source(path, Meter(what, Source(path).size, progress, clock))


def require_place(path: str) -> None:
    """Make sure, as far as that can be seen beforehand, that a file can be put there.

    Raises:
        ConfigError: it is something else than a file, or its folder is not there.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise ConfigError([f"There is no folder {folder} for the file {os.path.basename(path)}."])
    if os.path.exists(path) and not os.path.isfile(path):
        raise ConfigError([f"{path} is there, and is not a file."])


@contextlib.contextmanager
def fetching(fetch: Download, what: str, progress: Progress, clock: Clock) -> t.Iterator[Sink]:
    """Where to put what is fetched; at the end it is checked and takes its place.

    Raises:
        ConfigError: the file cannot be made.
        BrokenAnswer: it is not what it should be, and was thrown away.
    """
    require_place(fetch.path)
    target = os.path.realpath(fetch.path)
    beside = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{secrets.token_hex(4)}.part")
    total = fetch.size if isinstance(fetch.size, int) else None
    try:
        with open(beside, "xb", opener=_opener(target)) as stream:
            yield Sink(stream, beside, Meter(what, total, progress, clock))
        _check(fetch, beside, what)
        if os.path.exists(target):
            os.chmod(beside, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(beside, target)
    except OSError as error:
        raise ConfigError([f"{target} cannot be written: {error.strerror}."]) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)


def _opener(target: str) -> t.Callable[[str, int], int]:
    """How the file beside is opened: while it grows nobody may read it who cannot read what it replaces."""
    mode = OWNERS_ALONE if os.path.exists(target) else WHATEVER_UMASK_ALLOWS
    return lambda path, flags: os.open(path, flags | os.O_NOFOLLOW, mode)


def _check(fetch: Download, path: str, what: str) -> None:
    if isinstance(fetch.size, int) and os.path.getsize(path) != fetch.size:
        problem = f"has {os.path.getsize(path)} bytes instead of {fetch.size}"
    elif isinstance(fetch.checksum, tuple) and checksum_of(path, fetch.checksum[0]) != fetch.checksum[1]:
        problem = f"has another {fetch.checksum[0]} than {fetch.checksum[1]}"
    else:
        return
    raise BrokenAnswer(f"What came {problem}. It was thrown away.", method="GET", url=what)

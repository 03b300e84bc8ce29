# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""File transfers: checks, progress and safe replacement of files that are uploaded or downloaded.

It takes the path of a file. It gives a stream to read from or to write to, and reports the progress. `scheduler.py`
calls it when a request has a file, and `requirements.py` before the first step.

A download goes into a temporary file beside the target. That file replaces the target when it is complete and checked,
so there is never half a file under the name of the target.
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
# The shortest time between two reports: nobody reads faster.
REPORT_SECONDS = 0.5


class Meter:
    """Reports the progress of a transfer: MiB so far, MiB in all if that is known, and MiB per second.

    Args:
        what: What is transferred; the report begins with it.
        total: The size in bytes; None if it is not known.
        progress: Gets the reports.
        clock: The clock that measures the speed.
    """

    def __init__(self, what: str, total: int | None, progress: Progress, clock: Clock) -> None:
        self._what = what
        self._of = f" of {total / MEBIBYTE:.1f}" if total else ""
        self._progress = progress
        self._clock = clock
        self._started = self._told = clock.now()

    def __call__(self, count: int) -> None:
        """Report that `count` bytes have been transferred in all, at most every `REPORT_SECONDS`."""
        now = self._clock.now()
        if now - self._told < REPORT_SECONDS:
            return
        self._told = now
        rate = count / MEBIBYTE / (now - self._started)
        self._progress.report(f"{self._what}: {count / MEBIBYTE:.1f}{self._of} MiB, {rate:.1f} MiB/s")


def source_of(path: str, what: str, progress: Progress, clock: Clock) -> Source:
    """A file to upload, whose progress is reported.

    Raises:
        ConfigError: the file cannot be read.
    """
    return Source(path, Meter(what, Source(path).size, progress, clock))


def require_place(path: str) -> None:
    """Make sure that a file can be written at this path, as far as that can be known beforehand.

    Raises:
        ConfigError: there is something else than a file, or there is no such folder.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise ConfigError([f"There is no folder {folder} for the file {os.path.basename(path)}."])
    if os.path.exists(path) and not os.path.isfile(path):
        raise ConfigError([f"{path} is there, and is not a file."])


@contextlib.contextmanager
def fetching(fetch: Download, what: str, progress: Progress, clock: Clock) -> t.Iterator[Sink]:
    """Where a download is written to. At the end of the block it is checked, and replaces the target.

    Raises:
        ConfigError: the file cannot be created or written.
        BrokenAnswer: the size or the checksum is wrong; the download was thrown away.
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
    """An opener for the temporary file.

    If it will replace a file, only its owner may read it meanwhile: the old file may be one that others cannot read.
    """
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

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies that are too long for memory: read from a file while they are sent, written to one while they arrive.

What goes wrong with a file here is a ConfigError: to the HTTP library an OSError would be the connection's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import typing as t

from ..errors import ConfigError

CHUNK = 1 << 18
# Gets the number of bytes so far.
Moved = t.Callable[[int], None]


def _ignored(_count: int) -> None:
    """Reports nothing."""


class Source:
    """A file that is sent. Each attempt opens it anew, so that a repetition begins at the beginning."""

    def __init__(self, path: str, moved: Moved = _ignored) -> None:
        """Look at a file.

        Raises:
            ConfigError: it cannot be read, is no regular file (which could be read only once) or is empty.
        """
        self.path = path
        self.sent = 0
        self._moved = moved
        with _told(path):
            found = os.stat(path)
            if stat.S_ISREG(found.st_mode):
                open(path, "rb").close()
        if not stat.S_ISREG(found.st_mode):
            raise ConfigError([f"{path} is not a regular file. Only such a one can be read again if need be."])
        self.size = found.st_size
        if not self.size:
            raise ConfigError([f"{path} is empty."])

    @contextlib.contextmanager
    def opened(self) -> t.Iterator[Body]:
        """The content from its beginning."""
        self.sent = 0
        with contextlib.ExitStack() as stack:
            with _told(self.path):
                stream = stack.enter_context(open(self.path, "rb"))
            yield Body(self, stream)

    def advance(self, count: int) -> None:
        """Take note of so many bytes more."""
        self.sent += count
        self._moved(self.sent)

    def how_far(self) -> str:
        """The amount that was sent, in a sentence."""
        return f"{self.sent} of {self.size} bytes of {self.path} had been sent."


class Body:
    """The content of a source, as the HTTP library reads it."""

    def __init__(self, source: Source, stream: t.BinaryIO) -> None:
        self._source = source
        self._stream = stream

    def __len__(self) -> int:
        return self._source.size

    def __iter__(self) -> t.Iterator[bytes]:
        while chunk := self.read(CHUNK):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """The next bytes, but never more than were announced.

        Raises:
            ConfigError: the file has become shorter than that.
        """
        left = self._source.size - self._source.sent
        with _told(self._source.path):
            chunk = self._stream.read(left if size < 0 else min(size, left))
        if left and not chunk:
            raise ConfigError([f"{self._source.path} became shorter while it was read."])
        if chunk:
            self._source.advance(len(chunk))
        return chunk


class Sink:
    """A file for the content of an answer, which somebody else opens."""

    def __init__(self, stream: t.BinaryIO, path: str, moved: Moved = _ignored) -> None:
        """`path` is its name in messages."""
        self._stream = stream
        self._path = path
        self._moved = moved

    def fill(self, chunks: t.Iterable[bytes]) -> None:
        """Write all of it, over what a former attempt has left.

        Raises:
            ConfigError: it cannot be written: a full disk, say.
        """
        with _told(self._path):
            self._stream.seek(0)
            self._stream.truncate()
        count = 0
        for chunk in chunks:
            with _told(self._path):
                self._stream.write(chunk)
            count += len(chunk)
            self._moved(count)
        with _told(self._path):
            self._stream.flush()


def checksum_of(path: str, algorithm: str) -> str:
    """The checksum of a file in hexadecimal digits.

    Raises:
        ConfigError: it cannot be read, or this Python does not know the algorithm.
    """
    try:
        digest = hashlib.new(algorithm, usedforsecurity=False)
    except ValueError:
        raise ConfigError([f"This Python cannot compute {algorithm}, the service's checksum."]) from None
    with _told(path), open(path, "rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextlib.contextmanager
def _told(path: str) -> t.Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError([f"{path} cannot be used: {error.strerror}."]) from error
    except ValueError as error:  # a path with a null character
        raise ConfigError([f"{path!r} cannot be used: {error}."]) from error

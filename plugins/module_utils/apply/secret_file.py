# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secret files: puts a secret that a service shows only once into a new file that only its owner can read.

It takes the path of the file and the call that gets the secret. It gives the answer, after the secret is on disk.
`scheduler.py` calls it.

The file is created before the request is sent, and filled to more than the length of any secret. So a full disk is
noticed then, and not when there is already a secret to store.
"""

from __future__ import annotations

import contextlib
import os
import typing as t

from ..errors import SHAPE_ERRORS, CloudError, ConfigError
from ..resource.declaration import Json
from ..resource.step import SecretFile, Step
from .create_once import may_be_done

MODE = 0o600
NO_SECRET = "The service has made it, but its answer has no secret."
# More than the length of an RSA private key with 8192 bits.
ROOM_BYTES = 16384


class NotKept(ConfigError):
    """The secret of a new resource is in no file: the answer has none, or the file could not be written.

    `answer` is the service's JSON of the new resource.
    """

    def __init__(self, problem: str, answer: Json) -> None:
        super().__init__([problem])
        self.answer = answer


def require_room(keep: SecretFile) -> None:
    """Make sure that the file can be created, as far as that can be known beforehand.

    Raises:
        ConfigError: it is there already, there is no such folder, or the disk is full.
    """
    path = _expanded(keep.path)
    if os.path.lexists(path):
        raise ConfigError([f"{path} is there already, and is not overwritten. Remove it, or name another file."])
    if not os.path.isdir(os.path.dirname(path)):
        raise ConfigError([f"There is no folder {os.path.dirname(path)} for the file {os.path.basename(path)}."])
    if not _has_room(os.path.dirname(path)):
        raise ConfigError([f"There is no room on the disk for the file {path}."])


def kept(keep: SecretFile, call: t.Callable[[], Json]) -> Json:
    """Make the call and write its secret into the file; return the answer. If that fails, there is no file.

    Raises:
        ConfigError: the file cannot be created; the call was not made.
        NotKept: the answer has no secret, or the file cannot be written after all.
        CloudError: an error of the call.
    """
    path = _expanded(keep.path)
    require_room(keep)
    opened = _opened(path)
    try:
        answer = call()
        _write(path, opened, _secret(keep, answer), answer)
    except BaseException:
        os.unlink(path)
        raise
    finally:
        with contextlib.suppress(OSError):  # an error of the disk has been raised by the write already
            os.close(opened)
    return answer


def lost(error: CloudError) -> CloudError:
    """The error of a request for a secret, with advice if the request may have been carried out nevertheless."""
    if may_be_done(error):
        error.message += (
            " It may have been made all the same, with a secret that nobody has. Look for it, and if it is there,"
            " remove it (state=absent) before you run this again."
        )
    return error


def require_told(step: Step, answer: Json, content: t.Any) -> None:
    """Make sure that the content of an answer has the values that a service shows only once.

    Raises:
        NotKept: one is missing.
    """
    if step.returns_once and not (
        isinstance(content, dict) and all(read(content) for read in step.returns_once.values())
    ):
        raise NotKept(NO_SECRET, answer)


def caveat(path: str | None, what: str) -> tuple[str, ...]:
    """A warning if a resource is there, but the file with its secret is not; none otherwise.

    The resource is not created again for that: the user has to decide.
    """
    if not path or os.path.lexists(_expanded(path)):
        return ()
    return (
        f"{what} is there already, but the file {_expanded(path)} is not, and its secret cannot be had again. If nobody"
        " has it, remove it (state=absent) and run this again.",
    )


def _has_room(folder: str) -> bool:
    """Whether the disk has room for a secret. It counts as having room if it does not say how much is free."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return True
    free = disk.f_bfree if os.geteuid() == 0 else disk.f_bavail
    return not disk.f_blocks or free * disk.f_frsize >= ROOM_BYTES


def _opened(path: str) -> int:
    """The descriptor of a new file with room for a secret.

    Raises:
        ConfigError: it cannot be created, or the disk is full.
    """
    try:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, MODE)
    except OSError as error:
        raise ConfigError([f"The file {path} cannot be made: {error.strerror}."]) from error
    try:
        _fill(opened, b" " * ROOM_BYTES)
    except OSError as error:
        os.close(opened)
        os.unlink(path)
        raise ConfigError([f"The file {path} cannot be written: {error.strerror}. Nothing was made."]) from error
    return opened


def _secret(keep: SecretFile, answer: Json) -> str:
    try:
        secret = keep.read(answer)
    except SHAPE_ERRORS:
        secret = ""
    if not secret:
        raise NotKept(NO_SECRET, answer)
    return secret


def _write(path: str, opened: int, secret: str, answer: Json) -> None:
    try:
        _fill(opened, secret.encode())
    except OSError as error:
        raise NotKept(f"The file {path} cannot be written: {error.strerror}.", answer) from error


def _fill(opened: int, content: bytes) -> None:
    """Replace the content of an open file, and flush it to the disk."""
    written = 0
    while written < len(content):
        written += os.pwrite(opened, content[written:], written)
    os.ftruncate(opened, len(content))
    os.fsync(opened)


def _expanded(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))

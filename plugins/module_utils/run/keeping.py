# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that a service tells only once go into new files that only their owner can read, and nowhere else."""

from __future__ import annotations

import os
import typing as t

from ..errors import ConfigError
from ..resource.declaration import Json
from ..resource.step import Keep

MODE = 0o600


def require_room(keep: Keep) -> None:
    """Make sure, as far as that can be seen beforehand, that the file can be made.

    Raises:
        ConfigError: it is there already, or it has no folder.
    """
    path = _expanded(keep)
    if os.path.lexists(path):
        raise ConfigError([f"{path} is there already, and is not overwritten. Remove it, or name another file."])
    if not os.path.isdir(os.path.dirname(path)):
        raise ConfigError([f"There is no folder {os.path.dirname(path)} for the file {os.path.basename(path)}."])


def kept(keep: Keep, call: t.Callable[[], Json]) -> Json:
    """The answer to a call, after its secret has gone into the file.

    The file is opened before the call, so that no secret is made that could not be kept. It is removed if none is.

    Raises:
        ConfigError: the file cannot be made.
    """
    path = _expanded(keep)
    require_room(keep)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, MODE)
    except OSError as error:
        raise ConfigError([f"The file {path} cannot be made: {error.strerror}."]) from error
    with open(opened, "w", encoding="utf-8") as stream:
        try:
            answer = call()
            stream.write(keep.read(answer))
        except BaseException:
            os.unlink(path)
            raise
    return answer


def _expanded(keep: Keep) -> str:
    return os.path.abspath(os.path.expanduser(keep.path))

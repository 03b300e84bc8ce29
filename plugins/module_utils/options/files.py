# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options whose value stands in a file."""

from __future__ import annotations

import os

from ..errors import ConfigError


def text_of(option: str, path: str) -> str:
    """The text of the file that an option names; `~` is the home folder.

    Raises:
        ConfigError: it cannot be read, or is no text.
    """
    try:
        with open(os.path.expanduser(path), encoding="utf-8") as stream:
            return stream.read()
    except OSError as error:
        raise ConfigError([f"{option}: {path} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{option}: {path} is not a text in UTF-8."]) from error
    except ValueError as error:  # a path with a null character
        raise ConfigError([f"{option}: {path!r} cannot be read: {error}."]) from error

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say how many resources to wait for, and for which time. Pure."""

from __future__ import annotations

import math
import typing as t

from ..errors import ConfigError

# The default of the option wait_timeout.
WAIT_SECONDS = 300.0
ALL = ("all", "true", "yes", "on")
NONE = ("none", "false", "no", "off", "0")


def how_many(wait: t.Any) -> int | None:
    """The number of resources to wait for; None: all, which is the default.

    Raises:
        ConfigError: it says neither.
    """
    if wait is None:
        return None
    text = str(wait).strip().lower()
    if text in ALL:
        return None
    if text in NONE:
        return 0
    if text.isdecimal() and len(text) < 10:
        return int(text)
    raise ConfigError([f"wait has to be all, none or a number, not {wait!r}."])


def seconds_of(wait_timeout: t.Any) -> float:
    """The longest time to wait, in seconds, or the default.

    Raises:
        ConfigError: it is below nought, or no number.
    """
    seconds = float(WAIT_SECONDS if wait_timeout is None else wait_timeout)
    if seconds < 0:
        raise ConfigError([f"wait_timeout must not be below 0, but is {seconds:g}."])
    if not math.isfinite(seconds):  # which would be for ever
        raise ConfigError([f"wait_timeout has to be a number of seconds, not {seconds:g}."])
    return seconds

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time, and the way Keystone writes it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

# How long that which a test adds has been there: nobody else is making it just then.
THERE_SINCE = timedelta(hours=1)


def utcnow() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(timezone.utc)


def stamp(moment: datetime) -> str:
    """Return a time as Keystone writes it: with microseconds, which the tokens have as zeros."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000000Z")

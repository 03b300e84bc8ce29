# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether a request is sent again, and after which delay. Pure: no clock, no socket.

What may be repeated: anything that surely was not carried out, and what does no harm when carried out twice. A POST
that may have been carried out is never repeated here; whoever sent it knows how to look for what it made.
"""

from __future__ import annotations

import datetime
import email.utils
import typing as t

from .exchange import Request

# The server, or a balancer before it, says "not now".
BUSY_STATUSES = frozenset((502, 503, 504))
# The server says it did not take the request. 413 is what Nova and Cinder sent before 429 was common.
RATE_LIMIT_STATUSES = frozenset((413, 429))

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0


def delay_after_status(
    request: Request, status: int, headers: t.Mapping[str, str], attempt: int, jitter: float, now: datetime.datetime
) -> float | None:
    """Seconds to wait before sending again; None when the answer stands.

    `attempt` counts from 0, `jitter` is between 0 and 1.
    """
    asked = retry_after_seconds(headers.get("retry-after"), now)
    if status in RATE_LIMIT_STATUSES and asked is not None:
        # A client that is told to wait an hour does better to say so than to look dead.
        return asked if asked <= LONGEST_DELAY_SECONDS else None
    if status in BUSY_STATUSES and request.is_repeatable():
        return min(asked, LONGEST_DELAY_SECONDS) if asked is not None else backoff(attempt, jitter)
    return None


def delay_after_failure(request: Request, was_sent: bool, attempt: int, jitter: float) -> float | None:
    """Seconds to wait after a failed connection; None when the request must not be repeated."""
    if was_sent and not request.is_repeatable():
        return None
    return backoff(attempt, jitter)


def backoff(attempt: int, jitter: float) -> float:
    """A delay that doubles with each attempt, shortened at random so that many clients do not come back at once."""
    return float(min(FIRST_DELAY_SECONDS * 2.0**attempt, LONGEST_DELAY_SECONDS) * (0.5 + jitter / 2))


def retry_after_seconds(value: str | None, now: datetime.datetime) -> float | None:
    """The header Retry-After, which is a number of seconds or a date (RFC 9110, 10.2.3); None if it is neither."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        date = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.timezone.utc)
    return max(0.0, (date - now).total_seconds())

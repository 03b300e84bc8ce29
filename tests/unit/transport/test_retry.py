# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent again, and after how long."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.retry import (
    LONGEST_DELAY_SECONDS,
    backoff,
    delay_after_failure,
    delay_after_status,
    retry_after_seconds,
)
from ansible_collections.nodeworks.openstack.tests.unit.support import NOW

SAFE = ["GET", "HEAD", "PUT", "DELETE"]
UNSAFE = ["POST", "PATCH"]


def after_status(method: str, status: int, retry_after: str | None = None) -> float | None:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return delay_after_status(Request(method, "http://h/"), status, headers, 0, 1.0, NOW)


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize("method", SAFE)
def test_busy_server_is_asked_again_for_what_is_safe(method: str, status: int) -> None:
    assert after_status(method, status) == 0.5
    assert after_status(method, status, "2") == 2.0
    assert after_status(method, status, "3600") == LONGEST_DELAY_SECONDS


@pytest.mark.parametrize("retry_after", [None, "2"])
@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize("method", UNSAFE)
def test_busy_server_is_not_asked_again_for_what_may_double(method: str, status: int, retry_after: str | None) -> None:
    assert after_status(method, status, retry_after) is None


@pytest.mark.parametrize("status", [413, 429])
@pytest.mark.parametrize("method", SAFE + UNSAFE)
def test_rate_limit_says_that_the_request_was_not_taken(method: str, status: int) -> None:
    assert after_status(method, status, "7") == 7.0
    assert after_status(method, status, "30") == 30.0
    assert after_status(method, status, "31") is None
    assert after_status(method, status, "inf") is None


@pytest.mark.parametrize("status", [413, 429])
def test_too_large_or_too_many_without_a_time_stands(status: int) -> None:
    assert after_status("POST", status) is None


@pytest.mark.parametrize("status", [200, 201, 204, 300, 400, 401, 403, 404, 406, 409, 500, 501])
@pytest.mark.parametrize("method", SAFE + UNSAFE)
def test_any_other_answer_stands(method: str, status: int) -> None:
    assert after_status(method, status, "1") is None


@pytest.mark.parametrize(
    ("method", "repeatable", "was_sent", "again"),
    [
        ("GET", None, True, True),
        ("DELETE", None, True, True),
        ("POST", None, True, False),
        ("PATCH", None, True, False),
        ("POST", None, False, True),
        ("PATCH", None, False, True),
        ("POST", True, True, True),
        ("GET", False, True, False),
        ("GET", False, False, True),
    ],
)
def test_failure_without_answer(method: str, repeatable: bool | None, was_sent: bool, again: bool) -> None:
    delay = delay_after_failure(Request(method, "http://h/", repeatable=repeatable), was_sent, 0, 0.0)
    assert delay == (0.25 if again else None)


@pytest.mark.parametrize(
    ("attempt", "shortest", "longest"), [(0, 0.25, 0.5), (1, 0.5, 1.0), (2, 1.0, 2.0), (3, 2.0, 4.0), (20, 15.0, 30.0)]
)
def test_delay_doubles_up_to_a_limit_with_jitter(attempt: int, shortest: float, longest: float) -> None:
    assert (backoff(attempt, 0.0), backoff(attempt, 1.0)) == (shortest, longest)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("120", 120.0),
        ("Sun, 22 Nov 2026 12:00:10 GMT", 10.0),
        ("Sun, 22 Nov 2026 11:59:00 GMT", 0.0),
        ("Sun, 22 Nov 2026 13:00:10 +0100", 10.0),
        ("Sun, 22 Nov 2026 12:00:10 -0000", 10.0),
        ("Sun, 99 Nov 2026 12:00:10 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


def test_retry_after_as_a_date_counts_from_now() -> None:
    later = NOW + datetime.timedelta(seconds=5)
    assert retry_after_seconds("Sun, 22 Nov 2026 12:00:10 GMT", later) == 5.0

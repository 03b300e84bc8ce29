# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a service answer?"""

from __future__ import annotations

import http.client
import time

from ..environment.problem import SetupProblem
from .layout import ADDRESS, Service

LONGEST_START_SECONDS = 300  # ten times what a slow machine takes


def answers(service: Service, timeout_seconds: float = 5.0) -> bool:
    """Whether it answers the question for its versions, which needs no token.

    Through http.client, which does not know of proxies.
    """
    connection = http.client.HTTPConnection(ADDRESS, service.port, timeout=timeout_seconds)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_it_answers(service: Service, timeout_seconds: float = LONGEST_START_SECONDS) -> None:
    """Return as soon as the service answers; SetupProblem if it does not in time."""
    deadline = time.monotonic() + timeout_seconds
    while not answers(service):
        if time.monotonic() > deadline:
            raise SetupProblem(f"{service.name} did not answer within {timeout_seconds:.0f} seconds.")
        time.sleep(0.1)

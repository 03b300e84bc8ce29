# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of all unit tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.support import Answers, Serve, WebServer
from ansible_collections.nodeworks.openstack.tests.unit.time_limit import time_limit

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _time_limit(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of each test, its other fixtures included."""
    with time_limit(request.node.nodeid):
        yield


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of tests are on this host; a proxy of the one who runs the tests has no part in them."""
    for variable in PROXY_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts web servers that answer as the test says, and stops them after it."""
    servers: list[WebServer] = []

    def start(answers: Answers) -> WebServer:
        servers.append(WebServer(answers))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()

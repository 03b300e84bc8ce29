# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness: asked of the service itself, whatever proxies the environment names."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import Layout, Service
from ansible_collections.nodeworks.openstack.tests.cloud.readiness import answers, wait_until_it_answers
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem


@contextmanager
def service_that_says(status: int, tmp_path: Path) -> Iterator[Service]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Layout(tmp_path, server.server_port - 5000).service("keystone")
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (300, True), (401, True), (500, False), (503, False)])
def test_an_answer_counts_unless_it_is_a_servers_error(status: int, is_ready: bool, tmp_path: Path) -> None:
    with service_that_says(status, tmp_path) as service:
        assert answers(service) is is_ready


def test_a_proxy_in_the_environment_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with service_that_says(200, tmp_path) as service:
        wait_until_it_answers(service, timeout_seconds=1)
        assert answers(service)


def test_a_service_that_never_answers_is_named(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # nobody listens, and nobody else can
        service = Layout(tmp_path, silent.getsockname()[1] - 5000).service("keystone")
        with pytest.raises(SetupProblem, match="keystone did not answer within 0 seconds"):
            wait_until_it_answers(service, timeout_seconds=0)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that never comes to an end, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import TimedOut
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import PARTS, Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import cloud_config

WITH_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
WITHOUT_LENGTH = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
IN_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextlib.contextmanager
def dripping(head: bytes, drop: bytes) -> Iterator[str]:
    """A server that sends a head, and then a little now and then, as long as anybody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(head)
                deadline = time.monotonic() + 15
                while time.monotonic() < deadline:
                    connection.sendall(drop)
                    time.sleep(0.02)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    ("head", "drop"),
    [(WITH_LENGTH, b" "), (WITHOUT_LENGTH, b" "), (IN_CHUNKS, b"1\r\n \r\n")],
    ids=["length", "no length", "chunks"],
)
def test_answer_without_end_is_ended(head: bytes, drop: bytes) -> None:
    with dripping(head, drop) as url:
        transport = Transport(cloud_config(api_timeout=0.4, retries=0))
        started = time.monotonic()
        with pytest.raises(TimedOut, match=r"had not ended after 4 s\. Set api_timeout higher"):
            transport.send(Request("GET", url))
        assert PARTS * 0.4 <= time.monotonic() - started < 20
        transport.close()


def test_quick_answer_leaves_no_thread_behind() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        transport = Transport(cloud_config())
        assert transport.send(Request("GET", f"http://127.0.0.1:{server.getsockname()[1]}/")).content == b"{}"
        thread.join(10)
        deadline = time.monotonic() + 5
        while any(isinstance(one, threading.Timer) for one in threading.enumerate()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not any(isinstance(one, threading.Timer) for one in threading.enumerate())
        transport.close()

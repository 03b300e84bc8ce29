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

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Tls
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import TimedOut, TransportError
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.contact import Target, shake_hands
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.limit import NAME
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import PARTS, Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, cloud_config, in_turn

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


HEADS = {
    "status": (b"", b"HTTP/1.1 200 OK and so on "),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X"),
    "many headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "only to continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("kind", HEADS)
def test_head_without_end_is_ended_in_time(kind: str) -> None:
    head, drop = HEADS[kind]
    with dripping(head, drop[:90]) as url:
        transport = Transport(cloud_config(api_timeout=0.5, retries=0))
        started = time.monotonic()
        # A status or a line of headers may also become too long before the time is over.
        with pytest.raises(TransportError, match=r"within 0\.5 s\. Set api_timeout higher|got more than"):
            transport.send(Request("GET", url))
        assert time.monotonic() - started < 10
        transport.close()


@pytest.mark.parametrize("way", ["straight", "through a proxy"])
def test_handshake_without_end_is_ended_in_time(way: str) -> None:
    """Of TLS the beginning of a record that is never whole, of a proxy the headers of its consent."""
    head, drop = (b"\x16\x03\x03\x40\x00", b"\0") if way == "straight" else (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")
    with dripping(head, drop) as there:
        url, proxy = (there, None) if way == "straight" else ("http://cloud.example.org:1/", there)
        transport = Transport(cloud_config(api_timeout=0.5, retries=0, proxy_url=proxy), environ_proxies=False)
        started = time.monotonic()
        with pytest.raises(TransportError):
            transport.send(Request("GET", url.replace("http:", "https:")))
        assert 0.4 < time.monotonic() - started < 10
        transport.close()


def test_redirect_is_not_read_without_end() -> None:
    """The HTTP library would read it before anybody could set it a limit."""
    head = b"HTTP/1.1 302 Found\r\nLocation: http://cloud.example.org/\r\nContent-Length: 1000000\r\n\r\n"
    with dripping(head, b" ") as url:
        transport = Transport(cloud_config(api_timeout=0.3, retries=0))
        started = time.monotonic()
        with pytest.raises(TimedOut, match=r"had not ended after 3 s"):
            transport.send(Request("GET", url))
        assert time.monotonic() - started < 15
        transport.close()


def test_slow_head_that_is_in_time_is_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                for part in (b"HTTP/1.1 200 OK\r\n", b"Content-Length: 2\r\n", b"X: y\r\n\r\n", b"{", b"}"):
                    connection.sendall(part)
                    time.sleep(0.1)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        transport = Transport(cloud_config(api_timeout=5, retries=0))
        assert transport.send(Request("GET", f"http://127.0.0.1:{server.getsockname()[1]}/")).content == b"{}"
        thread.join(10)
        transport.close()


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == NAME]


def test_one_thread_watches_all_and_ends(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    others = threads()
    transport = Transport(cloud_config(api_timeout=0.4))
    for _request in range(5):
        transport.send(Request("GET", server.url))
        assert len([one for one in threads() if one not in others]) == 1
    ours = [one for one in threads() if one not in others]
    # Of itself, when there is nothing to watch for a while, and again if there is.
    ours[0].join(10)
    assert not ours[0].is_alive()
    transport.send(Request("GET", server.url))
    (again,) = [one for one in threads() if one not in others]
    transport.close()
    again.join(10)
    assert not again.is_alive()


def test_quick_answer_leaves_no_thread_behind() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        before = set(threads())
        transport = Transport(cloud_config())
        assert transport.send(Request("GET", f"http://127.0.0.1:{server.getsockname()[1]}/")).content == b"{}"
        thread.join(10)
        transport.close()
        for one in set(threads()) - before:
            one.join(10)
            assert not one.is_alive()


def test_handshake_that_is_looked_at_alone_is_ended_too() -> None:
    """As the diagnosis does it."""
    with dripping(b"\x16\x03\x03\x40\x00", b"\0") as url:
        started = time.monotonic()
        with pytest.raises(TransportError, match=r"hung up in the midst of the handshake|refuses a secure connection"):
            shake_hands(Target.of(url.replace("http:", "https:")), Tls(), None, 0.5)
        assert 0.4 < time.monotonic() - started < 10

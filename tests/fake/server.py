# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP side: one listening port, threads, keep-alive, the log, and the faults that act on connections."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .faults import Fault, Faults
from .wire import Answer, Headers, Request, new_request_id, parse_query

Locate = Callable[[Request], bool]
Dispatch = Callable[[Request], Answer]


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection and writes each answer with a single send."""

    protocol_version = "HTTP/1.1"
    # A buffered writer and TCP_NODELAY: head and body leave in one packet, so that delayed ACKs never cost 40 ms.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: FakeServer

    def _serve(self) -> None:
        request = self._read()
        if len(request.raw) < int(self.headers.get("Content-Length") or 0):
            # The client went away in the middle of it; no service carries out half a request.
            self._hang_up()
            return
        # Before anything else: faults and log ask for the service, whether the request is carried out or not.
        self.server.locate(request)
        fault = self.server.faults.take(request)
        if fault is not None and fault.delay:
            time.sleep(fault.delay)
        if fault is not None and fault.before is not None:
            fault.before(request)
        answer = self._carry_out(request, fault)
        if fault is not None and fault.after is not None:
            fault.after(request)
        if answer is None:
            self.server.record(request, None)
            self._hang_up()
            return
        self.server.record(request, answer.status)
        self._write(answer, cut=fault is not None and fault.kind == "cut")

    def _carry_out(self, request: Request, fault: Fault | None) -> Answer | None:
        kind = fault.kind if fault is not None else None
        if fault is not None and kind in ("answer", "html"):
            return fault.answer()
        if kind == "drop":
            return None
        answer = self.server.dispatch(request)
        if fault is not None and kind == "masked":
            return fault.answer()
        if fault is not None and fault.alter is not None:
            return fault.alter(request, answer)
        return None if kind == "lost" else answer

    def _read(self) -> Request:
        path, _mark, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length else b""
        return Request(
            self.command,
            path,
            parse_query(query),
            Headers(self.headers.items()),
            raw,
            _decode(raw),
            request_id=new_request_id(),
            is_tls=isinstance(self.connection, ssl.SSLSocket),
            client_certificate=_certificate(self.connection),
        )

    def _write(self, answer: Answer, cut: bool) -> None:
        self.send_response(answer.status, answer.headers.pop("x-fake-reason", answer.reason))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204 or answer.body:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        self.wfile.flush()
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the log is `FakeCloud.requests`."""


class FakeServer(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1 and hands each request to `locate` and `dispatch`."""

    daemon_threads = True
    # Kept-alive connections of a client would otherwise hold up the shutdown until they are closed.
    block_on_close = False
    request_queue_size = 256

    def __init__(
        self, locate: Locate, dispatch: Dispatch, faults: Faults, port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self._tls = tls
        self.locate = locate
        self.dispatch = dispatch
        self.faults = faults
        self.requests: list[Request] = []
        self._connections: set[socket.socket] = set()
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """Return the port that was free."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Serve in a thread; the default poll interval would cost half a second at each shutdown."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close what clients keep open."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        if self._thread is not None:
            self._thread.join()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection, with TLS if the cloud has a certificate."""
        connection, address = super().get_request()
        if self._tls is not None:
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection. Hands are shaken here, in its own thread: one that does not holds up no others."""
        if not isinstance(request, ssl.SSLSocket) or _shake_hands(request):
            super().finish_request(request, client_address)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `stop` can close it."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; anything else is a mistake of the fake and is printed."""
        import sys

        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def record(self, request: Request, status: int | None) -> None:
        """Put the request in the log, before its answer leaves: a test that got the answer finds it there."""
        request.status = status
        self.requests.append(request)


def _shake_hands(connection: ssl.SSLSocket) -> bool:
    try:
        connection.do_handshake()
    except OSError:
        # Hanging up with bytes unread would reset the connection, and the client would not see the alert.
        with contextlib.suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_WR)
            while socket.socket.recv(connection, 4096):
                pass
        return False
    return True


def _certificate(connection: socket.socket) -> dict[str, Any] | None:
    """Return the certificate of a client; it has none without TLS, and none that is known if it was not checked."""
    return (connection.getpeercert() or None) if isinstance(connection, ssl.SSLSocket) else None


def _decode(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None

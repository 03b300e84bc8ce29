# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A faulty network: a proxy on loopback between the modules and a cloud.

`http://127.0.0.1:8774/v2.1` is at `<proxy>/http/127.0.0.1:8774/v2.1`; the catalog in token answers is rewritten so, and
with it all that follows.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from .schedule import NOT_CARRIED_OUT, Fate, Schedule

# What belongs to one connection and not to the request (RFC 9110, 7.6.1), and what is made anew.
_OF_CONNECTION = frozenset(
    ("connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host", "accept-encoding")
)
# Bodies that are longer than this are long enough to be in the middle of.
LONG_BODY = 1 << 20
_PAGE = b"<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>"


@dataclass
class Answer:
    """An answer on its way back."""

    status: int
    headers: dict[str, str]
    body: bytes


Witness = Callable[[str], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Proxy

    def _serve(self) -> None:
        body = self._body()
        fate = self.server.schedule.fate(self.command, self.path)
        self.server.before(self.command)
        answer = self._answer(fate, body)
        self.server.after(self.command)
        if answer is None:
            self._hang_up()
        else:
            self._write(answer, cut=fate is not None and fate.kind == "dropped in the answer")

    def _body(self) -> bytes | CutBody:
        """What the client sends, as far as it gets."""
        length = int(self.headers.get("Content-Length") or 0)
        if length < LONG_BODY:
            return self.rfile.read(length)
        body = self.rfile.read(length // 2)
        self.server.within(self.command)
        body += self.rfile.read(length - len(body))
        return body if len(body) == length else CutBody(body, length)

    def _answer(self, fate: Fate | None, body: bytes | CutBody) -> Answer | None:
        if fate is None:
            return self.server.carry_out(self.command, self.path, self.headers.items(), body)
        if fate.kind in NOT_CARRIED_OUT:
            return None if fate.kind == "dropped before the request" else _own(fate)
        if fate.kind == "token revoked":
            self.server.revoke(self.headers.get("X-Auth-Token"))
        answer = self.server.carry_out(self.command, self.path, self.headers.items(), body)
        if fate.kind in ("delayed", "stalled"):
            time.sleep(0.05 + fate.pick * 0.2 if fate.kind == "delayed" else self.server.stall_seconds)
        return None if answer is None or fate.kind == "dropped before the answer" else _spoilt(answer, fate)

    def _write(self, answer: Answer, cut: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        self.wfile.flush()
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the schedule counts."""


class CutBody:
    """A body whose sender went away in the middle: the connection to the service breaks off at the same place."""

    def __init__(self, content: bytes, length: int) -> None:
        self._content = content
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise ConnectionAbortedError

    def read(self, _size: int = -1) -> bytes:
        """All that there is, and the second time the end of the connection."""
        if not self._content:
            raise ConnectionAbortedError
        content, self._content = self._content, b""
        return content


class Proxy(ThreadingHTTPServer):
    """The proxy, for the time of a `with` block.

    `before` and `after` are called around the carrying out of each request, `within` in the middle of a long body.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, schedule: Schedule, auth_url: str, verify: bool | str = True, stall_seconds: float = 2.0
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.schedule = schedule
        self.stall_seconds = stall_seconds
        self.before: Witness = lambda _method: None
        self.within: Witness = lambda _method: None
        self.after: Witness = lambda _method: None
        self.tokens: set[str] = set()
        self.problems: list[str] = []
        self._tokens_url = auth_url.rstrip("/").removesuffix("/v3") + "/v3/auth/tokens"
        self._verify = verify
        self._local = threading.local()
        self.auth_url = self.through(auth_url)

    def __enter__(self) -> Proxy:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_reason: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def through(self, url: str) -> str:
        """Return where a URL of the cloud is to be had through the proxy."""
        scheme, _mark, rest = url.partition("://")
        return f"http://127.0.0.1:{self.server_address[1]}/{scheme}/{rest}"

    def carry_out(
        self, method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes | CutBody
    ) -> Answer | None:
        """Hand a request on, and return the service's answer; None if there is nobody any more to hand it to."""
        scheme, _slash, rest = path.lstrip("/").partition("/")
        sent = {name: value for name, value in headers if name.lower() not in _OF_CONNECTION}
        try:
            response = self._session().request(
                method,
                f"{scheme}://{rest}",
                headers={**sent, "Accept-Encoding": "identity"},
                data=body,
                timeout=60,
                allow_redirects=False,
            )
        except (OSError, requests.ConnectionError):
            if isinstance(body, CutBody):
                return None
            raise
        token = response.headers.get("X-Subject-Token")
        if token:
            self.tokens.add(token)
        content = self._rewritten(response.content) if token and method == "POST" else response.content
        kept = {name: value for name, value in response.headers.items() if name.lower() not in _OF_CONNECTION}
        return Answer(response.status_code, kept, content)

    def revoke(self, token: str | None) -> None:
        """Revoke a token for good, as an administrator would in the middle of somebody's work."""
        if token:
            headers = {"X-Auth-Token": token, "X-Subject-Token": token}
            self._session().delete(self._tokens_url, headers=headers, timeout=60)

    def _session(self) -> requests.Session:
        """A session of this thread, with nothing in it that the modules have not sent."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
            self._local.session.verify = self._verify
            self._local.session.headers.clear()
        session: requests.Session = self._local.session
        return session

    def _rewritten(self, content: bytes) -> bytes:
        body = json.loads(content)
        for service in body["token"].get("catalog", ()):
            for endpoint in service["endpoints"]:
                endpoint["url"] = self.through(endpoint["url"])
        return json.dumps(body).encode()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Remember what the proxy itself did wrong; a client that goes away is no news."""
        import sys

        error = sys.exc_info()[1]
        if not isinstance(error, (BrokenPipeError, ConnectionResetError)):
            self.problems.append(repr(error))


def _own(fate: Fate) -> Answer:
    """The answer of somebody on the way."""
    if fate.pick < 0.5:
        return Answer(fate.status, {"Content-Type": "text/html", **fate.headers}, _PAGE.replace(b"It works", b"Sorry"))
    body = {"error": {"code": fate.status, "message": "Not now, said the proxy.", "title": "Sorry"}}
    return Answer(fate.status, {"Content-Type": "application/json", **fate.headers}, json.dumps(body).encode())


def _spoilt(answer: Answer, fate: Fate) -> Answer:
    """The service's answer, as it arrives."""
    if fate.kind == "failed afterwards":
        return _own(fate)
    if fate.kind == "page of a proxy":
        return Answer(200, {"Content-Type": "text/html"}, _PAGE)
    if fate.kind == "JSON cut off":
        return Answer(answer.status, answer.headers, answer.body[: int(len(answer.body) * fate.pick)])
    if fate.kind == "empty body":
        return Answer(answer.status, answer.headers, b"")
    if fate.kind == "wrong content type":
        return Answer(answer.status, {**answer.headers, "Content-Type": "application/x-tar"}, answer.body)
    if fate.kind in ("page twice", "list rearranged"):
        return Answer(answer.status, answer.headers, _with_lists(answer.body, fate))
    return answer


def _with_lists(body: bytes, fate: Fate) -> bytes:
    """The page of a list with its entries twice, or in another order; anything else as it is."""
    try:
        content = json.loads(body)
    except ValueError:
        return body
    lists = [key for key, value in content.items() if isinstance(value, list)] if isinstance(content, dict) else []
    if not lists or not all(isinstance(item, dict) for item in content[lists[0]]):
        return body
    items: list[Mapping[str, Any]] = list(content[lists[0]])
    if fate.kind == "page twice":
        items += items
    else:
        random.Random(fate.pick).shuffle(items)
    return json.dumps({**content, lists[0]: items}).encode()

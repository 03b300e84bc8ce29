# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several tests share: a web server that answers as a test says, configurations, answers of Keystone, a clock."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import pathlib
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import Clock
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import Access, CatalogEntry
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig, Identity, Tls
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

PASSWORD = "correct-horse-battery"
TOKEN = "gAAAAAB-first-token"
NOW = datetime.datetime(2026, 11, 22, 12, 0, 0, tzinfo=datetime.timezone.utc)


@dataclasses.dataclass(frozen=True)
class Seen:
    """A request that the web server got. Header names are lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclasses.dataclass(frozen=True)
class Reply:
    """An answer of the web server, or the lack of one.

    `hang_up` closes the connection without a word. `cut` sends only so many bytes of the body. `stall` sends the head
    and the first byte, and is silent for so many seconds.
    """

    status: int = 200
    body: Any = dataclasses.field(default_factory=dict)
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    hang_up: bool = False
    cut: int | None = None
    stall: float = 0.0
    delay: float = 0.0

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


Answers = Callable[[Seen], Reply]


def in_turn(*replies: Reply) -> Answers:
    """Each reply once, the last for ever."""
    left = list(replies)
    lock = threading.Lock()

    def answer(_seen: Seen) -> Reply:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return answer


def by_path(routes: Mapping[str, Answers | Reply]) -> Answers:
    """What `METHOD /path` says; 404 for all else."""

    def answer(seen: Seen) -> Reply:
        found = routes.get(f"{seen.method} {seen.path}")
        if found is None:
            return Reply(404, {"itemNotFound": {"message": f"No {seen.path} here.", "code": 404}}, REQUEST_ID)
        return found if isinstance(found, Reply) else found(seen)

    return answer


REQUEST_ID = {"x-openstack-request-id": "req-5f0c"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: WebServer

    def _serve(self) -> None:
        path, _mark, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        pairs = tuple(urllib.parse.parse_qsl(query, keep_blank_values=True))
        seen = Seen(self.command, urllib.parse.unquote(path), pairs, headers, body)
        self.server.seen.append(seen)
        self._answer(self.server.answers(seen))

    def _answer(self, reply: Reply) -> None:
        if reply.delay:
            time.sleep(reply.delay)
        if reply.hang_up:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = reply.content()
        self.send_response_only(reply.status)
        for name, value in {"Content-Length": str(len(content)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.stall:
            self.wfile.write(content[:1])
            self.wfile.flush()
            time.sleep(reply.stall)
            content = content[1:]
        if self.command != "HEAD":
            self.wfile.write(content[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            pass  # the client went away

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve


class WebServer(ThreadingHTTPServer):
    """A web server on a free port of 127.0.0.1. `answers` may be replaced while it runs; `seen` has all requests."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, answers: Answers) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.seen: list[Seen] = []
        self.connections = 0
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def lines(self) -> list[str]:
        """The requests as `METHOD /path`."""
        return [f"{seen.method} {seen.path}" for seen in self.seen]

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Called once for each connection."""
        self.connections += 1
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


Serve = Callable[[Answers], WebServer]


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def password_identity(auth_url: str = "https://cloud.example.org:5000/v3", **changes: Any) -> Identity:
    """Somebody with a password, in a project."""
    fields = {
        "auth_version": "3.x_password",
        "auth_url": auth_url,
        "username": "demo",
        "password": PASSWORD,
        "token_scope": "project",
        "project_name": "demo",
    }
    return Identity(**{**fields, **changes})


def cloud_config(auth_url: str = "https://cloud.example.org:5000/v3", **changes: Any) -> CloudConfig:
    """A connection with a password, few retries and no token cache."""
    fields: dict[str, Any] = {
        "name": None,
        "identity": password_identity(auth_url),
        "api_timeout": 5.0,
        "retries": 2,
        "token_cache": False,
        "tls": Tls(),
    }
    return CloudConfig(**{**fields, **changes})


def entry(
    url: str,
    service_type: str = "compute",
    name: str | None = "nova",
    region: str | None = "RegionOne",
    interface: str = "public",
) -> CatalogEntry:
    """One endpoint of a catalog."""
    return CatalogEntry(type=service_type, name=name, region=region, interface=interface, url=url)


def catalog_of(*entries: CatalogEntry) -> list[dict[str, Any]]:
    """The same as the identity service writes it."""
    return [
        {
            "type": one.type,
            "name": one.name,
            "endpoints": [{"interface": one.interface, "region": one.region, "region_id": one.region, "url": one.url}],
        }
        for one in entries
    ]


def token_reply(
    entries: Sequence[CatalogEntry] = (), token: str = TOKEN, expires_at: str = "2099-01-01T00:00:00.000000Z"
) -> Reply:
    """A token, as Identity v3 gives it out."""
    body = {
        "token": {
            "methods": ["password"],
            "expires_at": expires_at,
            "user": {"id": "u1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
            "project": {"id": "p1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
            "roles": [{"id": "r1", "name": "member"}],
            "catalog": catalog_of(*entries),
        }
    }
    return Reply(201, body, {"X-Subject-Token": token})


def access_of(token: str = TOKEN, expires_at: datetime.datetime | None = None, **changes: Any) -> Access:
    """An accepted token."""
    fields: dict[str, Any] = {
        "auth_version": "3.x_password",
        "expires_at": expires_at or NOW + datetime.timedelta(hours=1),
        "user": {"id": "u1", "name": "demo"},
        "project": {"id": "p1", "name": "demo"},
        "roles": ("member",),
        "catalog": (entry("https://cloud.example.org:8774/v2.1"),),
    }
    return Access(token=token, **{**fields, **changes})


def empty_home(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A home folder in which nothing is, and an environment that says nothing of any cloud."""
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_", "NODEWORKS_", "ANSIBLE_")):
            monkeypatch.delenv(variable)
    home = folder / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


@contextlib.contextmanager
def demo_cloud(
    identity_versions: tuple[str, ...] = ("v3",), tls: ssl.SSLContext | None = None, port: int = 0
) -> Iterator[FakeCloud]:
    """A fake cloud whose user demo has a password that is no ordinary word: Ansible masks it wherever it stands."""
    with FakeCloud(identity_versions=identity_versions, tls=tls, port=port) as fake:
        user = fake.accounts.user("demo", "default")
        assert user is not None
        user.password = PASSWORD
        yield fake


class TurnedClock(Clock):
    """A clock on which time passes only by sleeping."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        # Who would wait for ever is told so at once.
        assert seconds > 0
        assert len(self.slept) < 1000
        self.slept.append(seconds)
        self.seconds += seconds

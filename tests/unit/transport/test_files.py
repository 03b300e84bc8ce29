# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long bodies, sent from a file and fetched into one: never whole in memory, and never half repeated."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import pathlib
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    BrokenAnswer,
    ConfigError,
    ConnectFailed,
    TransportError,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request, Response
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.files import Sink, Source, checksum_of
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.trace import Trace
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, cloud_config, free_port, in_turn

MEBIBYTE = 1 << 20
CONTENT = bytes(range(256)) * 4096
NOT_NOW = Reply(429, {}, {"Retry-After": "1"})


class Sender:
    """Sends, and notes how long it would have slept."""

    def __init__(self, trace: Trace | None = None) -> None:
        self.slept: list[float] = []
        self.transport = Transport(cloud_config(), trace=trace, sleep=self.slept.append)

    def __call__(self, method: str, url: str, **fields: Any) -> Response:
        try:
            return self.transport.send(Request(method, url, **fields))
        finally:
            self.transport.close()


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    found = tmp_path / "disk.raw"
    found.write_bytes(CONTENT)
    return found


class LargeServer:
    """A server of one request that has nothing whole either: it takes a body of a known length, or gives a long one."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.digest = hashlib.sha256()
        self.gives = 0
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def _serve(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _colon, value = line.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
            while length:
                chunk = stream.read(min(length, 65536))
                self.digest.update(chunk)
                length -= len(chunk)
            if self.gives:
                connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {self.gives * MEBIBYTE}\r\n\r\n".encode())
                for _number in range(self.gives):
                    connection.sendall(bytes(MEBIBYTE))
            else:
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


@pytest.fixture
def large() -> Iterator[LargeServer]:
    server = LargeServer()
    yield server
    server.thread.join(10)
    server.listener.close()


def test_a_file_is_sent_as_it_is(serve: Serve, path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(204, "")))
    told: list[int] = []
    Sender()("PUT", f"{server.url}/file", source=Source(str(path), told.append))
    seen = server.seen[0]
    assert seen.body == CONTENT
    assert seen.headers["content-type"] == "application/octet-stream"
    assert seen.headers["content-length"] == str(len(CONTENT))
    assert (told[-1], told) == (len(CONTENT), sorted(told))


def test_a_file_is_never_whole_in_memory(large: LargeServer, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "large.raw"
    with path.open("wb") as stream:
        stream.truncate(48 * MEBIBYTE)
    tracemalloc.start()
    Sender()("PUT", large.url, source=Source(str(path)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * MEBIBYTE
    assert large.digest.hexdigest() == checksum_of(str(path), "sha256")


def test_an_answer_is_never_whole_in_memory(large: LargeServer, tmp_path: pathlib.Path) -> None:
    large.gives = 48
    tracemalloc.start()
    with (tmp_path / "here").open("w+b") as stream:
        Sender()("GET", large.url, sink=Sink(stream, "here"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEBIBYTE
    assert (tmp_path / "here").stat().st_size == 48 * MEBIBYTE


def test_a_repetition_begins_at_the_beginning(serve: Serve, path: pathlib.Path) -> None:
    server = serve(in_turn(NOT_NOW, Reply(204, "")))
    sender = Sender()
    sender("PUT", server.url, source=Source(str(path)))
    assert [seen.body for seen in server.seen] == [CONTENT, CONTENT]
    assert sender.slept == [1.0]


@pytest.mark.parametrize("reply", [Reply(hang_up=True), Reply(503)], ids=["hang-up", "busy"])
def test_what_may_have_arrived_is_not_sent_again(serve: Serve, path: pathlib.Path, reply: Reply) -> None:
    server = serve(in_turn(reply, Reply(204, "")))
    sender = Sender()
    if reply.hang_up:
        with pytest.raises(TransportError, match=f"{len(CONTENT)} of {len(CONTENT)} bytes of {path} had been sent"):
            sender("PUT", server.url, source=Source(str(path)))
    else:
        assert sender("PUT", server.url, source=Source(str(path))).status == 503
    assert (len(server.seen), sender.slept) == (1, [])


def test_what_surely_did_not_arrive_is_tried_again(path: pathlib.Path) -> None:
    sender = Sender()
    with pytest.raises(ConnectFailed) as caught:
        sender("PUT", f"http://127.0.0.1:{free_port()}", source=Source(str(path)))
    assert len(sender.slept) == 2
    assert "had been sent" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "message"),
    [("missing", "cannot be used: No such file"), ("folder", "not a regular file"), ("fifo", "not a regular file")],
)
def test_what_cannot_be_sent(tmp_path: pathlib.Path, kind: str, message: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    if kind == "fifo":
        os.mkfifo(path)
    with pytest.raises(ConfigError, match=message):
        Source(str(path))


def test_an_empty_file_is_not_sent(tmp_path: pathlib.Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(ConfigError, match="is empty"):
        Source(str(tmp_path / "empty"))


def test_a_file_that_shrinks_meanwhile(serve: Serve, path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(204, "")))
    source = Source(str(path))
    path.write_bytes(b"short")
    with pytest.raises(ConfigError, match="became shorter while it was read"):
        Sender()("PUT", server.url, source=source)


def test_a_file_that_grows_meanwhile_is_sent_as_it_was(serve: Serve, path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(204, "")))
    source = Source(str(path))
    path.write_bytes(CONTENT * 2)
    Sender()("PUT", server.url, source=source)
    assert server.seen[0].body == CONTENT


def test_an_answer_goes_into_a_file(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(200, CONTENT)))
    told: list[int] = []
    with (tmp_path / "here").open("w+b") as stream:
        response = Sender()("GET", server.url, sink=Sink(stream, "here", told.append))
    assert (response.content, (tmp_path / "here").read_bytes(), told[-1]) == (b"", CONTENT, len(CONTENT))
    assert server.seen[0].headers["accept-encoding"] == "identity"


def test_an_answer_that_is_cut_is_fetched_anew(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(200, CONTENT, cut=len(CONTENT) // 2), Reply(200, CONTENT[:100])))
    with (tmp_path / "here").open("w+b") as stream:
        Sender()("GET", server.url, sink=Sink(stream, "here"))
    assert (tmp_path / "here").read_bytes() == CONTENT[:100]
    assert len(server.seen) == 2


def test_an_answer_that_is_always_cut_is_an_error(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(200, CONTENT, cut=10)))
    with (tmp_path / "here").open("w+b") as stream, pytest.raises(BrokenAnswer, match="before its answer to GET"):
        Sender()("GET", server.url, sink=Sink(stream, "here"))
    assert len(server.seen) == 3


def test_a_refusal_does_not_go_into_the_file(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(403, {"message": "No."})))
    with (tmp_path / "here").open("w+b") as stream:
        response = Sender()("GET", server.url, sink=Sink(stream, "here"))
    assert (response.json(), (tmp_path / "here").read_bytes()) == ({"message": "No."}, b"")


class FullDisk(io.BytesIO):
    """A file on a disk that is full."""

    def write(self, _data: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_is_full(serve: Serve) -> None:
    server = serve(in_turn(Reply(200, CONTENT)))
    with pytest.raises(ConfigError, match="here cannot be used: No space left"):
        Sender()("GET", server.url, sink=Sink(FullDisk(), "here"))


def test_a_trace_names_the_files(serve: Serve, path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(204, "")))
    trace = Trace("result")
    Sender(trace)("PUT", server.url, source=Source(str(path)))
    assert f"-T {path}" in trace.entries[0]["curl"]


def test_an_algorithm_that_nobody_knows(path: pathlib.Path) -> None:
    with pytest.raises(ConfigError, match="cannot compute sha0"):
        checksum_of(str(path), "sha0")


def test_a_path_that_is_none() -> None:
    with pytest.raises(ConfigError, match=r"'a\\x00b' cannot be used: embedded null byte"):
        checksum_of("a\0b", "sha256")

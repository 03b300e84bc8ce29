# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is packed for the way: read in pieces, whatever it comes to, and no more than is allowed."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.files import Sink
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.unpack import PIECE, unpacked
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, cloud_config, in_turn

CONTENT = b'{"servers": []}' + b" " * 1_000_000
MEBIBYTE = 1 << 20


def bare(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PACKED: dict[str, tuple[str | None, bytes]] = {
    "not": (None, CONTENT),
    "identity": ("identity", CONTENT),
    "gzip": ("gzip", gzip.compress(CONTENT)),
    "GZIP": ("GZIP", gzip.compress(CONTENT)),
    "x-gzip": ("x-gzip", gzip.compress(CONTENT)),
    "deflate": ("deflate", zlib.compress(CONTENT)),
    "deflate, bare": ("deflate", bare(CONTENT)),
    "two parts": ("gzip", gzip.compress(CONTENT[:400_000]) + gzip.compress(CONTENT[400_000:])),
    "zeros after it": ("gzip", gzip.compress(CONTENT) + b"\0" * 20),
    "something after it": ("gzip", gzip.compress(CONTENT) + b"something"),
}


@pytest.mark.parametrize("length", [1, 7, 1000, PIECE])
@pytest.mark.parametrize("kind", PACKED)
def test_content_is_the_same_however_it_came(kind: str, length: int) -> None:
    encoding, packed = PACKED[kind]
    if kind in ("not", "identity"):
        length = max(length, 1000)
    chunks = [packed[place : place + length] for place in range(0, len(packed), length)]
    pieces = list(unpacked(chunks, encoding))
    assert b"".join(pieces) == CONTENT
    assert max(map(len, pieces)) <= PIECE


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", b"not packed"), ("deflate", b"\xff\xfe"), ("br", CONTENT), ("gzip, gzip", b""), ("zstd", b"")],
    ids=["gzip", "deflate", "br", "twice", "zstd"],
)
def test_content_that_cannot_be_unpacked(encoding: str, packed: bytes) -> None:
    with pytest.raises(zlib.error):
        list(unpacked([packed], encoding))


def test_nothing_and_half_of_it() -> None:
    assert list(unpacked([], "gzip")) == []
    assert list(unpacked([b""], "gzip")) == []
    half = b"".join(unpacked([gzip.compress(CONTENT)[:-200]], "gzip"))
    assert CONTENT.startswith(half)


@pytest.mark.parametrize("kind", ["not", "gzip", "deflate"])
def test_answer_that_is_too_large_is_an_error(serve: Serve, kind: str) -> None:
    content = b" " * (3 * MEBIBYTE)
    ways: dict[str, Callable[[bytes], bytes]] = {"not": bytes, "gzip": gzip.compress, "deflate": zlib.compress}
    pack = ways[kind]
    headers = {} if kind == "not" else {"Content-Encoding": kind}
    server = serve(in_turn(Reply(200, pack(content), headers)))
    transport = Transport(cloud_config(max_response_size=2, retries=2))
    tracemalloc.start()
    try:
        with pytest.raises(BrokenAnswer, match=r"has more than 2 MiB, which is what max_response_size allows\. Set it"):
            transport.send(Request("GET", server.url))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(server.seen) == 1, "it would not be smaller the next time"
    # The server's own copy stands in the same memory where nothing is packed.
    assert peak < (8 if kind == "not" else 5) * MEBIBYTE
    enough = Transport(cloud_config(max_response_size=3))
    assert enough.send(Request("GET", server.url)).content == content
    enough.close()
    transport.close()


@pytest.mark.parametrize("status", [200, 409])
def test_errors_are_limited_too(serve: Serve, status: int) -> None:
    server = serve(in_turn(Reply(status, gzip.compress(b" " * MEBIBYTE), {"Content-Encoding": "gzip"})))
    transport = Transport(cloud_config(max_response_size=0.5, retries=0))
    with pytest.raises(BrokenAnswer, match=r"more than 0\.5 MiB"):
        transport.send(Request("GET", server.url))
    transport.close()


def test_download_is_not_limited(serve: Serve) -> None:
    content = b"x" * (2 * MEBIBYTE)
    server = serve(in_turn(Reply(200, gzip.compress(content), {"Content-Encoding": "gzip"})))
    transport = Transport(cloud_config(max_response_size=0.5))
    stream = io.BytesIO()
    transport.send(Request("GET", server.url, sink=Sink(stream, "a file")))
    assert stream.getvalue() == content
    transport.close()


def test_servers_are_told_what_can_be_unpacked(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    transport = Transport(cloud_config())
    transport.send(Request("GET", server.url))
    assert server.seen[0].headers["accept-encoding"] == "gzip, deflate"
    transport.close()


def test_damaged_answer_is_an_error_in_words(serve: Serve) -> None:
    server = serve(in_turn(Reply(200, b"not packed", {"Content-Encoding": "gzip"})))
    transport = Transport(cloud_config(retries=0))
    with pytest.raises(BrokenAnswer, match="before its answer to GET was complete"):
        transport.send(Request("GET", server.url))
    transport.close()

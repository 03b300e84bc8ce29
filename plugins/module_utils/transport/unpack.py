# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content that was packed for the way, unpacked in pieces of a limited size.

A few bytes can be packed so that they become a thousand times as many. The HTTP library unpacks what has come in one
go, whatever it comes to. Pure.
"""

from __future__ import annotations

import typing as t
import zlib

PIECE = 1 << 18
# The encodings that servers may use.
ACCEPTED = "gzip, deflate"
UNPACKED = ("", "identity")
PACKED = ("gzip", "x-gzip", "deflate")
# zlib finds out by itself which of its two formats it is; some servers send the bare one.
EITHER_FORMAT = zlib.MAX_WBITS | 32
BARE_FORMAT = -zlib.MAX_WBITS


class TooLarge(Exception):
    """There is more of it than is allowed."""


def unpacked(chunks: t.Iterable[bytes], encoding: str | None) -> t.Iterator[bytes]:
    """The unpacked content, for a value of the header Content-Encoding.

    Raises:
        zlib.error: it is damaged, or packed otherwise than was asked for.
    """
    kind = (encoding or "").strip().lower()
    if kind in UNPACKED:
        yield from chunks
    elif kind in PACKED:
        yield from _inflated(chunks)
    else:
        raise zlib.error(f"it is packed as {kind!r}, which was not asked for")


def within(chunks: t.Iterable[bytes], most: int) -> bytes:
    """All of it.

    Raises:
        TooLarge: that are more bytes than allowed. No more than these have been in memory.
    """
    whole = bytearray()
    for chunk in chunks:
        if len(whole) + len(chunk) > most:
            raise TooLarge
        whole += chunk
    return bytes(whole)


def _begun(chunks: t.Iterable[bytes]) -> t.Iterator[bytes]:
    """The same, the first of them not shorter than what tells the format: two bytes."""
    beginning: bytes | None = b""
    for chunk in chunks:
        if beginning is None:
            yield chunk
        else:
            beginning += chunk
            if len(beginning) > 1:
                yield beginning
                beginning = None


def _inflated(chunks: t.Iterable[bytes]) -> t.Iterator[bytes]:
    unpacker = zlib.decompressobj(EITHER_FORMAT)
    is_first, is_later = True, False
    for chunk in _begun(chunks):
        left = chunk
        while left or not unpacker.eof:
            if unpacker.eof:
                # Several may stand one after the other, and zeros after the last.
                left = left.lstrip(b"\0")
                if not left:
                    break
                unpacker, is_later = zlib.decompressobj(EITHER_FORMAT), True
            try:
                piece = unpacker.decompress(left, PIECE)
            except zlib.error:
                if is_later:
                    return  # something else after the end, which others pass over too
                if not is_first:
                    raise
                unpacker = zlib.decompressobj(BARE_FORMAT)
                piece = unpacker.decompress(left, PIECE)
            is_first = False
            left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if piece:
                yield piece
            elif not left:
                break

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends connections and answers that come to no end by themselves.

The HTTP library's time limit is for each part of what a server sends: one that sends a byte now and then, of a
handshake, of headers or of a body, would keep a task for ever. So the time of each as a whole is watched, by one thread
for all connections. It looks now and then rather than be told of each: a request costs it nothing.
"""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import threading
import time
import typing as t

# The number of checks within the shortest limit, and the most checks in a second.
LOOKS = 20
SHORTEST_TICK_SECONDS = 0.02
# After so many looks in which there was nothing to watch the thread ends.
IDLE_LOOKS = 3
NAME = "nodeworks-deadlines"


class Limit:
    """The time that something may take, for a `with` block. When it is over the connection is shut down."""

    def __init__(self, deadlines: Deadlines, wire: socket.socket | None, seconds: float) -> None:
        self.is_over = False
        self.seconds = seconds
        self.ends_at = 0.0
        self._deadlines = deadlines
        self._wire = wire

    def __enter__(self) -> Limit:
        if self._wire is not None:
            self.ends_at = time.monotonic() + self.seconds
            self._deadlines.add(self)
        return self

    def __exit__(self, *_reason: object) -> None:
        self._deadlines.discard(self)

    def leave(self) -> None:
        """Leave the block where there is none.

        Raises:
            socket.timeout: it was over.
        """
        self.__exit__()
        self.require()

    def require(self) -> None:
        """Make sure that it is not over: what was read until then may look like all of it.

        Raises:
            socket.timeout: it is, in the words of the HTTP library's own time limit.
        """
        if self.is_over:
            raise socket.timeout("timed out")

    def end(self) -> None:
        """The time is over."""
        self.is_over = True
        if self._wire is not None:
            with contextlib.suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)


class Deadlines:
    """The limits that run at present. `seconds` is the shortest of them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._tick = max(SHORTEST_TICK_SECONDS, seconds / LOOKS)
        self._limits: set[Limit] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def limit(self, wire: socket.socket | None, seconds: float | None = None) -> Limit:
        """A limit on a connection; None is one that is gone already, and has none."""
        return Limit(self, wire, self.seconds if seconds is None else seconds)

    def add(self, limit: Limit) -> None:
        """Watch a limit."""
        with self._lock:
            self._limits.add(limit)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name=NAME, daemon=True)
                self._thread.start()

    def discard(self, limit: Limit) -> None:
        """Watch it no longer."""
        with self._lock:
            self._limits.discard(limit)

    def close(self) -> None:
        """Let the thread end."""
        self._closed.set()

    def _watch(self) -> None:
        idle = 0
        while not self._closed.wait(self._tick):
            with self._lock:
                idle = 0 if self._limits else idle + 1
                if idle > IDLE_LOOKS:
                    self._thread = None
                    return
                now = time.monotonic()
                over = [limit for limit in self._limits if limit.ends_at <= now]
                self._limits.difference_update(over)
                # Within the lock: whoever discards a limit may then close its connection.
                for limit in over:
                    limit.end()


@contextlib.contextmanager
def limited(deadlines: Deadlines, answer: t.Any, seconds: float) -> t.Iterator[Limit]:
    """A limit while the content of an answer is read, of which nothing has been read yet."""
    wire: socket.socket | None = None
    # An answer without content, or a redirect, whose content the library reads of itself, has none by now.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        wire = wire_of(answer.raw)
    try:
        with deadlines.limit(wire, seconds) as limit:
            yield limit
    finally:
        if wire is not None:
            wire.close()


@contextlib.contextmanager
def ended_after(connection: socket.socket, seconds: float) -> t.Iterator[None]:
    """Shut a single connection down if the block takes longer."""
    deadlines = Deadlines(seconds)
    with contextlib.closing(deadlines), wire_of(connection) as wire, deadlines.limit(wire):
        yield


def wire_of(connection: t.Any) -> socket.socket:
    """The connection under whatever encrypts or reads it, with a descriptor of its own: that of the connection is
    closed, and used for something else, as soon as nobody needs it any more."""
    return socket.socket(fileno=os.dup(connection.fileno()))


class PoolMaker:
    """Makes the HTTP library's pools of connections of one kind, with connections that have deadlines."""

    def __init__(self, kind: t.Any, deadlines: Deadlines) -> None:
        self._kind = kind
        self._deadlines = deadlines

    def __call__(self, *positional: t.Any, **named: t.Any) -> t.Any:
        """A pool."""
        pool = self._kind(*positional, **named)
        kind = with_deadlines(pool.ConnectionCls)

        def connect(*positional: t.Any, **named: t.Any) -> t.Any:
            connection = kind(*positional, **named)
            connection.deadlines = self._deadlines
            return connection

        pool.ConnectionCls = connect
        return pool


def guard(manager: t.Any, deadlines: Deadlines) -> t.Any:
    """The HTTP library's manager of pools, whose pools are made so from now on."""
    kinds = manager.pool_classes_by_scheme
    if not all(isinstance(kind, PoolMaker) for kind in kinds.values()):
        manager.pool_classes_by_scheme = {scheme: PoolMaker(kind, deadlines) for scheme, kind in kinds.items()}
    return manager


class Watched:
    """Connections of the HTTP library whose sockets are known, so that they can be shut down from outside."""

    deadlines: Deadlines
    wire: socket.socket | None = None
    handshake: Limit | None = None

    def _new_conn(self) -> t.Any:
        made = t.cast(t.Any, super())._new_conn()
        self._forget_wire()
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self.wire = wire_of(made)
        self.handshake = self.deadlines.limit(self.wire).__enter__()
        return made

    def connect(self) -> t.Any:
        """Connect, and shake hands with the server, through a proxy if there is one, in time."""
        try:
            t.cast(t.Any, super()).connect()
        finally:
            handshake, self.handshake = self.handshake, None
            if handshake is not None:
                handshake.leave()

    def _tunnel(self) -> None:
        t.cast(t.Any, super())._tunnel()
        # Headers that were cut off look like all of them.
        if self.handshake is not None:
            self.handshake.require()

    def getresponse(self, *positional: t.Any, **named: t.Any) -> t.Any:
        """The answer, of which status and headers have been read in time."""
        limit = self.deadlines.limit(self.wire).__enter__()
        try:
            return t.cast(t.Any, super()).getresponse(*positional, **named)
        finally:
            limit.leave()

    def close(self) -> None:
        """Close it."""
        t.cast(t.Any, super()).close()
        self._forget_wire()

    def _forget_wire(self) -> None:
        wire, self.wire = self.wire, None
        if wire is not None:
            wire.close()


@functools.cache
def with_deadlines(kind: t.Any) -> t.Any:
    """The HTTP library's class of connections, with a limit on its handshakes and on the head of each answer."""
    return type(kind.__name__, (Watched, kind), {})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends an answer that comes to no end by itself.

The HTTP library's time limit is for each part of an answer: a server that sends a byte now and then would keep a task
for ever.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import typing as t


class Limit:
    """Closes the connection of an answer when the time is over, for a `with` block in which it is read.

    `answer` is the HTTP library's own, of which nothing has been read.
    """

    def __init__(self, answer: t.Any, seconds: float) -> None:
        self.is_over = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        try:
            # A descriptor of our own: the answer's is closed, and used for something else, as soon as it is read.
            self._socket: socket.socket | None = socket.socket(fileno=os.dup(answer.raw.fileno()))
        except (OSError, ValueError, AttributeError):
            # An answer without content, or a redirect, whose content the library reads of itself: it is gone by now.
            self._socket = None

    def __enter__(self) -> Limit:
        if self._socket is not None:
            self._timer.start()
        return self

    def __exit__(self, *_reason: object) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def _end(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

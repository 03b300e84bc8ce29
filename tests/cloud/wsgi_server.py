# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""The HTTP server in front of each project's WSGI application."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .layout import ADDRESS, Service

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

THREADS = 24  # per project; nova's daemons call the other APIs as well
SECONDS_TO_KEEP_IDLE_CONNECTIONS = 120


class Input:
    """A request's body, as the servers that clouds have in front of their services hand it over.

    It cannot be closed: Glance closes it, and then the next request on the same connection fails with a 500. And a body
    whose sender went away in the middle is an error, not a shorter body: Glance would take it for all of an image.
    """

    def __init__(self, body: Any) -> None:
        self._body = body

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def read(self, *size: int) -> bytes:
        """Return the next bytes."""
        content: bytes = self._body.read(*size)
        # A body that comes in chunks has no length, and ends with a last chunk.
        if not content and getattr(self._body, "remaining", 0) > 0:
            raise OSError("The client went away in the middle of the body.")
        return content

    def close(self) -> None:
        """Leave it open."""


def serve_forever(application: WsgiApplication, service: Service) -> None:
    """Answer requests on the service's port until SIGTERM."""
    from cheroot import wsgi

    def with_input(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environment["wsgi.input"] = Input(environment["wsgi.input"])
        return application(environment, start_response)

    server = wsgi.Server(
        (ADDRESS, service.port),
        with_input,
        numthreads=THREADS,
        server_name=service.name,
        request_queue_size=256,
        timeout=SECONDS_TO_KEEP_IDLE_CONNECTIONS,
    )
    # At once: there is nothing to save, and the daemons' threads would take their time.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # Ctrl-C is the parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.prepare()
    print(f"{service.name} listens on {service.url}", flush=True)
    server.serve()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults a test asks for: what the network, a proxy or a sick service would do to a request."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .wire import Answer, Request

Kind = Literal["answer", "html", "drop", "lost", "masked", "altered", "cut", "delay", "watch"]
Witness = Callable[[Request], object]
Alter = Callable[[Request, Answer], Answer]

_PROXY_PAGE = (
    "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center>"
    "<hr><center>nginx</center></body></html>"
)


@dataclass
class Fault:
    """One fault: which requests it meets, how often, and what happens to them.

    answer  another answer instead; the request is not carried out
    html    a proxy's HTML page instead; the request is not carried out
    drop    the connection is closed without an answer; not carried out
    lost    carried out, then the connection is closed without an answer
    masked  carried out, then another answer is sent than the service's own: another status, a page, garbage
    altered carried out, then what `alter` makes of the answer is sent
    cut     carried out, then the body stops short of its Content-Length
    delay   carried out and answered as usual, only later
    watch   carried out and answered as usual

    Whatever happens to the request, `before` is called just before it is, or would be, carried out, and `after` just
    after that. Both may send requests to the same cloud: so another client gets in between.
    """

    kind: Kind
    method: str | None = None
    path: str | None = None
    service: str | None = None
    region: str | None = None
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    times: int | None = 1
    skip: int = 0
    delay: float = 0.0
    before: Witness | None = None
    after: Witness | None = None
    alter: Alter | None = None
    # How many requests it has met, for a test to assert.
    met: int = 0

    def meets(self, request: Request) -> bool:
        """Tell whether the fault is meant for this request; `path` is a regex over path and query."""
        target = request.path + ("?" + "&".join(request.query) if request.query else "")
        return (
            self.method in (None, request.method)
            and self.service in (None, request.service)
            and self.region in (None, request.region)
            and (self.path is None or bool(re.search(self.path, request.path) or re.search(self.path, target)))
        )

    def answer(self) -> Answer:
        """Return the answer that is sent instead of the service's own."""
        headers = {"Content-Type": "text/html" if self.kind == "html" else "application/json", **self.headers}
        if self.kind == "html" and self.body is None:
            return Answer(self.status, _PROXY_PAGE.format(status=self.status).encode(), headers)
        return Answer(self.status, encode_body(self.body), headers)


class Faults:
    """The faults that wait for their requests, in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        *,
        method: str | None = None,
        path: str | None = None,
        service: str | None = None,
        region: str | None = None,
        status: int = 503,
        headers: dict[str, str] | None = None,
        body: Any = None,
        times: int | None = 1,
        skip: int = 0,
        delay: float = 0.0,
        kind: Kind = "answer",
        before: Witness | None = None,
        after: Witness | None = None,
        alter: Alter | None = None,
    ) -> Fault:
        """Let the next `times` matching requests (None: all) meet a fault, after `skip` that do not."""
        fault = Fault(
            *(kind, method, path, service, region, status, dict(headers or {}), body, times, skip, delay),
            before=before,
            after=after,
            alter=alter,
        )
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._faults.clear()

    def take(self, request: Request) -> Fault | None:
        """Return the first fault that is meant for the request, counting it as used."""
        with self._lock:
            for fault in self._faults:
                if (fault.times is not None and fault.met >= fault.times) or not fault.meets(request):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.met += 1
                return fault
        return None


def encode_body(body: Any) -> bytes:
    """Return bytes and text as they are, anything else as JSON, None as nothing."""
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()

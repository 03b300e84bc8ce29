# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes over the wire: a request, an answer, and the error every service raises.

Nothing here knows a service; each service turns an `ApiError` into its own envelope.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote

Json = dict[str, Any]


class Headers(dict[str, str]):
    """Header names are compared without regard to case (RFC 9110, 5.1)."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__((name.lower(), value) for name, value in pairs)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        """Return the header's value, or the default."""
        return super().get(name.lower(), default)


@dataclass
class Request:
    """One request as it was received, and what became of it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Headers
    raw: bytes = b""
    body: Any = None
    service: str = ""
    region: str = ""
    # The status that was sent, or None when the connection was closed without one.
    status: int | None = None
    # The path inside the service, that is without `/RegionTwo/compute`.
    rest: str = ""
    # Scheme, host, port and prefix of the service: what its links begin with.
    base: str = ""
    request_id: str = ""
    # Whether it came over TLS, and the certificate that the client showed and the server's context could check.
    is_tls: bool = False
    client_certificate: Json | None = None

    def one(self, name: str) -> str | None:
        """Return the last value of a query parameter: where a service reads one value, the last one counts."""
        values = self.query.get(name)
        return values[-1] if values else None

    def is_valid_json(self) -> bool:
        """Tell whether the body, if there is one, could be read as JSON."""
        return not self.raw or self.body is not None or self.raw.strip() == b"null"


@dataclass
class Answer:
    """One answer, ready to be sent."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return the words that go with the status."""
        return HTTPStatus(self.status).phrase if self.status in HTTPStatus._value2member_map_ else "Unknown"


@dataclass
class ApiError(Exception):
    """A request that is refused, in the words of the service."""

    status: int
    message: str
    # Neutron names the exception's class in its answers.
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def json_answer(status: int, data: Any, headers: dict[str, str] | None = None) -> Answer:
    """Return an answer with a JSON body."""
    return Answer(status, json.dumps(data).encode(), {"Content-Type": "application/json", **(headers or {})})


def empty_answer(status: int, headers: dict[str, str] | None = None) -> Answer:
    """Return an answer without a body."""
    return Answer(status, b"", dict(headers or {}))


def html_answer(status: int, sentence: str) -> Answer:
    """Return the page that WebOb makes of an exception; Glance, and unknown paths elsewhere, answer so."""
    title = f"{status} {HTTPStatus(status).phrase}"
    page = (
        f"<html>\n <head>\n  <title>{title}</title>\n </head>\n <body>\n  <h1>{title}</h1>\n"
        f"  {sentence}<br /><br />\n\n\n\n </body>\n</html>"
    )
    return Answer(status, page.encode(), {"Content-Type": "text/html; charset=UTF-8"})


NOT_FOUND_SENTENCE = "The resource could not be found."


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: for long lists of names, which a line for each would make hard to read."""
    return tuple(text.split())


def new_request_id() -> str:
    """Return an id as `x-openstack-request-id` carries it."""
    return f"req-{uuid.uuid4()}"


def parse_query(text: str) -> dict[str, list[str]]:
    """Return the parameters in the order they were given, with empty values kept."""
    query: dict[str, list[str]] = {}
    for pair in text.split("&") if text else []:
        name, _equals, value = pair.partition("=")
        query.setdefault(_unquote(name), []).append(_unquote(value))
    return query


def format_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the query string of a link."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def _unquote(text: str) -> str:
    return unquote(text.replace("+", " "))


def as_bool(text: str) -> bool | None:
    """Return what a service takes a word for, or None when it is no truth value (oslo.utils strutils)."""
    word = text.strip().lower()
    if word in ("1", "t", "true", "on", "y", "yes"):
        return True
    if word in ("0", "f", "false", "off", "n", "no"):
        return False
    return None

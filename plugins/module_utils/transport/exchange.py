# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request and its answer, as the layers above see them: no type of the HTTP library gets out of this layer."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from ..errors import BrokenAnswer
from .files import Sink, Source
from .redact import text_without_secrets

# The type of content of which nothing else is said.
UNKNOWN_CONTENT = "application/octet-stream"
# Methods that change nothing.
READING = ("GET", "HEAD")


@dataclasses.dataclass(frozen=True)
class Request:
    """One HTTP request.

    `body` is sent as JSON, `form` as a web form sends its fields, `content` as it is, `source` too, a piece at a time.
    What a good answer has goes into `sink`, if there is one. `repeatable` says that sending it twice does no harm; None
    leaves that to the method.
    """

    method: str
    url: str
    headers: t.Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    params: t.Sequence[tuple[str, str]] = dataclasses.field(default=(), repr=False)
    body: t.Any = dataclasses.field(default=None, repr=False)
    form: t.Mapping[str, str] | None = dataclasses.field(default=None, repr=False)
    content: bytes | None = dataclasses.field(default=None, repr=False)
    repeatable: bool | None = None
    source: Source | None = dataclasses.field(default=None, repr=False)
    sink: Sink | None = dataclasses.field(default=None, repr=False)

    def is_repeatable(self) -> bool:
        """Whether this may be sent again when it is not known if the first time was carried out."""
        if self.repeatable is not None:
            return self.repeatable
        if self.source is not None:
            # The server may still be busy with the first part of it.
            return False
        # PUT and DELETE name their resource, so a second request changes nothing more.
        return self.method in (*READING, "PUT", "DELETE")


class JsonObject(t.Dict[str, t.Any]):
    """The JSON object of an answer, which knows its request."""

    def __init__(self, content: t.Mapping[str, t.Any], response: Response) -> None:
        super().__init__(content)
        self.response = response

    def broken(self, problem: str) -> BrokenAnswer:
        """The error for an object of another shape than the API reference promises; the problem goes on from "The
        answer"."""
        return self.response.misshapen(problem)


@dataclasses.dataclass(frozen=True)
class Response:
    """One HTTP answer. Header names are lower case; `seconds` is the time from request to the last byte."""

    method: str
    url: str
    status: int
    headers: t.Mapping[str, str] = dataclasses.field(repr=False)
    content: bytes = dataclasses.field(repr=False)
    seconds: float = 0.0
    # The reason as far as it is known beyond the service's words, and advice.
    hint: str = ""

    @property
    def request_id(self) -> str | None:
        """The id under which the service logged this request."""
        return self.headers.get("x-openstack-request-id") or self.headers.get("x-compute-request-id")

    def json(self) -> t.Any:
        """The body, read as JSON.

        Raises:
            BrokenAnswer: it is not JSON; the message shows how it begins.
        """
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            raise self.broken("should be JSON") from None

    def json_object(self) -> JsonObject:
        """The body, which has to be a JSON object; an empty body counts as an empty one.

        Raises:
            BrokenAnswer: it is something else.
        """
        if not self.content.strip():
            return JsonObject({}, self)
        content = self.json()
        if not isinstance(content, dict):
            raise self.broken("should be a JSON object")
        return JsonObject(content, self)

    def broken(self, expectation: str) -> BrokenAnswer:
        """The error for an answer that does not match the API reference. It shows how the answer begins."""
        beginning = text_without_secrets(" ".join(self.content[:2000].decode("utf-8", "replace").split()))
        return self._broken(f"{expectation}, but begins with: {beginning[:120] or '(nothing)'}")

    def misshapen(self, problem: str) -> BrokenAnswer:
        """The error for an answer that is JSON, but of another shape than the API reference promises. Nothing of it is
        shown: it may hold secrets."""
        return self._broken(f"{problem}.")

    def _broken(self, problem: str) -> BrokenAnswer:
        trail = f"HTTP {self.status}" + (f", request id {self.request_id}" if self.request_id else "")
        message = f"The answer to {self.method} {self.url} ({trail}) {problem}"
        return BrokenAnswer(message, method=self.method, url=self.url, request_id=self.request_id)

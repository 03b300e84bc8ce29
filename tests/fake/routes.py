# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which function answers which method and path."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import unquote

Handler = TypeVar("Handler", bound=Callable[..., object])


@dataclass(frozen=True)
class Route(Generic[Handler]):
    """One line of a service's table; `{name}` in the pattern stands for one path segment."""

    method: str
    pattern: str
    handler: Handler


@dataclass(frozen=True)
class Found(Generic[Handler]):
    """What a path leads to: a handler with its parameters, or none but the methods the path would accept."""

    handler: Handler | None
    parameters: dict[str, str]
    allowed: tuple[str, ...]


class Router(Generic[Handler]):
    """Finds the route of a request."""

    def __init__(self, routes: list[Route[Handler]]) -> None:
        self._routes = [(route.method, _compile(route.pattern), route.handler) for route in routes]

    def find(self, method: str, path: str) -> Found[Handler]:
        """Look a path up; a trailing slash makes no difference to the services' routers."""
        path = path.rstrip("/") or "/"
        allowed: list[str] = []
        for verb, pattern, handler in self._routes:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            if verb == method or (method == "HEAD" and verb == "GET"):
                parameters = {name: unquote(value) for name, value in match.groupdict().items()}
                return Found(handler, parameters, ())
            allowed.append(verb)
        return Found(None, {}, tuple(allowed))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(pattern)))

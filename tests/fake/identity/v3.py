# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystone v3: version document, tokens, what a token may do, application credentials, trusts, federation.

Shapes: https://docs.openstack.org/api-ref/identity/v3/. Unlike the other services Keystone is a Flask application:
its errors are compact JSON with a line end, and its unknown paths Werkzeug's HTML page.
"""

from __future__ import annotations

import json

from ..routes import Route, Router
from ..wire import Answer, ApiError, Json, Request, json_answer
from .assignments import Assignments
from .base import Handler, IdentityData
from .credentials import ApplicationCredentials
from .declared import declared
from .federation import Federation
from .lists import Lists
from .methods import known_methods
from .tokens import AuthTokens
from .trusts import Trusts
from .views import version_entry

_NOT_FOUND_PAGE = (
    "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
    "<p>The requested URL was not found on the server. If you entered the URL manually please check your "
    "spelling and try again.</p>\n"
)
TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class IdentityV3:
    """The v3 API."""

    def __init__(self, data: IdentityData) -> None:
        self._data = data
        parts = [kind(data) for kind in (AuthTokens, Lists, ApplicationCredentials, Trusts, Federation, Assignments)]
        self._caller = parts[0].caller
        self._declared = declared(data)
        routes: list[Route[Handler]] = [Route("GET", "/v3", self._version)]
        self._router = Router(routes + [route for part in parts for route in part.routes()])

    def handle(self, request: Request) -> Answer:
        """Answer a request; every answer says that it depends on the token."""
        try:
            answer = self._route(request)
        except ApiError as error:
            answer = self._refuse(request, error)
        answer.headers.setdefault("Vary", "X-Auth-Token")
        # Werkzeug writes the reason in capitals; nothing should depend on it, and so the fake does it too.
        answer.headers["x-fake-reason"] = answer.reason.upper()
        return answer

    def _route(self, request: Request) -> Answer:
        found = self._router.find(request.method, request.rest)
        if found.handler is not None:
            return found.handler(request, **found.parameters)
        if self._declared.has(request.rest.removeprefix("/v3")):
            answer = self._declared.answer(request, self._caller(request), request.rest.removeprefix("/v3"))
            return answer or self.unknown_path()
        if found.allowed:
            answer = json_answer(405, {"message": "The method is not allowed for the requested URL."})
            answer.headers["Allow"] = ", ".join(found.allowed)
            return answer
        return self.unknown_path()

    @staticmethod
    def unknown_path() -> Answer:
        """Return Werkzeug's page."""
        headers = {"Content-Type": "text/html; charset=utf-8", "x-fake-reason": "NOT FOUND"}
        return Answer(404, _NOT_FOUND_PAGE.encode(), headers)

    def _refuse(self, request: Request, error: ApiError) -> Answer:
        content: Json = {"code": error.status, "message": error.message, "title": TITLES[error.status]}
        if "unsupported method" in error.message:
            content["identity"] = {"methods": list(known_methods(self._data.accounts))}
        text = json.dumps({"error": content}, separators=(",", ":"), sort_keys=True) + "\n"
        headers = {"Content-Type": "application/json", **error.headers}
        if error.status == 401:
            headers["WWW-Authenticate"] = f'Keystone uri="{request.base}/v3"'
        return Answer(error.status, text.encode(), headers)

    def _version(self, request: Request) -> Answer:
        return json_answer(200, {"version": version_entry(request)})

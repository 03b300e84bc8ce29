# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Placement: its version document, and 403 for everything else, as people who are no administrators see it."""

from __future__ import annotations

from .keystonemiddleware import AuthToken
from .wire import NOT_FOUND_SENTENCE, Answer, Json, Request, json_answer


class Placement:
    """The placement service."""

    def __init__(self, auth: AuthToken) -> None:
        self._auth = auth

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        answer = self._answer(request)
        answer.headers["x-openstack-request-id"] = request.request_id
        return answer

    def _answer(self, request: Request) -> Answer:
        if request.rest.strip("/") == "":
            version: Json = {"id": "v1.0", "max_version": "1.39", "min_version": "1.0", "status": "CURRENT"}
            body = {"versions": [{**version, "links": [{"rel": "self", "href": ""}]}]}
            return json_answer(200, body, {"openstack-api-version": "placement 1.0", "vary": "openstack-api-version"})
        if self._auth.caller(request) is None:
            return self._auth.refuse()
        if request.rest.startswith("/resource_providers"):
            reason = "Policy does not allow placement:resource_providers:list to be performed."
            detail = f"Access was denied to this resource.\n\n {reason}  "
            return self._refuse(request, 403, "Forbidden", detail)
        return self._refuse(request, 404, "Not Found", f"{NOT_FOUND_SENTENCE}\n\n   ")

    def _refuse(self, request: Request, status: int, title: str, detail: str) -> Answer:
        error = {"status": status, "title": title, "detail": detail, "request_id": request.request_id}
        return json_answer(status, {"errors": [error]}, {"openstack-api-version": "placement 1.0"})

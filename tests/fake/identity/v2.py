# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity v2.0, as Keystone 12 has it, the last with that API; and two ways in that Keystone never had alone.

passwordCredentials and token are compared with a real Keystone 12 (tests/contract/test_identity_v2.py). No server that
checks credentials can be had for RAX-KSKEY:apiKeyCredentials (2.0_apikey, Rackspace's own service) nor for voms
(2.0_voms, a module for the Keystone of 2013 that needs libvomsapi and a grid's certificates): see identity_v2_auth
for where their wire facts come from.
"""

from __future__ import annotations

from ..routes import Route, Router
from ..wire import Answer, ApiError, Json, Request, json_answer
from .base import Handler, IdentityData, Part, forbidden
from .schema import expecting
from .v2_auth import authenticate
from .v2_views import access_view, tenant_view

_TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class IdentityV2(Part):
    """The public v2.0 API: the version document, tokens, and the tenants of a token."""

    def __init__(self, data: IdentityData) -> None:
        super().__init__(data)
        self._router = Router(self.routes())

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("GET", "/v2.0", self._version),
            Route("POST", "/v2.0/tokens", self._issue),
            Route("GET", "/v2.0/tokens/{id}", self._validate),
            Route("GET", "/v2.0/tenants", self._tenants),
        ]

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        try:
            found = self._router.find(request.method, request.rest)
            # Its router (Routes) knows no 405: a path with another method is one it does not have.
            if found.handler is None:
                return resource_not_found(request)
            answer = found.handler(request, **found.parameters)
        except ApiError as error:
            return refusal(request, error)
        answer.headers["Vary"] = "X-Auth-Token"
        return answer

    def _version(self, request: Request) -> Answer:
        return json_answer(200, {"version": version_2_entry(request)})

    def _issue(self, request: Request) -> Answer:
        token = authenticate(request, _json_body(request), self.data)
        return json_answer(200, {"access": access_view(token, self.accounts, self.data.catalog())})

    def _validate(self, request: Request, id: str) -> Answer:
        if not self.caller(request).is_admin:
            raise forbidden("identity:validate_token")
        token = self.tokens.find(id)
        if token is None:
            raise ApiError(404, f"This is not a recognized Fernet token {id}")
        return json_answer(200, {"access": access_view(token, self.accounts, self.data.catalog())})

    def _tenants(self, request: Request) -> Answer:
        caller = self.caller(request)
        mine = [item for item in self.accounts.projects_of(caller.user.id) if item.domain_id == "default"]
        first, last = 0, None
        marker, limit = request.one("marker"), request.one("limit")
        if marker is not None:
            ids = [item.id for item in mine]
            if marker not in ids:
                raise ApiError(400, "Marker could not be found")
            first = ids.index(marker) + 1
        if limit is not None:
            if not limit.isdigit():
                raise ApiError(400, "Invalid limit value")
            last = first + int(limit)
        return json_answer(200, {"tenants": [tenant_view(item) for item in mine[first:last]], "tenants_links": []})


def _json_body(request: Request) -> Json:
    """Return the parameters of a request; what Keystone 12 makes of a body (keystone/middleware/core.py)."""
    if not request.raw:
        return {}
    kind = request.headers.get("Content-Type", "").split(";")[0].strip()
    if kind not in ("application/json", ""):
        raise expecting("application/json", "Content-Type header")
    if not request.is_valid_json():
        raise expecting("valid JSON", "request body")
    return request.body if isinstance(request.body, dict) else {}


def refusal(request: Request, error: ApiError) -> Answer:
    """Return an error in the envelope of Keystone 12, or in the one that the error brings with it."""
    envelope, content = error.kind or "error", {"code": error.status, "message": error.message}
    headers = {"Vary": "X-Auth-Token", **error.headers}
    if not error.kind:
        content = {"code": error.status, "title": _TITLES[error.status], "message": error.message}
        if error.status == 401:
            headers["WWW-Authenticate"] = f'Keystone uri="{request.base}"'
    return json_answer(error.status, {envelope: content}, headers)


def resource_not_found(request: Request) -> Answer:
    """Return the answer to a path that Keystone 12 does not have."""
    url = f"{request.base}{request.rest}"
    return refusal(request, ApiError(404, f"({url}): The resource could not be found."))


def version_2_entry(request: Request) -> Json:
    """Return the version document of v2.0."""
    return {
        "id": "v2.0",
        "status": "deprecated",
        "updated": "2016-08-04T00:00:00Z",
        "links": [
            {"rel": "self", "href": f"{request.base}/v2.0/"},
            {"rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"},
        ],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v2.0+json"}],
    }

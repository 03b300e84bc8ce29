# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Auth 1.0 and 1.1, from before Keystone.

1.0: GET /v1.0 with the user and the key in headers. Refusals are those of Swift's TempAuth, which still speaks it
(swift/common/middleware/tempauth.py 2.35) and answers 200; Rackspace's service answered 204, and so does the fake.
Its users are `account:user`, Rackspace's plain names: both are understood, and `user:tenant` too.

1.1: POST /v1.1/auth with the user and the API key in JSON. No server that checks credentials can be had for it:
Rackspace switched it off and never published one that runs. The shape of the answer, and the offset in its times,
are those of a recorded one (php-opencloud's and Libcloud's tests), the refusals those of Rackspace's cloud-identity.
"""

from __future__ import annotations

from datetime import timedelta, timezone

from ..accounts import Project, User
from ..catalog import filled_in
from ..clock import utcnow
from ..tokens import Scope, Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .base import IdentityData

_REFUSED = (
    "<html><h1>Unauthorized</h1><p>This server could not verify that you are authorized to access the document you "
    "requested.</p></html>"
)
_NOT_ALLOWED = "<html><h1>Method Not Allowed</h1><p>The method is not allowed for this resource.</p></html>"
_NOT_FOUND = "<html><h1>Not Found</h1><p>The resource could not be found.</p></html>"

# The names that services have in a 1.1 catalog.
_NAMES = {
    "compute": "cloudServers",
    "object-store": "cloudFiles",
    "block-storage": "cloudBlockStorage",
    "image": "cloudImages",
    "network": "cloudNetworks",
}


class IdentityV10:
    """Auth 1.0."""

    def __init__(self, data: IdentityData) -> None:
        self._data = data

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        if request.method != "GET":
            return _page(405, _NOT_ALLOWED)
        if request.rest.rstrip("/") != "/v1.0":
            return _page(404, _NOT_FOUND)
        name = request.headers.get("X-Auth-User") or request.headers.get("X-Storage-User") or ""
        key = request.headers.get("X-Auth-Key") or request.headers.get("X-Storage-Pass") or ""
        found = self._find(name, key)
        if found is None:
            answer = _page(401, _REFUSED)
            account, colon, _user = name.partition(":")
            answer.headers["Www-Authenticate"] = f'Swift realm="{account if colon and account else "unknown"}"'
            return answer
        return empty_answer(204, self._headers(request, _issue(*found, self._data)))

    def _find(self, name: str, key: str) -> tuple[User, Project] | None:
        """Find the user whose name and key these are, and the project that is meant."""
        accounts = self._data.accounts
        left, colon, right = name.partition(":")
        # Swift's order first, then the other; a name without colon means the user's own project.
        candidates = [(right, left), (left, right)] if colon else [(name, "")]
        for user_name, project_name in candidates:
            user = accounts.user(user_name, "default")
            if user is None or not user.enabled or not key or key not in (user.api_key, user.password):
                continue
            mine = {project.name: project for project in accounts.projects_of(user.id)}
            project = mine.get(project_name) if colon else accounts.home(user)
            if project is not None:
                return user, project
        return None

    def _headers(self, request: Request, token: Token) -> dict[str, str]:
        catalog = _by_name(self._data, token)
        root = request.base.removesuffix("/identity")
        storage = f"{root}/v1/AUTH_{token.project_id}"
        left = int((token.expires_at - utcnow()).total_seconds())
        return {
            "X-Auth-Token": token.id,
            "X-Storage-Token": token.id,
            "X-Auth-Token-Expires": str(left),
            "X-Server-Management-Url": _first_url(catalog, "cloudServers", f"{root}/compute/v2.1"),
            "X-Storage-Url": _first_url(catalog, "cloudFiles", storage),
            "X-CDN-Management-Url": _first_url(catalog, "cloudFilesCDN", storage),
        }


class IdentityV11:
    """Auth 1.1."""

    def __init__(self, data: IdentityData) -> None:
        self._data = data

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        try:
            return self._answer(request)
        except ApiError as error:
            return json_answer(error.status, {error.kind: {"code": error.status, "message": error.message}})

    def _answer(self, request: Request) -> Answer:
        if request.rest.rstrip("/") != "/v1.1/auth":
            raise ApiError(404, "Not Found", "itemNotFound")
        if request.method != "POST":
            raise ApiError(405, "Method Not Allowed", "methodNotAllowed")
        token = self._authenticate(request.body)
        # The service's clock was in Texas.
        expires = token.expires_at.astimezone(timezone(timedelta(hours=-6))).strftime("%Y-%m-%dT%H:%M:%S.000%z")
        shown = {"id": token.id, "expires": f"{expires[:-2]}:{expires[-2:]}"}
        return json_answer(200, {"auth": {"token": shown, "serviceCatalog": _by_name(self._data, token)}})

    def _authenticate(self, body: object) -> Token:
        part = body.get("credentials") if isinstance(body, dict) and set(body) == {"credentials"} else None
        if not isinstance(part, dict) or not set(part) <= {"username", "key"}:
            raise ApiError(400, "Invalid JSON request body", "badRequest")
        for name, called in (("key", "apiKey"), ("username", "username")):
            if not part.get(name):
                raise ApiError(400, f"Expecting {called}", "badRequest")
        user = self._data.accounts.user(str(part["username"]), "default")
        project = self._data.accounts.home(user) if user is not None else None
        if user is None or project is None or not user.enabled or not user.api_key or part["key"] != user.api_key:
            raise ApiError(401, "Username or api key is invalid", "unauthorized")
        return _issue(user, project, self._data)


def _issue(user: User, project: Project, data: IdentityData) -> Token:
    roles = data.accounts.roles(user.id, "project", project.id)
    return data.tokens.issue(user, Scope(project=project), roles, ["password"])


def _by_name(data: IdentityData, token: Token) -> Json:
    """Return the catalog as 1.1 has it; what had no name there is left out."""
    services: Json = {}
    for entry in filled_in(data.catalog(), token.project_id, token.user.id):
        if entry["type"] in _NAMES:
            services[_NAMES[entry["type"]]] = _endpoints(entry)
    return services


def _endpoints(entry: Json) -> list[Json]:
    regions: dict[str | None, Json] = {}
    for item in entry["endpoints"]:
        if item["interface"] != "admin":
            region = item.get("region", item.get("region_id"))
            regions.setdefault(region, {"region": region})[f"{item['interface']}URL"] = item.get("url")
    endpoints = list(regions.values())
    # The one that clients of 1.0, which know no regions, are sent to.
    for endpoint in endpoints[:1]:
        endpoint["v1Default"] = True
    return endpoints


def _first_url(catalog: Json, name: str, otherwise: str) -> str:
    endpoints = catalog.get(name) or [{}]
    return str(endpoints[0].get("publicURL") or otherwise)


def _page(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), {"Content-Type": "text/html; charset=UTF-8"})

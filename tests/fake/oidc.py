# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OpenID Connect provider: its discovery document and its token endpoint.

No server that checks credentials can be had for it in the tests: real ones are large (Keycloak is a Java server).
Wire facts: RFC 6749 4.3 (password), 4.4 (client_credentials), 2.3.1 (HTTP Basic), 5.2 (errors); OpenID Connect
Discovery 1.0, section 3 and 4; statuses and descriptions of the errors as Keycloak gives them. Users and passwords are
those of the accounts; an access token is known to the federation's identity provider from when it is issued.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from urllib.parse import unquote_plus

from .accounts import Accounts, OidcClient, User
from .wire import Answer, ApiError, Json, Request, json_answer, parse_query

SCOPES = ("openid", "profile", "email", "offline_access")
_LIFETIME = 300


class OidcProvider:
    """The provider, at /oidc."""

    def __init__(self, accounts: Accounts, identity_provider: str = "corp") -> None:
        self._accounts = accounts
        # The identity provider of the accounts for which access tokens are made.
        self.identity_provider = identity_provider

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        try:
            return self._answer(request)
        except ApiError as error:
            headers = {"Cache-Control": "no-store", **error.headers}
            return json_answer(error.status, {"error": error.kind, "error_description": error.message}, headers)

    def _answer(self, request: Request) -> Answer:
        if (request.method, request.rest) == ("GET", "/.well-known/openid-configuration"):
            return json_answer(200, _discovery(request.base))
        if request.rest != "/token":
            raise ApiError(404, "Unable to find matching target resource method", "unknown_error")
        if request.method != "POST":
            raise ApiError(405, "HTTP 405 Method Not Allowed", "unknown_error")
        return self._token(request)

    def _token(self, request: Request) -> Answer:
        if request.headers.get("Content-Type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
            raise ApiError(415, "HTTP 415 Unsupported Media Type", "unknown_error")
        form = {name: values[-1] for name, values in parse_query(request.raw.decode()).items()}
        client = self._client(request, form)
        grant = form.get("grant_type")
        if grant is None:
            raise ApiError(400, "Missing form parameter: grant_type", "invalid_request")
        user: User | None
        if grant == "password":
            user = self._user(form)
        elif grant == "client_credentials":
            user = self._accounts.user(client.user_id)
        else:
            raise ApiError(400, "Unsupported grant_type", "unsupported_grant_type")
        if user is None or not user.enabled:
            raise ApiError(400, "Account disabled", "invalid_grant")
        scope = form.get("scope", "profile")
        if not set(scope.split()) <= set(SCOPES):
            raise ApiError(400, f"Invalid scopes: {scope}", "invalid_scope")
        access_token = self._issue(user)
        body: Json = {
            "access_token": access_token,
            "expires_in": _LIFETIME,
            "token_type": "Bearer",
            "scope": scope,
        }
        return json_answer(200, body, {"Cache-Control": "no-store", "Pragma": "no-cache"})

    def _client(self, request: Request, form: dict[str, str]) -> OidcClient:
        """Return the program that asks: by HTTP Basic, which every provider has to take, or in the form."""
        name, secret = _basic(request.headers.get("Authorization", "")) or (
            form.get("client_id", ""),
            form.get("client_secret", ""),
        )
        client = next((item for item in self._accounts.oidc_clients if item.id == name), None)
        if client is None or secret != client.secret:
            headers = {"WWW-Authenticate": 'Basic realm="oidc"'}
            raise ApiError(401, "Invalid client or Invalid client credentials", "invalid_client", headers)
        return client

    def _user(self, form: dict[str, str]) -> User:
        if "username" not in form:
            raise ApiError(401, "Missing parameter: username", "invalid_request")
        user = self._accounts.user(form["username"], "default")
        if user is None or form.get("password") != user.password:
            raise ApiError(401, "Invalid user credentials", "invalid_grant")
        return user

    def _issue(self, user: User) -> str:
        provider = self._accounts.identity_provider(self.identity_provider)
        access_token = f"eyJ{secrets.token_urlsafe(90)}"
        if provider is not None:
            provider.access_tokens[access_token] = user.id
        return access_token


def _basic(header: str) -> tuple[str, str] | None:
    kind, _space, value = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    # RFC 6749 2.3.1: both parts are form-encoded before they are put together.
    return unquote_plus(name), unquote_plus(secret)


def _discovery(base: str) -> Json:
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/auth",
        "token_endpoint": f"{base}/token",
        "jwks_uri": f"{base}/certs",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "grant_types_supported": ["password", "client_credentials"],
        "scopes_supported": list(SCOPES),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }

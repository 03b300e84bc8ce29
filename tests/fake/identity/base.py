# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of the identity service share: its data, the caller of a request, lists, the answer to a policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..accounts import Accounts
from ..routes import Route
from ..tokens import Token, Tokens
from ..wire import Answer, ApiError, Json, Request, json_answer
from .receipts import Receipts

Handler = Callable[..., Answer]

NEEDS_AUTHENTICATION = "The request you have made requires authentication."


@dataclass
class IdentityData:
    """The data of the identity service, the same for every version of its API."""

    accounts: Accounts
    tokens: Tokens
    catalog: Callable[[], list[Json]]
    receipts: Receipts = field(default_factory=Receipts)
    # Who the VOMS proxy certificate belongs to; None is a certificate that belongs to nobody.
    voms_user: str | None = None
    # Whether v2.0 takes Rackspace's API keys and VOMS certificates; Keystone alone knows neither.
    v2_extensions: bool = True


class Part:
    """Some of the requests of one version."""

    def __init__(self, data: IdentityData) -> None:
        self.data = data
        self.accounts = data.accounts
        self.tokens = data.tokens

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return []

    def caller(self, request: Request) -> Token:
        """Return the token that the request came with."""
        token = self.tokens.find(request.headers.get("X-Auth-Token"))
        # A token may be looked at whatever its access rules say.
        is_looked_at = request.method == "GET" and request.path.endswith("/v3/auth/tokens")
        if token is None or not (is_looked_at or token.is_for("identity", request.method, request.path)):
            raise unauthorized()
        return token

    def collection(self, request: Request, name: str, items: list[Json]) -> Answer:
        """Return a list as v3 shows it."""
        links = {"next": None, "self": f"{request.base}{request.rest}", "previous": None}
        return json_answer(200, {name: items, "links": links})


def unauthorized() -> ApiError:
    """Return the one sentence Keystone has for wrong names, secrets and scopes: it never says which."""
    return ApiError(401, NEEDS_AUTHENTICATION)


def forbidden(action: str | None = None) -> ApiError:
    """Return Keystone's answer when a policy says no."""
    detail = f": {action}" if action else ""
    return ApiError(403, f"You are not authorized to perform the requested action{detail}.")

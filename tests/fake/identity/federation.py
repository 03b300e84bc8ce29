# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Federation: an identity provider's access token, exchanged for a token without scope (keystone/api/os_federation.py).

In front of the real one stands a web server's module (mod_auth_openidc, say) that checks the access token and hands
on whose it is; here the identity providers of the accounts know that. The contract tests compare with a real Keystone
whose mapping looks at the Authorization header itself. https://docs.openstack.org/api-ref/identity/v3-ext/.
"""

from __future__ import annotations

from ..routes import Route
from ..tokens import Scope
from ..wire import Answer, ApiError, Request
from .base import Handler, unauthorized
from .methods import known_methods, unsupported
from .tokens import TokenPart

_AUTH = "/v3/OS-FEDERATION/identity_providers/{idp}/protocols/{protocol}/auth"


class Federation(TokenPart):
    """The addresses at which federated users come in."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [Route("GET", _AUTH, self._auth), Route("POST", _AUTH, self._auth)]

    def _auth(self, request: Request, idp: str, protocol: str) -> Answer:
        if protocol not in known_methods(self.accounts):
            raise unsupported()
        provider = self.accounts.identity_provider(idp)
        if provider is None:
            raise ApiError(404, f"Could not find Identity Provider: {idp}.")
        if protocol not in provider.protocols:
            raise ApiError(404, f"Could not find federated protocol {protocol} for Identity Provider: {idp}.")
        kind, _space, access_token = request.headers.get("Authorization", "").partition(" ")
        user = self.accounts.user(provider.access_tokens.get(access_token, ""))
        if kind.lower() != "bearer" or user is None or not user.enabled:
            raise unauthorized()
        token = self.tokens.issue(user, Scope(), [], [protocol])
        token.federation = (idp, protocol)
        return self.token_answer(request, token, 201)

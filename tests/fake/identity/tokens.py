# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of v3: issued, shown, revoked."""

from __future__ import annotations

from ..catalog import filled_in
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Request, empty_answer, json_answer
from .auth import authenticate
from .base import Handler, Part, forbidden
from .receipts import RECEIPT_HEADER, MissingFactors
from .schema import expecting
from .views import domain_ref, token_view


class TokenPart(Part):
    """A part that answers with tokens."""

    def token_answer(self, request: Request, token: Token, status: int) -> Answer:
        """Return the answer that shows a token, with its catalog unless the request wants none."""
        content = token_view(token, self.accounts)
        if not token.scope.is_unscoped() and "nocatalog" not in request.query:
            content["catalog"] = filled_in(self.data.catalog(), token.project_id, token.user.id)
        return json_answer(status, {"token": content}, {"X-Subject-Token": token.id})


class AuthTokens(TokenPart):
    """/v3/auth/tokens."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("POST", "/v3/auth/tokens", self._issue),
            Route("GET", "/v3/auth/tokens", self._validate),
            Route("DELETE", "/v3/auth/tokens", self._revoke),
        ]

    def _issue(self, request: Request) -> Answer:
        if request.raw:
            if "json" not in request.headers.get("Content-Type", ""):
                raise expecting("application/json", "Content-Type header")
            if not request.is_valid_json() or not isinstance(request.body, (dict, type(None))):
                raise expecting("valid JSON", "request body")
        try:
            token = authenticate(request.body, request.headers.get(RECEIPT_HEADER), self.data)
        except MissingFactors as missing:
            # 401 without the challenge and the envelope that every other 401 has (keystone/receipt/handlers.py).
            body = missing.body(domain_ref(missing.receipt.user.domain_id, self.accounts))
            return json_answer(401, body, {RECEIPT_HEADER: missing.receipt.id})
        return self.token_answer(request, token, 201)

    def _validate(self, request: Request) -> Answer:
        caller = self.caller(request)
        subject = self._subject(request, caller, "validate_token")
        # Those who do not say that they will heed its rules are not told of it (keystone/token/provider.py).
        if subject.access_rules and float(request.headers.get("OpenStack-Identity-Access-Rules") or 0) < 1:
            raise ApiError(404, "Failed to validate token")
        return self.token_answer(request, subject, 200)

    def _revoke(self, request: Request) -> Answer:
        caller = self.caller(request)
        self._subject(request, caller, "revoke_token").revoked = True
        return empty_answer(204)

    def _subject(self, request: Request, caller: Token, action: str) -> Token:
        """Return the token that X-Subject-Token names; other people's are for administrators."""
        subject_id = request.headers.get("X-Subject-Token")
        subject = self.tokens.issued.get(subject_id or "")
        if subject_id is not None and subject is None:
            raise ApiError(404, "Could not recognize Fernet token")
        if subject is None or (subject.user.id != caller.user.id and not caller.is_admin):
            raise forbidden(f"identity:{action}")
        if not subject.is_valid():
            raise ApiError(404, "Failed to validate token")
        return subject

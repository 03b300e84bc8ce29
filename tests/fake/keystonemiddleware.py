# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check that stands in front of every service but Keystone (keystonemiddleware/auth_token)."""

from __future__ import annotations

from .identity.base import NEEDS_AUTHENTICATION
from .tokens import Token, Tokens
from .wire import Answer, Request, html_answer, json_answer

_GLANCE_SENTENCE = (
    "This server could not verify that you are authorized to access the document you requested. Either you supplied "
    "the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials "
    "required."
)


# A service here -> what it takes itself for (`service_type` in [keystone_authtoken]), where that is another word.
SERVICE_TYPES = {"volume": "block-storage"}


class AuthToken:
    """Knows the tokens and where the identity service is."""

    def __init__(self, tokens: Tokens, identity_url: str) -> None:
        self._tokens = tokens
        self._challenge = f'Keystone uri="{identity_url}"'

    def caller(self, request: Request) -> Token | None:
        """Return the token the request came with, if it is good, and good for this request."""
        token = self._tokens.find(request.headers.get("X-Auth-Token"))
        service_type = SERVICE_TYPES.get(request.service, request.service)
        return token if token is not None and token.is_for(service_type, request.method, request.path) else None

    def refuse(self) -> Answer:
        """Return the middleware's own answer; a missing and a wrong token get the same."""
        content = {"code": 401, "title": "Unauthorized", "message": NEEDS_AUTHENTICATION}
        return json_answer(401, {"error": content}, {"WWW-Authenticate": self._challenge})

    def refuse_as_glance(self) -> Answer:
        """Return Glance's answer: its pipeline lets requests through and the API refuses them itself, in HTML."""
        answer = html_answer(401, _GLANCE_SENTENCE)
        answer.headers["WWW-Authenticate"] = self._challenge
        return answer

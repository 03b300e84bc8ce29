# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token that is already there: looked at for its catalog, or used to ask for one with another scope."""

from __future__ import annotations

import dataclasses

from ..config.cloud_config import Identity
from .conversation import AuthRequest, Conversation
from .v3 import read_access, token_request, v3_root


def converse(identity: Identity, auth_version: str) -> Conversation:
    """Validate the token or, if a scope is wanted, exchange it for one with that scope."""
    token = identity.auth_token or ""
    if identity.token_scope == "unscoped":
        # The token as it is: looking at it costs no new token and keeps its scope.
        # Without the last one Keystone shows no token of an application credential with access rules.
        headers = {"X-Auth-Token": token, "X-Subject-Token": token, "OpenStack-Identity-Access-Rules": "1.0"}
        answer = yield AuthRequest("GET", f"{v3_root(identity)}/auth/tokens", headers=headers)
        seen = dataclasses.replace(answer, headers={**answer.headers, "x-subject-token": token})
        return read_access(seen, auth_version)
    answer = yield token_request(identity, fragment(token))
    return read_access(answer, auth_version)


def fragment(token: str) -> dict[str, object]:
    """This method's part of the token request."""
    return {"methods": ["token"], "token": {"id": token}}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tokens that were issued, and the check every service makes of them."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .accounts import Domain, Project, Trust, User
from .clock import utcnow

# In the path of an access rule: its parts, and what those stand for that are no plain text.
_PART = re.compile(r"\*\*|\*|{[^}]*}|[^*{]+")
_PARTS = {"**": ".*", "*": "[^/]+", "{": "[^/]+"}


def new_audit_id() -> str:
    """Return an audit id: 16 random bytes in URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


@dataclass
class Scope:
    """What a token is good for: at most one of project, domain and system."""

    project: Project | None = None
    domain: Domain | None = None
    system: bool = False
    trust: Trust | None = None

    def is_unscoped(self) -> bool:
        """Tell whether the token opens nothing but the identity service."""
        return self.project is None and self.domain is None and not self.system


@dataclass
class Token:
    """A token. Its id is opaque to everyone but the identity service."""

    id: str
    user: User
    scope: Scope
    roles: list[str]
    methods: list[str]
    issued_at: datetime
    expires_at: datetime
    audit_ids: list[str] = field(default_factory=list)
    application_credential_id: str | None = None
    # The requests that the application credential is for; empty is all of them.
    access_rules: list[dict[str, str]] = field(default_factory=list)
    # Identity provider and protocol by which a federated user came.
    federation: tuple[str, str] | None = None
    revoked: bool = False

    @property
    def is_admin(self) -> bool:
        """Tell whether the services' policies treat the caller as an administrator."""
        return "admin" in (role.lower() for role in self.roles)

    @property
    def project_id(self) -> str:
        """Return the project's id, or nothing when the token has none."""
        return self.scope.project.id if self.scope.project else ""

    def is_for(self, service_type: str, method: str, path: str) -> bool:
        """Tell whether the rules allow a request (keystonemiddleware/auth_token, `validate_allowed_request`)."""
        return not self.access_rules or any(
            (rule["service"], rule["method"]) == (service_type, method) and _path_matches(path, rule["path"])
            for rule in self.access_rules
        )

    def is_valid(self) -> bool:
        """Tell whether the token still opens doors."""
        return not self.revoked and utcnow() < self.expires_at


def _path_matches(path: str, pattern: str) -> bool:
    """Tell whether a path is meant: `*` and `{name}` stand for one part of it, `**` for any number of them."""
    parts = [_PARTS.get(part[:2], _PARTS.get(part[:1], re.escape(part))) for part in _PART.findall(pattern)]
    return re.fullmatch("".join(parts), path) is not None


class Tokens:
    """All tokens. Tests shorten their life or revoke them."""

    def __init__(self) -> None:
        self.lifetime_seconds: float = 3600
        self.issued: dict[str, Token] = {}

    def issue(
        self, user: User, scope: Scope, roles: list[str], methods: list[str], parent: Token | None = None
    ) -> Token:
        """Issue a token; one made from another never outlives it (keystone/token/provider.py)."""
        now = utcnow()
        expires = parent.expires_at if parent else now + timedelta(seconds=self.lifetime_seconds)
        audit_ids = [new_audit_id()] + (parent.audit_ids[-1:] if parent else [])
        token = Token("gAAAAAB" + secrets.token_urlsafe(120), user, scope, roles, methods, now, expires, audit_ids)
        self.issued[token.id] = token
        return token

    def find(self, token_id: str | None) -> Token | None:
        """Return a valid token, or None."""
        token = self.issued.get(token_id or "")
        return token if token is not None and token.is_valid() else None

    def revoke_all(self) -> None:
        """Revoke every token issued so far; later ones are good."""
        for token in self.issued.values():
            token.revoked = True

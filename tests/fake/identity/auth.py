# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A v3 token request, from its body to a new token (keystone/auth/core.py, keystone/api/_shared/authentication.py)."""

from __future__ import annotations

from typing import Any

from ..accounts import Accounts, Project, Trust, User
from ..clock import utcnow
from ..tokens import Scope, Token
from ..wire import ApiError, Json
from .base import IdentityData, forbidden, unauthorized
from .methods import Identified, check_methods, find_domain, identify, known_methods
from .schema import check_token_request, expecting


def authenticate(body: Any, receipt_id: str | None, data: IdentityData) -> Token:
    """Return the token for a request body, or raise what Keystone answers."""
    if not isinstance(body, dict) or not isinstance(body.get("auth"), dict):
        raise expecting("auth", "request body")
    auth: Json = body["auth"]
    check_token_request(auth)
    accounts = data.accounts
    check_methods(auth["identity"], accounts)
    scope = _scope(auth.get("scope"), accounts)
    who = identify(auth["identity"], accounts, data.tokens)
    if who.user is None:
        raise unauthorized()
    shown = data.receipts.methods(receipt_id, who.user)
    who.methods += [method for method in shown if method not in who.methods]
    data.receipts.check(who.user, who.methods, known_methods(accounts))
    return _issue(who, who.user, auth, scope, data)


def _issue(who: Identified, user: User, auth: Json, scope: Scope | None, data: IdentityData) -> Token:
    accounts = data.accounts
    if who.credential is not None:
        # An application credential brings its own project; asking for another scope is refused.
        if auth.get("scope") is not None:
            sentence = "Application credentials cannot request a scope."
            raise ApiError(401, f"Error authenticating with application credential: {sentence}")
        scope = Scope(project=accounts.project(who.credential.project_id))
        roles = list(who.credential.roles)
    elif scope is not None and scope.trust is not None:
        user, roles = _consume(scope.trust, user, accounts)
    else:
        if scope is None:
            # Those who come from another identity provider get a token without scope (see the federated answer).
            scope = Scope() if who.federation else _default_scope(user, accounts)
        if scope.project is not None or scope.domain is not None:
            _check_parent(who)
        roles = _roles(user, scope, accounts)
    token = data.tokens.issue(user, scope, roles, who.methods, who.parent)
    token.application_credential_id = who.credential.id if who.credential else None
    token.access_rules = who.credential.access_rules if who.credential else []
    token.federation = who.federation
    return token


def _check_parent(who: Identified) -> None:
    if who.parent is not None and who.parent.scope.system:
        kinds = "a project-scoped or domain-scoped token"
        raise forbidden(f"Using a system-scoped token to create {kinds} is not allowed.")


def _consume(trust: Trust, trustee: User, accounts: Accounts) -> tuple[User, list[str]]:
    """Return whose name the token has, and its roles, those of the trust; one use of it is gone."""
    if trustee.id != trust.trustee_id:
        raise forbidden()
    trustor = accounts.user(trust.trustor_id)
    if trustor is None or not trustor.enabled:
        raise forbidden()
    if trust.remaining_uses is not None:
        trust.remaining_uses -= 1
    return trustor if trust.impersonation else trustee, accounts.with_implied(trust.roles)


def _roles(user: User, scope: Scope, accounts: Accounts) -> list[str]:
    if scope.is_unscoped():
        return []
    if scope.project is not None:
        roles = accounts.roles(user.id, "project", scope.project.id)
    elif scope.domain is not None:
        roles = accounts.roles(user.id, "domain", scope.domain.id)
    else:
        roles = accounts.roles(user.id, "system", "all")
    if not roles:
        raise unauthorized()
    return roles


def _default_scope(user: User, accounts: Accounts) -> Scope:
    """Without a scope in the request, the user's default project is taken, if there is one and it may be entered."""
    project = accounts.project(user.default_project_id) if user.default_project_id else None
    if project is not None and accounts.roles(user.id, "project", project.id):
        return Scope(project=project)
    return Scope()


def _scope(wanted: Any, accounts: Accounts) -> Scope | None:
    """Return the scope asked for, or None when none was."""
    if wanted is None:
        return None
    kinds = [name for name in ("system", "project", "domain", "OS-TRUST:trust", "unscoped") if name in wanted]
    if len(kinds) != 1:
        raise expecting("system, project, domain, OS-TRUST:trust or unscoped", "scope")
    kind = kinds[0]
    if kind == "unscoped":
        return Scope()
    if kind == "project":
        return Scope(project=_project(wanted["project"], accounts))
    if kind == "domain":
        return Scope(domain=find_domain(wanted["domain"], accounts))
    if kind == "system":
        if wanted["system"].get("all") is not True:
            raise unauthorized()
        return Scope(system=True)
    trust = _trust(wanted["OS-TRUST:trust"], accounts)
    return Scope(project=accounts.project(trust.project_id), trust=trust)


def _trust(wanted: Json, accounts: Accounts) -> Trust:
    if not wanted.get("id"):
        raise expecting("trust_id", "trust")
    trust = next((item for item in accounts.trusts if item.id == wanted["id"]), None)
    # A trust that is used up or out of date is as good as none.
    if trust is None or trust.remaining_uses == 0 or (trust.expires_at is not None and utcnow() >= trust.expires_at):
        raise unauthorized()
    return trust


def _project(wanted: Json, accounts: Accounts) -> Project:
    if "id" in wanted:
        project = accounts.project(wanted["id"])
    elif "name" not in wanted:
        raise expecting("id or name", "project")
    elif "domain" not in wanted:
        raise expecting("domain", "project")
    else:
        project = accounts.project(wanted["name"], find_domain(wanted["domain"], accounts).id)
    if project is None or not project.enabled:
        raise unauthorized()
    return project

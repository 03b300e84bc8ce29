# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A v2.0 token request, from its body to a new token.

Where the facts come from:
passwordCredentials, token  keystone/token/controllers.py of Keystone 12.0.3, and that server itself.
RAX-KSKEY                   Rackspace's cloud-identity: requests as Libcloud sends them, the sentences of its refusals
                            from its source (Validator, AuthenticationService); its token is shown as Keystone's.
voms                        keystone-voms, keystone_voms/core.py. The certificate is the proxy of a grid's user; here
                            `Identity.voms_user` says whose it is.
"""

from __future__ import annotations

from typing import Any

from ..accounts import Project, User
from ..tokens import Scope, Token
from ..wire import ApiError, Json, Request
from .base import IdentityData, forbidden, unauthorized
from .schema import expecting

_API_KEY = "RAX-KSKEY:apiKeyCredentials"


def authenticate(request: Request, body: Json, data: IdentityData) -> Token:
    """Return the token for a request body, or raise what the service answers."""
    # The body's members are the arguments of a Python method there.
    for name in body:
        if name != "auth":
            raise ApiError(400, f"Auth.authenticate() got an unexpected keyword argument {name!r}")
    auth = body.get("auth")
    if not isinstance(auth, dict):
        raise expecting("auth", "request body")
    if "voms" in auth and data.v2_extensions:
        user = _voms(request, auth, data)
    elif "token" in auth:
        return _rescoped(auth, data)
    elif "passwordCredentials" in auth:
        user = _password(auth["passwordCredentials"], data)
    elif _API_KEY in auth and data.v2_extensions:
        return _api_key(auth, data)
    else:
        raise expecting("auth", "request body")
    return _issue(user, _tenant(auth, data), data)


def _issue(user: User, project: Project | None, data: IdentityData, parent: Token | None = None) -> Token:
    """Issue a token; without a tenant it has no scope, whatever the user's default project is."""
    roles = data.accounts.roles(user.id, "project", project.id) if project else []
    if not user.enabled or (project is not None and not (roles and project.enabled)):
        raise unauthorized()
    return data.tokens.issue(user, Scope(project=project), roles, ["password"], parent)


def _tenant(auth: Json, data: IdentityData) -> Project | None:
    """Return the tenant asked for; the id counts more than the name."""
    by_id, by_name = auth.get("tenantId"), auth.get("tenantName")
    if not by_id and not by_name:
        return None
    wanted = _text(by_id or by_name)
    project = data.accounts.project(wanted) if by_id else data.accounts.project(wanted, "default")
    if project is None:
        raise unauthorized()
    return project


def _password(part: Any, data: IdentityData) -> User:
    part = part if isinstance(part, dict) else {}
    if "password" not in part:
        raise expecting("password", "passwordCredentials")
    password = _text(part["password"])
    if not part.get("userId") and not part.get("username"):
        raise expecting("username or userId", "passwordCredentials")
    if part.get("username"):
        user = data.accounts.user(_text(part["username"]), "default")
    else:
        user = data.accounts.user(_text(part["userId"]))
    if user is None or user.password != password:
        raise unauthorized()
    return user


def _rescoped(auth: Json, data: IdentityData) -> Token:
    part = auth["token"]
    if not isinstance(part, dict) or "id" not in part:
        raise expecting("id", "token")
    known = data.tokens.find(_text(part["id"]))
    # Tokens that only v3 can tell of open nothing here; Keystone 12 knows no application credentials at all.
    if known is None or known.federation is not None or known.application_credential_id is not None:
        raise unauthorized()
    if known.scope.trust is not None:
        raise forbidden()
    return _issue(known.user, _tenant(auth, data), data, known)


def _api_key(auth: Json, data: IdentityData) -> Token:
    """Answer as Rackspace does: its faults are named for what happened, and a user has a tenant without asking."""
    part = auth[_API_KEY] if isinstance(auth[_API_KEY], dict) else {}
    for name in ("username", "apiKey"):
        if not part.get(name):
            raise ApiError(400, f"Expecting {name}", "badRequest")
    user = data.accounts.user(str(part["username"]), "default")
    if user is None or not user.enabled or not user.api_key or part["apiKey"] != user.api_key:
        raise ApiError(401, "Username or api key is invalid.", "unauthorized")
    wanted = auth.get("tenantId") or auth.get("tenantName")
    mine = data.accounts.projects_of(user.id)
    if wanted:
        key = "id" if auth.get("tenantId") else "name"
        project = next((item for item in mine if getattr(item, key) == wanted), None)
    else:
        project = data.accounts.home(user)
    if project is None:
        sentence = f"Tenant with Name/Id: '{wanted}' is not valid for User '{user.name}' (id: '{user.id}')"
        raise ApiError(401, sentence, "unauthorized")
    return _issue(user, project, data)


def _voms(request: Request, auth: Json, data: IdentityData) -> User:
    if auth["voms"] is not True:
        raise ApiError(400, "Error in JSON, 'voms' must be set to true")
    # Over plain HTTP no certificate can come: the fake takes it as shown.
    if request.is_tls and request.client_certificate is None:
        raise expecting("SSL data", "openstack.context")
    user = data.accounts.user(data.voms_user, "default") if data.voms_user else None
    if user is None:
        raise unauthorized()
    return user


def _text(value: Any) -> str:
    """Return a text; Keystone 12 takes its length first, and shows how Python complains when it has none."""
    if isinstance(value, (int, float)):
        raise ApiError(400, f"object of type {type(value).__name__!r} has no len()")
    return str(value)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Keystone shows of its resources: https://docs.openstack.org/api-ref/identity/v3/."""

from __future__ import annotations

from ..accounts import Accounts, ApplicationCredential, Project
from ..clock import stamp
from ..tokens import Token
from ..wire import Json, Request


def version_entry(request: Request) -> Json:
    """Return the version document of v3."""
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": f"{request.base}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    }


def project_view(request: Request, project: Project) -> Json:
    """Return a project."""
    return {
        "id": project.id,
        "name": project.name,
        "domain_id": project.domain_id,
        "description": "",
        "enabled": project.enabled,
        "parent_id": project.domain_id,
        "is_domain": False,
        "tags": [],
        "options": {},
        "links": {"self": f"{request.base}/v3/projects/{project.id}"},
    }


def credential_view(credential: ApplicationCredential, accounts: Accounts) -> Json:
    """Return an application credential, without its secret."""
    expires_at = credential.expires_at
    roles = [{"id": accounts.role_ids.get(role, role), "name": role, "domain_id": None} for role in credential.roles]
    view: Json = {
        "id": credential.id,
        "name": credential.name,
        "description": credential.description,
        "expires_at": expires_at.strftime("%Y-%m-%dT%H:%M:%S.%f") if expires_at else None,
        "project_id": credential.project_id,
        "user_id": credential.user_id,
        "roles": roles,
        "unrestricted": credential.unrestricted,
        "system": None,
    }
    return view | {"access_rules": credential.access_rules} if credential.access_rules else view


def domain_ref(domain_id: str, accounts: Accounts) -> Json:
    """Return a domain as it is named inside other things."""
    domain = accounts.domain(domain_id)
    return {"id": domain_id, "name": domain.name if domain else domain_id}


def token_view(token: Token, accounts: Accounts) -> Json:
    """Return a token, without its catalog (keystone/common/render_token.py)."""
    scope = token.scope
    content: Json = {
        "methods": token.methods,
        "user": _user_view(token, accounts),
        "audit_ids": token.audit_ids,
        "expires_at": stamp(token.expires_at),
        "issued_at": stamp(token.issued_at),
    }
    if scope.trust is not None:
        content["OS-TRUST:trust"] = {
            "id": scope.trust.id,
            "trustor_user": {"id": scope.trust.trustor_id},
            "trustee_user": {"id": scope.trust.trustee_id},
            "impersonation": scope.trust.impersonation,
        }
    if scope.project is not None:
        domain = domain_ref(scope.project.domain_id, accounts)
        content["project"] = {"domain": domain, "id": scope.project.id, "name": scope.project.name}
        if scope.trust is None:
            content["is_domain"] = False
    if scope.domain is not None:
        content["domain"] = {"id": scope.domain.id, "name": scope.domain.name}
    if scope.system:
        content["system"] = {"all": True}
    if not scope.is_unscoped():
        content["roles"] = [{"id": accounts.role_ids.get(role, role), "name": role} for role in token.roles]
    for credential in accounts.application_credentials:
        if credential.id == token.application_credential_id:
            shown: Json = {"id": credential.id, "name": credential.name, "restricted": True}
            content["application_credential"] = shown
            if credential.access_rules:
                shown["access_rules"] = credential.access_rules
    return content


def _user_view(token: Token, accounts: Accounts) -> Json:
    user = token.user
    view: Json = {"domain": domain_ref(user.domain_id, accounts), "id": user.id, "name": user.name}
    if token.federation is None:
        return {**view, "password_expires_at": None}
    provider, protocol = token.federation
    came = {"groups": [], "identity_provider": {"id": provider}, "protocol": {"id": protocol}}
    return {**view, "OS-FEDERATION": came}

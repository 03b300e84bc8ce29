# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Federation with OpenID Connect: an access token of an identity provider, exchanged for one of the cloud.

The exchange gives a token without scope; the scope is asked for with that token in a further request. Where the access
token is not given, the identity provider is asked for it first (OAuth 2.0, RFC 6749 section 4.3 and 4.4).
Source: https://docs.openstack.org/api-ref/identity/v3-ext/#federated-identity
"""

from __future__ import annotations

import base64
import typing as t

from ..config.cloud_config import Identity
from .access import Access
from .conversation import AuthAnswer, AuthRequest, Conversation, UnusableAnswer
from .v3 import read_access, token_request, v3_root
from .v3_token import fragment as token_fragment

Steps = t.Generator[AuthRequest, AuthAnswer, str]

DEFAULT_SCOPE = "openid profile"


def with_access_token(identity: Identity, auth_version: str) -> Conversation:
    """The access token is given."""
    return (yield from _exchange(identity, identity.access_token or "", auth_version))


def with_password(identity: Identity, auth_version: str) -> Conversation:
    """The identity provider gives an access token for a user's password."""
    grant = {"grant_type": "password", "username": identity.username or "", "password": identity.password or ""}
    access_token = yield from _access_token(identity, grant)
    return (yield from _exchange(identity, access_token, auth_version))


def with_client_credentials(identity: Identity, auth_version: str) -> Conversation:
    """The identity provider gives an access token to a program that is known to it."""
    access_token = yield from _access_token(identity, {"grant_type": "client_credentials"})
    return (yield from _exchange(identity, access_token, auth_version))


def _access_token(identity: Identity, grant: t.Mapping[str, str]) -> Steps:
    endpoint = identity.access_token_endpoint
    if not endpoint:
        answer = yield AuthRequest("GET", identity.discovery_endpoint or "")
        endpoint = answer.body["token_endpoint"]
    client = base64.b64encode(f"{identity.client_id}:{identity.client_secret or ''}".encode()).decode()
    form = {**grant, "scope": identity.openid_scope or DEFAULT_SCOPE}
    answer = yield AuthRequest("POST", endpoint, headers={"Authorization": f"Basic {client}"}, form=form)
    return str(answer.body["access_token"])


def _exchange(identity: Identity, access_token: str, auth_version: str) -> Conversation:
    """An access token for a token without scope, and that for one with the scope asked for."""
    provider = f"identity_providers/{identity.identity_provider}/protocols/{identity.protocol}"
    answer = yield AuthRequest(
        "GET",
        f"{v3_root(identity)}/OS-FEDERATION/{provider}/auth",
        headers={"Authorization": f"Bearer {access_token}"},
    )
    unscoped = read_access(answer, auth_version)
    if identity.token_scope == "unscoped":
        return unscoped
    request = token_request(identity, token_fragment(unscoped.token))
    if identity.token_scope == "project" and not identity.project_id:
        request = yield from _by_project_name(identity, unscoped)
    answer = yield request
    return read_access(answer, auth_version)


def _by_project_name(identity: Identity, unscoped: Access) -> t.Generator[AuthRequest, AuthAnswer, AuthRequest]:
    """The request for a project by name. A federated user cannot be expected to know the project's domain."""
    request = token_request(identity, token_fragment(unscoped.token))
    if identity.project_domain_id or identity.project_domain_name:
        return request
    headers = {"X-Auth-Token": unscoped.token}
    answer = yield AuthRequest("GET", f"{v3_root(identity)}/auth/projects", headers=headers)
    wanted = identity.project_name
    found = [project for project in answer.body["projects"] if wanted in (project["name"], project["id"])]
    if len(found) != 1:
        names = ", ".join(sorted(str(project["name"]) for project in answer.body["projects"])) or "none"
        raise UnusableAnswer(
            f"{len(found)} of this user's projects are named '{wanted}'. The projects are: {names}."
            " Set project_name to one of them, or give project_id."
        )
    body = {"auth": {"identity": token_fragment(unscoped.token), "scope": {"project": {"id": found[0]["id"]}}}}
    return AuthRequest("POST", request.url, body=body)

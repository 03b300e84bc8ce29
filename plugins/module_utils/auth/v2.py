# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity v2.0: gone from Keystone since release 13, still spoken by old and by other clouds.

In its world a project is a tenant, and there are no domains. The requests are those that Libcloud's driver sends.
Source: the API reference of Identity v2.0, as Keystone 12 implements it.
"""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from .access import Access, CatalogEntry
from .conversation import AuthAnswer, AuthRequest, Conversation, UnusableAnswer
from .identity_url import root_of
from .reading import Part

Credentials = t.Callable[[Identity], t.Dict[str, t.Any]]

# Key of an endpoint in the catalog -> interface.
URL_KEYS = (("publicURL", "public"), ("internalURL", "internal"), ("adminURL", "admin"))


def converse(identity: Identity, credentials: Credentials, auth_version: str) -> Conversation:
    """Ask for a token with one kind of credentials."""
    answer = yield token_request(identity, {**credentials(identity), **tenant(identity)})
    return read_access(answer, auth_version)


def converse_voms(identity: Identity, auth_version: str) -> Conversation:
    """The TLS client certificate identifies the user. Without a project, the user's first one is taken."""
    wanted = tenant(identity)
    if not wanted:
        answer = yield token_request(identity, {"voms": True})
        token = Part(answer.body).part("access").part("token").text("id")
        answer = yield AuthRequest("GET", f"{v2_root(identity)}/tenants", headers={"X-Auth-Token": token})
        tenants = Part(answer.body).parts("tenants")
        if not tenants:
            raise UnusableAnswer("This certificate's user has no project.")
        wanted = {"tenantName": tenants[0].text("name")}
    answer = yield token_request(identity, {"voms": True, **wanted})
    return read_access(answer, auth_version)


def token_request(
    identity: Identity, body: t.Mapping[str, t.Any], expected: tuple[int, ...] = (200, 203)
) -> AuthRequest:
    """The request for a token."""
    return AuthRequest("POST", f"{v2_root(identity)}/tokens", body={"auth": body}, expected=expected)


def v2_root(identity: Identity) -> str:
    """Where v2.0 begins."""
    return f"{root_of(identity)}/v2.0"


def tenant(identity: Identity) -> dict[str, str]:
    """The project, in the words of v2.0; empty leaves the choice to the service."""
    if identity.project_id:
        return {"tenantId": identity.project_id}
    return {"tenantName": identity.project_name} if identity.project_name else {}


def password(identity: Identity) -> dict[str, t.Any]:
    """A user's password."""
    who = {"userId": identity.user_id} if identity.user_id else {"username": identity.username}
    return {"passwordCredentials": {**who, "password": identity.password}}


def api_key(identity: Identity) -> dict[str, t.Any]:
    """A user's API key: Rackspace's extension, which Keystone itself refuses."""
    return {"RAX-KSKEY:apiKeyCredentials": {"username": identity.username, "apiKey": identity.api_key}}


def token(identity: Identity) -> dict[str, t.Any]:
    """A token that is already there."""
    return {"token": {"id": identity.auth_token}}


def read_access(answer: AuthAnswer, auth_version: str) -> Access:
    """The token answer of v2.0.

    Raises:
        UnreadableField: the answer is no complete token answer.
    """
    access = Part(answer.body).part("access")
    token, who = access.part("token"), access.optional_part("user")
    project, user = token.optional_part("tenant"), who.named() if who else {}
    return Access(
        token=token.text("id"),
        auth_version=auth_version,
        expires_at=token.optional_time("expires"),
        user={key: user[key] for key in ("id", "name") if user.get(key)},
        project={"id": project.text("id"), "name": project.optional_text("name")} if project else None,
        roles=tuple(role.text("name") for role in (who.parts("roles") if who else ())),
        catalog=read_catalog(access),
    )


def read_catalog(access: Part) -> tuple[CatalogEntry, ...]:
    """The catalog of v2.0: an endpoint there is a region, with a URL for each interface. A service without type is
    passed over, as nobody can ask for it."""
    return tuple(
        CatalogEntry(
            service.text("type"),
            service.optional_text("name"),
            endpoint.optional_text("region"),
            interface,
            endpoint.text(key),
        )
        for service in access.parts("serviceCatalog")
        if service.has("type")
        for endpoint in service.parts("endpoints")
        for key, interface in URL_KEYS
        if endpoint.has(key)
    )

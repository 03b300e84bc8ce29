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
from .access import Access, CatalogEntry, parse_time
from .conversation import AuthAnswer, AuthRequest, Conversation, UnusableAnswer
from .identity_url import root_of

Credentials = t.Callable[[Identity], t.Dict[str, t.Any]]

# Key of an endpoint in the catalog -> interface.
URL_KEYS = (("publicURL", "public"), ("internalURL", "internal"), ("adminURL", "admin"))


def converse(identity: Identity, credentials: Credentials, auth_version: str) -> Conversation:
    """Ask for a token with one kind of credentials."""
    answer = yield token_request(identity, {**credentials(identity), **tenant(identity)})
    return read_access(answer, auth_version)


def converse_voms(identity: Identity, auth_version: str) -> Conversation:
    """The TLS client certificate says who asks; without a project the first one of the user is taken."""
    wanted = tenant(identity)
    if not wanted:
        answer = yield token_request(identity, {"voms": True})
        token = answer.body["access"]["token"]["id"]
        answer = yield AuthRequest("GET", f"{v2_root(identity)}/tenants", headers={"X-Auth-Token": token})
        tenants = answer.body["tenants"]
        if not tenants:
            raise UnusableAnswer("This certificate's user has no project.")
        wanted = {"tenantName": tenants[0]["name"]}
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
        AttributeError, KeyError, TypeError, ValueError: the answer lacks what a token answer has.
    """
    access = answer.body["access"]
    given, who = access["token"], access.get("user") or {}
    project = given.get("tenant")
    return Access(
        token=given["id"],
        auth_version=auth_version,
        expires_at=parse_time(given["expires"]) if given.get("expires") else None,
        user={key: who[key] for key in ("id", "name") if who.get(key)},
        project={"id": project["id"], "name": project.get("name")} if project else None,
        roles=tuple(role["name"] for role in who.get("roles") or ()),
        catalog=read_catalog(access.get("serviceCatalog") or ()),
    )


def read_catalog(services: t.Iterable[t.Mapping[str, t.Any]]) -> tuple[CatalogEntry, ...]:
    """The catalog of v2.0: an endpoint there is a region, with a URL for each interface."""
    return tuple(
        CatalogEntry(service["type"], service.get("name"), endpoint.get("region"), interface, endpoint[key])
        for service in services
        for endpoint in service.get("endpoints") or ()
        for key, interface in URL_KEYS
        if endpoint.get(key)
    )

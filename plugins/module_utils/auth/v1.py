# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Auth 1.0 and 1.1: from before Keystone, still spoken by Swift's TempAuth and by some object stores.

The requests are those that Libcloud's driver sends. There are no projects, no roles and, with 1.0, no catalog: the
answer's headers name the few services there were. Swift gives the token under two names, others under either.
Source: https://docs.openstack.org/swift/latest/overview_auth.html (1.0)
"""

from __future__ import annotations

import datetime

from ..config.cloud_config import Identity
from ..options.services import NAMES_AS_TYPES
from .access import Access, CatalogEntry
from .conversation import AuthRequest, Conversation
from .identity_url import root_of
from .reading import Part, token_in

# Header of a 1.0 answer -> the name that 1.1 has for the service.
SERVICE_HEADERS = (
    ("x-server-management-url", "cloudServers"),
    ("x-storage-url", "cloudFiles"),
    ("x-cdn-management-url", "cloudFilesCDN"),
)


def converse_1_0(identity: Identity, auth_version: str) -> Conversation:
    """User and key go out in headers, token and URLs come back in headers."""
    headers = {"X-Auth-User": identity.username or "", "X-Auth-Key": secret(identity)}
    answer = yield AuthRequest("GET", f"{root_of(identity)}/v1.0", headers=headers, expected=(200, 204))
    catalog = [
        CatalogEntry(NAMES_AS_TYPES.get(name, name), name, None, "public", answer.headers[header])
        for header, name in SERVICE_HEADERS
        if answer.headers.get(header)
    ]
    return Access(
        token=token_in(answer.headers, "x-auth-token", "x-storage-token"),
        auth_version=auth_version,
        expires_at=_expiry(answer.headers.get("x-auth-token-expires")),
        user={"name": identity.username},
        catalog=tuple(catalog),
    )


def converse_1_1(identity: Identity, auth_version: str) -> Conversation:
    """User and key go out as JSON, token and a catalog come back as JSON."""
    body = {"credentials": {"username": identity.username, "key": secret(identity)}}
    answer = yield AuthRequest("POST", f"{root_of(identity)}/v1.1/auth", body=body)
    auth = Part(answer.body).part("auth")
    token = auth.part("token")
    return Access(
        token=token.text("id"),
        auth_version=auth_version,
        expires_at=token.optional_time("expires"),
        user={"name": identity.username},
        catalog=read_catalog(auth),
    )


def read_catalog(auth: Part) -> tuple[CatalogEntry, ...]:
    """The catalog of 1.1: the name of a service and its endpoints."""
    return tuple(
        CatalogEntry(
            NAMES_AS_TYPES.get(name, name), name, endpoint.optional_text("region"), interface, endpoint.text(key)
        )
        for name, endpoints in auth.lists("serviceCatalog")
        for endpoint in endpoints
        for key, interface in (("publicURL", "public"), ("internalURL", "internal"))
        if endpoint.has(key)
    )


def secret(identity: Identity) -> str:
    """The key, under either of the names users know it by."""
    return identity.api_key or identity.password or ""


def _expiry(seconds: str | None) -> datetime.datetime | None:
    if not seconds:
        return None
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=float(seconds))

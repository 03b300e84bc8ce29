# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Auth 1.0 and 1.1: from before Keystone, still spoken by Swift's TempAuth and by some object stores.

The requests are those that Libcloud's driver sends. There are no projects, no roles and, with 1.0, no catalog: the
answer's headers name the few services there were.
Source: https://docs.openstack.org/swift/latest/overview_auth.html (1.0)
"""

from __future__ import annotations

import datetime
import typing as t

from ..config.cloud_config import Identity
from .access import Access, CatalogEntry, parse_time
from .conversation import AuthRequest, Conversation
from .identity_url import root_of

# Header of a 1.0 answer -> the name that 1.1 has for the service.
SERVICE_HEADERS = (
    ("x-server-management-url", "cloudServers"),
    ("x-storage-url", "cloudFiles"),
    ("x-cdn-management-url", "cloudFilesCDN"),
)
# The name of a service in these catalogs -> its type in today's.
TYPES = {"cloudServers": "compute", "cloudServersOpenStack": "compute", "nova": "compute", "cloudFiles": "object-store"}


def converse_1_0(identity: Identity, auth_version: str) -> Conversation:
    """User and key go out in headers, token and URLs come back in headers."""
    headers = {"X-Auth-User": identity.username or "", "X-Auth-Key": secret(identity)}
    answer = yield AuthRequest("GET", f"{root_of(identity)}/v1.0", headers=headers, expected=(200, 204))
    catalog = [
        CatalogEntry(TYPES.get(name, name), name, None, "public", answer.headers[header])
        for header, name in SERVICE_HEADERS
        if answer.headers.get(header)
    ]
    return Access(
        token=answer.headers["x-auth-token"],
        auth_version=auth_version,
        expires_at=_expiry(answer.headers.get("x-auth-token-expires")),
        user={"name": identity.username},
        catalog=tuple(catalog),
    )


def converse_1_1(identity: Identity, auth_version: str) -> Conversation:
    """User and key go out as JSON, token and a catalog come back as JSON."""
    body = {"credentials": {"username": identity.username, "key": secret(identity)}}
    answer = yield AuthRequest("POST", f"{root_of(identity)}/v1.1/auth", body=body)
    auth = answer.body["auth"]
    expires = auth["token"].get("expires")
    return Access(
        token=auth["token"]["id"],
        auth_version=auth_version,
        expires_at=parse_time(expires) if expires else None,
        user={"name": identity.username},
        catalog=read_catalog(auth.get("serviceCatalog") or {}),
    )


def read_catalog(services: t.Mapping[str, t.Any]) -> tuple[CatalogEntry, ...]:
    """The catalog of 1.1: the name of a service and its endpoints."""
    return tuple(
        CatalogEntry(TYPES.get(name, name), name, endpoint.get("region"), interface, endpoint[key])
        for name, endpoints in services.items()
        for endpoint in endpoints
        for key, interface in (("publicURL", "public"), ("internalURL", "internal"))
        if endpoint.get(key)
    )


def secret(identity: Identity) -> str:
    """The key, under either of the names users know it by."""
    return identity.api_key or identity.password or ""


def _expiry(seconds: str | None) -> datetime.datetime | None:
    if not seconds:
        return None
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=float(seconds))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity v3: the token request all its methods share, and its answer.

Source: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
A method (password, token, application credential) contributes only its fragment of the body.
"""

from __future__ import annotations

import re
import typing as t

from ..config.cloud_config import Identity
from .access import Access, CatalogEntry
from .access_rules import AccessRule
from .conversation import AuthAnswer, AuthRequest, Conversation
from .identity_url import root_of
from .reading import Part, token_in

Fragment = t.Callable[[Identity], t.Dict[str, t.Any]]

# Keystone makes its first domain with this id; nearly every cloud has it.
DEFAULT_DOMAIN_ID = "default"


def converse(identity: Identity, fragment: Fragment, auth_version: str) -> Conversation:
    """Ask for a token with one method of v3."""
    answer = yield token_request(identity, fragment(identity))
    return read_access(answer, auth_version)


def token_request(
    identity: Identity, fragment: t.Mapping[str, t.Any], expected: tuple[int, ...] = (200, 201)
) -> AuthRequest:
    """The request for a token. `fragment` identifies the user; the identity says the scope."""
    body = {"auth": {"identity": fragment, **scope(identity)}}
    return AuthRequest("POST", f"{v3_root(identity)}/auth/tokens", body=body, expected=expected)


def v3_root(identity: Identity) -> str:
    """Where v3 begins."""
    return f"{root_of(identity)}/v3"


def scope(identity: Identity) -> dict[str, t.Any]:
    """The `scope` part of the request; empty leaves the choice to the identity service (user's default project)."""
    if identity.token_scope == "project":
        if identity.project_id:
            return {"scope": {"project": {"id": identity.project_id}}}
        domain = domain_of(identity.project_domain_id, identity.project_domain_name)
        return {"scope": {"project": {"name": identity.project_name, "domain": domain}}}
    if identity.token_scope == "domain":
        return {"scope": {"domain": domain_of(identity.domain_id, identity.domain_name)}}
    if identity.token_scope == "system":
        return {"scope": {"system": {"all": True}}}
    if identity.token_scope == "trust":
        return {"scope": {"OS-TRUST:trust": {"id": identity.trust_id}}}
    return {}


def user(identity: Identity) -> dict[str, t.Any]:
    """The user: an id alone, or a name with a domain, since names are unique only within one."""
    if identity.user_id:
        return {"id": identity.user_id}
    return {"name": identity.username, "domain": domain_of(identity.user_domain_id, identity.user_domain_name)}


def domain_of(domain_id: str | None, domain_name: str | None) -> dict[str, str]:
    """A domain by id or by name; neither given is the default domain."""
    if domain_name and not domain_id:
        return {"name": domain_name}
    return {"id": domain_id or DEFAULT_DOMAIN_ID}


def read_access(answer: AuthAnswer, auth_version: str) -> Access:
    """The token answer of v3; the token itself is in a header.

    Raises:
        UnreadableField: the answer is no complete token answer.
    """
    token = Part(answer.body).part("token")
    user, project, domain = (token.optional_part(key) for key in ("user", "project", "domain"))
    roles = token.parts("roles")
    return Access(
        token=token_in(answer.headers, "x-subject-token"),
        auth_version=auth_version,
        expires_at=token.optional_time("expires_at"),
        user=user.named() if user else {},
        project=project.named() if project else None,
        domain=domain.named() if domain else None,
        system=token.has("system"),
        roles=tuple(role.text("name") for role in roles),
        role_ids=tuple(role.text("id") for role in roles) if all(role.has("id") for role in roles) else (),
        catalog=read_catalog(token),
        access_rules=_access_rules(token.optional_part("application_credential")),
    )


def _access_rules(credential: Part | None) -> tuple[AccessRule, ...]:
    rules = credential.parts("access_rules") if credential else ()
    return tuple(AccessRule(rule.text("service"), rule.text("method"), rule.text("path")) for rule in rules)


def read_catalog(token: Part) -> tuple[CatalogEntry, ...]:
    """The catalog of v3. Older servers say `region`, newer `region_id` as well; the two are the same.

    A service without type is passed over, as nobody can ask for it. An interface may have the name it had in v2.0.
    """
    return tuple(
        CatalogEntry(
            type=service.text("type"),
            name=service.optional_text("name"),
            region=endpoint.optional_text("region") or endpoint.optional_text("region_id"),
            interface=interface_named(endpoint.text("interface")),
            url=endpoint.optional_text("url") or "",
        )
        for service in token.parts("catalog")
        if service.has("type")
        for endpoint in service.parts("endpoints")
    )


def interface_named(word: str) -> str:
    """An interface by any of its names: `publicURL` and `Public` are `public`."""
    return re.sub("url$", "", word.lower())

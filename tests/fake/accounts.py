# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may log in: domains, projects, users, role grants, application credentials, trusts, identity providers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# A role brings those it implies with it (keystone-manage bootstrap creates these implications).
IMPLIED_ROLES = {
    "admin": ("admin", "manager", "member", "reader"),
    "manager": ("manager", "member", "reader"),
    "member": ("member", "reader"),
    "reader": ("reader",),
}


def new_hex_id() -> str:
    """Return an id as Keystone makes them: a UUID without dashes."""
    return uuid.uuid4().hex


@dataclass
class Domain:
    """A domain: the name space of users and projects."""

    id: str
    name: str


@dataclass
class Project:
    """A project, called tenant in the 2.0 world."""

    id: str
    name: str
    domain_id: str = "default"
    enabled: bool = True


@dataclass
class User:
    """A user with a password, and what else may be asked of one."""

    id: str
    name: str
    password: str
    domain_id: str = "default"
    default_project_id: str | None = None
    enabled: bool = True
    # The secret of auth 1.0, 1.1 and 2.0_apikey; nobody can log in there while it is empty.
    api_key: str = ""
    # The one TOTP passcode that is right; None is a user without a TOTP credential. With a clock, tests would depend
    # on the moment.
    passcode: str | None = None
    # As PATCH /v3/users sets them: `multi_factor_auth_enabled`, `multi_factor_auth_rules`.
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class ApplicationCredential:
    """A secret that stands for one user in one project."""

    id: str
    name: str
    secret: str
    user_id: str
    project_id: str
    roles: tuple[str, ...] = ("member", "reader")
    description: str | None = None
    expires_at: datetime | None = None
    # Whether whoever has it may make others. Keystone keeps that nothing was said of it.
    unrestricted: bool | None = None
    access_rules: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Trust:
    """Roles that one user (trustor) lends another (trustee) in a project."""

    id: str
    trustor_id: str
    trustee_id: str
    project_id: str
    roles: tuple[str, ...] = ("member", "reader")
    # Whose name a token has that comes from the trust: the trustor's, or the trustee's.
    impersonation: bool = True
    # How many tokens may still be had; None is any number.
    remaining_uses: int | None = None
    expires_at: datetime | None = None
    # Fields that Keystone does not know; it keeps them.
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class IdentityProvider:
    """A federated identity provider: the access tokens it vouches for, and whose they are."""

    id: str
    protocols: tuple[str, ...] = ("openid",)
    # access token -> user id
    access_tokens: dict[str, str] = field(default_factory=dict)


@dataclass
class OidcClient:
    """A program that is known to the OpenID Connect provider, and the user it is when it speaks for itself."""

    id: str
    secret: str
    user_id: str


@dataclass
class Accounts:
    """All accounts of the cloud; the lists may be added to by tests."""

    domains: list[Domain] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    application_credentials: list[ApplicationCredential] = field(default_factory=list)
    trusts: list[Trust] = field(default_factory=list)
    identity_providers: list[IdentityProvider] = field(default_factory=list)
    oidc_clients: list[OidcClient] = field(default_factory=list)
    # (user id, "project" | "domain" | "system", id of the target or "all") -> role names
    grants: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    role_ids: dict[str, str] = field(default_factory=lambda: {name: new_hex_id() for name in IMPLIED_ROLES})

    def domain(self, key: str, by: str = "id") -> Domain | None:
        """Find a domain by id, or by name with `by="name"`."""
        return next((domain for domain in self.domains if getattr(domain, by) == key), None)

    def project(self, key: str, domain_id: str | None = None) -> Project | None:
        """Find a project by id, or by name when its domain is given."""
        if domain_id is None:
            return next((project for project in self.projects if project.id == key), None)
        wanted = (key, domain_id)
        return next((project for project in self.projects if (project.name, project.domain_id) == wanted), None)

    def user(self, key: str, domain_id: str | None = None) -> User | None:
        """Find a user by id, or by name when the domain is given."""
        if domain_id is None:
            return next((user for user in self.users if user.id == key), None)
        return next((user for user in self.users if (user.name, user.domain_id) == (key, domain_id)), None)

    def roles(self, user_id: str, kind: str, target: str) -> list[str]:
        """Return the roles of a user on a project, a domain or the system, implied ones included."""
        return self.with_implied(self.grants.get((user_id, kind, target), ()))

    @staticmethod
    def with_implied(granted: Iterable[str]) -> list[str]:
        """Return roles and those they imply."""
        return list(dict.fromkeys(implied for role in granted for implied in IMPLIED_ROLES.get(role, (role,))))

    def projects_of(self, user_id: str) -> list[Project]:
        """Return the projects in which a user has any role."""
        return [project for project in self.projects if self.grants.get((user_id, "project", project.id))]

    def home(self, user: User) -> Project | None:
        """Return the project that auth versions without projects mean: the default one, the user's own, the first."""
        mine = self.projects_of(user.id)
        named = [project for project in mine if project.name == user.name]
        default = [project for project in mine if project.id == user.default_project_id]
        return next(iter(default + named + mine), None)

    def identity_provider(self, id: str) -> IdentityProvider | None:
        """Find an identity provider."""
        return next((provider for provider in self.identity_providers if provider.id == id), None)

    def domains_of(self, user_id: str) -> list[Domain]:
        """Return the domains on which a user has any role."""
        return [domain for domain in self.domains if self.grants.get((user_id, "domain", domain.id))]

    def add_user(self, name: str, password: str, projects: tuple[str, ...] = (), role: str = "member") -> User:
        """Add a user of the default domain with a role in the named projects."""
        user = User(new_hex_id(), name, password, api_key=f"{name}-api-key")
        self.users.append(user)
        for project_name in projects:
            project = self.project(project_name, "default") or self.add_project(project_name)
            self.grants[(user.id, "project", project.id)] = (role,)
        return user

    def add_project(self, name: str) -> Project:
        """Add a project to the default domain."""
        project = Project(new_hex_id(), name)
        self.projects.append(project)
        return project

    def add_application_credential(self, user: User, project: Project, name: str, secret: str) -> ApplicationCredential:
        """Add an application credential with the roles the user has in the project."""
        roles = tuple(self.roles(user.id, "project", project.id))
        credential = ApplicationCredential(new_hex_id(), name, secret, user.id, project.id, roles)
        self.application_credentials.append(credential)
        return credential


def seed_accounts() -> Accounts:
    """Return the accounts that development clouds have: demo (member of demo and alt) and admin."""
    accounts = Accounts(domains=[Domain("default", "Default")])
    accounts.add_project("service")
    demo = accounts.add_user("demo", "password", ("demo", "alt"))
    admin = accounts.add_user("admin", "password", ("admin",), role="admin")
    accounts.grants[(admin.id, "system", "all")] = ("admin",)
    accounts.grants[(admin.id, "domain", "default")] = ("admin",)
    project = accounts.project("demo", "default")
    assert project is not None
    accounts.add_application_credential(demo, project, "demo-app", "app-secret")
    demo.passcode = "271828"
    accounts.identity_providers.append(IdentityProvider("corp", access_tokens={"corp-access-token": demo.id}))
    accounts.oidc_clients.append(OidcClient("nodeworks", "client-secret", demo.id))
    return accounts

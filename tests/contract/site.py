# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator prepares for the tests of logins: users of their own, second factors, identity providers.

A real cloud is prepared over its API, the fake by its attributes; the logins that follow are the same.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.fake.accounts import IdentityProvider, User
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

SECRET = base64.b32encode(b"12345678901234567890").decode()
DOMAIN = {"name": "Default"}


@dataclass
class Person:
    """A user whom the tests may do anything with."""

    id: str
    name: str
    password: str

    @property
    def user(self) -> Json:
        """Return how a request names the user."""
        return {"name": self.name, "domain": DOMAIN}

    def with_password(self, **changes: Any) -> Json:
        """Return the `identity` part of a password request."""
        user = {**self.user, "password": self.password, **changes}
        return {"methods": ["password"], "password": {"user": user}}

    def with_passcode(self, passcode: Any) -> Json:
        """Return the `identity` part of a TOTP request."""
        return {"methods": ["totp"], "totp": {"user": {**self.user, "passcode": passcode}}}

    def with_both(self, passcode: str) -> Json:
        """Return the `identity` part of a request with two factors."""
        return {**self.with_password(), **self.with_passcode(passcode), "methods": ["password", "totp"]}


@dataclass
class Site:
    """A cloud with its administrator's session."""

    admin: Cloud
    fake: FakeCloud | None = None
    _undo: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def identity(self) -> str:
        """Return the identity URL with its version."""
        return self.admin.identity

    def close(self) -> None:
        """Take everything away again."""
        self._undo.close()
        self.admin.http.close()

    def authenticate(self, identity: Json, scope: Any = None, **headers: str) -> requests.Response:
        """Ask for a token."""
        auth: Json = {"identity": identity, **({"scope": scope} if scope is not None else {})}
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.admin.http.post(f"{self.identity}/auth/tokens", json={"auth": auth}, headers=sent, timeout=60)

    def project_token(self, person: Person) -> str:
        """Return a token of a user for the project demo."""
        response = self.authenticate(person.with_password(), self.demo_scope)
        assert response.status_code == 201, response.text
        return response.headers["X-Subject-Token"]

    @property
    def demo_scope(self) -> Json:
        """Return the scope of the project that everybody made here is a member of."""
        return {"project": {"name": "demo", "domain": DOMAIN}}

    @property
    def demo_id(self) -> str:
        """Return the id of that project."""
        return self._find("projects", "demo")

    # Preparations

    def add_person(self, *, second_factor: bool = False) -> Person:
        """Make a user, with a TOTP credential if asked for."""
        name = unique("person")
        if self.fake is not None:
            user = self.fake.accounts.add_user(name, "secret", ("demo",))
            user.passcode = "314159" if second_factor else None
            return Person(user.id, name, "secret")
        body = {"user": {"name": name, "password": "secret", "domain_id": "default"}}
        person = Person(self._call("POST", "/users", body)["user"]["id"], name, "secret")
        self._undo.callback(self._call, "DELETE", f"/users/{person.id}")
        role = self._find("roles", "member")
        self._call("PUT", f"/projects/{self.demo_id}/users/{person.id}/roles/{role}")
        if second_factor:
            credential = {"type": "totp", "blob": SECRET, "user_id": person.id}
            self._call("POST", "/credentials", {"credential": credential}, self.project_token(person))
        return person

    def passcode(self, person: Person) -> str:
        """Return the passcode of the moment."""
        return str(self._fake_user(person).passcode) if self.fake else totp(SECRET, time.time())

    def set_options(self, person: Person, options: Json) -> None:
        """Set a user's options."""
        if self.fake is not None:
            self._fake_user(person).options = options
        else:
            self._call("PATCH", f"/users/{person.id}", {"user": {"options": options}})

    def add_identity_provider(self, access_token: str) -> str:
        """Make an identity provider with the protocol `mapped` that vouches for one access token."""
        name = unique("idp")
        if self.fake is not None:
            user = self.fake.accounts.add_user(f"{name}-user", "secret", ("demo",))
            self.fake.accounts.identity_providers.append(IdentityProvider(name, ("mapped",), {access_token: user.id}))
            return name
        # A mapping sees the headers of the request, too: no web server's module is needed to try it.
        local = {"user": {"name": f"{name}-user"}, "projects": [{"name": "demo", "roles": [{"name": "member"}]}]}
        remote = {"type": "HTTP_AUTHORIZATION", "any_one_of": [f"Bearer {access_token}"]}
        provider, mapping = f"/OS-FEDERATION/identity_providers/{name}", f"/OS-FEDERATION/mappings/{name}"
        self._make(provider, {"identity_provider": {"enabled": True, "domain_id": "default"}})
        self._make(mapping, {"mapping": {"rules": [{"local": [local], "remote": [remote]}]}})
        self._make(f"{provider}/protocols/mapped", {"protocol": {"mapping_id": name}})
        return name

    def add_application_credential(self, person: Person, name: str, secret: str) -> str:
        """Make an application credential of a user for the project demo; its id."""
        body = {"application_credential": {"name": name, "secret": secret}}
        path = f"/users/{person.id}/application_credentials"
        made = str(self._call("POST", path, body, self.project_token(person))["application_credential"]["id"])
        if self.fake is None:
            # Before its user goes: with SQLite, which keeps what a deleted row was referred to by, the next one would
            # find its place taken.
            self._undo.callback(self._call, "DELETE", f"{path}/{made}")
        return made

    def add_trust(self, trustor: Person, trustee: Person) -> str:
        """Have one user trust another with being a member of the project demo in his name; the trust's id."""
        trust = {
            "trustor_user_id": trustor.id,
            "trustee_user_id": trustee.id,
            "impersonation": True,
            "project_id": self.demo_id,
            "roles": [{"name": "member"}],
        }
        return str(self._call("POST", "/OS-TRUST/trusts", {"trust": trust}, self.project_token(trustor))["trust"]["id"])

    def administrator(self) -> Json:
        """Return the options with which a module is the administrator, of the domain too."""
        if self.fake is None:
            user, role = self.admin.token_body["user"]["id"], self._find("roles", "admin")
            self._make(f"/domains/default/users/{user}/roles/{role}", None)
        return {"username": self.admin.username, "password": self.admin.password}

    def forget_person(self, user_id: str) -> None:
        """Take a user away at the end who came by himself."""
        if self.fake is None:
            self._undo.callback(self._call, "DELETE", f"/users/{user_id}")

    # How

    def _fake_user(self, person: Person) -> User:
        user = self.fake.accounts.user(person.id) if self.fake else None
        assert user is not None
        return user

    def _make(self, path: str, body: Json | None) -> None:
        self._call("PUT", path, body)
        self._undo.callback(self._call, "DELETE", path)

    def _find(self, collection: str, name: str) -> str:
        if self.fake is not None and collection == "projects":
            project = self.fake.accounts.project(name, "default")
            assert project is not None
            return project.id
        (found,) = self._call("GET", f"/{collection}?name={name}")[collection]
        return str(found["id"])

    def _call(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        response = self.admin.send(method, self.identity + path, token=token, json=body)
        assert response.ok, f"{method} {path}: {response.text}"
        return response.json() if response.content else None


def totp(secret: str, now: float) -> str:
    """Return the passcode of a moment (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(now) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


@contextlib.contextmanager
def fake_site() -> Iterator[Site]:
    """Return a fake with its administrator."""
    with FakeCloud() as fake:
        options = fake.connection_options("admin")
        admin = Cloud(
            "fake", fake.auth_url, "admin", options["password"], "admin", DOMAIN, DOMAIN, options["region_name"]
        )
        admin.log_in()
        site = Site(admin, fake)
        yield site
        site.close()

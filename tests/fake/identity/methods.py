# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods by which a v3 token request says who asks (keystone/auth/plugins)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..accounts import Accounts, ApplicationCredential, Domain, User
from ..tokens import Token, Tokens
from ..wire import ApiError, Json
from .base import forbidden, unauthorized
from .schema import expecting

# Federated users come by methods that are named for the protocols of their identity providers.
METHODS = ("password", "token", "application_credential", "totp")


@dataclass
class Identified:
    """Who the methods say it is."""

    user: User | None = None
    methods: list[str] = field(default_factory=list)
    parent: Token | None = None
    credential: ApplicationCredential | None = None
    federation: tuple[str, str] | None = None

    def take(self, user: User | None, method: str) -> None:
        """Take down what one method found out; two methods that disagree identify nobody."""
        if user is None or (self.user is not None and self.user.id != user.id):
            raise unauthorized()
        self.user = user
        self.methods.append(method)


def known_methods(accounts: Accounts) -> tuple[str, ...]:
    """Return the methods the service has."""
    protocols = [protocol for provider in accounts.identity_providers for protocol in provider.protocols]
    return tuple(dict.fromkeys([*METHODS, *protocols]))


def check_methods(identity: Json, accounts: Accounts) -> None:
    """Refuse methods that are named but not given, or that the service has not."""
    for method in identity["methods"]:
        if method not in identity:
            raise expecting(method, "identity")
    if not set(identity["methods"]) <= set(known_methods(accounts)):
        raise unsupported()


def unsupported() -> ApiError:
    """Return the answer to methods that the service has not; `refusal` adds those it has."""
    return ApiError(401, "Attempted to authenticate with an unsupported method.")


def identify(identity: Json, accounts: Accounts, tokens: Tokens) -> Identified:
    """Let each method that the request names find out who asks."""
    who = Identified()
    for method in dict.fromkeys(identity["methods"]):
        # A protocol as a method is for the web server's module, which puts the assertion there; nobody can send it.
        if method not in _METHODS:
            raise unauthorized()
        _METHODS[method](identity[method], accounts, tokens, who)
    return who


def find_domain(wanted: Json, accounts: Accounts) -> Domain:
    """Return the domain that a request names."""
    by = "id" if "id" in wanted else "name"
    if by not in wanted:
        raise expecting("id or name", "domain")
    domain = accounts.domain(wanted[by], by)
    if domain is None:
        raise unauthorized()
    return domain


def _user(wanted: Json, accounts: Accounts) -> User:
    if "id" in wanted:
        user = accounts.user(wanted["id"])
    elif "name" not in wanted:
        raise expecting("id or name", "user")
    elif "domain" not in wanted:
        raise expecting("domain", "user")
    else:
        user = accounts.user(wanted["name"], find_domain(wanted["domain"], accounts).id)
    if user is None or not user.enabled:
        raise unauthorized()
    return user


def _password(part: Json, accounts: Accounts, tokens: Tokens, who: Identified) -> None:
    if "user" not in part:
        raise expecting("user", None)
    user = _user(part["user"], accounts)
    if part["user"].get("password") != user.password:
        raise unauthorized()
    who.take(user, "password")


def _totp(part: Json, accounts: Accounts, tokens: Tokens, who: Identified) -> None:
    if "user" not in part:
        raise expecting("user", None)
    user = _user(part["user"], accounts)
    # Keystone compares texts: the number 271828 is no passcode.
    if user.passcode is None or part["user"].get("passcode") != user.passcode:
        raise unauthorized()
    who.take(user, "totp")


def _token(part: Json, accounts: Accounts, tokens: Tokens, who: Identified) -> None:
    known = tokens.issued.get(part["id"])
    if known is None:
        raise ApiError(404, "Could not recognize Fernet token")
    if not known.is_valid():
        raise unauthorized()
    if known.scope.trust is not None:
        raise forbidden("Using trust-scoped token to create another token. Create a new trust-scoped token instead")
    if known.application_credential_id is not None:
        raise forbidden("Using a delegated token to create another token is not allowed.")
    who.take(known.user, "token")
    who.parent = known
    who.federation = known.federation
    who.methods += [name for name in known.methods if name != "token"]


def _application_credential(part: Json, accounts: Accounts, tokens: Tokens, who: Identified) -> None:
    credentials = accounts.application_credentials
    if "id" in part:
        found = next((item for item in credentials if item.id == part["id"]), None)
        if found is None:
            raise ApiError(404, f"Could not find Application Credential: {part['id']}.")
    else:
        if "user" not in part:
            raise expecting("user", "application credential")
        user = _user(part["user"], accounts)
        found = next((item for item in credentials if (item.user_id, item.name) == (user.id, part.get("name"))), None)
    if found is None or part.get("secret") != found.secret:
        raise unauthorized()
    who.take(accounts.user(found.user_id), "application_credential")
    who.credential = found


Method = Callable[[Json, Accounts, Tokens, Identified], None]

_METHODS: dict[str, Method] = {
    "password": _password,
    "token": _token,
    "application_credential": _application_credential,
    "totp": _totp,
}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user of the cloud would put into a module's arguments, for each way to authenticate."""

from __future__ import annotations

from typing import Any

from .accounts import Accounts, User

Options = dict[str, Any]


class Connections:
    """The options of each auth version, for the accounts as they are at the moment."""

    def __init__(self, accounts: Accounts, origin: str) -> None:
        self._accounts = accounts
        self._origin = origin

    def options(self, username: str, project_name: str, auth_version: str | None) -> Options:
        """Return the options of a user; without an auth version those that clients take for v3 and a password."""
        user = self._accounts.user(username, "default")
        if user is None:
            raise LookupError(username)
        if auth_version is None:
            return {"auth_url": f"{self._origin}/identity/v3", **_name(user), **_project(project_name)}
        version = 1 if auth_version.startswith("1.") else 2 if auth_version.startswith("2.") else 3
        root = f"{self._origin}/identity" + ("/v3" if version == 3 else "")
        given = {"auth_version": auth_version, "auth_url": root}
        if version == 1:
            return {**given, "username": username, "api_key": user.api_key}
        if version == 2:
            return {**given, **_version_2(user, auth_version), "project_name": project_name}
        return {**given, **self._version_3(user, project_name, auth_version)}

    def _version_3(self, user: User, project_name: str, auth_version: str) -> Options:
        kind = auth_version.removeprefix("3.x_")
        project = _project(project_name)
        if kind == "password":
            return {**_name(user), **project}
        if kind == "totp":
            return {**_name(user, password=False), "passcode": user.passcode, **project}
        if kind == "multifactor":
            return {**_name(user), "passcode": user.passcode, **project}
        if kind == "appcred":
            return self._application_credential(user)
        if kind.startswith("oidc_"):
            return {**self._federated(user, kind), **project}
        raise LookupError(auth_version)

    def _application_credential(self, user: User) -> Options:
        credential = next(item for item in self._accounts.application_credentials if item.user_id == user.id)
        return {"application_credential_id": credential.id, "application_credential_secret": credential.secret}

    def _federated(self, user: User, kind: str) -> Options:
        provider = next(iter(self._accounts.identity_providers))
        options: Options = {"identity_provider": provider.id, "protocol": provider.protocols[0]}
        if kind == "oidc_access_token":
            tokens = [token for token, user_id in provider.access_tokens.items() if user_id == user.id]
            return {**options, "access_token": tokens[0]}
        client = next(
            item for item in self._accounts.oidc_clients if kind == "oidc_password" or item.user_id == user.id
        )
        options |= {
            "discovery_endpoint": f"{self._origin}/oidc/.well-known/openid-configuration",
            "client_id": client.id,
            "client_secret": client.secret,
            "openid_scope": "openid profile",
        }
        if kind == "oidc_password":
            options |= {"username": user.name, "password": user.password}
        return options


def _name(user: User, *, password: bool = True) -> Options:
    options = {"username": user.name, "user_domain_name": "Default"}
    return {**options, "password": user.password} if password else options


def _project(name: str) -> Options:
    return {"project_name": name, "project_domain_name": "Default"}


def _version_2(user: User, auth_version: str) -> Options:
    if auth_version in ("2.0", "2.0_apikey"):
        return {"username": user.name, "api_key": user.api_key}
    if auth_version == "2.0_password":
        return {"username": user.name, "password": user.password}
    if auth_version == "2.0_voms":
        # The certificate says who it is; its file is the caller's.
        return {}
    raise LookupError(auth_version)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to authenticate that can be asked for, under every name users know them by.

Libcloud's names come first (`ex_force_auth_version`); keystoneauth's names are those that stand in clouds.yaml files
and in OS_AUTH_TYPE. `password` and `token` leave the version to the identity service.
"""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class AuthVersion:
    """One way to authenticate, and the options that it needs.

    `needs` is a list of alternatives: of each inner tuple one option must be given. `takes_scope` is false where the
    credential itself decides the scope. `advice` is said when something is missing.
    """

    name: str
    needs: tuple[tuple[str, ...], ...]
    aliases: tuple[str, ...] = ()
    takes_scope: bool = True
    advice: str = ""


USER = ("username", "user_id")
FEDERATED = (("auth_url",), ("identity_provider",), ("protocol",))
PROVIDER = ("discovery_endpoint", "access_token_endpoint")

AUTH_VERSIONS = (
    AuthVersion("password", needs=(("auth_url",), USER, ("password",))),
    AuthVersion("token", needs=(("auth_url", "base_url"), ("auth_token",))),
    AuthVersion(
        "1.0",
        aliases=("1", "v1.0", "v1", "v1password"),
        needs=(("auth_url",), ("username",), ("api_key", "password")),
        takes_scope=False,
    ),
    AuthVersion(
        "1.1",
        aliases=("v1.1",),
        needs=(("auth_url",), ("username",), ("api_key", "password")),
        takes_scope=False,
    ),
    AuthVersion(
        "2.0_apikey",
        aliases=("2.0", "2", "v2.0"),
        needs=(("auth_url",), ("username",), ("api_key",)),
        advice="As in Libcloud, 2.0 means Rackspace's API keys. For a password ask for 2.0_password.",
    ),
    AuthVersion("2.0_password", aliases=("v2password",), needs=(("auth_url",), USER, ("password",))),
    AuthVersion("2.0_token", aliases=("v2token",), needs=(("auth_url",), ("auth_token",))),
    AuthVersion(
        "2.0_voms",
        needs=(("auth_url",), ("client_cert",)),
        advice="The certificate is the VOMS proxy, which holds its key too.",
    ),
    AuthVersion(
        "3.x_password", aliases=("v3password", "3", "v3", "3.x", "3.0"), needs=(("auth_url",), USER, ("password",))
    ),
    AuthVersion(
        "3.x_appcred",
        aliases=("v3applicationcredential", "application_credential"),
        needs=(
            ("auth_url",),
            ("application_credential_id", "application_credential_name"),
            ("application_credential_id", *USER),
            ("application_credential_secret",),
        ),
        takes_scope=False,
    ),
    AuthVersion("3.x_token", aliases=("v3token",), needs=(("auth_url", "base_url"), ("auth_token",))),
    AuthVersion("3.x_totp", aliases=("v3totp",), needs=(("auth_url",), USER, ("passcode",))),
    AuthVersion(
        "3.x_multifactor", aliases=("v3multifactor",), needs=(("auth_url",), USER, ("password",), ("passcode",))
    ),
    AuthVersion("3.x_oidc_access_token", aliases=("v3oidcaccesstoken",), needs=(*FEDERATED, ("access_token",))),
    AuthVersion(
        "3.x_oidc_password",
        aliases=("v3oidcpassword",),
        needs=(*FEDERATED, PROVIDER, ("client_id",), ("username",), ("password",)),
    ),
    AuthVersion(
        "3.x_oidc_client_credentials",
        aliases=("v3oidcclientcredentials",),
        needs=(*FEDERATED, PROVIDER, ("client_id",), ("client_secret",)),
    ),
    AuthVersion(
        "none",
        aliases=("noauth",),
        needs=(("base_url",),),
        takes_scope=False,
        advice="A service without identity service has no catalog: its URL has to be given.",
    ),
)

# Options that, when all are given, tell the way to authenticate where none is asked for. The first that fits decides.
TELLTALES = (
    (("auth_token",), "token"),
    (("application_credential_id",), "3.x_appcred"),
    (("application_credential_name",), "3.x_appcred"),
    (("access_token",), "3.x_oidc_access_token"),
    (("identity_provider", "client_id", "password"), "3.x_oidc_password"),
    (("identity_provider", "client_secret"), "3.x_oidc_client_credentials"),
    (("password", "passcode"), "3.x_multifactor"),
    (("passcode",), "3.x_totp"),
    (("api_key",), "2.0_apikey"),
    (("password",), "password"),
)

# (auth version without a number, version of the identity service) -> auth version.
OF_IDENTITY_API = {
    ("password", "2"): "2.0_password",
    ("password", "3"): "3.x_password",
    ("token", "2"): "2.0_token",
    ("token", "3"): "3.x_token",
}


def find_auth_version(asked: t.Any) -> AuthVersion | None:
    """The auth version of this name; None when there is none.

    YAML reads `3` and `2.0` as numbers, so numbers are welcome too.
    """
    wanted = str(asked).strip().lower()
    for version in AUTH_VERSIONS:
        if wanted == version.name or wanted in version.aliases:
            return version
    return None


def infer_auth_version(given: t.Mapping[str, t.Any]) -> AuthVersion | None:
    """The auth version that the given credentials are for; None when there are no credentials."""
    for options, name in TELLTALES:
        if all(given.get(option) is not None for option in options):
            return find_auth_version(name)
    return None


def of_identity_api(version: AuthVersion, api_version: t.Any) -> AuthVersion:
    """The auth version where the identity service's version is said apart, as OS_IDENTITY_API_VERSION does.

    It completes an auth version without a number. An application credential, for example, is always one of v3.
    """
    major = str(api_version or "").strip().lower().lstrip("v").partition(".")[0]
    named = find_auth_version(OF_IDENTITY_API.get((version.name, major), version.name))
    return named or version

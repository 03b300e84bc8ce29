# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake's OpenID Connect provider, for which no real server can be had; and what users put into their options."""

from __future__ import annotations

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.caller import API_KEY, Caller
from ansible_collections.nodeworks.openstack.tests.fake.accounts import IdentityProvider, OidcClient

CLIENT = ("nodeworks", "client-secret")


class Provider:
    """A client of the cloud's OpenID Connect provider."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        url = f"{caller.cloud.origin}/oidc/.well-known/openid-configuration"
        self.document = caller.send("GET", url).json()

    def ask(self, form: dict[str, str], auth: tuple[str, str] | None = CLIENT) -> requests.Response:
        """Ask for an access token."""
        return self.caller.send("POST", self.document["token_endpoint"], data=form, auth=auth)


@pytest.fixture(name="provider")
def provider_of_the_cloud(caller: Caller) -> Provider:
    """Return a client of the provider."""
    return Provider(caller)


def enter(caller: Caller, access_token: str) -> requests.Response:
    """Exchange an access token for a token of the cloud."""
    url = "/v3/OS-FEDERATION/identity_providers/corp/protocols/openid/auth"
    return caller.send("GET", url, headers={"Authorization": f"Bearer {access_token}"})


def test_discovery(provider: Provider) -> None:
    assert provider.document["issuer"] == f"{provider.caller.cloud.origin}/oidc"
    assert provider.document["token_endpoint"] == f"{provider.caller.cloud.origin}/oidc/token"


@pytest.mark.parametrize(
    ("form", "user_name"),
    [
        ({"grant_type": "password", "username": "admin", "password": "password", "scope": "openid profile"}, "admin"),
        ({"grant_type": "client_credentials", "scope": "openid"}, "demo"),
        ({"grant_type": "client_credentials"}, "demo"),
    ],
)
def test_access_token(caller: Caller, provider: Provider, form: dict[str, str], user_name: str) -> None:
    response = provider.ask(form)
    assert response.status_code == 200, response.text
    body = response.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 300)
    assert response.headers["Cache-Control"] == "no-store"
    response = enter(caller, body["access_token"])
    assert response.status_code == 201, response.text
    assert response.json()["token"]["user"]["name"] == user_name
    assert response.json()["token"]["methods"] == ["openid"]


@pytest.mark.parametrize(
    ("form", "status", "error", "description"),
    [
        ({"username": "demo", "password": "x"}, 400, "invalid_request", "Missing form parameter: grant_type"),
        ({"grant_type": "smile"}, 400, "unsupported_grant_type", "Unsupported grant_type"),
        (
            {"grant_type": "password", "username": "demo", "password": "x"},
            401,
            "invalid_grant",
            "Invalid user credentials",
        ),
        ({"grant_type": "password", "username": "nobody", "password": "x"}, 401, "invalid_grant", "Invalid user"),
        ({"grant_type": "password"}, 401, "invalid_request", "Missing parameter: username"),
        ({"grant_type": "client_credentials", "scope": "moon"}, 400, "invalid_scope", "Invalid scopes: moon"),
    ],
)
def test_access_token_refused(
    provider: Provider, form: dict[str, str], status: int, error: str, description: str
) -> None:
    response = provider.ask(form)
    assert response.status_code == status
    assert response.json()["error"] == error
    assert response.json()["error_description"].startswith(description)


@pytest.mark.parametrize("auth", [None, ("nodeworks", "wrong"), ("nobody", "client-secret")])
def test_unknown_client(provider: Provider, auth: tuple[str, str] | None) -> None:
    response = provider.ask({"grant_type": "client_credentials"}, auth)
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


def test_client_in_the_form_and_special_characters(caller: Caller, provider: Provider) -> None:
    demo = caller.cloud.accounts.user("demo", "default")
    assert demo is not None
    caller.cloud.accounts.oidc_clients.append(OidcClient("a b", "p:q%r", demo.id))
    form = {"grant_type": "client_credentials", "client_id": "a b", "client_secret": "p:q%r"}
    assert provider.ask(form, None).status_code == 200
    assert provider.ask({"grant_type": "client_credentials"}, ("a+b", "p%3Aq%25r")).status_code == 200


def test_token_request_that_is_no_form(caller: Caller, provider: Provider) -> None:
    response = caller.send("POST", provider.document["token_endpoint"], json={"grant_type": "password"})
    assert response.status_code == 415


def test_protocol_of_another_provider(caller: Caller) -> None:
    caller.cloud.accounts.identity_providers.append(IdentityProvider("other", ("saml2",)))
    response = caller.send("GET", "/v3/OS-FEDERATION/identity_providers/corp/protocols/saml2/auth")
    assert response.status_code == 404
    message = "Could not find federated protocol saml2 for Identity Provider: corp."
    assert response.json()["error"]["message"] == message


def test_federated_token_is_none_for_v2(caller: Caller) -> None:
    token = enter(caller, "corp-access-token").headers["X-Subject-Token"]
    assert caller.login_2_0(token={"id": token}).status_code == 401


# What a user would put into a module's arguments


def test_connection_options_log_in(caller: Caller, provider: Provider) -> None:
    options = {
        version: caller.cloud.connection_options(auth_version=version)
        for version in ("1.0", "1.1", "2.0", "2.0_password", "3.x_oidc_access_token", "3.x_oidc_password")
    }
    for version, given in options.items():
        assert (given["auth_version"], given["region_name"]) == (version, "RegionOne")
    assert caller.login_1_0(options["1.0"]["username"], options["1.0"]["api_key"]).status_code == 204
    given = options["1.1"]
    assert caller.login_1_1(username=given["username"], key=given["api_key"]).status_code == 200
    given = options["2.0"]
    credentials = {"username": given["username"], "apiKey": given["api_key"]}
    assert caller.login_2_0(**{API_KEY: credentials}, tenantName=given["project_name"]).status_code == 200
    given = options["2.0_password"]
    credentials = {"username": given["username"], "password": given["password"]}
    assert caller.login_2_0(passwordCredentials=credentials, tenantName=given["project_name"]).status_code == 200
    assert enter(caller, options["3.x_oidc_access_token"]["access_token"]).status_code == 201
    given = options["3.x_oidc_password"]
    assert given["discovery_endpoint"].endswith("/oidc/.well-known/openid-configuration")
    form = {"username": given["username"], "password": given["password"], "scope": given["openid_scope"]}
    response = provider.ask({**form, "grant_type": "password"}, (given["client_id"], given["client_secret"]))
    assert response.status_code == 200


def test_connection_options_of_an_unknown_version(caller: Caller) -> None:
    for version in ("2.0_smile", "3.x_smile"):
        with pytest.raises(LookupError):
            caller.cloud.connection_options(auth_version=version)

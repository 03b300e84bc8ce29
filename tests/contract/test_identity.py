# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystone: version documents, tokens by every method, scopes, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique

NEEDS_AUTHENTICATION = "The request you have made requires authentication."
MALFORMED = (
    "The server could not comply with the request since it is either malformed or otherwise incorrect. "
    "The client is assumed to be in error."
)
ONE_SCOPE = f"Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope. {MALFORMED}"


@pytest.fixture(name="credential", scope="module")
def application_credential(cloud: Cloud) -> Iterator[Json]:
    """Return an application credential of the user."""
    user_id = cloud.token_body["user"]["id"]
    url = f"{cloud.identity}/users/{user_id}/application_credentials"
    body = {"application_credential": {"name": unique("credential")}}
    response = cloud.send("POST", url, json=body)
    assert response.status_code == 201, response.text
    made: Json = response.json()["application_credential"]
    yield made
    assert cloud.send("DELETE", f"{url}/{made['id']}").status_code == 204


def test_root_offers_choices(cloud: Cloud) -> None:
    response = cloud.send("GET", cloud.identity.removesuffix("v3"), token=None)
    assert response.status_code == 300
    assert response.headers["Location"] == f"{cloud.identity}/"
    (version,) = response.json()["versions"]["values"]
    assert version["id"].startswith("v3.")
    assert version["status"] == "stable"
    assert version["links"] == [{"rel": "self", "href": f"{cloud.identity}/"}]


@pytest.mark.parametrize("slash", ["", "/"])
def test_version_document(cloud: Cloud, slash: str) -> None:
    response = cloud.send("GET", cloud.identity + slash, token=None)
    assert response.status_code == 200
    assert response.json()["version"]["id"].startswith("v3.")


@pytest.mark.parametrize("path", ["/no-such-thing", "/../v2.0/tokens"])
def test_unknown_path_is_a_page(cloud: Cloud, path: str) -> None:
    response = cloud.send("GET", cloud.identity + path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "The requested URL was not found on the server." in response.text


def test_project_token(cloud: Cloud) -> None:
    response = cloud.authenticate(scope=cloud.project_scope)
    assert response.status_code == 201
    assert response.headers["X-Subject-Token"]
    assert response.headers["Vary"] == "X-Auth-Token"
    assert response.headers["x-openstack-request-id"].startswith("req-")
    token = response.json()["token"]
    assert set(token) == {
        "methods",
        "user",
        "audit_ids",
        "expires_at",
        "issued_at",
        "project",
        "is_domain",
        "roles",
        "catalog",
    }
    assert token["methods"] == ["password"]
    assert set(token["user"]) == {"domain", "id", "name", "password_expires_at"}
    assert {role["name"] for role in token["roles"]} >= {"member", "reader"}
    assert token["expires_at"].endswith(".000000Z")


def test_catalog_shape(cloud: Cloud) -> None:
    catalog = cloud.token_body["catalog"]
    assert {"identity", "compute", "network", "image", "placement", "block-storage"} <= {e["type"] for e in catalog}
    for entry in catalog:
        assert set(entry) == {"endpoints", "id", "type", "name"}
        for endpoint in entry["endpoints"]:
            assert set(endpoint) == {"id", "interface", "region_id", "url", "region"}
            assert endpoint["region"] == endpoint["region_id"]
            assert endpoint["interface"] in ("public", "internal", "admin")
    volume = cloud.endpoint("block-storage")
    assert volume.endswith(cloud.project_id)


def test_catalog_of_its_own(cloud: Cloud) -> None:
    response = cloud.send("GET", f"{cloud.identity}/auth/catalog")
    assert response.json()["catalog"] == cloud.token_body["catalog"]


@pytest.mark.parametrize("scope", [None, "unscoped", {"unscoped": {}}])
def test_unscoped_token_has_neither_project_nor_catalog(cloud: Cloud, scope: Any) -> None:
    response = cloud.authenticate(scope=scope)
    assert response.status_code == 201
    assert set(response.json()["token"]) == {"methods", "user", "audit_ids", "expires_at", "issued_at"}


def test_token_without_catalog(cloud: Cloud) -> None:
    body = {"auth": {"identity": cloud.password_identity(), "scope": cloud.project_scope}}
    response = cloud.http.post(f"{cloud.identity}/auth/tokens?nocatalog", json=body, timeout=60)
    assert "catalog" not in response.json()["token"]


def test_by_user_and_project_id(cloud: Cloud) -> None:
    user = {"id": cloud.token_body["user"]["id"], "password": cloud.password}
    identity = {"methods": ["password"], "password": {"user": user}}
    response = cloud.authenticate(identity, {"project": {"id": cloud.project_id}})
    assert response.status_code == 201
    assert response.json()["token"]["project"]["name"] == cloud.project_name


def test_unknown_fields_pass(cloud: Cloud) -> None:
    assert cloud.authenticate(cloud.password_identity(colour="red"), shape="round").status_code == 201


def test_rescoped_token(cloud: Cloud) -> None:
    first = cloud.authenticate()
    identity = {"methods": ["token"], "token": {"id": first.headers["X-Subject-Token"]}}
    response = cloud.authenticate(identity, cloud.project_scope)
    assert response.status_code == 201
    token, parent = response.json()["token"], first.json()["token"]
    assert sorted(token["methods"]) == ["password", "token"]
    assert token["expires_at"] == parent["expires_at"]
    assert token["audit_ids"][1:] == parent["audit_ids"]


def test_application_credential_by_id(cloud: Cloud, credential: Json) -> None:
    part = {"id": credential["id"], "secret": credential["secret"]}
    response = cloud.authenticate({"methods": ["application_credential"], "application_credential": part})
    assert response.status_code == 201
    token = response.json()["token"]
    assert token["project"]["id"] == cloud.project_id
    assert token["application_credential"] == {"id": credential["id"], "name": credential["name"], "restricted": True}


def test_application_credential_by_name(cloud: Cloud, credential: Json) -> None:
    user = {"name": cloud.username, "domain": cloud.user_domain}
    part = {"name": credential["name"], "secret": credential["secret"], "user": user}
    response = cloud.authenticate({"methods": ["application_credential"], "application_credential": part})
    assert response.status_code == 201


def test_application_credential_and_scope(cloud: Cloud, credential: Json) -> None:
    part = {"id": credential["id"], "secret": credential["secret"]}
    identity = {"methods": ["application_credential"], "application_credential": part}
    message = "Error authenticating with application credential: Application credentials cannot request a scope."
    keystone_error(cloud.authenticate(identity, cloud.project_scope), 401, message)


def test_token_of_an_application_credential_cannot_be_traded(cloud: Cloud, credential: Json) -> None:
    part = {"id": credential["id"], "secret": credential["secret"]}
    first = cloud.authenticate({"methods": ["application_credential"], "application_credential": part})
    identity = {"methods": ["token"], "token": {"id": first.headers["X-Subject-Token"]}}
    action = "Using a delegated token to create another token is not allowed."
    message = f"You are not authorized to perform the requested action: {action}."
    keystone_error(cloud.authenticate(identity, cloud.project_scope), 403, message)


def test_application_credential_with_wrong_secret(cloud: Cloud, credential: Json) -> None:
    part = {"id": credential["id"], "secret": "wrong"}
    identity = {"methods": ["application_credential"], "application_credential": part}
    keystone_error(cloud.authenticate(identity), 401, NEEDS_AUTHENTICATION)


def test_unknown_application_credential(cloud: Cloud) -> None:
    identity = {"methods": ["application_credential"], "application_credential": {"id": "nobody", "secret": "x"}}
    keystone_error(cloud.authenticate(identity), 404, "Could not find Application Credential: nobody.")


def test_application_credential_by_name_without_user(cloud: Cloud) -> None:
    identity = {"methods": ["application_credential"], "application_credential": {"name": "x", "secret": "x"}}
    message = f"Expecting to find user in application credential. {MALFORMED}"
    keystone_error(cloud.authenticate(identity), 400, message)


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"name": "nobody-of-this-name"}, {"domain": {"name": "no-such-domain"}}]
)
def test_wrong_credentials(cloud: Cloud, changes: Json) -> None:
    response = cloud.authenticate(cloud.password_identity(**changes), cloud.project_scope)
    keystone_error(response, 401, NEEDS_AUTHENTICATION)
    assert response.headers["WWW-Authenticate"] == f'Keystone uri="{cloud.identity}"'


@pytest.mark.parametrize(
    "scope",
    [
        {"project": {"name": "no-such-project", "domain": {"name": "Default"}}},
        {"project": {"name": "service", "domain": {"name": "Default"}}},
        {"project": {"name": "demo", "domain": {"name": "no-such-domain"}}},
        {"project": {"id": "no-such-project"}},
        {"domain": {"name": "Default"}},
        {"domain": {"id": "no-such-domain"}},
        {"system": {"all": True}},
        {"system": {}},
        {"OS-TRUST:trust": {"id": "no-such-trust"}},
    ],
)
def test_scope_that_is_not_the_users(cloud: Cloud, scope: Json) -> None:
    keystone_error(cloud.authenticate(scope=scope), 401, NEEDS_AUTHENTICATION)


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        ({}, ONE_SCOPE),
        ({"planet": {}}, ONE_SCOPE),
        ({"project": {"id": "x"}, "domain": {"id": "default"}}, ONE_SCOPE),
        ({"project": {"name": "demo"}}, f"Expecting to find domain in project. {MALFORMED}"),
    ],
)
def test_malformed_scope(cloud: Cloud, scope: Json, message: str) -> None:
    keystone_error(cloud.authenticate(scope=scope), 400, message)


PASSWORD_USER = {"name": "demo", "password": "x"}


@pytest.mark.parametrize(
    ("identity", "message"),
    [
        ({"methods": ["magic"]}, f"Expecting to find magic in identity. {MALFORMED}"),
        ({"methods": ["password"]}, f"Expecting to find password in identity. {MALFORMED}"),
        ({"methods": ["password"], "password": {}}, f"Expecting to find user in None. {MALFORMED}"),
        (
            {"methods": ["password"], "password": {"user": PASSWORD_USER}},
            f"Expecting to find domain in user. {MALFORMED}",
        ),
        (
            {"methods": ["password"], "password": {"user": {"password": "x"}}},
            "Invalid input for field identity/password/user: id or name must be present.",
        ),
        (
            {"methods": ["password"], "password": {"user": {**PASSWORD_USER, "domain": {}}}},
            "Invalid input for field identity/password/user/domain: id or name must be present.",
        ),
        (
            {"methods": "password", "password": {}},
            "Invalid input for field 'identity/methods': 'password' is not of type 'array'\n\nFailed validating 'type' "
            "in schema['properties']['identity']['properties']['methods']:\n"
            "    {'type': 'array', 'items': {'type': 'string'}}\n\nOn instance['identity']['methods']:\n"
            "    'password'",
        ),
        (
            {"methods": ["password"], "password": {"user": {**PASSWORD_USER, "password": 5}}},
            "Invalid input for field 'identity/password/user/password': 5 is not of type 'string'\n\nFailed validating "
            "'type' in schema['properties']['identity']['properties']['password']['properties']['user']['properties']"
            "['password']:\n    {'type': 'string'}\n\nOn instance['identity']['password']['user']['password']:\n    5",
        ),
    ],
)
def test_malformed_identity(cloud: Cloud, identity: Json, message: str) -> None:
    keystone_error(cloud.authenticate(identity), 400, message)


def test_no_methods(cloud: Cloud) -> None:
    keystone_error(cloud.authenticate({"methods": []}), 401, NEEDS_AUTHENTICATION)


def test_missing_identity(cloud: Cloud) -> None:
    response = cloud.http.post(f"{cloud.identity}/auth/tokens", json={"auth": {}}, timeout=60)
    assert response.status_code == 400
    message = response.json()["error"]["message"]
    assert message.startswith("'identity' is a required property\n\nFailed validating 'required' in schema:\n")


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        ("{broken", "application/json", f"Expecting to find valid JSON in request body. {MALFORMED}"),
        ("[]", "application/json", f"Expecting to find valid JSON in request body. {MALFORMED}"),
        ("{}", "application/json", f"Expecting to find auth in request body. {MALFORMED}"),
        ('{"auth": {}}', "text/plain", f"Expecting to find application/json in Content-Type header. {MALFORMED}"),
        ("", "application/json", f"Expecting to find auth in request body. {MALFORMED}"),
    ],
)
def test_malformed_body(cloud: Cloud, data: str, kind: str, message: str) -> None:
    headers = {"Content-Type": kind}
    response = cloud.http.post(f"{cloud.identity}/auth/tokens", data=data, headers=headers, timeout=60)
    keystone_error(response, 400, message)


def test_unsupported_method(cloud: Cloud) -> None:
    response = cloud.authenticate({"methods": ["smile"], "smile": {"user": {"id": "x"}}})
    keystone_error(response, 401, "Attempted to authenticate with an unsupported method.")
    assert set(response.json()["error"]["identity"]["methods"]) >= {"password", "token", "application_credential"}


def test_unknown_token_cannot_be_rescoped(cloud: Cloud) -> None:
    response = cloud.authenticate({"methods": ["token"], "token": {"id": "nonsense"}})
    keystone_error(response, 404, "Could not recognize Fernet token")


def test_method_that_is_not_allowed(cloud: Cloud) -> None:
    response = cloud.send("PUT", f"{cloud.identity}/auth/tokens", json={})
    assert response.status_code == 405
    assert response.json() == {"message": "The method is not allowed for the requested URL."}


def test_validate_and_revoke(cloud: Cloud) -> None:
    subject = cloud.authenticate(scope=cloud.project_scope).headers["X-Subject-Token"]
    url, headers = f"{cloud.identity}/auth/tokens", {"X-Subject-Token": subject}
    shown = cloud.send("GET", url, headers=headers)
    assert shown.status_code == 200
    assert shown.headers["X-Subject-Token"] == subject
    assert shown.json()["token"]["project"]["id"] == cloud.project_id
    head = cloud.send("HEAD", url, headers=headers)
    assert (head.status_code, head.text) == (200, "")
    assert cloud.send("DELETE", url, headers=headers).status_code == 204
    keystone_error(sent_until(404, cloud, url, headers), 404, "Failed to validate token")
    keystone_error(sent_until(401, cloud, url, headers, token=subject), 401, NEEDS_AUTHENTICATION)


# Keystone's threads share a list of what was revoked. One that reads it while another revokes a token may put the older
# list back, which then counts until the next token is revoked.
MOST_REVOKED = 10


def sent_until(status: int, cloud: Cloud, url: str, headers: dict[str, str], **more: Any) -> requests.Response:
    """Send a request until it is answered with a status, and revoke other tokens meanwhile; the last answer."""
    response = cloud.send("GET", url, headers=headers, **more)
    for _another in range(MOST_REVOKED):
        if response.status_code == status:
            break
        another = cloud.authenticate(scope=cloud.project_scope).headers["X-Subject-Token"]
        assert cloud.send("DELETE", url, headers={"X-Subject-Token": another}).status_code == 204
        response = cloud.send("GET", url, headers=headers, **more)
    return response


def test_validate_refusals(cloud: Cloud) -> None:
    url = f"{cloud.identity}/auth/tokens"
    keystone_error(cloud.send("GET", url, token=None), 401, NEEDS_AUTHENTICATION)
    keystone_error(cloud.send("GET", url, token="nonsense"), 401, NEEDS_AUTHENTICATION)
    refusal = "You are not authorized to perform the requested action: identity:validate_token."
    keystone_error(cloud.send("GET", url), 403, refusal)
    response = cloud.send("GET", url, headers={"X-Subject-Token": "nonsense"})
    keystone_error(response, 404, "Could not recognize Fernet token")


def test_projects_of_the_user(cloud: Cloud) -> None:
    response = cloud.send("GET", f"{cloud.identity}/auth/projects")
    body = response.json()
    assert cloud.project_id in [project["id"] for project in body["projects"]]
    assert set(body["links"]) == {"next", "self", "previous"}
    assert set(body["projects"][0]) >= {"id", "name", "domain_id", "enabled", "parent_id", "is_domain", "links"}


def test_policy_refusal(cloud: Cloud) -> None:
    message = "You are not authorized to perform the requested action: identity:list_projects."
    keystone_error(cloud.send("GET", f"{cloud.identity}/projects"), 403, message)

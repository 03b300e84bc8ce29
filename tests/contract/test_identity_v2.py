# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity v2.0 and auth 1.0: the fake, and real servers of the last releases that speak them (tests/legacy)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.client import Json, normalised
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.legacy.layout import (
    NO_PROJECT_PASSWORD,
    PACKAGE,
    PASSWORD,
    SWIFT_KEY,
    LegacyLayout,
)

NEEDS_AUTHENTICATION = "The request you have made requires authentication."
MALFORMED = (
    "The server could not comply with the request since it is either malformed or otherwise incorrect. "
    "The client is assumed to be in error."
)
NO_AUTH = f"Expecting to find auth in request body. {MALFORMED}"
NO_PASSWORD = f"Expecting to find password in passwordCredentials. {MALFORMED}"


@dataclass
class Old:
    """A server of the older APIs: v2.0 with demo (projects demo, second) and noproj, 1.0 with test:tester."""

    kind: str
    identity: str
    auth_1_0: str
    demo_password: str
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.http.trust_env = False

    @property
    def demo(self) -> Json:
        """Return the credentials of the user demo."""
        return {"username": "demo", "password": self.demo_password}

    def get(self, path: str, token: str | None = None, **headers: str) -> requests.Response:
        """GET something of the identity service."""
        sent = {**headers, **({"X-Auth-Token": token} if token else {})}
        return self.http.get(self.identity + path, headers=sent, timeout=60)

    def post(self, body: Any) -> requests.Response:
        """Ask for a token with any body."""
        return self.http.post(f"{self.identity}/v2.0/tokens", json=body, timeout=60)

    def login(self, credentials: Json | None = None, **auth: Any) -> requests.Response:
        """Ask for a token with a password."""
        return self.post({"auth": {"passwordCredentials": credentials or self.demo, **auth}})

    def access(self, credentials: Json | None = None, **auth: Any) -> Json:
        """Return what a password opens."""
        response = self.login(credentials, **auth)
        assert response.status_code == 200, response.text
        access: Json = response.json()["access"]
        return access

    def login_1_0(self, **headers: str) -> requests.Response:
        """Ask for a token with auth 1.0."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.get(self.auth_1_0, headers=sent, timeout=60)


@pytest.fixture(name="old", scope="module", params=["fake", "real"])
def old_servers(request: pytest.FixtureRequest) -> Iterator[Old]:
    """Return the servers; without the real ones the tests fail, they are never skipped."""
    if request.param == "real":
        layout = LegacyLayout.from_environment(os.environ)
        old = Old(
            "real",
            layout.server("keystone-public").url,
            layout.server("swift-proxy").url + "/auth/v1.0",
            PASSWORD,
        )
        try:
            old.get("/")
            old.login_1_0()
        except requests.ConnectionError as error:
            pytest.fail(f"{error}: start the legacy servers with `python3 -m {PACKAGE} up`.", pytrace=False)
        yield old
        old.http.close()
        return
    with FakeCloud(identity_versions=("v3", "v2.0", "v1.0")) as fake:
        # As Keystone 12 was on its own; Rackspace's and VOMS' ways in are in test_identity_legacy.
        fake.identity.data.v2_extensions = False
        demo = fake.accounts.user("demo", "default")
        second = fake.accounts.add_project("second")
        assert demo is not None
        fake.accounts.grants[(demo.id, "project", second.id)] = ("member",)
        demo.default_project_id = second.id
        fake.accounts.add_user("noproj", NO_PROJECT_PASSWORD)
        fake.accounts.add_user("tester", SWIFT_KEY, ("test",))
        identity = f"{fake.origin}/identity"
        old = Old("fake", identity, f"{identity}/v1.0", demo.password)
        yield old
        old.http.close()


def keystone_12_error(response: requests.Response, status: int, message: str) -> None:
    """Check the envelope."""
    titles = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
    assert response.status_code == status, response.text
    content = response.json()["error"]
    assert list(response.json()) == ["error"]
    assert (content["code"], content["title"], normalised(content["message"])) == (status, titles[status], message)
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    assert response.headers["Vary"] == "X-Auth-Token"


# Version documents


def test_root_offers_both_versions(old: Old) -> None:
    response = old.get("/")
    assert response.status_code == 300
    assert "Location" not in response.headers
    values = {value["id"].split(".")[0]: value for value in response.json()["versions"]["values"]}
    assert set(values) == {"v2", "v3"}
    assert (values["v2"]["id"], values["v2"]["status"], values["v3"]["status"]) == ("v2.0", "deprecated", "stable")
    assert values["v2"]["links"][0] == {"rel": "self", "href": f"{old.identity}/v2.0/"}
    assert values["v3"]["links"] == [{"rel": "self", "href": f"{old.identity}/v3/"}]


@pytest.mark.parametrize("path", ["/v2.0", "/v2.0/"])
def test_version_document(old: Old, path: str) -> None:
    response = old.get(path)
    assert response.status_code == 200
    version = response.json()["version"]
    assert set(version) == {"id", "status", "updated", "links", "media-types"}
    assert (version["id"], version["status"]) == ("v2.0", "deprecated")
    assert version["media-types"] == [
        {"base": "application/json", "type": "application/vnd.openstack.identity-v2.0+json"}
    ]


@pytest.mark.parametrize("path", ["/v1.1/auth", "/nothing", "/v2.0/nothing", "/v2.0/tokens"])
def test_unknown_path(old: Old, path: str) -> None:
    # /v2.0/tokens can be posted to, but its router knows no 405.
    keystone_12_error(old.get(path), 404, f"({old.identity}{path}): The resource could not be found.")


# Tokens


@pytest.mark.parametrize("by", ["tenantName", "tenantId", "both"])
def test_access(old: Old, by: str) -> None:
    tenant = old.access(tenantName="demo")["token"]["tenant"]
    scope = {"tenantName": {"tenantName": "demo"}, "tenantId": {"tenantId": tenant["id"]}}.get(by)
    access = old.access(**(scope or {"tenantId": tenant["id"], "tenantName": "no-such-tenant"}))
    assert set(access) == {"token", "user", "serviceCatalog", "metadata"}
    token, user = access["token"], access["user"]
    assert set(token) == {"id", "expires", "issued_at", "audit_ids", "tenant"}
    assert token["expires"].endswith(".000000Z")
    assert token["tenant"] == {"id": tenant["id"], "name": "demo", "description": "", "enabled": True}
    assert set(user) == {"id", "name", "username", "roles", "roles_links"}
    assert (user["name"], user["username"], user["roles_links"]) == ("demo", "demo", [])
    assert all(set(role) == {"name"} for role in user["roles"])
    assert set(access["metadata"]) == {"roles", "is_admin"}
    assert access["metadata"]["is_admin"] == 0
    assert len(access["metadata"]["roles"]) == len(user["roles"]) > 0


def test_catalog(old: Old) -> None:
    access = old.access(tenantName="demo")
    assert {"identity", "compute", "image", "network"} <= {entry["type"] for entry in access["serviceCatalog"]}
    for entry in access["serviceCatalog"]:
        assert set(entry) == {"name", "type", "endpoints", "endpoints_links"}
        assert [endpoint["region"] for endpoint in entry["endpoints"]] == ["RegionOne", "RegionTwo"]
        for endpoint in entry["endpoints"]:
            assert set(endpoint) == {"id", "region", "publicURL", "internalURL", "adminURL"}
            assert "(tenant_id)" not in endpoint["publicURL"]


def test_without_tenant_there_is_no_scope(old: Old) -> None:
    # demo has a default project, which v3 would take.
    access = old.access()
    assert "tenant" not in access["token"]
    assert (access["serviceCatalog"], access["user"]["roles"]) == ([], [])
    assert access["metadata"] == {"roles": [], "is_admin": 0}


def test_by_user_id(old: Old) -> None:
    user_id = old.access()["user"]["id"]
    access = old.access({"userId": user_id, "password": old.demo_password}, tenantName="demo")
    assert access["user"]["id"] == user_id


@pytest.mark.parametrize(
    ("changes", "scope"),
    [
        ({"password": "wrong"}, {"tenantName": "demo"}),
        ({"username": "nobody-of-this-name"}, {"tenantName": "demo"}),
        ({}, {"tenantName": "no-such-tenant"}),
        ({}, {"tenantId": "no-such-tenant"}),
        ({}, {"tenantName": "admin"}),
        ({"username": "noproj", "password": NO_PROJECT_PASSWORD}, {"tenantName": "demo"}),
    ],
)
def test_wrong_credentials(old: Old, changes: Json, scope: Json) -> None:
    response = old.login({**old.demo, **changes}, **scope)
    keystone_12_error(response, 401, NEEDS_AUTHENTICATION)
    # Unlike v3 it names the service without a version.
    assert response.headers["WWW-Authenticate"] == f'Keystone uri="{old.identity}"'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, NO_AUTH),
        ({"auth": None}, NO_AUTH),
        ({"auth": "x"}, NO_AUTH),
        ({"auth": {}}, NO_AUTH),
        ([], NO_AUTH),
        ({"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "demo", "apiKey": "x"}}}, NO_AUTH),
        ({"auth": {"voms": True}}, NO_AUTH),
        ({"auth": {"passwordCredentials": {}}}, NO_PASSWORD),
        ({"auth": {"passwordCredentials": "x"}}, NO_PASSWORD),
        ({"auth": {"passwordCredentials": {"username": "demo"}}}, NO_PASSWORD),
        (
            {"auth": {"passwordCredentials": {"password": "x"}}},
            f"Expecting to find username or userId in passwordCredentials. {MALFORMED}",
        ),
        (
            {"auth": {"passwordCredentials": {"username": "demo", "password": 5}}},
            "object of type 'int' has no len()",
        ),
        ({"auth": {"token": {}}}, f"Expecting to find id in token. {MALFORMED}"),
        (
            {"auth": {"passwordCredentials": {}}, "colour": 1},
            "Auth.authenticate() got an unexpected keyword argument 'colour'",
        ),
    ],
)
def test_malformed_request(old: Old, body: Any, message: str) -> None:
    keystone_12_error(old.post(body), 400, message)


def test_unknown_fields_pass(old: Old) -> None:
    assert old.login({**old.demo, "colour": "red"}, tenantName="demo", shape="round").status_code == 200


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        ("{broken", "application/json", f"Expecting to find valid JSON in request body. {MALFORMED}"),
        ("", "application/json", NO_AUTH),
        ('{"auth": {}}', "text/plain", f"Expecting to find application/json in Content-Type header. {MALFORMED}"),
        ('{"auth": {}}', "application/json; charset=UTF-8", NO_AUTH),
    ],
)
def test_malformed_body(old: Old, data: str, kind: str, message: str) -> None:
    url, headers = f"{old.identity}/v2.0/tokens", {"Content-Type": kind}
    keystone_12_error(old.http.post(url, data=data, headers=headers, timeout=60), 400, message)


def test_rescoped_token(old: Old) -> None:
    parent = old.access(tenantName="demo")["token"]
    response = old.post({"auth": {"token": {"id": parent["id"]}, "tenantName": "second"}})
    assert response.status_code == 200, response.text
    token = response.json()["access"]["token"]
    assert token["tenant"]["name"] == "second"
    assert token["expires"] == parent["expires"]
    assert token["audit_ids"][1:] == parent["audit_ids"]


def test_unscoped_token_and_its_tenants(old: Old) -> None:
    token = old.access()["token"]["id"]
    body = old.get("/v2.0/tenants", token).json()
    assert body["tenants_links"] == []
    assert {"demo", "second"} <= {tenant["name"] for tenant in body["tenants"]}
    assert all(set(tenant) == {"id", "name", "description", "enabled"} for tenant in body["tenants"])
    response = old.post({"auth": {"token": {"id": token}, "tenantName": body["tenants"][0]["name"]}})
    assert response.json()["access"]["token"]["tenant"] == body["tenants"][0]


def test_token_that_cannot_be_rescoped(old: Old) -> None:
    keystone_12_error(old.post({"auth": {"token": {"id": "nonsense"}}}), 401, NEEDS_AUTHENTICATION)
    other = old.access({"username": "noproj", "password": NO_PROJECT_PASSWORD})["token"]["id"]
    response = old.post({"auth": {"token": {"id": other}, "tenantName": "demo"}})
    keystone_12_error(response, 401, NEEDS_AUTHENTICATION)


def test_pages_of_tenants(old: Old) -> None:
    token = old.access()["token"]["id"]
    names = [tenant["id"] for tenant in old.get("/v2.0/tenants", token).json()["tenants"]]
    page = old.get(f"/v2.0/tenants?limit=1&marker={names[0]}", token).json()
    assert [tenant["id"] for tenant in page["tenants"]] == names[1:2]
    keystone_12_error(old.get("/v2.0/tenants?marker=x", token), 400, "Marker could not be found")
    keystone_12_error(old.get("/v2.0/tenants?limit=x", token), 400, "Invalid limit value")


@pytest.mark.parametrize("token", [None, "nonsense"])
def test_tenants_need_a_token(old: Old, token: str | None) -> None:
    keystone_12_error(old.get("/v2.0/tenants", token), 401, NEEDS_AUTHENTICATION)


def test_validation_is_for_administrators(old: Old) -> None:
    token = old.access(tenantName="demo")["token"]["id"]
    message = "You are not authorized to perform the requested action: identity:validate_token."
    keystone_12_error(old.get(f"/v2.0/tokens/{token}", token), 403, message)


def test_tokens_of_both_versions_are_the_same(old: Old) -> None:
    token = old.access(tenantName="demo")["token"]["id"]
    shown = old.get("/v3/auth/tokens", token, **{"X-Subject-Token": token})
    assert shown.status_code == 200
    assert shown.json()["token"]["project"]["name"] == "demo"
    user = {"name": "demo", "password": old.demo_password, "domain": {"name": "Default"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    made = old.http.post(f"{old.identity}/v3/auth/tokens", json={"auth": {"identity": identity}}, timeout=60)
    response = old.post({"auth": {"token": {"id": made.headers["X-Subject-Token"]}, "tenantName": "demo"}})
    assert response.status_code == 200, response.text


# 1.0


def test_auth_1_0(old: Old) -> None:
    response = old.login_1_0(X_Auth_User="test:tester", X_Auth_Key=SWIFT_KEY)
    # Swift answers 200, Rackspace answered 204; both without a body.
    assert (response.status_code, response.text) == ({"fake": 204, "real": 200}[old.kind], "")
    assert response.headers["X-Auth-Token"] == response.headers["X-Storage-Token"]
    assert 0 < int(response.headers["X-Auth-Token-Expires"]) <= 3600
    assert "/v1/AUTH_" in response.headers["X-Storage-Url"]


def test_auth_1_0_with_the_older_headers(old: Old) -> None:
    response = old.login_1_0(X_Storage_User="test:tester", X_Storage_Pass=SWIFT_KEY)
    assert response.headers["X-Auth-Token"]


@pytest.mark.parametrize(
    ("headers", "realm"),
    [
        ({}, "unknown"),
        ({"X_Auth_User": "test:tester"}, "test"),
        ({"X_Auth_User": "test:tester", "X_Auth_Key": "wrong"}, "test"),
        ({"X_Auth_User": "other:tester", "X_Auth_Key": SWIFT_KEY}, "other"),
        ({"X_Auth_User": "test:nobody", "X_Auth_Key": SWIFT_KEY}, "test"),
        ({"X_Auth_User": "nobody", "X_Auth_Key": SWIFT_KEY}, "unknown"),
        ({"X_Auth_User": ":tester", "X_Auth_Key": SWIFT_KEY}, "unknown"),
    ],
)
def test_auth_1_0_refusals(old: Old, headers: dict[str, str], realm: str) -> None:
    response = old.login_1_0(**headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == f'Swift realm="{realm}"'
    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert response.text == (
        "<html><h1>Unauthorized</h1><p>This server could not verify that you are authorized to access the document "
        "you requested.</p></html>"
    )


def test_auth_1_0_is_asked_with_get(old: Old) -> None:
    response = old.http.post(old.auth_1_0, timeout=60)
    assert response.status_code == 405
    assert response.text == (
        "<html><h1>Method Not Allowed</h1><p>The method is not allowed for this resource.</p></html>"
    )

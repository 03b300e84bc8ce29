# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the legacy servers answer, in plain HTTP: `python3 -m tests.legacy up` first, then pytest on this file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.cloud.progress import Progress
from ansible_collections.nodeworks.openstack.tests.legacy.launcher import LegacyLauncher
from ansible_collections.nodeworks.openstack.tests.legacy.layout import (
    NO_PROJECT_PASSWORD,
    PACKAGE,
    PASSWORD,
    SWIFT_KEY,
    LegacyLayout,
)

Json = dict[str, Any]

NEEDS_AUTHENTICATION = "The request you have made requires authentication."
MALFORMED = (
    "The server could not comply with the request since it is either malformed or otherwise incorrect. "
    "The client is assumed to be in error."
)
DEMO = {"username": "demo", "password": PASSWORD}
SERVICE_TYPES = {"identity", "compute", "object-store", "volume", "image", "network"}


class Client:
    """Sends requests to the servers; proxies and .netrc have no part in them."""

    def __init__(self, layout: LegacyLayout) -> None:
        self.keystone = layout.server("keystone-public").url
        self.keystone_admin = layout.server("keystone-admin").url
        self.swift = layout.server("swift-proxy").url
        self.nova = layout.server("nova").url
        self.compute_endpoint = layout.compute_endpoint
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, url: str, token: str | None = None, **headers: str) -> requests.Response:
        """GET, with a token if there is one."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["X-Auth-Token"] = token
        return self.http.get(url, headers=sent, timeout=60, allow_redirects=False)

    def authenticate(self, credentials: Json | None = None, *, url: str = "", **scope: Any) -> requests.Response:
        """Ask v2.0 for a token."""
        auth = {"passwordCredentials": DEMO if credentials is None else credentials, **scope}
        return self.http.post(f"{url or self.keystone}/v2.0/tokens", json={"auth": auth}, timeout=60)

    def access(self, credentials: Json | None = None, **scope: Any) -> Json:
        """Return what v2.0 grants."""
        response = self.authenticate(credentials, **scope)
        assert response.status_code == 200, response.text
        access: Json = response.json()["access"]
        return access

    def authenticate_v1(self, user: str, key: str) -> requests.Response:
        """Ask v1.0 for a token."""
        return self.get(f"{self.swift}/auth/v1.0", X_Auth_User=user, X_Auth_Key=key)


@pytest.fixture(name="client", scope="module")
def client_of_running_servers() -> Iterator[Client]:
    """Return a client; without servers the tests fail, they are never skipped."""
    layout = LegacyLayout.from_environment(os.environ)
    down = [name for name, is_up in LegacyLauncher(layout, Progress(), os.environ).status().items() if not is_up]
    if down:
        pytest.fail(
            f"{', '.join(down)} not up: start the legacy servers with `python3 -m {PACKAGE} up`.", pytrace=False
        )
    client = Client(layout)
    yield client
    client.http.close()


@pytest.fixture(name="demo", scope="module")
def access_of_demo(client: Client) -> Json:
    """Return what the user demo gets for the project demo."""
    return client.access(tenantName="demo")


def assert_keystone_error(response: requests.Response, status: int, title: str, message: str) -> None:
    """Compare an error with what Keystone makes of one."""
    assert response.json() == {"error": {"code": status, "title": title, "message": message}}
    assert response.status_code == status


# Identity v2.0


def test_root_offers_both_versions(client: Client) -> None:
    response = client.get(client.keystone + "/")
    assert response.status_code == 300
    versions = response.json()["versions"]["values"]
    assert [(version["id"], version["status"]) for version in versions] == [("v2.0", "deprecated"), ("v3.8", "stable")]
    assert [version["links"][0]["href"] for version in versions] == [
        f"{client.keystone}/v2.0/",
        f"{client.keystone}/v3/",
    ]


@pytest.mark.parametrize("path", ["/v2.0", "/v2.0/"])
def test_version_document(client: Client, path: str) -> None:
    response = client.get(client.keystone + path)
    assert response.status_code == 200
    assert response.json()["version"]["id"] == "v2.0"


def test_password_and_tenant_name(demo: Json) -> None:
    assert demo["token"]["tenant"]["name"] == "demo"
    assert demo["token"]["expires"] > demo["token"]["issued_at"]
    assert demo["token"]["expires"].endswith("Z")
    assert (demo["user"]["name"], demo["user"]["username"]) == ("demo", "demo")
    assert {role["name"] for role in demo["user"]["roles"]} == {"Member", "reader"}


def test_password_and_tenant_id(client: Client, demo: Json) -> None:
    tenant = demo["token"]["tenant"]["id"]
    assert client.access(tenantId=tenant)["token"]["tenant"] == demo["token"]["tenant"]


def test_the_other_project_of_the_user(client: Client) -> None:
    assert client.access(tenantName="second")["token"]["tenant"]["name"] == "second"


def test_user_id_instead_of_a_name(client: Client, demo: Json) -> None:
    access = client.access({"userId": demo["user"]["id"], "password": PASSWORD}, tenantName="demo")
    assert access["user"] == demo["user"]


@pytest.mark.parametrize("scope", [{}, {"tenantName": ""}], ids=["none", "empty"])
def test_without_a_tenant_the_token_has_no_scope_though_the_user_has_a_default_project(
    client: Client, scope: Json
) -> None:
    access = client.access(**scope)
    assert "tenant" not in access["token"]
    assert access["serviceCatalog"] == []
    assert access["user"]["roles"] == []


def test_v3_takes_the_default_project(client: Client, demo: Json) -> None:
    user = {"name": "demo", "domain": {"id": "default"}, "password": PASSWORD}
    body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}}
    response = client.http.post(f"{client.keystone}/v3/auth/tokens", json=body, timeout=60)
    assert response.status_code == 201
    assert response.json()["token"]["project"]["id"] == demo["token"]["tenant"]["id"]


def test_a_token_for_another_tenant(client: Client) -> None:
    first = client.access()["token"]["id"]
    body = {"auth": {"token": {"id": first}, "tenantName": "second"}}
    response = client.http.post(f"{client.keystone}/v2.0/tokens", json=body, timeout=60)
    assert response.status_code == 200
    assert response.json()["access"]["token"]["tenant"]["name"] == "second"


@pytest.mark.parametrize(
    ("credentials", "scope"),
    [
        ({"username": "demo", "password": "wrong"}, {"tenantName": "demo"}),
        ({"username": "nobody", "password": PASSWORD}, {"tenantName": "demo"}),
        (DEMO, {"tenantName": "nowhere"}),
        (DEMO, {"tenantId": "nowhere"}),
        ({"username": "noproj", "password": NO_PROJECT_PASSWORD}, {"tenantName": "demo"}),
    ],
    ids=["password", "user", "tenant name", "tenant id", "not a member"],
)
def test_whatever_is_wrong_the_refusal_is_the_same(client: Client, credentials: Json, scope: Json) -> None:
    response = client.authenticate(credentials, **scope)
    assert_keystone_error(response, 401, "Unauthorized", NEEDS_AUTHENTICATION)
    assert response.headers["WWW-Authenticate"] == f'Keystone uri="{client.keystone}"'


def test_a_request_without_credentials_is_malformed(client: Client) -> None:
    response = client.http.post(f"{client.keystone}/v2.0/tokens", json={"auth": {}}, timeout=60)
    assert_keystone_error(response, 400, "Bad Request", f"Expecting to find auth in request body. {MALFORMED}")


def test_the_port_for_administrators_gives_tokens_too(client: Client) -> None:
    assert client.authenticate(url=client.keystone_admin, tenantName="demo").status_code == 200


def test_catalog_of_two_regions(client: Client, demo: Json) -> None:
    catalog = {service["type"]: service["endpoints"] for service in demo["serviceCatalog"]}
    assert set(catalog) == SERVICE_TYPES
    for endpoints in catalog.values():
        assert {endpoint["region"] for endpoint in endpoints} == {"RegionOne", "RegionTwo"}
        assert all({"publicURL", "internalURL", "adminURL"} <= set(endpoint) for endpoint in endpoints)
    identity = catalog["identity"][0]
    assert identity["publicURL"] == f"{client.keystone}/v2.0"
    assert identity["adminURL"] == f"{client.keystone_admin}/v2.0"


def test_compute_of_region_two_is_somewhere_else(demo: Json) -> None:
    tenant = demo["token"]["tenant"]["id"]
    assert endpoint(demo, "compute", "RegionTwo") == f"http://127.0.0.1:18002/v2.1/{tenant}"


def test_tenants_of_a_token_without_scope(client: Client) -> None:
    response = client.get(f"{client.keystone}/v2.0/tenants", client.access()["token"]["id"])
    assert response.status_code == 200
    assert {tenant["name"] for tenant in response.json()["tenants"]} == {"demo", "second"}
    assert all(tenant["enabled"] for tenant in response.json()["tenants"])


def test_tenants_of_a_user_without_any(client: Client) -> None:
    token = client.access({"username": "noproj", "password": NO_PROJECT_PASSWORD})["token"]["id"]
    response = client.get(f"{client.keystone}/v2.0/tenants", token)
    assert (response.status_code, response.json()) == (200, {"tenants": [], "tenants_links": []})


@pytest.mark.parametrize("token", [None, "not-a-token"])
def test_tenants_without_a_good_token(client: Client, token: str | None) -> None:
    response = client.get(f"{client.keystone}/v2.0/tenants", token)
    assert_keystone_error(response, 401, "Unauthorized", NEEDS_AUTHENTICATION)


# Today's Nova with a token of v2.0


def endpoint(access: Json, service_type: str, region: str) -> str:
    """Return a public endpoint."""
    (service,) = (item for item in access["serviceCatalog"] if item["type"] == service_type)
    (found,) = (item for item in service["endpoints"] if item["region"] == region)
    return str(found["publicURL"])


def test_nova_lists_servers_for_a_token_of_v2(client: Client, demo: Json) -> None:
    tenant = demo["token"]["tenant"]["id"]
    response = client.get(f"{client.nova}/v2.1/{tenant}/servers/detail", demo["token"]["id"])
    assert (response.status_code, response.json()) == (200, {"servers": []})


def test_compute_of_region_one_is_that_nova_unless_told_otherwise(client: Client, demo: Json) -> None:
    tenant = demo["token"]["tenant"]["id"]
    expected = client.compute_endpoint.replace("%(tenant_id)s", tenant)
    assert endpoint(demo, "compute", "RegionOne") == expected


def test_nova_refuses_what_is_no_token(client: Client, demo: Json) -> None:
    response = client.get(f"{client.nova}/v2.1/servers", "not-a-token")
    assert_keystone_error(response, 401, "Unauthorized", NEEDS_AUTHENTICATION)


def test_nova_refuses_a_token_without_scope(client: Client) -> None:
    response = client.get(f"{client.nova}/v2.1/servers", client.access()["token"]["id"])
    message = "Policy doesn't allow os_compute_api:servers:index to be performed."
    assert (response.status_code, response.json()) == (403, {"forbidden": {"code": 403, "message": message}})


# Identity v1.0


def test_v1_right_key(client: Client) -> None:
    response = client.authenticate_v1("test:tester", SWIFT_KEY)
    assert response.status_code == 200
    assert response.headers["X-Auth-Token"].startswith("AUTH_tk")
    assert response.headers["X-Storage-Token"] == response.headers["X-Auth-Token"]
    assert response.headers["X-Storage-Url"] == f"{client.swift}/v1/AUTH_test"
    assert 0 < int(response.headers["X-Auth-Token-Expires"]) <= 3600
    assert response.text == ""


def test_v1_gives_the_same_token_until_it_expires(client: Client) -> None:
    tokens = {client.authenticate_v1("test:tester", SWIFT_KEY).headers["X-Auth-Token"] for _attempt in range(3)}
    assert len(tokens) == 1


@pytest.mark.parametrize(
    ("user", "key", "realm"),
    [("test:tester", "wrong", "test"), ("test:nobody", SWIFT_KEY, "test"), ("tester", SWIFT_KEY, "unknown")],
    ids=["key", "user", "no account"],
)
def test_v1_refusals(client: Client, user: str, key: str, realm: str) -> None:
    response = client.authenticate_v1(user, key)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == f'Swift realm="{realm}"'
    assert "could not verify that you are authorized" in response.text
    assert "X-Auth-Token" not in response.headers


def test_v1_token_is_known_to_the_proxy(client: Client) -> None:
    granted = client.authenticate_v1("test:tester", SWIFT_KEY).headers
    account = granted["X-Storage-Url"]
    assert client.get(account, "AUTH_tknone").status_code == 401
    # Beyond the proxy there is nobody, which it says only to those it has let in.
    assert client.get(account, granted["X-Auth-Token"]).status_code == 503

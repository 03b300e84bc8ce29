# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which versions the fake speaks, and those that no real server can be had for: each strict, in its own words.

Auth 1.0 in Rackspace's way, 1.1, 2.0 with Rackspace's API keys and with VOMS certificates.
"""

from __future__ import annotations

import ssl
from datetime import datetime, timezone
from pathlib import Path

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.caller import ALL_VERSIONS, API_KEY, Caller
from ansible_collections.nodeworks.openstack.tests.contract.certificates import Certificate
from ansible_collections.nodeworks.openstack.tests.contract.client import Json
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

NEEDS_AUTHENTICATION = "The request you have made requires authentication."


# Which versions there are


REQUESTS = {"v3": ("GET", "/v3"), "v2.0": ("GET", "/v2.0"), "v1.1": ("POST", "/v1.1/auth"), "v1.0": ("GET", "/v1.0")}


@pytest.mark.parametrize("versions", [("v3",), ("v2.0",), ("v3", "v2.0"), ("v1.1",), ("v1.0",), ALL_VERSIONS])
def test_versions(versions: tuple[str, ...]) -> None:
    with FakeCloud(identity_versions=versions) as cloud:
        caller = Caller(cloud)
        for version, (method, path) in REQUESTS.items():
            response = caller.send(method, path)
            assert (response.status_code != 404) == (version in versions), version
        root = caller.send("GET", "/")
        listed = [version for version in ("v2.0", "v3") if version in versions]
        assert root.status_code == (300 if listed else 404)
        if listed:
            ids = [entry["id"][: len(version)] for version, entry in zip(listed, root.json()["versions"]["values"])]
            assert ids == listed
        caller.http.close()


def test_version_that_never_was() -> None:
    with pytest.raises(ValueError, match=r"v4"):
        FakeCloud(identity_versions=("v3", "v4"))


# 1.0


@pytest.mark.parametrize(
    ("user", "project"),
    [("demo", "demo"), ("demo:demo", "demo"), ("alt:demo", "alt"), ("demo:alt", "alt")],
)
@pytest.mark.parametrize("key", ["demo-api-key", "password"])
def test_1_0(caller: Caller, user: str, project: str, key: str) -> None:
    response = caller.login_1_0(user, key)
    assert (response.status_code, response.content) == (204, b"")
    assert caller.opens_doors(response.headers["X-Auth-Token"], project)
    assert response.headers["X-Server-Management-Url"] == f"{caller.cloud.origin}/compute/v2.1"
    assert response.headers["X-Storage-Url"] == f"{caller.cloud.origin}/v1/AUTH_{caller.project_id(project)}"
    assert response.headers["X-CDN-Management-Url"]


@pytest.mark.parametrize(
    ("user", "key"), [("demo", "wrong"), ("demo", ""), ("nobody", "password"), ("admin:demo", "password"), ("", "")]
)
def test_1_0_refused(caller: Caller, user: str, key: str) -> None:
    response = caller.login_1_0(user, key)
    assert (response.status_code, "X-Auth-Token" in response.headers) == (401, False)


# 1.1


def test_1_1(caller: Caller) -> None:
    response = caller.login_1_1(username="demo", key="demo-api-key")
    assert response.status_code == 200
    auth = response.json()["auth"]
    assert caller.opens_doors(auth["token"]["id"])
    expires = datetime.fromisoformat(auth["token"]["expires"])
    assert auth["token"]["expires"].endswith(".000-06:00")
    assert 3590 < (expires - datetime.now(timezone.utc)).total_seconds() <= 3600
    origin = caller.cloud.origin
    assert auth["serviceCatalog"]["cloudServers"] == [
        {
            "region": "RegionOne",
            "publicURL": f"{origin}/compute/v2.1",
            "internalURL": f"{origin}/compute/v2.1",
            "v1Default": True,
        },
        {
            "region": "RegionTwo",
            "publicURL": f"{origin}/RegionTwo/compute/v2.1",
            "internalURL": f"{origin}/RegionTwo/compute/v2.1",
        },
    ]


@pytest.mark.parametrize(
    ("credentials", "status", "fault"),
    [
        ({"username": "demo", "key": "wrong"}, 401, ("unauthorized", "Username or api key is invalid")),
        ({"username": "demo", "key": "password"}, 401, ("unauthorized", "Username or api key is invalid")),
        ({"username": "nobody", "key": "demo-api-key"}, 401, ("unauthorized", "Username or api key is invalid")),
        ({"username": "demo"}, 400, ("badRequest", "Expecting apiKey")),
        ({"key": "x"}, 400, ("badRequest", "Expecting username")),
        ({"username": "demo", "key": "x", "tenant": "y"}, 400, ("badRequest", "Invalid JSON request body")),
    ],
)
def test_1_1_refused(caller: Caller, credentials: Json, status: int, fault: tuple[str, str]) -> None:
    response = caller.login_1_1(**credentials)
    assert response.status_code == status
    assert response.json() == {fault[0]: {"code": status, "message": fault[1]}}


# 2.0 with an API key


@pytest.mark.parametrize(("scope", "project"), [({}, "demo"), ({"tenantName": "alt"}, "alt"), ({"id": 1}, "alt")])
def test_api_key(caller: Caller, scope: Json, project: str) -> None:
    if "id" in scope:
        scope = {"tenantId": caller.project_id(project)}
    response = caller.login_2_0(**{API_KEY: {"username": "demo", "apiKey": "demo-api-key"}}, **scope)
    assert response.status_code == 200
    access = response.json()["access"]
    assert set(access) == {"token", "user", "serviceCatalog", "metadata"}
    assert access["token"]["tenant"]["name"] == project
    assert caller.opens_doors(access["token"]["id"], project)
    (compute,) = [entry for entry in access["serviceCatalog"] if entry["type"] == "compute"]
    assert [endpoint["region"] for endpoint in compute["endpoints"]] == ["RegionOne", "RegionTwo"]


@pytest.mark.parametrize(
    ("credentials", "scope", "status", "fault"),
    [
        ({"username": "demo", "apiKey": "password"}, {}, 401, ("unauthorized", "Username or api key is invalid.")),
        ({"username": "nobody", "apiKey": "x"}, {}, 401, ("unauthorized", "Username or api key is invalid.")),
        ({"username": "demo"}, {}, 400, ("badRequest", "Expecting apiKey")),
        ({"apiKey": "x"}, {}, 400, ("badRequest", "Expecting username")),
        (
            {"username": "demo", "apiKey": "demo-api-key"},
            {"tenantName": "admin"},
            401,
            ("unauthorized", "Tenant with Name/Id: 'admin' is not valid for User 'demo' (id: '{id}')"),
        ),
    ],
)
def test_api_key_refused(caller: Caller, credentials: Json, scope: Json, status: int, fault: tuple[str, str]) -> None:
    response = caller.login_2_0(**{API_KEY: credentials}, **scope)
    user = caller.cloud.accounts.user("demo", "default")
    assert user is not None
    assert response.status_code == status
    assert response.json() == {fault[0]: {"code": status, "message": fault[1].format(id=user.id)}}


def test_password_is_not_for_the_api_key_and_the_other_way_round(caller: Caller) -> None:
    response = caller.login_2_0(passwordCredentials={"username": "demo", "password": "demo-api-key"})
    assert response.status_code == 401


# 2.0 with a VOMS certificate


def test_voms_over_http_takes_the_attribute(caller: Caller) -> None:
    response = caller.login_2_0(voms=True)
    assert (response.status_code, response.json()["error"]["message"]) == (401, NEEDS_AUTHENTICATION)
    caller.cloud.identity.voms_user = "demo"
    unscoped = caller.login_2_0(voms=True).json()["access"]
    assert "tenant" not in unscoped["token"]
    tenants = caller.send("GET", "/v2.0/tenants", headers={"X-Auth-Token": unscoped["token"]["id"]}).json()["tenants"]
    assert [tenant["name"] for tenant in tenants] == ["demo", "alt"]
    response = caller.login_2_0(voms=True, tenantName="demo")
    assert caller.opens_doors(response.json()["access"]["token"]["id"])
    assert caller.login_2_0(voms=True, tenantName="admin").status_code == 401
    response = caller.login_2_0(voms="true")
    assert response.status_code == 400
    assert response.json()["error"]["message"] == "Error in JSON, 'voms' must be set to true"


@pytest.fixture(name="certificates", scope="module")
def certificates_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Certificate, Certificate]:
    """Return the server's certificate and the client's."""
    folder = Path(tmp_path_factory.mktemp("certificates"))
    return Certificate.make(folder, "server"), Certificate.make(folder, "grid-user")


def test_voms_over_tls_needs_the_certificate(certificates: tuple[Certificate, Certificate]) -> None:
    server, client = certificates
    with FakeCloud(identity_versions=ALL_VERSIONS, tls=server.context(client, ssl.CERT_OPTIONAL)) as cloud:
        assert cloud.origin.startswith("https://")
        cloud.identity.voms_user = "demo"
        caller = Caller(cloud)
        caller.http.verify = server.path
        response = caller.login_2_0(voms=True, tenantName="demo")
        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith("Expecting to find SSL data in openstack.context. ")
        assert [request.client_certificate for request in cloud.requests] == [None]
        caller.http.close()
        caller.http.cert = client.path
        response = caller.login_2_0(voms=True, tenantName="demo")
        assert response.status_code == 200
        certificate = cloud.requests[-1].client_certificate
        assert certificate is not None
        assert certificate["subject"] == ((("commonName", "grid-user"),),)
        (compute, *_others) = [
            endpoint["publicURL"]
            for entry in response.json()["access"]["serviceCatalog"]
            for endpoint in entry["endpoints"]
            if entry["type"] == "compute"
        ]
        assert compute == f"{cloud.origin}/compute/v2.1"
        assert caller.opens_doors(response.json()["access"]["token"]["id"])
        caller.http.close()


def test_tls_that_wants_a_certificate(certificates: tuple[Certificate, Certificate]) -> None:
    server, client = certificates
    with FakeCloud(tls=server.context(client, ssl.CERT_REQUIRED)) as cloud:
        caller = Caller(cloud)
        caller.http.verify = server.path
        with pytest.raises(requests.exceptions.SSLError, match="certificate required"):
            caller.send("GET", "/v3")
        caller.http.cert = client.path
        version = caller.send("GET", "/v3").json()["version"]
        assert version["links"][0]["href"] == f"{cloud.origin}/identity/v3/"
        caller.http.close()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Federation: an identity provider's access token opens the cloud; the real one's mapping looks at the header."""

from __future__ import annotations

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error
from ansible_collections.nodeworks.openstack.tests.contract.client import unique
from ansible_collections.nodeworks.openstack.tests.contract.site import Site
from ansible_collections.nodeworks.openstack.tests.contract.test_identity import NEEDS_AUTHENTICATION


@pytest.fixture(name="door", scope="module")
def federated_door(site: Site) -> tuple[str, str]:
    """Return the address at which the users of an identity provider come in, and an access token."""
    access_token = unique("access-token")
    provider = site.add_identity_provider(access_token)
    return f"{site.identity}/OS-FEDERATION/identity_providers/{provider}/protocols/mapped/auth", access_token


def enter(site: Site, url: str, authorization: str | None, method: str = "GET") -> requests.Response:
    """Come in with an Authorization header, or without."""
    headers = {"Authorization": authorization} if authorization else {}
    return site.admin.send(method, url, token=None, headers=headers)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_federated_login(site: Site, door: tuple[str, str], method: str) -> None:
    url, access_token = door
    provider = url.split("/")[-4]
    response = enter(site, url, f"Bearer {access_token}", method)
    assert response.status_code == 201, response.text
    token = response.json()["token"]
    if method == "GET":
        site.forget_person(token["user"]["id"])
    assert set(token) == {"methods", "user", "audit_ids", "expires_at", "issued_at"}
    assert token["methods"] == ["mapped"]
    assert set(token["user"]) == {"domain", "id", "name", "OS-FEDERATION"}
    assert token["user"]["OS-FEDERATION"] == {
        "groups": [],
        "identity_provider": {"id": provider},
        "protocol": {"id": "mapped"},
    }
    unscoped = response.headers["X-Subject-Token"]
    for path in ("/auth/projects", "/OS-FEDERATION/projects"):
        body = site.admin.send("GET", site.identity + path, token=unscoped).json()
        assert [project["name"] for project in body["projects"]] == ["demo"]
        assert body["links"] == {"next": None, "self": site.identity + path, "previous": None}
    for path in ("/auth/domains", "/OS-FEDERATION/domains"):
        assert site.admin.send("GET", site.identity + path, token=unscoped).json()["domains"] == []
    assert site.admin.send("GET", f"{site.identity}/auth/system", token=unscoped).json()["system"] == []
    response = site.authenticate({"methods": ["token"], "token": {"id": unscoped}}, site.demo_scope)
    assert response.status_code == 201, response.text
    scoped = response.json()["token"]
    assert sorted(scoped["methods"]) == ["mapped", "token"]
    assert scoped["user"] == token["user"]
    assert scoped["expires_at"] == token["expires_at"]
    assert {role["name"] for role in scoped["roles"]} == {"member", "reader"}


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic eDp5"])
def test_federated_login_refused(site: Site, door: tuple[str, str], authorization: str | None) -> None:
    keystone_error(enter(site, door[0], authorization), 401, NEEDS_AUTHENTICATION)


def test_unknown_provider_and_protocol(site: Site, door: tuple[str, str]) -> None:
    url, access_token = door
    provider = url.split("/")[-4]
    response = enter(site, url.replace(provider, "nobody"), f"Bearer {access_token}")
    keystone_error(response, 404, "Could not find Identity Provider: nobody.")
    response = enter(site, url.replace("/mapped/", "/smoke/"), f"Bearer {access_token}")
    keystone_error(response, 401, "Attempted to authenticate with an unsupported method.")
    assert "mapped" in response.json()["error"]["identity"]["methods"]

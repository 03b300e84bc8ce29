# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way to authenticate, with the module against the fake identity service, which checks the credentials."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

ALL_VERSIONS = ("v3", "v2.0", "v1.1", "v1.0")
# What the fake cannot take from its accounts: auth version -> (option that holds the secret, catalog or not).
SECRET_OF = {
    "1.0": "api_key",
    "1.1": "api_key",
    "2.0": "api_key",
    "2.0_apikey": "api_key",
    "2.0_password": "password",
    "3.x_password": "password",
    "3.x_appcred": "application_credential_secret",
    "3.x_totp": "passcode",
    "3.x_multifactor": "passcode",
    "3.x_oidc_access_token": "access_token",
    "3.x_oidc_password": "password",
    "3.x_oidc_client_credentials": "client_secret",
}


def with_unlikely_password(cloud: FakeCloud) -> FakeCloud:
    """Ansible masks a password wherever it stands, also in the name of an auth version."""
    user = cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = PASSWORD
    return cloud


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with FakeCloud(identity_versions=ALL_VERSIONS) as cloud:
        yield with_unlikely_password(cloud)


def connect(cloud: FakeCloud, version: str, **changes: Any) -> Ansible:
    options = {**cloud.connection_options(auth_version=version), "region_name": "RegionOne", "retries": 0, **changes}
    return Ansible(cloud, {name: value for name, value in options.items() if value is not None})


def version_used(result: Result) -> str:
    return str(succeed(result).data["token"]["auth_version"])


@pytest.mark.parametrize("version", SECRET_OF)
def test_each_gets_a_token_and_a_catalog(cloud: FakeCloud, home: pathlib.Path, version: str) -> None:
    result = connect(cloud, version).os_catalog_info()
    assert version_used(result) == ("2.0_apikey" if version == "2.0" else version)
    assert result.data["catalog"]


@pytest.mark.parametrize("version", SECRET_OF)
def test_each_refuses_a_wrong_secret_in_the_service_s_words(cloud: FakeCloud, home: pathlib.Path, version: str) -> None:
    message = fail(connect(cloud, version, **{SECRET_OF[version]: "wrong"}).os_catalog_info())
    assert message.startswith("Could not authenticate ")
    assert "HTTP 401" in message or "HTTP 400" in message
    assert "wrong" not in message


@pytest.mark.parametrize("version", ["2.0_password", "2.0_apikey", "3.x_password", "3.x_oidc_access_token"])
def test_node_is_made_with_each_that_knows_projects(cloud: FakeCloud, home: pathlib.Path, version: str) -> None:
    ansible = connect(cloud, version)
    made = succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", networks=["private"]))
    assert made.data["node"]["state"] == "running"
    again = succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny", networks=["private"]))
    assert (again.data["changed"], again.data["api_calls"]) == (False, 1)


@pytest.mark.parametrize(
    ("offered", "auth_url", "used", "requests"),
    [
        (("v3",), "", "3.x_password", 1),
        (("v3", "v2.0"), "", "3.x_password", 1),
        (("v3", "v2.0"), "/v2.0", "2.0_password", 1),
        (("v3", "v2.0"), "/v2.0/tokens", "2.0_password", 1),
        (("v3", "v2.0"), "/v3", "3.x_password", 1),
        (("v2.0",), "", "2.0_password", 3),
        (("v2.0",), "/v2.0", "2.0_password", 1),
    ],
)
def test_version_is_found_out(
    home: pathlib.Path, offered: tuple[str, ...], auth_url: str, used: str, requests: int
) -> None:
    with FakeCloud(identity_versions=offered) as cloud:
        options = with_unlikely_password(cloud).connection_options(auth_version="3.x_password")
        options.update(auth_version=None, auth_url=f"{cloud.origin}/identity{auth_url}")
        result = Ansible(cloud, {name: value for name, value in options.items() if value}).os_catalog_info()
        assert version_used(result) == used
        assert len(cloud.calls("identity")) == requests


def test_version_as_yaml_reads_it(cloud: FakeCloud, home: pathlib.Path) -> None:
    assert version_used(connect(cloud, "2.0", auth_version=2.0).os_catalog_info()) == "2.0_apikey"
    assert version_used(connect(cloud, "3.x_password", auth_version=3).os_catalog_info()) == "3.x_password"


def test_password_with_2_0_is_told_what_it_wants(cloud: FakeCloud, home: pathlib.Path) -> None:
    message = fail(connect(cloud, "2.0_password", auth_version="2.0").os_catalog_info())
    assert message == (
        "auth_version 2.0_apikey needs api_key. As in Libcloud, 2.0 means Rackspace's API keys. For a password ask for"
        " 2.0_password."
    )


def test_password_alone_where_two_factors_are_needed(cloud: FakeCloud, home: pathlib.Path) -> None:
    user = cloud.accounts.user("demo", "default")
    assert user is not None
    user.options = {"multi_factor_auth_enabled": True, "multi_factor_auth_rules": [["password", "totp"]]}
    message = fail(connect(cloud, "3.x_password").os_catalog_info())
    assert "second factor too: set passcode" in message
    assert version_used(connect(cloud, "3.x_multifactor").os_catalog_info()) == "3.x_multifactor"


def test_voms_takes_the_first_project(cloud: FakeCloud, home: pathlib.Path, tmp_path: pathlib.Path) -> None:
    cloud.identity.voms_user = "demo"
    proxy = tmp_path / "proxy.pem"
    proxy.touch()
    ansible = connect(cloud, "2.0_voms", client_cert=str(proxy), project_name=None)
    assert version_used(ansible.os_catalog_info()) == "2.0_voms"
    assert [f"{request.method} {request.rest}" for request in cloud.calls("identity")] == [
        "POST /v2.0/tokens",
        "GET /v2.0/tenants",
        "POST /v2.0/tokens",
    ]


def test_own_token_keeps_its_scope_and_costs_no_new_one(cloud: FakeCloud, home: pathlib.Path) -> None:
    succeed(connect(cloud, "3.x_password").os_catalog_info())
    token = next(iter(cloud.tokens.issued))
    cloud.clear_log()
    result = Ansible(cloud, {"auth_token": token, "auth_url": cloud.auth_url}).os_catalog_info()
    assert version_used(result) == "3.x_token"
    assert result.data["token"]["project"]["name"] == "demo"
    assert [request.method for request in cloud.calls("identity")] == ["GET"]


def test_own_token_for_another_project(cloud: FakeCloud, home: pathlib.Path) -> None:
    succeed(connect(cloud, "3.x_password").os_catalog_info())
    token = next(iter(cloud.tokens.issued))
    result = Ansible(cloud, {"auth_token": token, "auth_url": cloud.auth_url, "project_name": "alt"}).os_catalog_info()
    assert succeed(result).data["token"]["project"]["name"] == "alt"


def test_project_that_a_federated_user_does_not_have(cloud: FakeCloud, home: pathlib.Path) -> None:
    ansible = connect(cloud, "3.x_oidc_access_token", project_name="nobody's", project_domain_name=None)
    message = fail(ansible.os_catalog_info())
    assert "named 'nobody's'. The projects are: " in message


@pytest.mark.parametrize(
    "spelling",
    ["", "/", "/v3", "/v3/", "/v3/auth/tokens", "/v2.0", "/v2.0/tokens", "//v3"],
)
def test_spellings_of_the_url(cloud: FakeCloud, home: pathlib.Path, spelling: str) -> None:
    ansible = connect(cloud, "3.x_password", auth_url=f"{cloud.origin.replace('http', 'HTTP')}/identity{spelling}")
    assert version_used(ansible.os_catalog_info()) == "3.x_password"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules log in on a current Keystone, in every way it knows, and on the fake just so."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import os_catalog_info
from ansible_collections.nodeworks.openstack.tests.contract.client import Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.site import Person, Site
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, fail, run_module, succeed

TWO_FACTORS = {"multi_factor_auth_enabled": True, "multi_factor_auth_rules": [["password", "totp"]]}


@pytest.fixture(autouse=True)
def _own_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token of an earlier test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_")):
            monkeypatch.delenv(variable)


@pytest.fixture(scope="module")
def person(site: Site) -> Person:
    return site.add_person(second_factor=True)


def catalog(site: Site, **options: Any) -> Result:
    return run_module(os_catalog_info.main, {"auth_url": site.identity, "retries": 0, **options})


def with_password(person: Person, **options: Any) -> Json:
    return {"username": person.name, "password": person.password, "project_name": "demo", **options}


def token_of(result: Result) -> Json:
    return dict(succeed(result)["token"])


def test_password_by_name_and_by_id(site: Site, person: Person) -> None:
    by_name = token_of(catalog(site, **with_password(person)))
    by_id = token_of(
        catalog(site, user_id=person.id, password=person.password, project_id=site.demo_id, auth_version="v3password")
    )
    assert by_name["user"]["id"] == by_id["user"]["id"] == person.id
    assert by_name["project"]["id"] == by_id["project"]["id"] == site.demo_id
    assert by_name["auth_version"] == by_id["auth_version"] == "3.x_password"


def test_wrong_password_in_keystone_s_words(site: Site, person: Person) -> None:
    message = fail(catalog(site, **with_password(person, password="wrong-one")))
    assert "The request you have made requires authentication. (HTTP 401, POST " in message


def test_unscoped_token_says_which_projects_there_are(site: Site, person: Person) -> None:
    result = catalog(site, username=person.name, password=person.password)
    assert token_of(result)["scope"] == "unscoped"
    assert result["catalog"] == []
    assert "This user's projects are: demo." in result["endpoints"]["compute"]["why"]


def test_token_for_another_scope_and_as_it_is(site: Site, person: Person) -> None:
    unscoped = token_of(catalog(site, username=person.name, password=person.password, return_token=True))["value"]
    scoped = token_of(catalog(site, auth_token=unscoped, project_name="demo", return_token=True))
    assert scoped["project"]["name"] == "demo"
    # The token is masked in the second result: it was given as an option.
    own = site.project_token(person)
    result = succeed(catalog(site, auth_token=own))
    assert (result["token"]["auth_version"], result["token"]["project"]["name"]) == ("3.x_token", "demo")
    assert result["catalog"]


def test_application_credential_by_id_and_by_name(site: Site, person: Person) -> None:
    name, secret = unique("credential"), "app-secret-5521"
    credential = site.add_application_credential(person, name, secret)
    given = {"application_credential_id": credential, "application_credential_secret": secret}
    by_id = token_of(catalog(site, **given))
    assert "is for the project 'demo'" in fail(catalog(site, **given, project_name="other"))
    by_name = token_of(
        catalog(
            site,
            username=person.name,
            application_credential_name=name,
            application_credential_secret=secret,
            auth_version="v3applicationcredential",
        )
    )
    assert by_id["auth_version"] == by_name["auth_version"] == "3.x_appcred"
    assert by_id["project"]["name"] == by_name["project"]["name"] == "demo"


def test_passcode_alone(site: Site, person: Person) -> None:
    token = token_of(catalog(site, username=person.name, passcode=site.passcode(person), project_name="demo"))
    assert token["auth_version"] == "3.x_totp"


def test_two_factors(site: Site) -> None:
    person = site.add_person(second_factor=True)
    site.set_options(person, TWO_FACTORS)
    assert "second factor too: set passcode" in fail(catalog(site, **with_password(person)))
    token = token_of(catalog(site, **with_password(person, passcode=site.passcode(person))))
    assert token["auth_version"] == "3.x_multifactor"


def test_access_token_of_an_identity_provider(site: Site) -> None:
    access_token = unique("access-token")
    options = {"identity_provider": site.add_identity_provider(access_token), "protocol": "mapped"}
    token = token_of(catalog(site, **options, access_token=access_token, project_name="demo"))
    site.forget_person(token["user"]["id"])
    assert (token["auth_version"], token["project"]["name"]) == ("3.x_oidc_access_token", "demo")
    assert "Could not authenticate" in fail(catalog(site, **options, access_token="another", project_name="demo"))


def test_scope_of_a_domain_and_of_the_system(site: Site) -> None:
    admin = site.administrator()
    domain = token_of(catalog(site, **admin, domain_id="default"))
    assert (domain["scope"], domain["domain"]["id"]) == ("domain", "default")
    assert token_of(catalog(site, **admin, system_scope="all"))["scope"] == "system"


def test_scopes_that_contradict_each_other(site: Site, person: Person) -> None:
    message = fail(catalog(site, **with_password(person, system_scope="all")))
    assert "A token has one scope, but options for project and system are given." in message
    chosen = catalog(site, **with_password(person, system_scope="all", token_scope="project"))
    assert token_of(chosen)["scope"] == "project"


def test_trust(site: Site, person: Person) -> None:
    trustee = site.add_person()
    trust = site.add_trust(person, trustee)
    token = token_of(catalog(site, username=trustee.name, password=trustee.password, trust_id=trust))
    # With impersonation the token is in the trustor's name.
    assert (token["user"]["id"], token["project"]["id"]) == (person.id, site.demo_id)

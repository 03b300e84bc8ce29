# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystone v3 beyond one password: TOTP, and several factors with the receipt for the first."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Json
from ansible_collections.nodeworks.openstack.tests.contract.site import Person, Site
from ansible_collections.nodeworks.openstack.tests.contract.test_identity import MALFORMED, NEEDS_AUTHENTICATION

RECEIPT = "Openstack-Auth-Receipt"


@pytest.fixture(name="person", scope="module")
def person_with_two_factors(site: Site) -> Person:
    """Return a user who has a second factor and needs it."""
    person = site.add_person(second_factor=True)
    rules = [["password", "totp"]]
    site.set_options(person, {"multi_factor_auth_enabled": True, "multi_factor_auth_rules": rules})
    return person


@pytest.fixture(name="free", scope="module")
def person_with_a_choice(site: Site) -> Person:
    """Return a user who has a second factor and may take either."""
    return site.add_person(second_factor=True)


# TOTP


def test_totp(site: Site, free: Person) -> None:
    response = site.authenticate(free.with_passcode(site.passcode(free)), site.demo_scope)
    assert response.status_code == 201, response.text
    token = response.json()["token"]
    assert (token["methods"], token["user"]["name"], token["project"]["name"]) == (["totp"], free.name, "demo")


@pytest.mark.parametrize("passcode", ["000000", "", None, 271828])
def test_wrong_passcode(site: Site, free: Person, passcode: Any) -> None:
    keystone_error(site.authenticate(free.with_passcode(passcode), site.demo_scope), 401, NEEDS_AUTHENTICATION)


def test_user_without_passcode(site: Site) -> None:
    person = site.add_person()
    keystone_error(site.authenticate(person.with_passcode("271828")), 401, NEEDS_AUTHENTICATION)
    keystone_error(site.authenticate(Person("", "nobody", "").with_passcode("271828")), 401, NEEDS_AUTHENTICATION)


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ({}, "user in None"),
        ({"user": {}}, "id or name in user"),
        ({"user": {"name": "x", "passcode": "1"}}, "domain in user"),
        ({"user": {"name": "x", "domain": {}, "passcode": "1"}}, "id or name in domain"),
    ],
)
def test_malformed_totp(site: Site, part: Json, missing: str) -> None:
    response = site.authenticate({"methods": ["totp"], "totp": part})
    keystone_error(response, 400, f"Expecting to find {missing}. {MALFORMED}")


# Several factors


def check_receipt(response: requests.Response, person: Person, method: str) -> str:
    """Check the answer to one factor of two, and return the receipt."""
    assert response.status_code == 401, response.text
    assert "WWW-Authenticate" not in response.headers
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert set(body) == {"receipt", "required_auth_methods"}
    assert [sorted(rule) for rule in body["required_auth_methods"]] == [["password", "totp"]]
    receipt = body["receipt"]
    assert set(receipt) == {"methods", "user", "expires_at", "issued_at"}
    assert receipt["methods"] == [method]
    assert receipt["user"] == {"id": person.id, "name": person.name, "domain": {"id": "default", "name": "Default"}}
    assert receipt["expires_at"].endswith(".000000Z")
    return response.headers[RECEIPT]


@pytest.mark.parametrize("has_scope", [True, False])
def test_password_alone(site: Site, person: Person, has_scope: bool) -> None:
    response = site.authenticate(person.with_password(), site.demo_scope if has_scope else None)
    receipt = check_receipt(response, person, "password")
    response = site.authenticate(
        person.with_passcode(site.passcode(person)), site.demo_scope, Openstack_Auth_Receipt=receipt
    )
    assert response.status_code == 201, response.text
    assert sorted(response.json()["token"]["methods"]) == ["password", "totp"]


def test_passcode_alone(site: Site, person: Person) -> None:
    receipt = check_receipt(site.authenticate(person.with_passcode(site.passcode(person))), person, "totp")
    response = site.authenticate(person.with_password(), site.demo_scope, Openstack_Auth_Receipt=receipt)
    assert response.status_code == 201, response.text


def test_both_at_once(site: Site, person: Person) -> None:
    response = site.authenticate(person.with_both(site.passcode(person)), site.demo_scope)
    assert response.status_code == 201, response.text
    assert sorted(response.json()["token"]["methods"]) == ["password", "totp"]
    identity = {"methods": ["token"], "token": {"id": response.headers["X-Subject-Token"]}}
    assert site.authenticate(identity, site.demo_scope).status_code == 201


def test_one_of_both_wrong(site: Site, person: Person, free: Person) -> None:
    keystone_error(site.authenticate(person.with_both("000000")), 401, NEEDS_AUTHENTICATION)
    keystone_error(site.authenticate(person.with_password(password="wrong")), 401, NEEDS_AUTHENTICATION)
    of_two = {**person.with_both(site.passcode(person)), "password": free.with_password()["password"]}
    keystone_error(site.authenticate(of_two), 401, NEEDS_AUTHENTICATION)


def test_rules_that_are_switched_off(site: Site) -> None:
    person = site.add_person(second_factor=True)
    rules = [["password", "totp"]]
    site.set_options(person, {"multi_factor_auth_enabled": False, "multi_factor_auth_rules": rules})
    assert site.authenticate(person.with_password(), site.demo_scope).status_code == 201


def test_receipt_that_is_no_good(site: Site, person: Person, free: Person) -> None:
    receipt = check_receipt(site.authenticate(person.with_password()), person, "password")
    response = site.authenticate(person.with_passcode(site.passcode(person)), Openstack_Auth_Receipt="nonsense")
    keystone_error(response, 401, "Could not find auth receipt: nonsense.")
    response = site.authenticate(free.with_password(), Openstack_Auth_Receipt=receipt)
    keystone_error(response, 401, f"Could not find auth receipt: {receipt}.")
    # The same factor twice is still one.
    response = site.authenticate(person.with_password(), Openstack_Auth_Receipt=receipt)
    check_receipt(response, person, "password")

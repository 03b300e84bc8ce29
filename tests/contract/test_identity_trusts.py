# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusts: made, shown, refused, and the tokens of them."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Json
from ansible_collections.nodeworks.openstack.tests.contract.site import Person, Site
from ansible_collections.nodeworks.openstack.tests.contract.test_identity import MALFORMED, NEEDS_AUTHENTICATION

NOT_AUTHORIZED = "You are not authorized to perform the requested action"


class Lending:
    """A user who lends a role to another."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.trustor, self.trustee = site.add_person(), site.add_person()
        self.url = f"{site.identity}/OS-TRUST/trusts"
        self.token = site.project_token(self.trustor)

    def send(self, method: str, path: str = "", **options: Any) -> requests.Response:
        """Send a request of the trustor."""
        return self.site.admin.send(method, self.url + path, token=self.token, **options)

    def create(self, **changes: Any) -> requests.Response:
        """Ask for a trust; a change of None leaves the field out."""
        trust = {
            "trustor_user_id": self.trustor.id,
            "trustee_user_id": self.trustee.id,
            "impersonation": True,
            "project_id": self.site.demo_id,
            "roles": [{"name": "member"}],
            **changes,
        }
        return self.send("POST", json={"trust": {key: value for key, value in trust.items() if value is not None}})

    def made(self, **changes: Any) -> Json:
        """Return a new trust."""
        response = self.create(**changes)
        assert response.status_code == 201, response.text
        trust: Json = response.json()["trust"]
        return trust

    def consume(self, trust_id: str, person: Person | None = None) -> requests.Response:
        """Ask for a token from the trust."""
        return self.site.authenticate((person or self.trustee).with_password(), {"OS-TRUST:trust": {"id": trust_id}})


@pytest.fixture(name="lending", scope="module")
def two_people(site: Site) -> Lending:
    """Return two users of whom one lends."""
    return Lending(site)


@pytest.mark.parametrize("impersonation", [True, False])
def test_token_of_a_trust(lending: Lending, impersonation: bool) -> None:
    trust = lending.made(impersonation=impersonation)
    response = lending.consume(trust["id"])
    assert response.status_code == 201, response.text
    token = response.json()["token"]
    assert token["user"]["name"] == (lending.trustor if impersonation else lending.trustee).name
    assert token["OS-TRUST:trust"] == {
        "id": trust["id"],
        "trustor_user": {"id": lending.trustor.id},
        "trustee_user": {"id": lending.trustee.id},
        "impersonation": impersonation,
    }
    assert token["project"]["name"] == "demo"
    assert "is_domain" not in token
    assert {role["name"] for role in token["roles"]} == {"member", "reader"}
    assert token["catalog"]
    identity = {"methods": ["token"], "token": {"id": response.headers["X-Subject-Token"]}}
    message = "Using trust-scoped token to create another token. Create a new trust-scoped token instead"
    keystone_error(lending.site.authenticate(identity, lending.site.demo_scope), 403, f"{NOT_AUTHORIZED}: {message}.")


def test_trust_as_it_is_shown(lending: Lending) -> None:
    trust = lending.made(colour="red")
    assert set(trust) == {
        *("id", "trustor_user_id", "trustee_user_id", "project_id", "impersonation", "expires_at", "remaining_uses"),
        *("deleted_at", "redelegated_trust_id", "redelegation_count", "roles", "roles_links", "links", "colour"),
    }
    assert [role["name"] for role in trust["roles"]] == ["member"]
    assert lending.send("GET", f"/{trust['id']}").json()["trust"] == trust
    listed = lending.send("GET", f"?trustor_user_id={lending.trustor.id}").json()["trusts"]
    (found,) = [item for item in listed if item["id"] == trust["id"]]
    assert found == {key: value for key, value in trust.items() if key not in ("roles", "roles_links")}


def test_trust_for_one_use(lending: Lending) -> None:
    trust = lending.made(remaining_uses=1)
    assert lending.consume(trust["id"]).status_code == 201
    keystone_error(lending.consume(trust["id"]), 401, NEEDS_AUTHENTICATION)


def test_trust_of_others(lending: Lending) -> None:
    trust = lending.made()
    keystone_error(lending.consume(trust["id"], lending.trustor), 403, f"{NOT_AUTHORIZED}.")
    wrong = Person("", lending.trustee.name, "wrong")
    keystone_error(lending.consume(trust["id"], wrong), 401, NEEDS_AUTHENTICATION)
    assert lending.send("DELETE", f"/{trust['id']}").status_code == 204
    keystone_error(lending.consume(trust["id"]), 401, NEEDS_AUTHENTICATION)
    keystone_error(lending.send("GET", f"/{trust['id']}"), 404, "Could not find trust: <id>.")


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"roles": []}, 403, f"{NOT_AUTHORIZED}: At least one role should be specified."),
        ({"roles": [{"name": "admin"}]}, 404, "Could not find role: <id>."),
        ({"roles": [{"name": "nonsense"}]}, 404, "Role nonsense is not defined"),
        ({"trustor_user_id": "x"}, 403, f"{NOT_AUTHORIZED}: identity:create_trust."),
        ({"trustee_user_id": "x"}, 404, "Could not find user: x."),
        ({"project_id": "x"}, 404, "Could not find project: x."),
        ({"expires_at": "yesterday"}, 400, f"Timestamp not in expected format. {MALFORMED}"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 400, f"The 'expires_at' must not be before now. {MALFORMED}"),
        (
            {"impersonation": "x"},
            400,
            "Invalid input for field/attribute impersonation. Value: x. 'x' is not of type 'boolean'",
        ),
        (
            {"roles": [{"id": "x", "name": "y"}]},
            400,
            "Invalid input for field/attribute 0. Value: {'id': 'x', 'name': 'y'}. {'id': 'x', 'name': 'y'} has too "
            "many properties",
        ),
    ],
)
def test_trust_that_cannot_be(lending: Lending, changes: Json, status: int, message: str) -> None:
    keystone_error(lending.create(**changes), status, message)


def test_body_of_a_trust(lending: Lending) -> None:
    keystone_error(lending.send("POST", json={}), 400, "'trust' is a required property")
    trust: Json = {}
    message = "Invalid input for field/attribute trust. Value: {}. 'trustor_user_id' is a required property"
    keystone_error(lending.send("POST", json={"trust": trust}), 400, message)


def test_trusts_of_others_are_not_listed(lending: Lending) -> None:
    keystone_error(lending.send("GET"), 403, f"{NOT_AUTHORIZED}: identity:list_trusts.")
    response = lending.send("GET", "?trustor_user_id=x")
    keystone_error(response, 403, f"{NOT_AUTHORIZED}: identity:list_trusts_for_trustor.")


def test_scope_of_a_trust_without_id(lending: Lending) -> None:
    response = lending.site.authenticate(lending.trustee.with_password(), {"OS-TRUST:trust": {}})
    keystone_error(response, 400, f"Expecting to find trust_id in trust. {MALFORMED}")

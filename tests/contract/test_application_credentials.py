# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application credentials: what one is made of, and who may make one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import keystone_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique

RULES = [{"service": "identity", "method": "GET", "path": "/v3/auth/projects"}]
REFUSED = "You are not authorized to perform the requested action"
RESTRICTED = "Using method 'application_credential' is not allowed for managing additional application credentials."


@pytest.fixture(name="url")
def url_of_the_user(cloud: Cloud) -> Iterator[str]:
    """Return where the application credentials of a user are, who has none afterwards that were made here."""
    url = f"{cloud.identity}/users/{cloud.token_body['user']['id']}/application_credentials"
    before = {item["id"] for item in cloud.send("GET", url).json()["application_credentials"]}
    yield url
    for item in cloud.send("GET", url).json()["application_credentials"]:
        if item["id"] not in before:
            cloud.send("DELETE", f"{url}/{item['id']}")


def post(cloud: Cloud, url: str, **wanted: object) -> requests.Response:
    return cloud.send("POST", url, json={"application_credential": {"name": unique("credential"), **wanted}})


def make(cloud: Cloud, url: str, **wanted: object) -> Json:
    response = post(cloud, url, **wanted)
    assert response.status_code == 201, response.text
    made: Json = response.json()["application_credential"]
    return made


def names(roles: list[Json]) -> list[str]:
    return sorted(role["name"] for role in roles)


def token_of(cloud: Cloud, made: Json) -> requests.Response:
    credential = {"id": made["id"], "secret": made["secret"]}
    return cloud.authenticate({"methods": ["application_credential"], "application_credential": credential})


def test_application_credential_of_which_nothing_is_said(cloud: Cloud, url: str) -> None:
    made = make(cloud, url)
    assert (len(made["secret"]), made["unrestricted"], made["expires_at"]) == (86, None, None)
    shown = cloud.send("GET", f"{url}/{made['id']}").json()["application_credential"]
    assert shown["unrestricted"] is None
    assert made.get("description") is None
    assert not made.get("access_rules")
    assert names(made["roles"]) == names(cloud.token_body["roles"])


def test_application_credential(cloud: Cloud, url: str) -> None:
    words = {"description": "words", "secret": "mine", "unrestricted": True}
    moment = "2037-01-31T12:00:00.000000"
    made = make(cloud, url, roles=[{"name": "reader"}], access_rules=RULES, expires_at=f"{moment}Z", **words)
    assert {key: made[key] for key in words} == words
    assert (made["expires_at"], made["project_id"]) == (moment, cloud.project_id)
    assert [{key: rule[key] for key in RULES[0]} for rule in made["access_rules"]] == RULES
    shown = cloud.send("GET", f"{url}/{made['id']}").json()["application_credential"]
    assert "secret" not in shown
    same = ("id", "name", "description", "expires_at", "project_id", "unrestricted")
    assert {key: shown[key] for key in same} == {key: made[key] for key in same}
    assert names(shown["roles"]) == ["reader"]
    listed = cloud.send("GET", f"{url}?name={made['name']}").json()["application_credentials"]
    assert [item["id"] for item in listed] == [made["id"]]
    assert cloud.send("DELETE", f"{url}/{made['id']}").status_code == 204
    missing = "Could not find Application Credential: <id>."
    keystone_error(cloud.send("GET", f"{url}/{made['id']}"), 404, missing)
    keystone_error(cloud.send("DELETE", f"{url}/{made['id']}"), 404, missing)


def test_roles_bring_those_that_they_imply(cloud: Cloud, url: str) -> None:
    made = make(cloud, url, roles=[{"name": "member"}])
    assert names(made["roles"]) == ["member", "reader"]
    role_id = next(role["id"] for role in made["roles"] if role["name"] == "reader")
    assert names(make(cloud, url, roles=[{"id": role_id}])["roles"]) == ["reader"]


def test_refused_application_credentials(cloud: Cloud, url: str) -> None:
    sentence = "Invalid application credential: Cannot create an application credential with unassigned role"
    keystone_error(post(cloud, url, roles=[{"name": "admin"}]), 400, sentence)
    past = post(cloud, url, expires_at="2001-01-01T00:00:00.000000Z")
    assert past.status_code == 400
    assert past.json()["error"]["message"].startswith("The 'expires_at' must not be before now.")
    assert cloud.send("GET", f"{cloud.identity}/users/{'0' * 32}/application_credentials").status_code == 403


def test_one_makes_others_only_if_it_is_unrestricted(cloud: Cloud, url: str) -> None:
    for unrestricted in (False, True):
        made = make(cloud, url, unrestricted=unrestricted)
        token = token_of(cloud, made).headers["X-Subject-Token"]
        body = {"application_credential": {"name": unique("credential")}}
        answer = cloud.send("POST", url, token=token, json=body)
        assert answer.status_code == (201 if unrestricted else 403)
        if not unrestricted:
            assert answer.json()["error"]["message"].rstrip(".") == f"{REFUSED}: {RESTRICTED}".rstrip(".")


def test_access_rules_say_which_requests_are_allowed(cloud: Cloud, url: str) -> None:
    compute, image, network = cloud.endpoint("compute"), cloud.endpoint("image"), cloud.endpoint("network")
    volume = cloud.endpoint("block-storage")
    volumes = urlsplit(volume).path.replace(cloud.project_id, "*")
    allowed = {
        f"{compute}/servers": ("compute", urlsplit(compute).path + "/servers"),
        f"{compute}/flavors/detail": ("compute", urlsplit(compute).path + "/flavors/**"),
        f"{image}/v2/images": ("image", urlsplit(image).path + "/v2/images"),
        f"{network}/v2.0/networks": ("network", urlsplit(network).path + "/{version}/networks"),
        f"{volume}/volumes": ("block-storage", f"{volumes}/volumes"),
    }
    rules = [{"service": service, "method": "GET", "path": path} for service, path in allowed.values()]
    answer = token_of(cloud, make(cloud, url, access_rules=rules))
    shown = answer.json()["token"]["application_credential"]["access_rules"]
    assert {(rule["service"], rule["path"]) for rule in shown} == set(allowed.values())
    token = answer.headers["X-Subject-Token"]
    for where in allowed:
        assert cloud.send("GET", where, token=token).status_code == 200, where
    for where in (f"{compute}/flavors", f"{network}/v2.0/ports", f"{volume}/volumes/detail", f"{image}/v2/images/x"):
        assert cloud.send("GET", where, token=token).status_code == 401, where
    assert cloud.send("POST", f"{compute}/servers", token=token, json={}).status_code == 401
    keystone_error(cloud.send("GET", url, token=token), 401, "The request you have made requires authentication.")


def test_a_rule_of_another_service_allows_nothing(cloud: Cloud, url: str) -> None:
    path = urlsplit(cloud.endpoint("compute")).path + "/servers"
    made = make(cloud, url, access_rules=[{"service": "image", "method": "GET", "path": path}])
    token = token_of(cloud, made).headers["X-Subject-Token"]
    assert cloud.compute("GET", "/servers", token=token).status_code == 401


def test_a_token_with_access_rules_is_shown_to_those_who_say_that_they_heed_them(cloud: Cloud, url: str) -> None:
    path = urlsplit(cloud.identity).path + "/auth/projects"
    made = make(cloud, url, access_rules=[{"service": "identity", "method": "GET", "path": path}])
    token = token_of(cloud, made).headers["X-Subject-Token"]
    tokens, itself = f"{cloud.identity}/auth/tokens", {"X-Subject-Token": token}
    keystone_error(cloud.send("GET", tokens, token=token, headers=itself), 404, "Failed to validate token")
    heeding = {**itself, "OpenStack-Identity-Access-Rules": "1.0"}
    assert cloud.send("GET", tokens, token=token, headers=heeding).status_code == 200
    assert cloud.send("GET", f"{cloud.identity}/auth/projects", token=token).status_code == 200

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity v3: what is sent for each way to authenticate and each scope, and what is read from the answer."""

from __future__ import annotations

import datetime
from typing import Any, cast

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import Access, CatalogEntry, parse_time
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.conversation import (
    AuthAnswer,
    AuthRequest,
    UnusableAnswer,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.methods import conversation_for
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.reading import Part, UnreadableField
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.v3 import read_access, read_catalog
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.tests.unit.support import NOW, access_of, password_identity

DEFAULT = {"id": "default"}


def request_of(identity: Identity) -> AuthRequest:
    return next(conversation_for(identity))


def sent(identity: Identity) -> dict[str, Any]:
    body = request_of(identity).body
    assert body is not None
    assert list(body) == ["auth"]
    return dict(body["auth"])


@pytest.mark.parametrize(
    ("changes", "user"),
    [
        ({}, {"name": "demo", "domain": DEFAULT}),
        ({"user_domain_name": "Staff"}, {"name": "demo", "domain": {"name": "Staff"}}),
        ({"user_domain_id": "d1"}, {"name": "demo", "domain": {"id": "d1"}}),
        ({"user_domain_id": "d1", "user_domain_name": "Staff"}, {"name": "demo", "domain": {"id": "d1"}}),
        ({"user_id": "u1", "username": None}, {"id": "u1"}),
    ],
)
def test_password(changes: dict[str, Any], user: dict[str, Any]) -> None:
    identity = password_identity(password="pw", **changes)
    assert sent(identity)["identity"] == {"methods": ["password"], "password": {"user": {**user, "password": "pw"}}}


@pytest.mark.parametrize(
    ("changes", "scope"),
    [
        ({}, {"project": {"name": "demo", "domain": DEFAULT}}),
        ({"project_domain_name": "Staff"}, {"project": {"name": "demo", "domain": {"name": "Staff"}}}),
        ({"project_domain_id": "d1"}, {"project": {"name": "demo", "domain": {"id": "d1"}}}),
        ({"project_id": "p1"}, {"project": {"id": "p1"}}),
        ({"token_scope": "domain", "domain_name": "Staff"}, {"domain": {"name": "Staff"}}),
        ({"token_scope": "domain", "domain_id": "d1"}, {"domain": {"id": "d1"}}),
        ({"token_scope": "system", "system_scope": "all"}, {"system": {"all": True}}),
        ({"token_scope": "trust", "trust_id": "t1"}, {"OS-TRUST:trust": {"id": "t1"}}),
    ],
)
def test_scope(changes: dict[str, Any], scope: dict[str, Any]) -> None:
    assert sent(password_identity(**changes))["scope"] == scope


def test_unscoped_says_no_scope() -> None:
    assert "scope" not in sent(password_identity(token_scope="unscoped"))


@pytest.mark.parametrize(
    ("fields", "credential"),
    [
        ({"application_credential_id": "ac1"}, {"id": "ac1", "secret": "s"}),
        (
            {"application_credential_name": "ci", "username": "demo"},
            {"name": "ci", "secret": "s", "user": {"name": "demo", "domain": DEFAULT}},
        ),
        ({"application_credential_name": "ci", "user_id": "u1"}, {"name": "ci", "secret": "s", "user": {"id": "u1"}}),
    ],
)
def test_application_credential(fields: dict[str, str], credential: dict[str, Any]) -> None:
    identity = Identity("3.x_appcred", "http://h/v3", application_credential_secret="s", **fields)
    assert sent(identity) == {"identity": {"methods": ["application_credential"], "application_credential": credential}}


@pytest.mark.parametrize(
    ("fields", "option"),
    [
        ({"project_name": "other"}, "project_name"),
        ({"project_id": "p2"}, "project_id"),
        # The id goes before the name.
        ({"project_id": "p2", "project_name": "demo"}, "project_id"),
    ],
)
def test_application_credential_of_another_project_than_is_wanted(fields: dict[str, str], option: str) -> None:
    """Its project cannot be chosen; to work in another one than is asked for would be the worst way to say so."""
    with pytest.raises(UnusableAnswer, match=rf"is for the project 'demo' \(p1\), .* but {option} is "):
        _token_of_credential(**fields)


@pytest.mark.parametrize("fields", [{}, {"project_name": "demo"}, {"project_id": "p1"}])
def test_application_credential_of_the_project_that_is_wanted(fields: dict[str, str]) -> None:
    assert _token_of_credential(**fields).project == {"id": "p1", "name": "demo"}


def _token_of_credential(**fields: str) -> Access:
    identity = Identity(
        "3.x_appcred", "http://h/v3", application_credential_id="ac1", application_credential_secret="s", **fields
    )
    conversation = conversation_for(identity)
    next(conversation)
    body = {"token": {"user": {"id": "u1"}, "project": {"id": "p1", "name": "demo"}}}
    with pytest.raises(StopIteration) as ended:
        conversation.send(AuthAnswer(201, {"x-subject-token": "t1"}, body))
    return cast(Access, ended.value.value)


@pytest.mark.parametrize(
    ("auth_version", "parts"),
    [
        ("3.x_totp", {"methods": ["totp"], "totp": {"user": {"id": "u1", "passcode": "123456"}}}),
        (
            "3.x_multifactor",
            {
                "methods": ["password", "totp"],
                "password": {"user": {"id": "u1", "password": "pw"}},
                "totp": {"user": {"id": "u1", "passcode": "123456"}},
            },
        ),
    ],
)
def test_passcode(auth_version: str, parts: dict[str, Any]) -> None:
    identity = password_identity(auth_version=auth_version, user_id="u1", password="pw", passcode="123456")
    assert sent(identity) == {"identity": parts, "scope": {"project": {"name": "demo", "domain": DEFAULT}}}


def test_token_as_it_is_is_looked_at_and_not_exchanged() -> None:
    conversation = conversation_for(Identity("3.x_token", "http://h/v3", auth_token="mine"))
    request = next(conversation)
    assert (request.method, request.url, request.body) == ("GET", "http://h/v3/auth/tokens", None)
    itself = {"X-Auth-Token": "mine", "X-Subject-Token": "mine"}
    assert dict(request.headers) == {**itself, "OpenStack-Identity-Access-Rules": "1.0"}
    with pytest.raises(StopIteration) as ended:
        conversation.send(AuthAnswer(200, {}, {"token": {"project": {"id": "p1"}}}))
    assert (ended.value.value.token, ended.value.value.scope) == ("mine", "project")


def test_token() -> None:
    identity = Identity("3.x_token", "http://h/v3", auth_token="t", token_scope="project", project_id="p1")
    assert sent(identity) == {
        "identity": {"methods": ["token"], "token": {"id": "t"}},
        "scope": {"project": {"id": "p1"}},
    }


@pytest.mark.parametrize(
    "auth_url", ["http://h:5000", "http://h:5000/v3", "http://h:5000/v2.0", "http://h:5000/v3/auth/tokens"]
)
def test_every_spelling_of_the_url_is_asked_at_the_same_place(auth_url: str) -> None:
    request = request_of(password_identity(auth_url))
    assert (request.method, request.url) == ("POST", "http://h:5000/v3/auth/tokens")


def test_no_auth_url_is_an_error_that_says_so() -> None:
    with pytest.raises(
        ConfigError, match=r"^auth_version 3.x_token needs auth_url to ask for a token and .*: base_url \(of"
    ):
        request_of(Identity("3.x_token", None, auth_token="t"))


def test_secrets_are_not_in_repr() -> None:
    assert "hunter2" not in repr(request_of(password_identity(password="hunter2")))
    assert "hunter2" not in repr(access_of("hunter2"))


def answer(token: Any, header: str = "t1") -> AuthAnswer:
    return AuthAnswer(201, {"x-subject-token": header}, {"token": token})


def test_answer_is_read() -> None:
    token = {
        "expires_at": "2026-11-22T18:00:00.000000Z",
        "user": {"id": "u1", "name": "demo"},
        "project": {"id": "p1", "name": "demo"},
        "roles": [{"id": "r1", "name": "member"}, {"id": "r2", "name": "reader"}],
        "catalog": [
            {
                "type": "compute",
                "name": "nova",
                "endpoints": [
                    {"interface": "public", "region": "R", "region_id": "R", "url": "http://n/v2.1"},
                    {"interface": "internal", "region_id": "R", "url": "http://i/v2.1"},
                ],
            },
            {"type": "dns", "endpoints": []},
        ],
    }
    access = read_access(answer(token), "3.x_password")
    assert access == Access(
        token="t1",
        auth_version="3.x_password",
        expires_at=datetime.datetime(2026, 11, 22, 18, tzinfo=datetime.timezone.utc),
        user={"id": "u1", "name": "demo"},
        project={"id": "p1", "name": "demo"},
        roles=("member", "reader"),
        role_ids=("r1", "r2"),
        catalog=(
            CatalogEntry("compute", "nova", "R", "public", "http://n/v2.1"),
            CatalogEntry("compute", "nova", "R", "internal", "http://i/v2.1"),
        ),
    )
    assert access.scope == "project"


@pytest.mark.parametrize(
    ("token", "scope"),
    [
        ({}, "unscoped"),
        ({"project": {"id": "p"}}, "project"),
        ({"domain": {"id": "d"}}, "domain"),
        ({"system": {"all": True}}, "system"),
    ],
)
def test_scope_of_a_token(token: dict[str, Any], scope: str) -> None:
    access = read_access(answer(token), "3.x_token")
    assert (access.scope, access.catalog, access.roles, access.expires_at) == (scope, (), (), None)


@pytest.mark.parametrize("end", [StopIteration])
def test_conversation_ends_with_the_access(end: type[StopIteration]) -> None:
    conversation = conversation_for(password_identity())
    next(conversation)
    with pytest.raises(end) as ended:
        conversation.send(answer({"project": {"id": "p"}}))
    assert ended.value.value.token == "t1"


def test_region_is_either_of_two_keys_and_an_empty_url_stays_empty() -> None:
    endpoints = [
        {"interface": "public", "region": None, "region_id": "R", "url": "http://a"},
        {"interface": "admin", "region": "R", "url": None},
    ]
    entries = read_catalog(Part({"catalog": [{"type": "image", "endpoints": endpoints}]}))
    assert [(one.name, one.region, one.url) for one in entries] == [(None, "R", "http://a"), (None, "R", "")]


@pytest.mark.parametrize(
    ("expires_in", "margin", "lives"),
    [(121, 120, True), (120, 120, False), (119, 120, False), (-5, 0, False), (1, 0, True)],
)
def test_life_of_a_token(expires_in: float, margin: float, lives: bool) -> None:
    access = access_of(expires_at=NOW + datetime.timedelta(seconds=expires_in))
    assert access.lives(NOW, margin) is lives


def test_token_without_expiry_lives() -> None:
    assert Access(token="t", auth_version="3.x_token").lives(NOW, 1e9)


@pytest.mark.parametrize(
    "text",
    ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.000000Z", "2026-11-22T12:00:00", "2026-11-22T13:00:00+01:00"],
)
def test_times_of_every_service(text: str) -> None:
    assert parse_time(text) == NOW


def test_data_comes_back_as_it_went() -> None:
    access = access_of(system=True, domain={"id": "d"}, project=None)
    assert Access.from_data(access.to_data()) == access
    unbounded = Access(token="t", auth_version="3.x_token")
    assert Access.from_data(unbounded.to_data()) == unbounded


def test_numbers_are_read_as_text_and_a_service_without_type_is_passed_over() -> None:
    endpoints = [{"interface": "publicURL", "region": 1, "url": "http://a"}]
    services = [
        {"type": "compute", "name": 7, "endpoints": endpoints},
        {"name": "no-type", "endpoints": endpoints},
        {"type": "", "endpoints": endpoints},
        {"type": "image", "endpoints": [{"interface": "Internal", "region_id": 2.5, "url": "http://b"}]},
        {"type": "network", "endpoints": None},
    ]
    user, project = {"id": 12, "name": 34, "domain": {"id": "default"}}, {"id": 123456, "name": "demo"}
    access = read_access(answer({"user": user, "project": project, "catalog": services}), "3.x_password")
    assert access.user == {"id": "12", "name": "34", "domain": {"id": "default"}}
    assert (access.project, access.scope_in_words) == ({"id": "123456", "name": "demo"}, "project 'demo'")
    assert access.catalog == (
        CatalogEntry("compute", "7", "1", "public", "http://a"),
        CatalogEntry("image", None, "2.5", "internal", "http://b"),
    )


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        (None, "token is missing, not a mapping"),
        ([], "token is a list, not a mapping"),
        ({"user": {"id": ["x"]}}, "token.user.id is a list, not text"),
        ({"user": {"id": True}}, "token.user.id is true or false, not text"),
        ({"project": "demo"}, "token.project is text, not a mapping"),
        ({"expires_at": "soon"}, "token.expires_at is not a time"),
        ({"roles": [{"name": "member"}, {"id": "r"}]}, "token.roles[1].name is missing or empty"),
        ({"roles": {"name": "member"}}, "token.roles is a mapping, not a list"),
        ({"catalog": [{"type": "compute"}, 5]}, "token.catalog[1] is a number, not a mapping"),
        (
            {"catalog": [{"type": "compute", "endpoints": [{"url": "http://a"}]}]},
            "token.catalog[0].endpoints[0].interface is missing or empty",
        ),
    ],
)
def test_field_that_cannot_be_read_is_named(token: Any, problem: str) -> None:
    with pytest.raises(UnreadableField) as caught:
        read_access(answer(token), "3.x_password")
    assert str(caught.value) == problem


def test_token_that_is_missing_is_named() -> None:
    with pytest.raises(UnreadableField, match=r"^the header x-subject-token is missing or empty$"):
        read_access(AuthAnswer(201, {}, {"token": {}}), "3.x_password")

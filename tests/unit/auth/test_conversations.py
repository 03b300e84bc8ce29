# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to authenticate beside plain v3: older versions, federation, and a version that has to be found out."""

from __future__ import annotations

import base64
import datetime
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import Access, CatalogEntry
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.conversation import (
    AuthAnswer,
    AuthRequest,
    UnusableAnswer,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.identity_url import version_in
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.methods import CONVERSATIONS, conversation_for
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.reading import UnreadableField
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.auth_versions import AUTH_VERSIONS

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.timezone.utc)
V3_TOKEN = {"token": {"project": {"id": "p1"}, "user": {"id": "u1"}}}
V2_ACCESS = {
    "access": {
        "token": {
            "id": "t2",
            "expires": "2026-11-22T12:00:00Z",
            "tenant": {"id": "p1", "name": "demo", "enabled": True},
        },
        "user": {"id": "u1", "name": "demo", "username": "demo", "roles": [{"name": "member"}]},
        "serviceCatalog": [
            {
                "type": "compute",
                "name": "nova",
                "endpoints": [{"region": "R", "publicURL": "http://p", "internalURL": "http://i", "adminURL": ""}],
            }
        ],
    }
}


def talk(identity: Identity, *answers: AuthAnswer) -> tuple[Access, list[AuthRequest]]:
    """What comes of a conversation with these answers, and what was asked in it."""
    conversation = conversation_for(identity)
    asked = [next(conversation)]
    for answer in answers[:-1]:
        asked.append(conversation.send(answer))
    with pytest.raises(StopIteration) as ended:
        conversation.send(answers[-1])
    return ended.value.value, asked


def lines(requests: list[AuthRequest]) -> list[str]:
    return [f"{request.method} {request.url}" for request in requests]


def ok(body: Any = None, status: int = 200, **headers: str) -> AuthAnswer:
    return AuthAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body or {})


def test_every_version_but_none_has_a_conversation() -> None:
    assert set(CONVERSATIONS) == {version.name for version in AUTH_VERSIONS} - {"none"}


# 1.0 and 1.1


@pytest.mark.parametrize("key", ["api_key", "password"])
def test_version_1_0(key: str) -> None:
    identity = Identity("1.0", "http://h/v3/", username="demo", **{key: "k"})
    answer = ok(
        status=204,
        x_auth_token="t1",
        x_auth_token_expires="3600",
        x_storage_url="http://swift",
        x_server_management_url="http://nova",
    )
    access, asked = talk(identity, answer)
    assert lines(asked) == ["GET http://h/v1.0"]
    assert dict(asked[0].headers) == {"X-Auth-User": "demo", "X-Auth-Key": "k"}
    assert (access.token, access.auth_version, access.scope) == ("t1", "1.0", "unscoped")
    assert access.expires_at is not None
    left = access.expires_at - datetime.datetime.now(datetime.timezone.utc)
    assert abs(left.total_seconds() - 3600) < 30
    assert {(entry.type, entry.url) for entry in access.catalog} == {
        ("compute", "http://nova"),
        ("object-store", "http://swift"),
    }


def test_version_1_0_without_a_word_about_expiry() -> None:
    access, _asked = talk(Identity("1.0", "http://h", username="demo", api_key="k"), ok(x_auth_token="t1"))
    assert (access.expires_at, access.catalog) == (None, ())


def test_version_1_0_without_token() -> None:
    conversation = conversation_for(Identity("1.0", "http://h", username="demo", api_key="k"))
    next(conversation)
    with pytest.raises(UnreadableField, match=r"^the header x-auth-token is missing or empty$"):
        conversation.send(ok(status=204))


def test_version_1_0_with_the_token_under_its_older_name() -> None:
    headers = {"x-storage-token": "t1", "x-storage-url": "http://s/v1/AUTH_demo"}
    access, _asked = talk(Identity("1.0", "http://h", username="demo", api_key="k"), ok(status=204, **headers))
    assert (access.token, [one.url for one in access.catalog]) == ("t1", ["http://s/v1/AUTH_demo"])


def test_version_1_1() -> None:
    endpoints = [{"region": "R", "publicURL": "http://p", "internalURL": "http://i"}, {"publicURL": ""}]
    auth = {"token": {"id": "t1", "expires": "2026-11-22T12:00:00.000-00:00"}, "serviceCatalog": {"nova": endpoints}}
    access, asked = talk(Identity("1.1", "http://h", username="demo", api_key="k"), ok({"auth": auth}))
    assert lines(asked) == ["POST http://h/v1.1/auth"]
    assert asked[0].body == {"credentials": {"username": "demo", "key": "k"}}
    assert (access.token, access.expires_at) == ("t1", NOON)
    assert access.catalog == (
        CatalogEntry("compute", "nova", "R", "public", "http://p"),
        CatalogEntry("compute", "nova", "R", "internal", "http://i"),
    )


# 2.0


@pytest.mark.parametrize(
    ("auth_version", "fields", "credentials"),
    [
        (
            "2.0_password",
            {"username": "demo", "password": "pw"},
            {"passwordCredentials": {"username": "demo", "password": "pw"}},
        ),
        (
            "2.0_password",
            {"user_id": "u1", "password": "pw"},
            {"passwordCredentials": {"userId": "u1", "password": "pw"}},
        ),
        (
            "2.0_apikey",
            {"username": "demo", "api_key": "k"},
            {"RAX-KSKEY:apiKeyCredentials": {"username": "demo", "apiKey": "k"}},
        ),
        ("2.0_token", {"auth_token": "t"}, {"token": {"id": "t"}}),
    ],
)
@pytest.mark.parametrize(
    ("scope", "tenant"),
    [({}, {}), ({"project_name": "demo"}, {"tenantName": "demo"}), ({"project_id": "p1"}, {"tenantId": "p1"})],
    ids=["no-project", "name", "id"],
)
def test_version_2_0(
    auth_version: str,
    fields: dict[str, str],
    credentials: dict[str, Any],
    scope: dict[str, str],
    tenant: dict[str, str],
) -> None:
    access, asked = talk(Identity(auth_version, "http://h/v3", **fields, **scope), ok(V2_ACCESS))
    assert lines(asked) == ["POST http://h/v2.0/tokens"]
    assert asked[0].body == {"auth": {**credentials, **tenant}}
    assert (access.token, access.auth_version, access.expires_at) == ("t2", auth_version, NOON)
    assert (access.user, access.project, access.roles) == (
        {"id": "u1", "name": "demo"},
        {"id": "p1", "name": "demo"},
        ("member",),
    )
    assert access.catalog == (
        CatalogEntry("compute", "nova", "R", "public", "http://p"),
        CatalogEntry("compute", "nova", "R", "internal", "http://i"),
    )


def test_voms_with_a_project() -> None:
    access, asked = talk(Identity("2.0_voms", "http://h", project_name="demo"), ok(V2_ACCESS))
    assert [request.body for request in asked] == [{"auth": {"voms": True, "tenantName": "demo"}}]
    assert access.token == "t2"


def test_voms_takes_the_first_project_of_the_user() -> None:
    unscoped = ok({"access": {"token": {"id": "t0"}}})
    tenants = ok({"tenants": [{"name": "first"}, {"name": "second"}]})
    _access, asked = talk(Identity("2.0_voms", "http://h"), unscoped, tenants, ok(V2_ACCESS))
    assert lines(asked) == ["POST http://h/v2.0/tokens", "GET http://h/v2.0/tenants", "POST http://h/v2.0/tokens"]
    assert dict(asked[1].headers) == {"X-Auth-Token": "t0"}
    assert asked[2].body == {"auth": {"voms": True, "tenantName": "first"}}


def test_voms_of_a_user_without_project() -> None:
    conversation = conversation_for(Identity("2.0_voms", "http://h"))
    next(conversation)
    conversation.send(ok({"access": {"token": {"id": "t0"}}}))
    with pytest.raises(UnusableAnswer, match=r"^This certificate's user has no project\.$"):
        conversation.send(ok({"tenants": []}))


# A version that has to be found out.


@pytest.mark.parametrize(
    ("auth_url", "version"),
    [
        ("http://h/v3", "3"),
        ("http://h/v3/auth/tokens/", "3"),
        ("http://h/identity/v2.0/tokens", "2.0"),
        ("http://h/v1.0", "1.0"),
        ("http://h/v1.1/auth", "1.1"),
        ("http://h", None),
        ("http://h/identity/", None),
        ("http://h/v3/identity", None),
        ("http://v3", None),
        ("http://v3/", None),
    ],
)
def test_version_that_a_url_names(auth_url: str, version: str | None) -> None:
    assert version_in(auth_url) == version


@pytest.mark.parametrize(
    ("tail", "line", "answer", "version"),
    [
        ("/v3", "POST http://h/v3/auth/tokens", ok(V3_TOKEN, 201, x_subject_token="t"), "3.x_password"),
        ("", "POST http://h/v3/auth/tokens", ok(V3_TOKEN, 201, x_subject_token="t"), "3.x_password"),
        ("/v2.0", "POST http://h/v2.0/tokens", ok(V2_ACCESS), "2.0_password"),
        ("/v1.0", "GET http://h/v1.0", ok(x_auth_token="t"), "1.0"),
        ("/v1.1", "POST http://h/v1.1/auth", ok({"auth": {"token": {"id": "t"}}}), "1.1"),
    ],
)
def test_password_without_version_costs_one_request(tail: str, line: str, answer: AuthAnswer, version: str) -> None:
    access, asked = talk(Identity("password", f"http://h{tail}", username="demo", password="pw"), answer)
    assert (lines(asked), access.auth_version) == ([line], version)


@pytest.mark.parametrize("status", [300, 404, 405])
@pytest.mark.parametrize("nested", [True, False], ids=["values", "list"])
def test_password_at_a_service_without_v3_is_sent_to_v2(status: int, nested: bool) -> None:
    versions: Any = [{"id": "v2.0", "status": "stable"}]
    document = ok({"versions": {"values": versions} if nested else versions}, 300)
    identity = Identity("password", "http://h", username="demo", password="pw")
    access, asked = talk(identity, ok(status=status), document, ok(V2_ACCESS))
    assert lines(asked) == ["POST http://h/v3/auth/tokens", "GET http://h/", "POST http://h/v2.0/tokens"]
    assert access.auth_version == "2.0_password"


@pytest.mark.parametrize(
    ("document", "offered"),
    [
        ({"versions": {"values": [{"id": "v4.0"}, {"id": "v5.0"}]}}, "v4.0, v5.0"),
        ({"versions": []}, "no versions at all"),
        ({}, "no versions at all"),
    ],
)
def test_service_with_neither_version(document: dict[str, Any], offered: str) -> None:
    conversation = conversation_for(Identity("password", "http://h", username="demo", password="pw"))
    next(conversation)
    conversation.send(ok(status=404))
    with pytest.raises(UnusableAnswer) as caught:
        conversation.send(ok(document, 300))
    assert str(caught.value) == (
        f"http://h/ offers {offered}, but neither v3 nor v2.0. Is auth_url the identity service's?"
    )


@pytest.mark.parametrize("status", [300, 404, 405])
def test_service_that_lists_v2_and_is_not_the_identity_service(status: int) -> None:
    conversation = conversation_for(Identity("password", "http://h", username="demo", password="pw"))
    next(conversation)
    conversation.send(ok(status=300))
    conversation.send(ok({"versions": [{"id": "v2.0"}, {"id": "v2.1"}]}))
    with pytest.raises(UnusableAnswer) as caught:
        conversation.send(ok(status=status))
    assert str(caught.value) == (
        f"http://h/ answers POST /v3/auth/tokens and POST /v2.0/tokens with HTTP {status}. Is auth_url the identity"
        " service's?"
    )


@pytest.mark.parametrize(
    ("tail", "scope", "line"),
    [
        ("/v2.0", {}, "POST http://h/v2.0/tokens"),
        ("/v3", {}, "GET http://h/v3/auth/tokens"),
        ("", {"token_scope": "project", "project_id": "p1"}, "POST http://h/v3/auth/tokens"),
    ],
)
def test_token_without_version(tail: str, scope: dict[str, str], line: str) -> None:
    answer = ok(V2_ACCESS) if tail == "/v2.0" else ok(V3_TOKEN, x_subject_token="t")
    _access, asked = talk(Identity("token", f"http://h{tail}", auth_token="mine", **scope), answer)
    assert lines(asked) == [line]


# OpenID Connect.

FEDERATED = {"auth_url": "http://h", "identity_provider": "idp", "protocol": "openid"}
EXCHANGE = "GET http://h/v3/OS-FEDERATION/identity_providers/idp/protocols/openid/auth"
UNSCOPED = ok({"token": {}}, 201, x_subject_token="t0")
SCOPED = ok(V3_TOKEN, 201, x_subject_token="t1")


def test_access_token_without_scope() -> None:
    access, asked = talk(Identity("3.x_oidc_access_token", access_token="at", **FEDERATED), UNSCOPED)
    assert lines(asked) == [EXCHANGE]
    assert dict(asked[0].headers) == {"Authorization": "Bearer at"}
    assert (access.token, access.auth_version) == ("t0", "3.x_oidc_access_token")


@pytest.mark.parametrize(
    ("scope", "sent"),
    [
        ({"token_scope": "project", "project_id": "p1"}, {"project": {"id": "p1"}}),
        (
            {"token_scope": "project", "project_name": "demo", "project_domain_name": "Staff"},
            {"project": {"name": "demo", "domain": {"name": "Staff"}}},
        ),
        ({"token_scope": "domain", "domain_name": "Staff"}, {"domain": {"name": "Staff"}}),
        ({"token_scope": "system", "system_scope": "all"}, {"system": {"all": True}}),
    ],
)
def test_access_token_with_scope(scope: dict[str, str], sent: dict[str, Any]) -> None:
    identity = Identity("3.x_oidc_access_token", access_token="at", **FEDERATED, **scope)
    access, asked = talk(identity, UNSCOPED, SCOPED)
    assert lines(asked) == [EXCHANGE, "POST http://h/v3/auth/tokens"]
    assert asked[1].body == {"auth": {"identity": {"methods": ["token"], "token": {"id": "t0"}}, "scope": sent}}
    assert access.token == "t1"


def test_project_by_name_is_looked_for_among_the_users() -> None:
    identity = Identity(
        "3.x_oidc_access_token", access_token="at", token_scope="project", project_name="b", **FEDERATED
    )
    projects = ok({"projects": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]})
    _access, asked = talk(identity, UNSCOPED, projects, SCOPED)
    assert lines(asked)[1] == "GET http://h/v3/auth/projects"
    assert dict(asked[1].headers) == {"X-Auth-Token": "t0"}
    assert (asked[2].body or {})["auth"]["scope"] == {"project": {"id": "2"}}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a", "c"], "0 of this user's projects are named 'b'. The projects are: a, c."),
        (["b", "b"], "2 of this user's projects are named 'b'. The projects are: b, b."),
        ([], "0 of this user's projects are named 'b'. The projects are: none."),
    ],
)
def test_project_by_name_that_is_not_the_only_one(names: list[str], message: str) -> None:
    identity = Identity(
        "3.x_oidc_access_token", access_token="at", token_scope="project", project_name="b", **FEDERATED
    )
    conversation = conversation_for(identity)
    next(conversation)
    conversation.send(UNSCOPED)
    with pytest.raises(UnusableAnswer) as caught:
        conversation.send(ok({"projects": [{"id": str(number), "name": name} for number, name in enumerate(names)]}))
    assert str(caught.value) == f"{message} Set project_name to one of them, or give project_id."


@pytest.mark.parametrize("discovered", [True, False])
@pytest.mark.parametrize(
    ("auth_version", "fields", "grant"),
    [
        (
            "3.x_oidc_password",
            {"username": "demo", "password": "pw"},
            {"grant_type": "password", "username": "demo", "password": "pw"},
        ),
        ("3.x_oidc_client_credentials", {}, {"grant_type": "client_credentials"}),
    ],
)
def test_access_token_is_asked_of_the_provider(
    auth_version: str, fields: dict[str, str], grant: dict[str, str], discovered: bool
) -> None:
    where = (
        {"discovery_endpoint": "http://idp/.well-known"} if discovered else {"access_token_endpoint": "http://idp/t"}
    )
    identity = Identity(auth_version, client_id="ci", client_secret="cs", **FEDERATED, **fields, **where)
    answers = [ok({"access_token": "at"}), UNSCOPED]
    if discovered:
        answers.insert(0, ok({"token_endpoint": "http://idp/t"}))
    access, asked = talk(identity, *answers)
    expected = ["POST http://idp/t", EXCHANGE]
    assert lines(asked) == (["GET http://idp/.well-known", *expected] if discovered else expected)
    request = asked[-2]
    client = base64.b64encode(b"ci:cs").decode()
    assert dict(request.headers) == {"Authorization": f"Basic {client}"}
    assert request.form == {**grant, "scope": "openid profile"}
    assert dict(asked[-1].headers) == {"Authorization": "Bearer at"}
    assert access.token == "t0"


def test_scope_at_the_provider_can_be_said() -> None:
    identity = Identity(
        "3.x_oidc_client_credentials",
        client_id="ci",
        client_secret="cs",
        access_token_endpoint="http://idp/t",
        openid_scope="openid cloud",
        **FEDERATED,
    )
    conversation = conversation_for(identity)
    assert (next(conversation).form or {})["scope"] == "openid cloud"


@pytest.mark.parametrize("auth_version", sorted(CONVERSATIONS))
def test_first_request_shows_no_secret(auth_version: str) -> None:
    secrets = ("password", "api_key", "passcode", "auth_token", "access_token", "client_secret")
    identity = Identity(
        auth_version,
        **{**dict.fromkeys(secrets, "hunter2"), "application_credential_secret": "hunter2"},
        username="demo",
        discovery_endpoint="http://idp",
        **FEDERATED,
    )
    request = next(conversation_for(identity))
    assert "hunter2" not in repr(request)
    assert "hunter2" not in repr(identity)


def test_numbers_in_an_answer_of_version_2_are_read_as_text() -> None:
    endpoints = [{"region": 1, "publicURL": "http://p"}]
    body = {
        "token": {"id": "t2", "tenant": {"id": 123456, "name": "demo"}},
        "user": {"id": 12, "name": "demo", "roles": [{"name": "member"}]},
        "serviceCatalog": [{"type": "compute", "endpoints": endpoints}, {"name": "x", "endpoints": endpoints}],
    }
    access, _asked = talk(Identity("2.0_password", "http://h", username="demo", password="p"), ok({"access": body}))
    assert (access.user["id"], access.project) == ("12", {"id": "123456", "name": "demo"})
    assert access.catalog == (CatalogEntry("compute", None, "1", "public", "http://p"),)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"access": {"user": {}}}, "access.token is missing, not a mapping"),
        ({"access": {"token": {"id": {}}}}, "access.token.id is a mapping, not text"),
        ({"access": {"token": {"id": "t", "expires": 5}}}, "access.token.expires is not a time"),
        ({"access": {"token": {"id": "t"}, "serviceCatalog": {}}}, "access.serviceCatalog is a mapping, not a list"),
    ],
)
def test_field_of_version_2_that_cannot_be_read_is_named(body: dict[str, Any], problem: str) -> None:
    with pytest.raises(UnreadableField) as caught:
        talk(Identity("2.0_password", "http://h", username="demo", password="p"), ok(body))
    assert str(caught.value) == problem

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are taken out of what is shown, and only secrets."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.conversation import AuthAnswer
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.methods import CONVERSATIONS, conversation_for
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConnectFailed
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request, Response
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import (
    SECRET_HEADERS,
    SECRET_KEYS,
    SECRET_QUERIES,
    json_without_secrets,
    redacted_header,
    redacted_json,
    redacted_query,
    secret_name,
    secrets_in,
    text_without_secrets,
    without_secrets,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.trace import entry_of

SECRET = "hunter2-hunter2"
NO_ANSWER = ConnectFailed("Nobody answered.", method="GET", url="http://cloud.example.org/")
NAME = re.compile(r"SECRET_[0-9a-f]{8}")


def test_name_of_a_secret_is_always_the_same_and_tells_nothing() -> None:
    assert NAME.fullmatch(secret_name(SECRET))
    assert secret_name(SECRET) == secret_name(SECRET) != secret_name("other")


@pytest.mark.parametrize("name", ["X-Auth-Token", "x-subject-token", "AUTHORIZATION", "X-Auth-Key", "Cookie"])
def test_header_that_holds_a_secret(name: str) -> None:
    assert redacted_header(name, SECRET) == secret_name(SECRET)


@pytest.mark.parametrize("name", ["Accept", "X-Auth-User", "OpenStack-API-Version", "X-Openstack-Request-Id"])
def test_header_that_holds_none(name: str) -> None:
    assert redacted_header(name, "text") == "text"


@pytest.mark.parametrize(
    "body",
    [
        {"auth": {"identity": {"password": {"user": {"name": "demo", "password": SECRET}}}}},
        {"auth": {"identity": {"token": {"id": SECRET}}}},
        {"auth": {"token": {"id": SECRET}}},
        {"auth": {"identity": {"application_credential": {"id": "ac1", "secret": SECRET}}}},
        {"auth": {"passwordCredentials": {"username": "demo", "password": SECRET}}},
        {"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "demo", "apiKey": SECRET}}},
        {"credentials": {"username": "demo", "key": SECRET}},
        {"auth": {"identity": {"totp": {"user": {"passcode": SECRET}}}}},
        {"server": {"adminPass": SECRET, "user_data": SECRET}},
        {"list": [{"password": SECRET}, [{"Password": SECRET}]]},
    ],
)
def test_secrets_of_a_body(body: dict[str, Any]) -> None:
    shown = redacted_json(body)
    assert SECRET not in repr(shown)
    assert NAME.search(repr(shown))
    assert SECRET in repr(body)


@pytest.mark.parametrize(
    "body",
    [
        {"server": {"name": "web1", "imageRef": "i1", "metadata": {"role": "web"}, "key_name": "demo"}},
        {"auth": {"scope": {"project": {"id": "p1"}}}},
        {"addSecurityGroup": {"name": "web"}},
        [1, "a", None, True, {"id": "x"}],
        None,
    ],
    ids=repr,
)
def test_body_without_secret_is_shown_as_it_is(body: Any) -> None:
    assert redacted_json(body) == body


@pytest.mark.parametrize("value", [12345, 1.5, SECRET])
def test_secret_that_is_a_number(value: Any) -> None:
    assert redacted_json({"passcode": value}) == {"passcode": secret_name(str(value))}


def test_no_secret_is_no_secret() -> None:
    assert redacted_json({"password": None}) == {"password": None}


def test_texts() -> None:
    assert without_secrets(f"Invalid: {SECRET}, {SECRET}!", [SECRET, "x1"]).count(SECRET) == 0
    assert without_secrets("nothing here", [SECRET]) == "nothing here"


def test_secrets_of_an_identity_are_those_that_are_not_shown() -> None:
    identity = Identity("password", username="demo", password=SECRET, auth_token="t", project_name="demo", api_key="")
    assert set(identity.secrets()) == {SECRET, "t"}


@pytest.mark.parametrize("auth_version", sorted(CONVERSATIONS))
def test_requests_of_every_auth_version_show_no_secret(auth_version: str) -> None:
    """Each secret is another text, so that one which is missed is seen."""
    secrets = {
        name: f"hunter2-{name}"
        for name in ("password", "api_key", "passcode", "auth_token", "access_token", "client_secret")
    }
    secrets["application_credential_secret"] = "hunter2-credential"
    identity = Identity(
        auth_version,
        auth_url="http://h",
        username="demo",
        identity_provider="idp",
        protocol="openid",
        access_token_endpoint="http://idp/token",
        token_scope="domain",
        domain_id="d",
        **secrets,
    )
    conversation = conversation_for(identity)
    request = next(conversation)
    shown = [request]
    if "oidc" in auth_version:
        # The access token first, then the exchange.
        answers = [AuthAnswer(200, {}, {"access_token": "hunter2-at"})] if "access" not in auth_version else []
        for answer in [*answers, AuthAnswer(201, {"x-subject-token": "hunter2-unscoped"}, {"token": {}})]:
            shown.append(conversation.send(answer))
    for one in shown:
        headers = {name: redacted_header(name, value) for name, value in one.headers.items()}
        assert "hunter2" not in repr((headers, redacted_json(one.body), redacted_json(dict(one.form or {}))))


def test_secrets_that_are_in_a_body() -> None:
    body = {
        "auth": {"identity": {"password": {"user": {"name": "demo", "password": SECRET}}, "token": {"id": "t1"}}},
        "metadata": [{"key": "role", "value": "web"}, {"adminPass": 5}],
        "id": "not-a-token",
    }
    assert sorted(secrets_in(body)) == ["5", SECRET, "t1"]
    assert list(secrets_in("text")) == []


def test_answer_without_secrets_keeps_its_shape() -> None:
    answer = {"a": [f"x{SECRET}y", 5, None, {"b": SECRET}], "c": "text"}
    assert json_without_secrets(answer, [SECRET]) == {"a": ["x********y", 5, None, {"b": "********"}], "c": "text"}


# Every entry once more, so that none is lost unnoticed: of some no other test sends anything.
HEADERS = (
    "x-auth-token", "x-subject-token", "x-service-token", "x-storage-token", "x-auth-key", "authorization",
    "openstack-auth-receipt", "proxy-authorization", "cookie", "set-cookie",
)  # fmt: skip
KEYS = (
    "password", "original_password", "adminpass", "admin_pass", "secret", "apikey", "key", "passcode", "client_secret",
    "access_token", "refresh_token", "id_token", "user_data", "private_key", "blob",
)  # fmt: skip
QUERIES = (*(key for key in KEYS if key != "key"), "token", "auth_token")


def test_every_entry_is_looked_at_here() -> None:
    assert {*HEADERS} == SECRET_HEADERS
    assert {*KEYS} == SECRET_KEYS
    assert {*QUERIES} == SECRET_QUERIES


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title], ids=["lower", "upper", "title"])
@pytest.mark.parametrize("name", HEADERS)
def test_every_header_that_holds_a_secret(name: str, spelling: Callable[[str], str]) -> None:
    assert redacted_header(spelling(name), SECRET) == secret_name(SECRET)
    entry = entry_of(Request("GET", "http://cloud.example.org/", headers={spelling(name): SECRET}), NO_ANSWER)
    assert SECRET not in repr(entry)
    assert secret_name(SECRET) in entry["curl"]


@pytest.mark.parametrize("spelling", [str.lower, str.upper], ids=["lower", "upper"])
@pytest.mark.parametrize("key", KEYS)
def test_every_key_that_holds_a_secret(key: str, spelling: Callable[[str], str]) -> None:
    body = {"a": [{spelling(key): SECRET, "name": "web1"}]}
    assert redacted_json(body) == {"a": [{spelling(key): secret_name(SECRET), "name": "web1"}]}
    # `key` is the name of much that is no secret.
    assert list(secrets_in(body)) == ([SECRET] if spelling(key) != "key" else [])
    assert text_without_secrets(json.dumps(body)) == json.dumps(body).replace(SECRET, "********")
    cut_off = json.dumps(body)[: json.dumps(body).index(SECRET) + 6]
    assert SECRET[:6] not in text_without_secrets(cut_off)
    entry = entry_of(Request("POST", "http://cloud.example.org/", body=body, form={spelling(key): SECRET}), NO_ANSWER)
    assert SECRET not in repr(entry)


@pytest.mark.parametrize("spelling", [str.lower, str.upper], ids=["lower", "upper"])
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_that_holds_a_secret(name: str, spelling: Callable[[str], str]) -> None:
    assert redacted_query(spelling(name), SECRET) == secret_name(SECRET)
    entry = entry_of(Request("GET", "http://cloud.example.org/", params=((spelling(name), SECRET),)), NO_ANSWER)
    assert SECRET not in repr(entry)
    assert redacted_query("limit", "5") == "5"


@pytest.mark.parametrize(
    "field", [{"headers": {"X-Auth-Token": SECRET}}, {"body": {"a": SECRET}}, {"content": SECRET.encode()}], ids=repr
)
def test_request_is_shown_without_what_it_sends(field: dict[str, Any]) -> None:
    """In a traceback, say. That is more than what is known to be a secret."""
    shown = repr(Request("POST", "http://cloud.example.org/", **field))
    assert SECRET not in shown
    assert "http://cloud.example.org/" in shown


def test_form_is_shown_by_nothing() -> None:
    assert SECRET not in repr(Request("POST", "http://cloud.example.org/", form={"client_secret": SECRET}))


def test_answer_is_shown_without_its_content_and_headers() -> None:
    answer = Response("GET", "http://cloud.example.org/", 200, {"x-subject-token": SECRET}, SECRET.encode())
    assert SECRET not in repr(answer)
    assert "200" in repr(answer)


@pytest.mark.parametrize("secret", ['a "quoted" one', "größe+straße", "fern/cobalt", "back\\slash"])
def test_every_spelling_of_a_secret_is_found(secret: str) -> None:
    """Services repeat what they were sent as they got it: within JSON, within a URL."""
    for spelling in (
        secret,
        json.dumps({"a": secret}),
        json.dumps({"a": secret}, ensure_ascii=False),
        "http://cloud.example.org/?a=" + urllib.parse.quote(secret, safe=""),
        "http://cloud.example.org/?" + urllib.parse.urlencode({"a": secret}),
    ):
        shown = without_secrets(f"<{spelling}>", [secret])
        assert "********" in shown
        assert without_secrets(shown, [secret]) == shown


def test_nested_values_of_every_kind_are_masked() -> None:
    value = {"a": (SECRET, [f"x {SECRET}"]), "number": 483920175, "true": True, "none": None, "other": 5}
    shown = json_without_secrets(value, [SECRET, "483920175", "True", "None"])
    assert shown == {
        "a": ["********", ["x ********"]], "number": "********", "true": True, "none": None, "other": 5
    }  # fmt: skip

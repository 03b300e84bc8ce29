# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are taken out of what is shown, and only secrets."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.conversation import AuthAnswer
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.methods import CONVERSATIONS, conversation_for
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import (
    json_without_secrets,
    redacted_header,
    redacted_json,
    secret_name,
    secrets_in,
    without_secrets,
)

SECRET = "hunter2-hunter2"
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

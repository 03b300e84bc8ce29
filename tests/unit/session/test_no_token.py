# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session that gets no token says why, and lets nobody else wait for nothing."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import threading
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    AuthenticationFailed,
    BrokenAnswer,
    CloudError,
    NotFound,
)
from ansible_collections.nodeworks.openstack.tests.unit.session.sessions import Open
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    PASSWORD,
    Reply,
    Seen,
    Serve,
    in_turn,
    token_reply,
)


def test_many_that_get_no_token_do_not_wait_for_each_other(open_session: Open, serve: Serve) -> None:
    """Those behind the first try side by side: else the last of fifty would fail after fifty times the time limit."""
    first = threading.Lock()
    all_others = threading.Barrier(4)

    def refuse(_seen: Seen) -> Reply:
        no = Reply(500, {"error": {"message": "No.", "code": 500}}, delay=1.5)
        if first.acquire(blocking=False):
            return no
        all_others.wait(20)  # which is broken if one of them waits for another
        return dataclasses.replace(no, delay=0)

    server = serve(refuse)
    sessions = [open_session(url=server.url, retries=0) for _one in range(5)]
    with concurrent.futures.ThreadPoolExecutor(len(sessions)) as pool:
        outcomes = [pool.submit(session.access) for session in sessions]
    assert all(isinstance(one.exception(), ApiError) for one in outcomes)
    assert len(server.seen) == 5


def test_threads_that_wait_for_a_token_in_vain_ask_once(open_session: Open, serve: Serve) -> None:
    """A fleet's nodes, or an inventory's regions, are told together; who asks later is no longer meant."""
    server = serve(in_turn(Reply(500, {"error": {"message": "No.", "code": 500}}, delay=0.5), token_reply()))
    session = open_session(url=server.url, retries=0)
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        outcomes = [pool.submit(session.access) for _one in range(5)]
    assert len({str(one.exception()) for one in outcomes}) == 1
    assert len(server.seen) == 1
    assert session.access().token


def refusal(open_session: Open, serve: Serve, reply: Reply, **changes: Any) -> CloudError:
    server = serve(in_turn(reply))
    if "identity" in changes:
        changes["identity"] = Identity(**{**changes["identity"], "auth_url": f"{server.url}/v3"})
    with pytest.raises(CloudError) as caught:
        open_session(None, url=f"{server.url}/v3", retries=0, **changes).access()
    assert PASSWORD not in str(caught.value)
    caught.value.message = caught.value.message.replace(server.url, "http://KEYSTONE")
    caught.value.attempt = (caught.value.attempt or "").replace(server.url, "http://KEYSTONE") or None
    return caught.value


UNAUTHORISED = Reply(
    401,
    {"error": {"message": "The request you have made requires authentication.", "code": 401, "title": "Unauthorized"}},
    {"X-Openstack-Request-Id": "req-9"},
)


RECEIPT = {"Openstack-Auth-Receipt": "gAAAAAB-receipt"}


@pytest.mark.parametrize(
    ("fields", "who", "method", "advice"),
    [
        (
            {"auth_version": "3.x_password", "username": "demo", "password": PASSWORD},
            "'demo' with 3.x_password",
            "POST",
            "username and password",
        ),
        (
            {"auth_version": "password", "user_id": "u1", "password": PASSWORD},
            "'u1' with a password",
            "POST",
            "username and password",
        ),
        (
            {
                "auth_version": "3.x_appcred",
                "application_credential_id": "ac1",
                "application_credential_secret": PASSWORD,
            },
            "'ac1' with 3.x_appcred",
            "POST",
            "the application credential's id (or name and user) and secret",
        ),
        (
            {"auth_version": "3.x_token", "auth_token": PASSWORD},
            "'this token' with 3.x_token",
            "GET",
            "auth_token",
        ),
        (
            {"auth_version": "token", "auth_token": PASSWORD, "token_scope": "project", "project_id": "p"},
            "'this token' with a token",
            "POST",
            "auth_token",
        ),
        (
            {"auth_version": "3.x_multifactor", "username": "demo", "password": PASSWORD, "passcode": "1"},
            "'demo' with 3.x_multifactor",
            "POST",
            "username, password and passcode",
        ),
    ],
)
def test_refused_credentials(
    open_session: Open, serve: Serve, fields: dict[str, str], who: str, method: str, advice: str
) -> None:
    error = refusal(open_session, serve, UNAUTHORISED, identity=fields)
    assert error.__class__ is AuthenticationFailed
    assert str(error) == (
        f"Could not authenticate {who} at http://KEYSTONE/v3: The request you have made requires authentication. (HTTP"
        f" 401, {method} http://KEYSTONE/v3/auth/tokens, request id req-9) Check {advice}, the domain and the"
        " project or other scope."
    )


def test_second_factor_that_is_missing(open_session: Open, serve: Serve) -> None:
    reply = Reply(401, {"receipt": {"methods": ["password"]}, "required_auth_methods": [["password", "totp"]]}, RECEIPT)
    assert str(refusal(open_session, serve, reply)).endswith(
        " The password is right, but this user has to give a second factor too: set passcode."
    )


def test_no_identity_service_there(open_session: Open, serve: Serve) -> None:
    error = refusal(open_session, serve, Reply(404, "<title>404 Not Found</title>"))
    assert error.__class__ is NotFound
    assert str(error) == (
        "Could not authenticate 'demo' with 3.x_password at http://KEYSTONE/v3: 404 Not Found (HTTP 404, POST"
        " http://KEYSTONE/v3/auth/tokens) Is auth_url right? http://KEYSTONE/v3 has no Identity API there."
    )


def test_load_balancer_without_identity_service(open_session: Open, serve: Serve) -> None:
    error = refusal(open_session, serve, Reply(503, "<html><title>503 Service Unavailable</title></html>"))
    assert error.__class__ is ApiError
    assert str(error) == (
        "Could not authenticate 'demo' with 3.x_password at http://KEYSTONE/v3: 503 Service Unavailable (HTTP 503, POST"
        " http://KEYSTONE/v3/auth/tokens)"
    )


NO_TOKENS = {
    "html": Reply(200, "<html>Welcome"),
    "empty": Reply(201, b"", {"X-Subject-Token": "t"}),
    "list": Reply(201, [1], {"X-Subject-Token": "t"}),
    "other-object": Reply(201, {"a": 1}, {"X-Subject-Token": "t"}),
    "no-header": Reply(201, token_reply().body),
    "token-a-list": Reply(201, {"token": [1]}, {"X-Subject-Token": "t"}),
    "token-a-text": Reply(201, {"token": "x"}, {"X-Subject-Token": "t"}),
    "bad-time": Reply(201, {"token": {"expires_at": "soon"}}, {"X-Subject-Token": "t"}),
    "number-as-time": Reply(201, {"token": {"expires_at": 12}}, {"X-Subject-Token": "t"}),
    "catalog-of-texts": Reply(201, {"token": {"catalog": ["x"]}}, {"X-Subject-Token": "t"}),
    "endpoint-without-interface": Reply(
        201, {"token": {"catalog": [{"type": "compute", "endpoints": [{"url": "http://n"}]}]}}, {"X-Subject-Token": "t"}
    ),
    "roles-of-texts": Reply(201, {"token": {"roles": ["member"]}}, {"X-Subject-Token": "t"}),
}


@pytest.mark.parametrize("reply", NO_TOKENS.values(), ids=NO_TOKENS)
def test_answer_that_is_no_token(open_session: Open, serve: Serve, reply: Reply) -> None:
    assert isinstance(refusal(open_session, serve, reply), BrokenAnswer)

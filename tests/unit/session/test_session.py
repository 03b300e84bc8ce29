# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session asks for one token, keeps it, renews it in time and once when it is refused, and says why it got none."""

from __future__ import annotations

import concurrent.futures
import datetime
import pathlib
import threading
import time
from collections.abc import Callable, Iterator
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.session import Session
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    NOW,
    PASSWORD,
    Reply,
    Seen,
    Serve,
    WebServer,
    cloud_config,
    in_turn,
    token_reply,
)

TOKENS = "POST /v3/auth/tokens"
Open = Callable[..., Session]


class Keystone:
    """Gives out t1, t2, ...; the service beside it takes all but the refused ones."""

    def __init__(self) -> None:
        self.given = 0
        self.refused: set[str] = set()
        self.status_of_refusal = 401
        self.expires_at = "2026-11-22T13:00:00Z"
        self._lock = threading.Lock()

    def __call__(self, seen: Seen) -> Reply:
        if seen.path == "/v3/auth/tokens":
            with self._lock:
                self.given += 1
                return token_reply(token=f"t{self.given}", expires_at=self.expires_at)
        if seen.headers.get("x-auth-token") in self.refused:
            return Reply(self.status_of_refusal, {"error": {"message": "No.", "code": self.status_of_refusal}})
        return Reply(200, {"ok": True})


@pytest.fixture
def keystone() -> Keystone:
    return Keystone()


@pytest.fixture
def server(serve: Serve, keystone: Keystone) -> WebServer:
    return serve(keystone)


@pytest.fixture
def open_session(server: WebServer, tmp_path: pathlib.Path) -> Iterator[Open]:
    """Opens sessions which, unless told otherwise, share the files of one folder, as processes of one user do."""
    transports: list[Transport] = []

    def start(
        folder: str | None = str(tmp_path / "tokens"), now: datetime.datetime = NOW, url: str = "", **changes: Any
    ) -> Session:
        config = cloud_config(url or server.url, **changes)
        transports.append(Transport(config, sleep=lambda seconds: None))
        return Session(config, transports[-1], TokenStore(folder), now=lambda: now)

    yield start
    for transport in transports:
        transport.close()


def get(session: Session, server: WebServer, **arguments: Any) -> int:
    return session.send(Request("GET", f"{server.url}/servers"), **arguments).status


def tokens_used(server: WebServer) -> list[str | None]:
    return [seen.headers.get("x-auth-token") for seen in server.seen if seen.path != "/v3/auth/tokens"]


def test_one_token_for_many_requests(open_session: Open, server: WebServer) -> None:
    session = open_session(None)
    assert [get(session, server) for _time in range(3)] == [200, 200, 200]
    assert server.lines() == [TOKENS, "GET /servers", "GET /servers", "GET /servers"]
    assert tokens_used(server) == ["t1", "t1", "t1"]
    assert session.from_store is False


def test_nothing_is_asked_before_it_is_needed(open_session: Open, server: WebServer) -> None:
    open_session()
    assert server.seen == []


def test_many_that_get_no_token_do_not_wait_for_each_other(open_session: Open, serve: Serve) -> None:
    """Those behind the first try side by side: else the last of fifty would fail after fifty times the time limit."""
    server = serve(lambda seen: Reply(500, {"error": {"message": "No.", "code": 500}}, delay=1.5))
    sessions = [open_session(url=server.url, retries=0) for _one in range(5)]
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(sessions)) as pool:
        outcomes = [pool.submit(session.access) for session in sessions]
    seconds = time.monotonic() - started
    assert all(isinstance(one.exception(), ApiError) for one in outcomes)
    assert (len(server.seen), seconds < 2.5 * 1.5) == (5, True)


def test_threads_that_wait_for_a_token_in_vain_ask_once(open_session: Open, serve: Serve) -> None:
    """A fleet's nodes, or an inventory's regions, are told together; who asks later is no longer meant."""
    server = serve(in_turn(Reply(500, {"error": {"message": "No.", "code": 500}}, delay=0.5), token_reply()))
    session = open_session(url=server.url, retries=0)
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        outcomes = [pool.submit(session.access) for _one in range(5)]
    assert len({str(one.exception()) for one in outcomes}) == 1
    assert len(server.seen) == 1
    assert session.access().token


def test_next_process_finds_the_token(open_session: Open, server: WebServer) -> None:
    first = open_session()
    get(first, server)
    second = open_session()
    get(second, server)
    assert server.lines().count(TOKENS) == 1
    assert (first.from_store, second.from_store) == (False, True)
    assert second.access() == first.access()


def test_without_cache_each_process_asks(open_session: Open, server: WebServer) -> None:
    for _process in range(2):
        get(open_session(None), server)
    assert server.lines().count(TOKENS) == 2


def test_wrong_password_never_finds_the_right_token(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    get(open_session(), server)
    wrong = cloud_config(server.url).identity
    session = open_session(identity=Identity(**{**vars(wrong), "password": "wrong"}))
    session.access()
    assert keystone.given == 2


@pytest.mark.parametrize(("minutes", "given"), [(57.9, 1), (58.1, 2), (70.0, 2)])
def test_token_is_renewed_two_minutes_before_it_expires(
    open_session: Open, server: WebServer, keystone: Keystone, minutes: float, given: int
) -> None:
    open_session().access()
    keystone.expires_at = "2026-11-22T20:00:00Z"
    later = open_session(now=NOW + datetime.timedelta(minutes=minutes))
    assert later.access().token == f"t{given}"
    assert keystone.given == given


def test_token_in_memory_is_renewed_too(open_session: Open, keystone: Keystone, server: WebServer) -> None:
    now = [NOW]
    config = cloud_config(server.url)
    transport = Transport(config)
    session = Session(config, transport, TokenStore(None), now=lambda: now[0])
    assert session.access().token == "t1"
    now[0] += datetime.timedelta(minutes=59)
    keystone.expires_at = "2026-11-22T20:00:00Z"
    assert session.access().token == "t2"
    transport.close()


@pytest.mark.parametrize("ahead", [datetime.timedelta(minutes=59), datetime.timedelta(hours=5)], ids=str)
def test_clock_that_is_ahead_does_not_cost_a_token_per_request(
    open_session: Open, server: WebServer, keystone: Keystone, ahead: datetime.timedelta
) -> None:
    """A token that was just given out is good, whatever this host's clock says."""
    session = open_session(None, now=NOW + ahead)
    assert [get(session, server) for _time in range(3)] == [200, 200, 200]
    assert keystone.given == 1


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_refused_token_is_renewed_and_the_request_repeated_once(
    open_session: Open, server: WebServer, keystone: Keystone, method: str
) -> None:
    keystone.refused = {"t1"}
    response = open_session(None).send(Request(method, f"{server.url}/servers", body={"a": 1}))
    assert response.status == 200
    assert server.lines() == [TOKENS, f"{method} /servers", TOKENS, f"{method} /servers"]
    assert tokens_used(server) == ["t1", "t2"]
    assert [seen.json() for seen in server.seen if seen.path == "/servers"] == [{"a": 1}, {"a": 1}]


def test_second_refusal_stands(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    keystone.refused = {"t1", "t2", "t3"}
    assert get(open_session(None), server) == 401
    assert tokens_used(server) == ["t1", "t2"]


def test_renewed_token_is_kept_for_the_next_process(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    get(open_session(), server)
    keystone.refused = {"t1"}
    get(open_session(), server)
    get(open_session(), server)
    assert keystone.given == 2
    assert tokens_used(server) == ["t1", "t1", "t2", "t2"]


def test_token_that_another_process_renewed_is_used(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    early, late = open_session(), open_session()
    get(early, server)
    get(late, server)
    keystone.refused = {"t1"}
    assert [get(early, server), get(late, server)] == [200, 200]
    assert keystone.given == 2


@pytest.mark.parametrize(("folder_is_shared", "statuses"), [(True, 200), (False, 403)])
def test_forbidden_with_an_old_token_may_be_due_to_old_roles(
    open_session: Open, server: WebServer, keystone: Keystone, folder_is_shared: bool, statuses: int
) -> None:
    folder = {} if folder_is_shared else {"folder": None}
    open_session(**folder).access()
    keystone.refused, keystone.status_of_refusal = {f"t{keystone.given}" if folder_is_shared else "t2"}, 403
    assert get(open_session(**folder), server) == statuses


def test_forbidden_with_a_new_token_stands(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    keystone.refused, keystone.status_of_refusal = {"t1", "t2"}, 403
    assert get(open_session(), server) == 403
    assert keystone.given == 1


def test_forbidden_twice_stands(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    open_session().access()
    keystone.refused, keystone.status_of_refusal = {"t1", "t2"}, 403
    session = open_session()
    assert [get(session, server), get(session, server)] == [403, 403]
    assert keystone.given == 2


def test_own_token_is_used_as_it_is(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    keystone.refused = {"mine"}
    assert get(open_session(), server, token="mine") == 401
    assert (keystone.given, tokens_used(server)) == (0, ["mine"])


def test_many_threads_that_are_refused_renew_once(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    session = open_session(None)
    get(session, server)
    keystone.refused = {"t1"}
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(get(session, server))) for _thread in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 12
    assert keystone.given == 2


def test_busy_identity_service_is_asked_again(open_session: Open, serve: Serve) -> None:
    server = serve(in_turn(Reply(503), token_reply()))
    assert open_session(url=server.url).access().scope == "project"
    assert server.lines() == [TOKENS, TOKENS]


# Why there is no token.


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


# Notes.


def test_note_is_kept_for_the_next_process(open_session: Open) -> None:
    first = open_session()
    first.access()
    first.remember("image cirros", "i1")
    assert first.recall("image cirros", 60) == "i1"
    second = open_session()
    second.access()
    assert second.recall("image cirros", 60) == "i1"
    assert second.recall("image other", 60) is None


def test_notes_of_two_processes_do_not_displace_each_other(open_session: Open) -> None:
    first, second = open_session(), open_session()
    first.access()
    second.access()
    first.remember("a", 1)
    second.remember("b", 2)
    third = open_session()
    third.access()
    assert (third.recall("a", 60), third.recall("b", 60)) == (1, 2)


def test_note_without_cache_is_good_for_this_process(open_session: Open) -> None:
    session = open_session(None)
    session.access()
    session.remember("a", 1)
    assert session.recall("a", 60) == 1


def test_note_outlives_its_token(open_session: Open, server: WebServer, keystone: Keystone) -> None:
    """Who is refused something may get a new token, and others who share it need not learn anew."""
    session = open_session()
    session.access()
    session.remember("a", 1)
    keystone.refused = {"t1"}
    get(session, server)
    assert session.recall("a", 60) == 1
    later = open_session()
    later.access()
    assert later.recall("a", 60) == 1


def test_nothing_is_known_before_there_is_a_token(open_session: Open) -> None:
    session = open_session(None)
    session.remember("a", 1)
    assert session.recall("a", 60) is None

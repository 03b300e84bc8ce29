# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session asks for one token, keeps it, renews it in time and once when it is refused."""

from __future__ import annotations

import datetime
import threading

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Identity
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.session import Session
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.session.sessions import TOKENS, Keystone, Open, get, tokens_used
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    NOW,
    Reply,
    Serve,
    WebServer,
    cloud_config,
    in_turn,
    token_reply,
)


def test_one_token_for_many_requests(open_session: Open, server: WebServer) -> None:
    session = open_session(None)
    assert [get(session, server) for _time in range(3)] == [200, 200, 200]
    assert server.lines() == [TOKENS, "GET /servers", "GET /servers", "GET /servers"]
    assert tokens_used(server) == ["t1", "t1", "t1"]
    assert session.from_store is False


def test_nothing_is_asked_before_it_is_needed(open_session: Open, server: WebServer) -> None:
    session = open_session()
    assert server.seen == []
    get(session, server)
    assert server.seen != []


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

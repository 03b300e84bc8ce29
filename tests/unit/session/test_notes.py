# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is noted beside a token, for later tasks."""

from __future__ import annotations

import time

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import StoredToken
from ansible_collections.nodeworks.openstack.tests.unit.session.sessions import Keystone, Open, get
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    WebServer,
    access_of,
)


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


def test_two_processes_add_to_one_note(open_session: Open) -> None:
    """Each has read the note before the other adds to it."""
    first, second = open_session(), open_session()
    first.access()
    second.access()
    first.amend("all", lambda former: [*(former or ()), "a"])
    second.amend("all", lambda former: [*(former or ()), "b"])
    third = open_session()
    third.access()
    assert third.recall("all", 60) == ["a", "b"]


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
    session.access()
    session.remember("a", 1)
    assert session.recall("a", 60) == 1


@pytest.mark.parametrize(("age", "value"), [(0.0, "v"), (50.0, "v"), (70.0, None)])
def test_note_is_good_for_some_time(age: float, value: str | None) -> None:
    assert StoredToken(access_of(), {"n": ["v", time.time() - age]}).note("n", 60.0) == value


def test_old_notes_are_not_taken_over() -> None:
    old, young = ["v", time.time() - 90_000], ["v", time.time() - 80_000]
    assert StoredToken(access_of(), {"old": old, "young": young, "odd": 1}).young_notes() == {"young": young}


def test_note_that_was_never_made() -> None:
    assert StoredToken(access_of()).note("n", 60.0) is None

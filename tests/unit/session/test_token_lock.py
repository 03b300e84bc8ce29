# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock of a token's file, which somebody else has and does not let go of."""

from __future__ import annotations

import fcntl
import os
import pathlib
import threading
import time
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.tests.unit.session.token_files import IDENTITY, STORED


class Holder:
    """Somebody who has the lock of an identity's file."""

    def __init__(self, path: str) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def let_go(self) -> None:
        os.close(self._handle)


@pytest.fixture
def store(tmp_path: pathlib.Path) -> TokenStore:
    return TokenStore(str(tmp_path / "tokens"))


@pytest.fixture
def holder(store: TokenStore) -> Iterator[Holder]:
    path = store.path(IDENTITY)
    assert path is not None
    found = Holder(f"{path}.lock")
    yield found
    found.let_go()


@pytest.mark.usefixtures("holder")
def test_lock_that_is_never_given_back_is_done_without(store: TokenStore) -> None:
    told: list[str] = []
    store.tell = told.append
    started = time.monotonic()
    with store.locked(IDENTITY, patience_seconds=0.3) as file:
        file.write(STORED)  # nowhere
        assert file.read() is None
    assert 0.3 < time.monotonic() - started < 5
    (warning,) = store.warnings
    assert warning.startswith("Token cache not used: another process has had ")
    assert warning.endswith(".lock for more than 0.3 s. If it hangs, end it.")
    assert told
    assert told[0].startswith("waiting for another run that has the token's file ")


@pytest.mark.usefixtures("holder")
def test_it_is_waited_for_once(store: TokenStore) -> None:
    for _time in range(3):
        started = time.monotonic()
        with store.locked(IDENTITY, patience_seconds=0.3):
            seconds = time.monotonic() - started
    assert seconds < 0.3
    assert len(store.warnings) == 1


def test_lock_that_is_given_back_is_had_soon(store: TokenStore, tmp_path: pathlib.Path) -> None:
    path = store.path(IDENTITY)
    assert path is not None
    holder = Holder(f"{path}.lock")
    threading.Timer(0.3, holder.let_go).start()
    with store.locked(IDENTITY, patience_seconds=30) as file:
        file.write(STORED)
        assert file.read() == STORED
    assert store.warnings == []

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was begun is remembered, whatever becomes of the process, until its outcome is known."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
import stat
import subprocess
import sys
import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.intents import OPEN_SECONDS, Intents
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, password_identity

URL = "https://cloud.example.org:8774/v2.1"
IDENTITY = password_identity()
WEB1 = "node 'web1'"


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "tokens"


def intents(folder: pathlib.Path | None, identity: Any = IDENTITY, place: str = URL) -> Intents:
    """What another process of this user at this place knows."""
    store = TokenStore(None if folder is None else str(folder))
    return Intents(lambda: store.path(identity), place)


def notes(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(folder.glob("*.begun"))


def begin(folder: pathlib.Path, what: str = WEB1) -> None:
    """Somebody begins, and does not learn how it ended."""
    with contextlib.suppress(TimeoutError), intents(folder).noted(what, lambda _error: True):
        raise TimeoutError


def test_note_is_there_while_the_outcome_is_open(folder: pathlib.Path) -> None:
    with intents(folder).noted(WEB1, lambda _error: True):
        age = intents(folder).seconds_since(WEB1)
        assert age is not None
        assert age < 60
        (note,) = notes(folder)
        assert (stat.S_IMODE(note.stat().st_mode), note.read_bytes()) == (0o600, b"")
        assert not any(word in note.name for word in ("web1", "node", "example", "demo", PASSWORD))
    assert notes(folder) == []
    assert intents(folder).seconds_since(WEB1) is None


@pytest.mark.parametrize("is_open", [True, False])
def test_error_says_whether_it_stays_open(folder: pathlib.Path, is_open: bool) -> None:
    with pytest.raises(TimeoutError), intents(folder).noted(WEB1, lambda _error: is_open):
        raise TimeoutError
    assert (intents(folder).seconds_since(WEB1) is not None) == is_open


def test_process_that_is_killed_leaves_its_note(folder: pathlib.Path) -> None:
    program = f"""
import os, signal
from {Intents.__module__} import Intents
from {TokenStore.__module__} import TokenStore
from {password_identity.__module__} import password_identity
store = TokenStore({str(folder)!r})
with Intents(lambda: store.path(password_identity()), {URL!r}).noted({WEB1!r}, lambda _error: False):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert intents(folder).seconds_since(WEB1) is not None


@pytest.mark.parametrize(
    "other",
    [
        {"identity": dataclasses.replace(IDENTITY, password="other")},
        {"identity": dataclasses.replace(IDENTITY, project_name="other")},
        {"place": "https://cloud.example.org:8774/v2.1/other"},
    ],
    ids=["another-secret", "another-project", "another-place"],
)
def test_whoever_is_another_knows_nothing_of_it(folder: pathlib.Path, other: dict[str, Any]) -> None:
    begin(folder)
    assert intents(folder, **other).seconds_since(WEB1) is None
    assert intents(folder).seconds_since("node 'web11'") is None
    assert intents(folder).seconds_since(WEB1) is not None


def test_the_last_time_counts(folder: pathlib.Path) -> None:
    begin(folder)
    (first,) = notes(folder)
    os.utime(first, (time.time() - 100, time.time() - 100))
    begin(folder)
    age = intents(folder).seconds_since(WEB1)
    assert age is not None
    assert age < 60


def test_old_notes_say_nothing_and_are_cleared_away(folder: pathlib.Path) -> None:
    begin(folder)
    begin(folder, "node 'db1'")
    for note in notes(folder):
        os.utime(note, (time.time() - OPEN_SECONDS - 1,) * 2)
    begin(folder, "node 'new'")
    assert intents(folder).seconds_since(WEB1) is None
    assert len(notes(folder)) == 1
    assert intents(folder).seconds_since("node 'new'") is not None


def test_what_is_settled_is_forgotten_and_nothing_else(folder: pathlib.Path) -> None:
    for what in (WEB1, WEB1, "node 'db1'"):
        begin(folder, what)
    intents(folder).forget(WEB1)
    assert intents(folder).seconds_since(WEB1) is None
    assert intents(folder).seconds_since("node 'db1'") is not None


def test_who_has_forgotten_it_meanwhile_does_not_disturb(folder: pathlib.Path) -> None:
    with intents(folder).noted(WEB1, lambda _error: True):
        assert len(notes(folder)) == 1
        intents(folder).forget(WEB1)
    assert notes(folder) == []


def test_without_a_cache_nothing_is_remembered(folder: pathlib.Path) -> None:
    nothing = intents(None)
    with nothing.noted(WEB1, lambda _error: True):
        assert nothing.seconds_since(WEB1) is None
    nothing.forget(WEB1)
    assert not folder.exists()


def test_folder_that_goes_away_is_as_good_as_none(folder: pathlib.Path) -> None:
    remembered = intents(folder)
    assert remembered.seconds_since(WEB1) is None
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    with remembered.noted(WEB1, lambda _error: True):
        assert remembered.seconds_since(WEB1) is None

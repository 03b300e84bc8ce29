# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens in files: only the user's own eyes, one token for many processes, and nothing that cannot be done without."""

from __future__ import annotations

import dataclasses
import errno
import fcntl
import json
import multiprocessing
import os
import pathlib
import stat
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.session import Session
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import StoredToken, TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.session.token_files import (
    IDENTITY,
    NOBODY,
    STORED,
    found,
    keep,
    modes,
    of_another_user,
    token_file,
)
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    PASSWORD,
    TOKEN,
    Reply,
    Serve,
    access_of,
    cloud_config,
    in_turn,
    token_reply,
)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "tokens"


@pytest.fixture(params=[0o022, 0o000, 0o077], ids=["022", "000", "077"])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
def test_folder_and_files_are_the_users_alone(folder: pathlib.Path) -> None:
    store = keep(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes(folder) == {0o600}
    assert found(folder) == STORED
    assert store.warnings == []


def test_what_was_kept_is_found_by_another_store(folder: pathlib.Path) -> None:
    assert found(folder) is None
    keep(folder)
    assert found(folder) == STORED


def test_later_content_takes_the_place_of_earlier(folder: pathlib.Path) -> None:
    keep(folder)
    keep(folder, StoredToken(access_of("second")))
    kept = found(folder)
    assert kept is not None
    assert (kept.access.token, dict(kept.notes)) == ("second", {})
    assert sorted(path.suffix for path in folder.iterdir()) == ["", ".json", ".lock"]


@pytest.mark.parametrize(
    "change",
    [
        {"password": "wrong"},
        {"auth_url": "https://other.example.org/v3"},
        {"auth_version": "3.x_token"},
        {"username": "other"},
        {"user_id": "u2"},
        {"user_domain_name": "Staff"},
        {"user_domain_id": "d2"},
        {"token_scope": "domain"},
        {"project_name": "other"},
        {"project_id": "p2"},
        {"project_domain_name": "Staff"},
        {"domain_name": "d"},
        {"system_scope": "all"},
        {"trust_id": "t"},
        {"application_credential_id": "ac"},
        {"application_credential_name": "ac"},
        {"application_credential_secret": "s"},
        {"auth_token": "t"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whoever_differs_in_anything_finds_nothing(folder: pathlib.Path, change: dict[str, Any]) -> None:
    keep(folder)
    assert found(folder, IDENTITY) is not None
    assert found(folder, dataclasses.replace(IDENTITY, **change)) is None


def test_names_tell_nothing(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    keep(folder)
    names = "".join(path.name for path in folder.iterdir())
    assert not any(word in names for word in (PASSWORD, TOKEN, "demo", "example"))
    keep(tmp_path / "others")
    # The name depends on a key that only this folder has, so it cannot be guessed from what it is made of.
    assert token_file(folder).name != token_file(tmp_path / "others").name


def test_password_is_not_kept(folder: pathlib.Path) -> None:
    keep(folder)
    assert all(PASSWORD.encode() not in path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o750, 0o701])
def test_folder_that_others_can_use_is_not_used(folder: pathlib.Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    store = keep(folder)
    assert store.warnings == [f"Token cache not used: {folder} can be used by others (mode {mode:04o})."]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660])
def test_file_that_others_can_use_is_not_read(folder: pathlib.Path, mode: int) -> None:
    keep(folder)
    token_file(folder).chmod(mode)
    store = TokenStore(str(folder))
    with store.locked(IDENTITY) as file:
        assert file.read() is None
    assert store.warnings == [
        f"Token cache file not used: {token_file(folder)} can be used by others (mode {mode:04o})."
    ]
    keep(folder)
    assert found(folder) == STORED


def test_foreign_folder_is_not_used(folder: pathlib.Path) -> None:
    folder = of_another_user(folder)
    store = keep(folder)
    assert store.warnings == [f"Token cache not used: {folder} belongs to another user."]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_foreign_file_is_not_read(folder: pathlib.Path) -> None:
    keep(folder)
    os.chown(token_file(folder), NOBODY, NOBODY)
    store = TokenStore(str(folder))
    with store.locked(IDENTITY) as file:
        assert file.read() is None
    assert store.warnings == [f"Token cache file not used: {token_file(folder)} belongs to another user."]


def test_folder_that_is_a_link_is_not_used(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    folder.symlink_to(target)
    store = keep(folder)
    assert store.warnings == [f"Token cache not used: {folder} is a symbolic link."]
    assert list(target.iterdir()) == []


def test_file_that_is_a_link_is_not_followed(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    keep(folder)
    elsewhere = tmp_path / "elsewhere.json"
    path = token_file(folder)
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    content = elsewhere.read_bytes()
    assert found(folder) is None
    keep(folder, StoredToken(access_of("second")))
    assert elsewhere.read_bytes() == content
    assert not path.is_symlink()


def test_lock_that_is_a_link_is_not_followed(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    keep(folder)
    (lock,) = folder.glob("*.lock")
    precious = tmp_path / "precious"
    precious.write_text("precious", encoding="utf-8")
    lock.unlink()
    lock.symlink_to(precious)
    store = keep(folder)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert len(store.warnings) == 1


DAMAGED = {
    "empty": "",
    "cut": '{"access": {"token": "t", "auth',
    "list": "[]",
    "null": "null",
    "other": '{"x": 1}',
    "no-catalog": '{"access": {"token": "t", "auth_version": "3.x_password"}, "notes": {}}',
    "unknown-field": json.dumps({"access": {**access_of().to_data(), "more": 1}, "notes": {}}),
    "bad-time": json.dumps({"access": {**access_of().to_data(), "expires_at": "soon"}, "notes": {}}),
    "bad-catalog": json.dumps({"access": {**access_of().to_data(), "catalog": [1]}, "notes": {}}),
    "no-token": json.dumps({"access": {**access_of().to_data(), "token": None}, "notes": {}}),
    "bad-notes": json.dumps({"access": access_of().to_data(), "notes": 5}),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_damaged_file_is_as_good_as_none(folder: pathlib.Path, content: str) -> None:
    keep(folder)
    token_file(folder).write_text(content, encoding="utf-8")
    assert found(folder) is None
    keep(folder)
    assert found(folder) == STORED


def test_binary_file_is_as_good_as_none(folder: pathlib.Path) -> None:
    keep(folder)
    token_file(folder).write_bytes(b"\x80\x81\x00" * 100)
    assert found(folder) is None


@pytest.mark.parametrize("note", [5, None, [], ["value"], ["value", "yesterday"], {"a": 1}])
def test_damaged_note_is_as_good_as_none(note: Any) -> None:
    assert StoredToken(access_of(), {"n": note}).note("n", 60.0) is None


@pytest.mark.parametrize("content", [b"", b"x" * 100], ids=["empty", "long"])
def test_damaged_key_does_not_stop_anybody(folder: pathlib.Path, content: bytes) -> None:
    keep(folder)
    (folder / "key").write_bytes(content)
    keep(folder)
    assert found(folder) == STORED


def test_folder_below_a_file_cannot_be_made(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = keep(tmp_path / "file" / "tokens")
    assert store.warnings == [f"Token cache not used: {tmp_path}/file/tokens cannot be made: Not a directory."]


def test_lock_that_cannot_be_had_leaves_nothing_open(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file system without locks."""
    opened = set(os.listdir("/proc/self/fd"))

    def refuse(_handle: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    store = TokenStore(str(folder))
    with store.locked(IDENTITY) as there:
        assert there.read() is None
    assert [warning.rpartition(": ")[2] for warning in store.warnings] == ["No locks available."]
    assert set(os.listdir("/proc/self/fd")) == opened


def test_warning_is_given_once(folder: pathlib.Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    store = TokenStore(str(folder))
    for _time in range(3):
        with store.locked(IDENTITY) as file:
            file.write(STORED)
    assert len(store.warnings) == 1


def as_nobody(function: Any, *arguments: Any) -> Any:
    """What a function returns in a process that is not root, who may write everywhere."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()

    def work() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        results.put(function(*arguments))

    process = context.Process(target=work)
    process.start()
    result = results.get(timeout=20)
    process.join()
    return result


@pytest.fixture
def open_folder() -> Iterator[pathlib.Path]:
    """A folder that any user may enter, unlike pytest's."""
    with tempfile.TemporaryDirectory() as name:
        pathlib.Path(name).chmod(0o777)
        yield pathlib.Path(name)


def _kept_in(folder: pathlib.Path, mode: int) -> list[str]:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(mode)
    store = keep(folder)
    folder.chmod(0o700)
    return [*store.warnings, *(path.name for path in folder.iterdir())]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_read_only_folder_is_not_used(open_folder: pathlib.Path) -> None:
    folder = open_folder / "tokens"
    assert as_nobody(_kept_in, folder, 0o500) == [f"Token cache not used: {folder} is read-only."]


def _made_below(folder: pathlib.Path) -> list[str]:
    return keep(folder / "tokens").warnings


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_folder_that_cannot_be_made_is_not_used(open_folder: pathlib.Path) -> None:
    (open_folder / "closed").mkdir()
    (open_folder / "closed").chmod(0o555)
    folder = open_folder / "closed"
    assert as_nobody(_made_below, folder) == [
        f"Token cache not used: {folder}/tokens cannot be made: Permission denied."
    ]


def test_full_disk_is_a_warning(folder: pathlib.Path) -> None:
    store = TokenStore(str(folder))
    with store.locked(IDENTITY) as file:
        (folder / "away").mkdir()
        for path in folder.glob("*"):
            if path.is_file():
                path.unlink()
        (folder / "away").rmdir()
        folder.rmdir()
        file.write(STORED)
    assert len(store.warnings) == 1
    assert store.warnings[0].startswith(f"Token cache not written: {folder}/")
    assert store.warnings[0].endswith(".json: No such file or directory.")


def _ask(url: str, folder: str, barrier: Any, results: Any) -> None:
    transport = Transport(cloud_config(url))
    session = Session(cloud_config(url), transport, TokenStore(folder))
    barrier.wait()
    results.put(session.access().token)
    transport.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_twenty_processes_at_once_ask_for_one_token(serve: Serve, folder: pathlib.Path) -> None:
    reply = token_reply()
    server = serve(in_turn(Reply(reply.status, reply.body, reply.headers, delay=0.2)))
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(20), context.Queue()
    processes = [context.Process(target=_ask, args=(server.url, str(folder), barrier, results)) for _one in range(20)]
    for process in processes:
        process.start()
    tokens = [results.get(timeout=30) for _one in processes]
    for process in processes:
        process.join()
    assert tokens == [TOKEN] * 20
    assert server.lines() == ["POST /v3/auth/tokens"]
    assert modes(folder) == {0o600}
    assert sorted(path.suffix for path in folder.iterdir()) == ["", ".json", ".lock"]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that go into a file, and nowhere else."""

from __future__ import annotations

import contextlib
import pathlib
import resource
import stat
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.requirements import require_files
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.secret_file import (
    ROOM_BYTES,
    NotKept,
    kept,
    require_room,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import Plan
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import SecretFile, Step


def keep(path: pathlib.Path) -> SecretFile:
    return SecretFile(str(path), lambda answer: str(answer["secret"]))


def test_file_has_the_secret_and_is_its_owners_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key"
    assert kept(keep(path), lambda: {"secret": "s3cret"}) == {"secret": "s3cret"}
    assert path.read_text(encoding="utf-8") == "s3cret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_is_there_before_the_secret_is_made(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key"
    kept(keep(path), lambda: {"secret": str(path.exists())})
    assert path.read_text(encoding="utf-8") == "True"


@pytest.mark.parametrize("answer", [{}, {"secret": ""}, None], ids=["without-a-secret", "with-an-empty-one", "fails"])
def test_no_file_is_left_where_no_secret_was_made(tmp_path: pathlib.Path, answer: Any) -> None:
    def call() -> dict[str, Any]:
        if answer is None:
            raise ConfigError(["It fails."])
        return dict(answer)

    with pytest.raises(ConfigError, match=r"It fails\.|its answer has no secret\."):
        kept(SecretFile(str(tmp_path / "key"), lambda answer: answer["secret"]), call)
    assert list(tmp_path.iterdir()) == []


@contextlib.contextmanager
def no_room(limit: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_nothing_is_asked_for_where_there_is_no_room(tmp_path: pathlib.Path) -> None:
    asked: list[str] = []

    def call() -> dict[str, Any]:
        asked.append("once")
        return {"secret": "s3cret"}

    with no_room(100), pytest.raises(ConfigError, match=r"cannot be written: File too large\. Nothing was made\."):
        kept(keep(tmp_path / "key"), call)
    assert asked == []
    assert list(tmp_path.iterdir()) == []


def test_disk_that_fills_up_meanwhile_does_no_harm(tmp_path: pathlib.Path) -> None:
    """The file has its room already. Written is what lies within it."""
    path = tmp_path / "key"
    lengths = []

    def call() -> dict[str, Any]:
        lengths.append(path.stat().st_size)
        return {"secret": "s" * 3000}

    kept(keep(path), call)
    assert lengths == [ROOM_BYTES]
    assert path.read_text(encoding="utf-8") == "s" * 3000


def test_answer_is_told_where_its_secret_cannot_be_written(tmp_path: pathlib.Path) -> None:
    with contextlib.ExitStack() as stack:

        def call() -> dict[str, Any]:
            stack.enter_context(no_room(10))
            return {"secret": "s" * 3000, "id": "a"}

        with pytest.raises(NotKept, match=r"key cannot be written: File too large\.") as caught:
            kept(keep(tmp_path / "key"), call)
    assert caught.value.answer["id"] == "a"
    assert "sss" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_there_is_not_overwritten(tmp_path: pathlib.Path, kind: str) -> None:
    path = tmp_path / "key"
    if kind == "file":
        path.write_text("old", encoding="utf-8")
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="is there already, and is not overwritten"):
        kept(keep(path), lambda: {"secret": "new"})
    assert not (tmp_path / "elsewhere").exists()


def test_folder_has_to_be_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no folder .*/nope for the file key\."):
        require_room(keep(tmp_path / "nope" / "key"))


def test_plan_is_refused_before_its_first_step_if_a_later_one_has_no_room(tmp_path: pathlib.Path) -> None:
    steps = (Step("first", "POST", "/"), Step("second", "POST", "/", secret_file=keep(tmp_path / "nope" / "key")))
    with pytest.raises(ConfigError):
        require_files([Plan(steps, {}, {})])
    require_files([Plan(steps[:1], {}, {})])

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are sent and fetched by operations: progress, checksums, and what is left when something goes wrong."""

from __future__ import annotations

import hashlib
import os
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.file_transfer import (
    Meter,
    fetching,
    require_place,
    source_of,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.progress import SILENT
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer, ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Download
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock

CONTENT = b"content"


class Told:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def report(self, text: str) -> None:
        self.texts.append(text)


def fetch(path: pathlib.Path, content: bytes = CONTENT, **known: Any) -> None:
    with fetching(Download(str(path), **known), "download image 'a'", SILENT, TurnedClock()) as sink:
        sink.fill([content])


def test_progress_says_how_far_and_how_fast() -> None:
    told, clock = Told(), TurnedClock()
    meter = Meter("upload image 'a'", 8 << 20, told, clock)
    for count in (1, 2, 3, 4):
        clock.sleep(0.3)
        meter(count << 20)
    assert told.texts == [
        "upload image 'a': 2.0 of 8.0 MiB, 3.3 MiB/s",
        "upload image 'a': 4.0 of 8.0 MiB, 3.3 MiB/s",
    ]


def test_progress_of_a_length_that_nobody_knows() -> None:
    told, clock = Told(), TurnedClock()
    meter = Meter("download image 'a'", None, told, clock)
    clock.sleep(1)
    meter(1 << 20)
    assert told.texts == ["download image 'a': 1.0 MiB, 1.0 MiB/s"]


def test_a_source_tells_of_itself(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"x" * (2 << 20))
    told, clock = Told(), TurnedClock()
    source = source_of(str(path), "upload", told, clock)
    clock.sleep(1)
    with source.opened() as body:
        assert len(body.read()) == source.size
    assert told.texts == ["upload: 2.0 of 2.0 MiB, 2.0 MiB/s"]


def test_what_is_right_takes_the_place(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "here"
    fetch(path, checksum=("sha256", hashlib.sha256(CONTENT).hexdigest()), size=len(CONTENT))
    assert path.read_bytes() == CONTENT
    path.chmod(0o600)
    fetch(path, b"other")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"other", 0o600)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o400, None], ids=str)
def test_mode_stays_and_is_never_wider_meanwhile(tmp_path: pathlib.Path, mode: int | None) -> None:
    path = tmp_path / "here"
    if mode is not None:
        path.write_bytes(b"old")
        path.chmod(mode)
    before = os.umask(0o022)
    try:
        with fetching(Download(str(path)), "download image 'a'", SILENT, TurnedClock()) as sink:
            sink.fill([CONTENT])
            (beside,) = tmp_path.glob(".here.*.part")
            meanwhile = beside.stat().st_mode & 0o777
    finally:
        os.umask(before)
    assert path.read_bytes() == CONTENT
    assert path.stat().st_mode & 0o777 == (0o644 if mode is None else mode)
    assert meanwhile == (0o644 if mode is None else 0o600)


def test_a_link_keeps_leading_to_the_file(tmp_path: pathlib.Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"before")
    link.symlink_to(real)
    fetch(link)
    assert (link.is_symlink(), real.read_bytes()) == (True, CONTENT)


@pytest.mark.parametrize(
    ("known", "message"),
    [({"size": 3}, "7 bytes instead of 3"), ({"checksum": ("md5", "00")}, "has another md5 than 00")],
)
def test_what_is_wrong_is_thrown_away(tmp_path: pathlib.Path, known: dict[str, Any], message: str) -> None:
    path = tmp_path / "here"
    path.write_bytes(b"before")
    with pytest.raises(BrokenAnswer, match=message):
        fetch(path, **known)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("here", b"before")]


def test_nothing_is_left_of_what_was_interrupted(tmp_path: pathlib.Path) -> None:
    def interrupted() -> None:
        with fetching(Download(str(tmp_path / "here")), "x", SILENT, TurnedClock()) as sink:
            sink.fill([CONTENT])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_places_where_no_file_can_be(tmp_path: pathlib.Path) -> None:
    require_place(str(tmp_path / "here"))
    with pytest.raises(ConfigError, match="There is no folder"):
        require_place(str(tmp_path / "nowhere" / "here"))
    with pytest.raises(ConfigError, match="is not a file"):
        require_place(str(tmp_path))

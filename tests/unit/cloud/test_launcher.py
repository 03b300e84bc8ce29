# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launcher on homes in all kinds of states, without an OpenStack."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.launcher import Launcher
from ansible_collections.nodeworks.openstack.tests.cloud.layout import Layout
from ansible_collections.nodeworks.openstack.tests.cloud.processes import identify, write_record
from ansible_collections.nodeworks.openstack.tests.cloud.progress import Progress


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def down(layout: Layout) -> str:
    output = io.StringIO()
    Launcher(layout, Progress(output), {}).down()
    return output.getvalue()


def test_down_ends_a_recorded_service(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    write_record(layout.service("nova").process_record, sleeper.pid)
    assert "the cloud is down" in down(layout)
    assert sleeper.wait(timeout=5) != 0
    assert list(layout.process_records.iterdir()) == []


def test_down_leaves_a_stranger_alone_who_got_a_recorded_id(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.process_records.mkdir()
    stranger = identify(sleeper.pid)
    assert stranger is not None
    stale = replace(stranger, start_ticks=stranger.start_ticks - 100)
    layout.server_record.write_text(json.dumps(asdict(stale)))
    assert "the cloud was not up" in down(layout)
    assert sleeper.poll() is None
    assert not layout.server_record.exists()


def test_down_takes_damaged_records_away(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.process_records.mkdir()
    layout.server_record.write_text("cut sho")
    assert "the cloud was not up" in down(layout)
    assert not layout.server_record.exists()


def test_a_home_made_by_the_launcher_is_private_and_ignored_by_git(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "home")
    down(layout)
    assert layout.home.stat().st_mode & 0o777 == 0o700
    assert (layout.home / ".gitignore").read_text() == "*\n"


def test_a_home_that_was_there_keeps_its_gitignore(tmp_path: Path) -> None:
    down(Layout(tmp_path))
    assert not (tmp_path / ".gitignore").exists()


def test_nothing_is_up_in_a_new_home(tmp_path: Path) -> None:
    states = Launcher(Layout(tmp_path), Progress(io.StringIO()), {}).status()
    assert len(states) == 9
    assert not any(states.values())

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launcher on homes in all kinds of states, without a server."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.processes import identify, write_record
from ansible_collections.nodeworks.openstack.tests.cloud.progress import Progress
from ansible_collections.nodeworks.openstack.tests.legacy.launcher import LegacyLauncher
from ansible_collections.nodeworks.openstack.tests.legacy.layout import LegacyLayout


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def layout(tmp_path: Path) -> LegacyLayout:
    return LegacyLayout(tmp_path / "cloud" / "legacy")


def down(layout: LegacyLayout) -> str:
    output = io.StringIO()
    LegacyLauncher(layout, Progress(output), {}).down()
    return output.getvalue()


def test_down_ends_a_recorded_server(sleeper: subprocess.Popen[bytes], layout: LegacyLayout) -> None:
    write_record(layout.server("swift-proxy").process_record, sleeper.pid)
    assert "the legacy servers are down" in down(layout)
    assert sleeper.wait(timeout=5) != 0
    assert list(layout.process_records.iterdir()) == []


def test_down_leaves_the_cloud_beside_it_alone(sleeper: subprocess.Popen[bytes], layout: LegacyLayout) -> None:
    record = layout.cloud.service("nova").process_record
    write_record(record, sleeper.pid)
    layout.home.mkdir(parents=True)
    assert "were not up" in down(layout)
    assert sleeper.poll() is None
    assert record.exists()


def test_down_leaves_a_stranger_alone_who_got_a_recorded_id(
    sleeper: subprocess.Popen[bytes], layout: LegacyLayout
) -> None:
    stranger = identify(sleeper.pid)
    assert stranger is not None
    record = layout.server("nova").process_record
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps(asdict(replace(stranger, start_ticks=stranger.start_ticks - 100))))
    assert "were not up" in down(layout)
    assert sleeper.poll() is None
    assert not record.exists()


def test_down_of_what_never_was_leaves_no_traces(layout: LegacyLayout) -> None:
    assert "were not up" in down(layout)
    assert not layout.cloud.home.exists()


def test_nothing_is_up_in_a_new_home(layout: LegacyLayout) -> None:
    states = LegacyLauncher(layout, Progress(io.StringIO()), {}).status()
    assert states == {"keystone-public": False, "keystone-admin": False, "swift-proxy": False, "nova": False}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Process records: only the very process that was written down is ever ended."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.processes import (
    end_all,
    identify,
    read_record,
    write_record,
)

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", SLEEP])
    yield process
    process.kill()
    process.wait()


def test_a_recorded_process_is_found_again_and_ended(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    write_record(tmp_path / "record.json", sleeper.pid)
    found = read_record(tmp_path / "record.json")
    assert found is not None
    assert found.is_alive()
    end_all([found])
    assert sleeper.wait(timeout=5) == -signal.SIGTERM


def test_a_process_that_got_the_same_id_later_survives(sleeper: subprocess.Popen[bytes]) -> None:
    actual = identify(sleeper.pid)
    assert actual is not None
    end_all([replace(actual, start_ticks=actual.start_ticks - 1)])
    assert sleeper.poll() is None


def test_a_process_of_another_boot_survives(sleeper: subprocess.Popen[bytes]) -> None:
    actual = identify(sleeper.pid)
    assert actual is not None
    end_all([replace(actual, boot="the one before")])
    assert sleeper.poll() is None


def test_a_process_that_ignores_sigterm_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        identity = identify(process.pid)
        assert identity is not None
        end_all([identity], patience_seconds=0.2)
        assert process.wait(timeout=5) == -signal.SIGKILL


def test_a_zombie_is_not_alive(sleeper: subprocess.Popen[bytes]) -> None:
    identity = identify(sleeper.pid)
    assert identity is not None
    sleeper.kill()
    deadline = time.monotonic() + 5
    while identity.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sleeper.returncode is None, "nobody has waited for it, so it is a zombie"
    assert not identity.is_alive()
    assert identify(sleeper.pid) == identity


@pytest.mark.parametrize("damage", ["", "12", "{}", '{"pid": 1}', json.dumps({"pid": 1, "unknown": 2})])
def test_a_damaged_record_names_nobody(damage: str, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text(damage)
    assert read_record(tmp_path / "record.json") is None


def test_a_missing_record_names_nobody(tmp_path: Path) -> None:
    assert read_record(tmp_path / "record.json") is None


LEADER_ENDS_BEFORE_ITS_THREAD = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
print("ready", flush=True)
ctypes.CDLL(None).pthread_exit(None)
"""


def test_a_zombie_with_threads_left_is_alive_since_it_holds_its_ports() -> None:
    command = [sys.executable, "-c", LEADER_ENDS_BEFORE_ITS_THREAD]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        identity = identify(process.pid)
        assert identity is not None
        deadline = time.monotonic() + 10
        while "State:\tZ" not in Path(f"/proc/{process.pid}/status").read_text() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert identity.is_alive()
        process.kill()
    assert not identity.is_alive()

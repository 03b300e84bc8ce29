# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A test that hangs is named, whatever it waits for; one that does not is left alone."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.property.judging import within
from ansible_collections.nodeworks.openstack.tests.unit.time_limit import TestHangs, time_limit

CHECKOUT = Path(__file__).resolve().parents[2]


def for_ever() -> None:
    while True:
        try:
            time.sleep(0.01)
        except Exception:  # as code that goes on whatever happens
            continue


@pytest.mark.parametrize("hang", [for_ever, threading.Event().wait, queue.Queue[int]().get])
def test_what_hangs_is_named(hang: Callable[[], object]) -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TestHangs, match=r"test_x had not ended after 0\.2 s"), time_limit("test_x", 0.2):
        hang()
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_each_test_here_has_a_limit() -> None:
    left, _again = signal.getitimer(signal.ITIMER_REAL)
    assert 0 < left <= 600


def test_a_limit_within_a_limit_does_not_end_the_other() -> None:
    def inner_then_for_ever() -> None:
        with within(5):
            pass
        for_ever()

    with pytest.raises(TestHangs), time_limit("outer", 0.5):
        inner_then_for_ever()


@pytest.mark.parametrize("folder", ["unit", "controller"])
def test_hanging_test_fails_under_its_name(tmp_path: Path, folder: str) -> None:
    """With the fixtures of these tests, and in a worker of xdist as `make unit` has them."""
    conftest = (CHECKOUT / "tests" / folder / "conftest.py").read_text(encoding="utf-8")
    (tmp_path / "conftest.py").write_text(conftest.replace("parents[2]", "parents[0]"), encoding="utf-8")
    test = "import threading\n\n\ndef test_hangs():\n    threading.Event().wait()\n\n\ndef test_next():\n    pass\n"
    (tmp_path / "test_one.py").write_text(test, encoding="utf-8")
    (tmp_path / ".build").symlink_to(CHECKOUT / ".build")
    program = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    finished = subprocess.run(
        [*program, "-o", f"pythonpath={CHECKOUT / '.build'}", "-c", "/dev/null", str(tmp_path)],
        env={"PATH": "/usr/bin:/bin", "TEST_SECONDS": "1", "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=500,
    )
    assert "TestHangs: " in finished.stdout, finished.stdout
    assert "test_hangs had not ended after 1 s" in finished.stdout
    assert "1 failed, 1 passed" in finished.stdout

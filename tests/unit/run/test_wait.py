# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Waiting: how often is asked, when it ends, and what is known when it ends badly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ResourceFailed, WaitTimeout
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Wait
from ansible_collections.nodeworks.openstack.plugins.module_utils.run.wait import (
    FIRST_INTERVAL_SECONDS,
    LONGEST_INTERVAL_SECONDS,
    Clock,
    wait_for,
)
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock

Current = Mapping[str, Any] | None
READY = Wait("node 'web1' to become active", lambda current: current is not None and current["status"] == "ACTIVE")
GONE = Wait("node 'web1' to be gone", lambda current: current is None)


def states(*statuses: str | None, task: str | None = None) -> tuple[Callable[[], Current], list[int]]:
    """A resource in these states one after the other, the last for ever; and how often it was looked at."""
    looks: list[int] = []

    def fetch() -> Current:
        status = statuses[min(len(looks), len(statuses) - 1)]
        looks.append(1)
        return None if status is None else {"status": status, "task_state": task, "id": "n1"}

    return fetch, looks


def test_what_is_there_is_not_waited_for() -> None:
    clock = TurnedClock()
    fetch, looks = states("ACTIVE")
    assert wait_for(READY, fetch, 300, clock) == {"status": "ACTIVE", "task_state": None, "id": "n1"}
    assert (clock.slept, len(looks)) == ([], 1)


def test_waits_until_it_is_there() -> None:
    clock = TurnedClock()
    fetch, looks = states("BUILD", "BUILD", "BUILD", "ACTIVE")
    wait_for(READY, fetch, 300, clock)
    assert len(looks) == 4
    assert clock.slept == [0.5, 0.625, 0.78125]


def test_waits_until_it_is_gone() -> None:
    fetch, looks = states("ACTIVE", "ACTIVE", None)
    assert wait_for(GONE, fetch, 300, TurnedClock()) is None
    assert len(looks) == 3


def test_interval_grows_to_a_limit() -> None:
    clock = TurnedClock()
    fetch, _looks = states("BUILD")
    with pytest.raises(WaitTimeout):
        wait_for(READY, fetch, 300, clock)
    assert clock.slept[0] == FIRST_INTERVAL_SECONDS
    assert max(clock.slept) == LONGEST_INTERVAL_SECONDS
    assert sorted(clock.slept[:-1]) == clock.slept[:-1]
    assert len(clock.slept) < 80


def test_time_allowed_is_used_to_the_end_and_not_beyond() -> None:
    clock = TurnedClock()
    fetch, _looks = states("BUILD")
    with pytest.raises(WaitTimeout):
        wait_for(READY, fetch, 7, clock)
    assert sum(clock.slept) == pytest.approx(7)


def test_last_look_is_after_the_last_sleep() -> None:
    clock = TurnedClock()

    def fetch() -> Current:
        return {"status": "ACTIVE" if clock.now() >= 1007 else "BUILD"}

    assert wait_for(READY, fetch, 7, clock) == {"status": "ACTIVE"}


def test_no_time_allowed_is_one_look() -> None:
    fetch, looks = states("BUILD")
    with pytest.raises(WaitTimeout):
        wait_for(READY, fetch, 0, TurnedClock())
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("wait", "status", "task", "message"),
    [
        (
            READY,
            "BUILD",
            "spawning",
            "Waited 10 s for node 'web1' to become active, but it is BUILD (the service is busy with: spawning). It may"
            " still get there: run again, or set wait_timeout higher.",
        ),
        (
            GONE,
            "ACTIVE",
            None,
            "Waited 10 s for node 'web1' to be gone, but it is ACTIVE. It may still get there: run again, or set"
            " wait_timeout higher.",
        ),
        (
            READY,
            None,
            None,
            "Waited 10 s for node 'web1' to become active, but it is gone. It may still get there: run again, or set"
            " wait_timeout higher.",
        ),
    ],
    ids=["busy", "idle", "gone"],
)
def test_time_out_says_how_it_stands(wait: Wait, status: str | None, task: str | None, message: str) -> None:
    fetch, _looks = states(status, task=task)
    with pytest.raises(WaitTimeout) as caught:
        wait_for(wait, fetch, 10, TurnedClock())
    assert str(caught.value) == message
    expected = {} if status is None else {"status": status, "task_state": task, "id": "n1"}
    assert caught.value.facts() == {"current": expected}


def test_what_will_never_get_there_is_not_waited_for() -> None:
    clock = TurnedClock()
    fetch, looks = states("BUILD", "ERROR")
    wait = Wait(READY.what, READY.reached, lambda current: "No valid host." if current == ERROR else None)
    with pytest.raises(ResourceFailed, match=r"^No valid host\.$") as caught:
        wait_for(wait, fetch, 300, clock)
    assert (len(looks), len(clock.slept)) == (2, 1)
    assert caught.value.facts() == {"current": ERROR}


ERROR = {"status": "ERROR", "task_state": None, "id": "n1"}


def test_real_clock_goes_forward() -> None:
    clock = Clock()
    before = clock.now()
    clock.sleep(0.01)
    assert clock.now() - before >= 0.009

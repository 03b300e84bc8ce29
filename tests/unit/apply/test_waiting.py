# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting: how often is looked, when it ends, and what is known when it ends badly."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.executor import Executor
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Clock
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.poller import Poller
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.scheduler import (
    FIRST_INTERVAL_SECONDS,
    LONGEST_INTERVAL_SECONDS,
    Scheduler,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ResourceFailed, WaitTimeout
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Wait
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService, gone, is_ready, ready
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock


def wait_for(service: BoxService, wait: Wait, seconds: float, clock: Clock) -> Any:
    """What comes of waiting for the service's only box."""
    (box_id,) = service.items
    options = ApplyOptions(timeout_seconds=seconds)
    executor = Executor(BOX, options, clock, 1, lambda: None, lambda: service.intents)
    operation = executor.wait_until_stable(wait, {"id": box_id, "name": "a"}, Desired("present", {}, name="a"))
    scheduler = Scheduler(service.cloud, options, clock, Poller(service.cloud, BOX, None, "boxes"))
    (ending,) = scheduler.run([operation])
    if isinstance(ending, Exception):
        raise ending
    return ending


def test_waits_until_it_is_there(service: BoxService) -> None:
    clock = TurnedClock()
    service.add("a", "BUILD", "BUILD", "BUILD", "ACTIVE")
    assert wait_for(service, ready(), 300, clock)["status"] == "ACTIVE"
    # What a request has just set going is not there yet: the first look is after the first pause.
    assert clock.slept == pytest.approx([0.25, 0.35, 0.49, 0.686])
    assert service.lines() == ["GET /boxes/b1"] * 4


def test_waits_until_it_is_gone(service: BoxService) -> None:
    service.add("a", "ACTIVE", "ACTIVE", None)
    assert wait_for(service, gone(), 300, TurnedClock()) is None
    assert len(service.lines()) == 3


def test_interval_grows_to_a_limit(service: BoxService) -> None:
    clock = TurnedClock()
    service.add("a", "BUILD")
    with pytest.raises(WaitTimeout):
        wait_for(service, ready(), 300, clock)
    assert clock.slept[0] == FIRST_INTERVAL_SECONDS
    assert max(clock.slept) == LONGEST_INTERVAL_SECONDS
    assert sorted(clock.slept[:-1]) == clock.slept[:-1]
    assert len(clock.slept) < 80


def test_time_allowed_is_used_to_the_end_and_not_beyond(service: BoxService) -> None:
    clock = TurnedClock()
    service.add("a", "BUILD")
    with pytest.raises(WaitTimeout):
        wait_for(service, ready(), 7, clock)
    assert sum(clock.slept) == pytest.approx(7)


def test_last_look_is_after_the_last_sleep(service: BoxService) -> None:
    clock = TurnedClock()
    box_id = service.add("a", "BUILD")

    def in_time(_seen: Seen) -> None:
        if clock.now() >= 1007:
            service.items[box_id]["left"] = ["ACTIVE"]

    service.hooks.append(in_time)
    assert wait_for(service, ready(), 7, clock)["status"] == "ACTIVE"


@pytest.mark.parametrize("status", ["BUILD", "ACTIVE"])
def test_no_time_allowed_is_one_look(service: BoxService, status: str) -> None:
    service.add("a", status)
    clock = TurnedClock()
    if status == "ACTIVE":
        wait_for(service, ready(), 0, clock)
    else:
        with pytest.raises(WaitTimeout):
            wait_for(service, ready(), 0, clock)
    assert len(service.lines()) == 1
    assert clock.slept == []


@pytest.mark.parametrize(
    ("wait", "status", "task", "message"),
    [
        (
            ready(),
            "BUILD",
            "spawning",
            "Waited 10 s for box 'a' to be ready, but it is BUILD (the service is busy with: spawning). It may"
            " still get there: run again, or set wait_timeout higher.",
        ),
        (
            gone(),
            "ACTIVE",
            None,
            "Waited 10 s for box 'a' to be gone, but it is ACTIVE. It may still get there: run again, or set"
            " wait_timeout higher.",
        ),
        (
            Wait("box 'a' to be ready", is_ready),
            None,
            None,
            "Waited 10 s for box 'a' to be ready, but it is gone. It may still get there: run again, or set"
            " wait_timeout higher.",
        ),
    ],
    ids=["busy", "idle", "gone"],
)
def test_time_out_says_how_it_stands(
    service: BoxService, wait: Wait, status: str | None, task: str | None, message: str
) -> None:
    service.add("a", status, task=task)
    with pytest.raises(WaitTimeout) as caught:
        wait_for(service, wait, 10, TurnedClock())
    assert str(caught.value) == message
    current = caught.value.facts()["current"]
    assert (current.get("id"), current.get("status")) == (("b1", status) if status else (None, None))


def test_what_will_never_get_there_is_not_waited_for(service: BoxService) -> None:
    clock = TurnedClock()
    service.add("a", "BUILD", "ERROR")
    with pytest.raises(ResourceFailed, match=r"^Box 'a' broke\.$") as caught:
        wait_for(service, ready(), 300, clock)
    assert (len(service.lines()), len(clock.slept)) == (2, 2)
    assert caught.value.facts()["current"]["status"] == "ERROR"


def test_look_that_fails_ends_the_waiting(service: BoxService) -> None:
    service.add("a", "BUILD")
    service.hooks.append(lambda _seen: Reply(500, {"fault": {"message": "Sick.", "code": 500}}))
    with pytest.raises(Exception, match=r"^Sick\. \(HTTP 500, GET "):
        wait_for(service, ready(), 300, TurnedClock())


def test_real_clock_goes_forward() -> None:
    clock = Clock()
    before = clock.now()
    clock.sleep(0.01)
    assert clock.now() - before >= 0.009

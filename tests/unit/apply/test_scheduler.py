# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many operations at once: how many requests are under way, in which order, who is waited for, and what is told."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.effects import (
    NOT_YET,
    Operation,
    SendRequest,
    WaitUntil,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.effects import Snapshot as SeenBoxes
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Clock
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.poller import Poller
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.scheduler import (
    LONGEST_INTERVAL_SECONDS,
    Scheduler,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ApiError, ResourceFailed, WaitTimeout
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Step
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService, fails
from ansible_collections.nodeworks.openstack.tests.unit.support import Seen, TurnedClock


def run(service: BoxService, operations: Sequence[Operation], clock: Clock | None = None, **options: Any) -> list[Any]:
    how = ApplyOptions(**options)
    poller = Poller(service.cloud, BOX, None, "boxes")
    return Scheduler(service.cloud, how, clock or TurnedClock(), poller).run(operations)


def asking(*lines: str) -> Operation:
    """An operation that sends these requests, one after the other."""
    for line in lines:
        method, path = line.split()
        yield SendRequest("compute", Step("", method, path, {"box": {}} if method == "PUT" else None))
    return "done"


def awaiting(box_id: str, name: str, seconds: float = 300, lenient: bool = False, is_last: bool = False) -> WaitUntil:
    def judge(seen: SeenBoxes) -> Any:
        box = seen.by_id(box_id)
        if box is not None and box["status"] == "ERROR":
            raise ResourceFailed(f"{name} broke.", box)
        return box["status"] if box is not None and box["status"] == "ACTIVE" else NOT_YET

    return WaitUntil(f"box '{name}'", BOX, name, box_id, judge, seconds, lenient=lenient, is_last=is_last)


def waiting(box_id: str, name: str, then: Sequence[str] = (), **how: Any) -> Operation:
    """An operation that waits for a box to be ready, and then sends something."""
    found = yield awaiting(box_id, name, **how)
    yield from asking(*then)
    return found


class Crowd:
    """Keeps requests until so many are there at once, and counts them."""

    def __init__(self, size: int) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self._size = size
        self._one_more = threading.Event()
        self._gate = threading.Barrier(size, action=self._await_one_more, timeout=20)

    def _await_one_more(self) -> None:
        """When all are there, one more is given a moment to come."""
        self._one_more.wait(0.1)

    def hook(self, _seen: Seen) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            if self._now > self._size:
                self._one_more.set()
        self._gate.wait()
        with self._lock:
            self._now -= 1


@pytest.mark.parametrize(("parallel", "operations"), [(1, 4), (3, 12), (10, 20), (50, 6)])
def test_so_many_requests_at_once_and_no_more(service: BoxService, parallel: int, operations: int) -> None:
    size = min(parallel, operations)
    crowd = Crowd(size)
    ids = [service.add(f"a{number}") for number in range(operations)]
    service.hooks.append(crowd.hook)
    assert run(service, [asking(f"PUT /boxes/{key}") for key in ids], parallel=parallel) == ["done"] * operations
    assert crowd.most == size


def test_requests_of_one_operation_are_in_order(service: BoxService) -> None:
    ids = [service.add(f"a{number}") for number in range(6)]
    run(service, [asking(*(f"PUT /boxes/{key}", f"GET /boxes/{key}", f"DELETE /boxes/{key}")) for key in ids])
    for key in ids:
        mine = [line for line in service.lines() if line.endswith(key)]
        assert mine == [f"PUT /boxes/{key}", f"GET /boxes/{key}", f"DELETE /boxes/{key}"]
    assert service.cloud.api_calls == 18 + 1  # and the token


def test_what_is_gone_need_not_be_deleted(service: BoxService) -> None:
    assert run(service, [asking("DELETE /boxes/b9")]) == ["done"]
    (missing,) = run(service, [asking("GET /boxes/b9")])
    assert isinstance(missing, ApiError)


def test_failure_of_one_leaves_the_others(service: BoxService) -> None:
    ids = [service.add(f"a{number}") for number in range(3)]
    service.hooks.append(fails("PUT", f"/boxes/{ids[1]}"))
    endings = run(service, [asking(f"PUT /boxes/{key}", f"DELETE /boxes/{key}") for key in ids])
    assert [isinstance(ending, ApiError) for ending in endings] == [False, True, False]
    assert f"DELETE /boxes/{ids[1]}" not in service.lines()


def test_operation_hears_of_the_error_and_may_go_on(service: BoxService) -> None:
    def patient() -> Operation:
        try:
            yield SendRequest("compute", Step("", "GET", "/boxes/b9"))
        except ApiError as error:
            return error.status

    assert run(service, [patient(), asking("GET /boxes")]) == [404, "done"]


def test_all_that_wait_are_looked_for_with_one_list(service: BoxService) -> None:
    clock = TurnedClock()
    ids = [service.add(f"a{number}", *["BUILD"] * number, "ACTIVE") for number in range(4)]
    endings = run(service, [waiting(key, f"a{number}") for number, key in enumerate(ids)], clock)
    assert endings == ["ACTIVE"] * 4
    # When one is left, it is asked for by its id.
    assert service.lines() == ["GET /boxes"] * 3 + [f"GET /boxes/{ids[3]}"]
    assert clock.slept == pytest.approx([0.25, 0.35, 0.49, 0.686])
    names = [[value for key, value in seen.query if key == "name"] for seen in service.server.seen]
    assert names == [["a0", "a1", "a2", "a3"], ["a1", "a2", "a3"], ["a2", "a3"], []]


def test_each_has_its_own_time(service: BoxService) -> None:
    clock = TurnedClock()
    ids = [service.add(name, "BUILD") for name in "abc"]
    short, long, lenient = run(
        service,
        [
            waiting(ids[0], "a", seconds=2),
            waiting(ids[1], "b", seconds=5),
            waiting(ids[2], "c", seconds=1, lenient=True),
        ],
        clock,
    )
    assert isinstance(short, WaitTimeout)
    assert str(short).startswith("Waited 2 s for box 'a', but it is BUILD.")
    assert isinstance(long, WaitTimeout)
    assert lenient is None
    assert sum(clock.slept) == pytest.approx(5)


def test_broken_one_ends_its_own_operation(service: BoxService) -> None:
    good, bad = service.add("a", "BUILD", "BUILD", "ACTIVE"), service.add("b", "BUILD", "ERROR")
    first, second = run(service, [waiting(good, "a"), waiting(bad, "b")])
    assert first == "ACTIVE"
    assert str(second) == "b broke."


def test_error_of_the_look_reaches_all_that_wait(service: BoxService) -> None:
    ids = [service.add(name, "BUILD") for name in "ab"]
    service.hooks.append(fails("GET", "/boxes"))
    endings = run(service, [waiting(ids[0], "a"), waiting(ids[1], "b"), asking("PUT /boxes/b1")])
    assert [isinstance(ending, ApiError) for ending in endings] == [True, True, False]
    assert service.looks() == ["GET /boxes"]


def test_enough_have_arrived(service: BoxService) -> None:
    statuses = (["ACTIVE"], ["ACTIVE"], ["BUILD"], ["BUILD"])
    ids = [service.add(f"a{number}", *some) for number, some in enumerate(statuses)]
    endings = run(service, [waiting(key, f"a{number}", is_last=True) for number, key in enumerate(ids)], enough=2)
    assert endings == ["ACTIVE", "ACTIVE", None, None]
    assert service.lines() == ["GET /boxes"]


def test_who_has_more_to_do_does_it_though_enough_have_arrived(service: BoxService) -> None:
    first = service.add("a", "ACTIVE")
    second = service.add("b", "BUILD", "BUILD", "BUILD", "ACTIVE")
    endings = run(service, [waiting(first, "a", is_last=True), waiting(second, "b", then=["PUT /boxes/b2"])], enough=1)
    assert endings == ["ACTIVE", "ACTIVE"]
    assert service.writes() == ["PUT /boxes/b2"]


def test_failed_ones_have_not_arrived(service: BoxService) -> None:
    bad, slow = service.add("a", "ERROR"), service.add("b", "BUILD", "BUILD", "ACTIVE")
    endings = run(service, [waiting(bad, "a", is_last=True), waiting(slow, "b", is_last=True)], enough=1)
    assert str(endings[0]) == "a broke."
    assert endings[1] == "ACTIVE"


class PassingClock(TurnedClock):
    """A clock on which every glance at it costs a second, as requests do."""

    def now(self) -> float:
        self.seconds += 1
        return self.seconds


def test_those_that_wait_are_looked_for_though_requests_never_cease(service: BoxService) -> None:
    waits = service.add("a", "ACTIVE")
    ids = [service.add(f"b{number}") for number in range(40)]
    operations = [waiting(waits, "a"), *(asking(f"PUT /boxes/{key}", f"PUT /boxes/{key}") for key in ids)]
    assert run(service, operations, PassingClock(), parallel=1)[0] == "ACTIVE"
    lines = service.lines()
    # Not with every request either.
    assert 0 < lines.index(f"GET /boxes/{waits}") < len(lines) - 40
    assert lines.count(f"GET /boxes/{waits}") == 1
    assert LONGEST_INTERVAL_SECONDS == 5


def test_what_was_not_sent_yet_is_not_sent_when_a_run_is_interrupted(service: BoxService) -> None:
    def interrupted() -> Operation:
        yield SendRequest("compute", Step("", "GET", "/boxes"))
        raise KeyboardInterrupt

    ids = [service.add(f"a{number}") for number in range(200)]
    with pytest.raises(KeyboardInterrupt):
        run(service, [interrupted(), *(asking(f"PUT /boxes/{key}") for key in ids)], parallel=1)
    assert len(service.writes()) < 100


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def report(self, text: str) -> None:
        self.heard.append(text)


def test_progress_of_one(service: BoxService) -> None:
    listener = Listener()
    run(service, [waiting(service.add("a", "BUILD", "SPAWNING", "ACTIVE"), "a")], progress=listener)
    assert listener.heard == ["waiting for box 'a': it is BUILD, 0 s", "waiting for box 'a': it is SPAWNING, 1 s"]


def test_progress_of_many(service: BoxService) -> None:
    listener = Listener()
    statuses = {"a": ["ACTIVE"], "b": ["BUILD", "BUILD", "ERROR"], "c": ["BUILD"] * 3 + ["ACTIVE"]}
    operations = [waiting(service.add(name, *some), name) for name, some in statuses.items()]
    run(service, operations, progress=listener)
    assert listener.heard == [
        "boxes: 0 of 3 done, 0 s",
        "boxes: 1 of 3 done, 1 s",
        "boxes: 1 of 3 done, 1 s",
        "boxes: 1 of 3 done, 1 failed, 2 s",
    ]


def test_no_operation_is_nothing(service: BoxService) -> None:
    assert run(service, []) == []
    assert service.lines() == []
    assert len(run(service, [asking("GET /boxes")])) == 1
    assert service.lines() == ["GET /boxes"]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else at the same resource: what was refused because of him is planned anew once he has finished."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Result
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.reconcile import MOST_REVISIONS, reconcile_all
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ApiError, CloudError, WaitTimeout
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService, fails
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock

CHANGE = "PUT /boxes/b1"


def change(service: BoxService, *names: str, state: str = PRESENT, **options: Any) -> list[Any]:
    """What comes of wanting boxes of size 2, or none."""
    desired_states = [Desired(state, {} if state == ABSENT else {"size": 2}, name=name) for name in names or ("a",)]
    return list(reconcile_all(service.cloud, BOX, desired_states, ApplyOptions(**options), TurnedClock()))


def disturbed(service: BoxService, *statuses: str | None, status: int = 409, times: int = 1, **more: Any) -> None:
    """Requests that change the first box are refused, and it is seen in these statuses from then on."""
    left = [status] * times

    def hook(seen: Seen) -> Reply | None:
        if seen.method not in ("PUT", "DELETE") or not seen.path.endswith("/b1") or not left:
            return None
        service.items["b1"].update(left=list(statuses), **more)
        return Reply(left.pop(), {"fault": {"message": "Somebody is at it.", "code": status}})

    service.hooks.append(hook)


@pytest.mark.parametrize("status", [400, 409])
@pytest.mark.parametrize("state", [PRESENT, ABSENT])
def test_what_is_under_way_is_let_finish(service: BoxService, status: int, state: str) -> None:
    service.add("a")
    disturbed(service, "BUSY", "BUSY", "ACTIVE", status=status)
    (result,) = change(service, state=state)
    assert isinstance(result, Result)
    assert result.plan.changed
    assert (result.resource or {}).get("size") == (2 if state == PRESENT else None)
    assert service.writes() == [CHANGE if state == PRESENT else "DELETE /boxes/b1"] * 2


def test_what_somebody_else_has_done_meanwhile_need_not_be_done(service: BoxService) -> None:
    service.add("a")
    disturbed(service, "BUSY", "ACTIVE", size=2)
    (result,) = change(service)
    assert result.resource["size"] == 2
    assert service.writes() == [CHANGE]


def test_what_has_finished_already_has_left_its_traces(service: BoxService) -> None:
    service.add("a", updated_at="2026-01-01")
    disturbed(service, "ACTIVE", updated_at="2026-01-02")
    (result,) = change(service)
    assert result.resource["size"] == 2
    assert service.writes() == [CHANGE] * 2


@pytest.mark.parametrize("status", [400, 409])
def test_refusal_without_a_trace_of_anybody_is_final(service: BoxService, status: int) -> None:
    service.add("a", updated_at="2026-01-01")
    service.hooks.append(fails("PUT", "/boxes/b1", status=status))
    (ending,) = change(service)
    assert isinstance(ending, ApiError)
    assert service.writes() == [CHANGE]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_other_refusals_are_final(service: BoxService, status: int) -> None:
    service.add("a")
    disturbed(service, "BUSY", "ACTIVE", status=status)
    (ending,) = change(service)
    assert isinstance(ending, ApiError)
    assert service.writes() == [CHANGE]


def test_somebody_who_is_always_at_it_wins(service: BoxService) -> None:
    service.add("a")
    disturbed(service, "BUSY", "ACTIVE", times=99)
    (ending,) = change(service)
    assert isinstance(ending, ApiError)
    assert service.writes() == [CHANGE] * (1 + MOST_REVISIONS)


def test_somebody_who_does_not_finish_is_told_of(service: BoxService) -> None:
    service.add("a")
    disturbed(service, "BUSY")
    (ending,) = change(service, timeout_seconds=5)
    assert isinstance(ending, WaitTimeout)
    assert service.writes() == [CHANGE]


def test_the_others_are_left_alone(service: BoxService) -> None:
    for name in "abc":
        service.add(name)
    service.hooks.append(fails("PUT", "/boxes/b3", status=400))
    disturbed(service, "BUSY", "ACTIVE")
    first, second, third = change(service, "a", "b", "c")
    assert [first.resource["size"], second.resource["size"]] == [2, 2]
    assert isinstance(third, ApiError)
    assert sorted(service.writes()) == [CHANGE, CHANGE, "PUT /boxes/b2", "PUT /boxes/b3"]


def test_one_that_somebody_has_removed_is_no_reason_to_make_another(service: BoxService) -> None:
    service.add("a")
    disturbed(service, None)
    (ending,) = change(service)
    assert isinstance(ending, CloudError)
    assert service.writes() == [CHANGE]


@pytest.mark.parametrize(("looks", "writes"), [(3, 2), (99, 1 + MOST_REVISIONS)])
def test_what_may_pass_is_given_time_for_that(service: BoxService, looks: int, writes: int) -> None:
    """Although it was so before, and may stay so."""
    status = "LENT"
    service.add("a", status)

    def hook(seen: Seen) -> Reply | None:
        box = service.items["b1"]
        if seen.method != "PUT" or box["left"] == ["ACTIVE"]:
            return None
        box["left"] = [status] * looks + ["ACTIVE"]
        return Reply(400, {"fault": {"message": "Not now.", "code": 400}})

    service.hooks.append(hook)
    (ending,) = change(service)
    assert isinstance(ending, Result) == (looks == 3)
    assert service.writes() == [CHANGE] * writes

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before a plan's first request, and how a refusal is explained: nothing ends halfway."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Result
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.reconcile import reconcile_all
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    ConfigError,
    InUse,
    NoSuchResource,
    WaitTimeout,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.preflight import Blocker, PlannedChange
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import ID, Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, LID, BoxService, gone
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock

LID_ON_IT = Blocker("lid", "l1", "top", "on shelf 7", "Take it off first.")
LEAVING = dataclasses.replace(LID_ON_IT, leaving=True)
EMPTIED_FIRST = [
    Step("empty box", "PUT", f"/boxes/{ID}", {"box": {"size": 0}}),
    Step("delete box", "DELETE", f"/boxes/{ID}", wait=gone()),
]


class Hooks:
    """The hooks of a declaration of boxes. `answers` is what keeps a box, one answer a look; the last one stays."""

    def __init__(self, *answers: Sequence[Blocker]) -> None:
        self.answers = list(answers)
        self.asked: list[PlannedChange] = []

    def blockers(self, _cloud: Cloud, change: PlannedChange) -> Sequence[Blocker]:
        self.asked.append(change)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def reconcile(self, service: BoxService, state: str = ABSENT, *, steps: int = 1, **options: Any) -> Any:
        """What comes of wanting a box of size 2, or none. Of two steps, removing one needs two requests."""
        resource = dataclasses.replace(BOX, blockers=self.blockers)
        if steps > 1:
            resource = dataclasses.replace(resource, delete=lambda _current, _desired: EMPTIED_FIRST)
        desired = Desired(state, {} if state == ABSENT else {"size": 2}, name="a")
        (result,) = reconcile_all(service.cloud, resource, [desired], ApplyOptions(**options), TurnedClock())
        return result


def refused(service: BoxService, status: int, times: int = 1) -> None:
    left = [status] * times

    def hook(seen: Seen) -> Reply | None:
        if seen.method != "DELETE" or not left:
            return None
        return Reply(left.pop(), {"fault": {"message": "It is needed.", "code": status}})

    service.hooks.append(hook)


def test_removal_of_several_requests_is_refused_before_the_first(service: BoxService) -> None:
    service.add("a")
    error = Hooks([LID_ON_IT]).reconcile(service, steps=2)
    assert isinstance(error, InUse)
    assert str(error) == ("The box 'a' (b1) was left as it is. In use by lid 'top' (l1) on shelf 7. Take it off first.")
    assert error.facts() == {"blockers": [{"kind": "lid", "id": "l1", "name": "top"}]}
    assert service.writes() == []


def test_removal_of_one_request_costs_no_look_beforehand(service: BoxService) -> None:
    service.add("a")
    hooks = Hooks([LID_ON_IT])
    assert isinstance(hooks.reconcile(service), Result)
    assert (hooks.asked, service.writes()) == ([], ["DELETE /boxes/b1"])


def test_check_foretells_the_refusal_of_one_request_too(service: BoxService) -> None:
    service.add("a")
    assert isinstance(Hooks([LID_ON_IT]).reconcile(service, check=True), InUse)
    assert isinstance(Hooks([LEAVING]).reconcile(service, check=True), Result)
    assert isinstance(Hooks([]).reconcile(service, check=True), Result)
    assert service.writes() == []


@pytest.mark.parametrize("status", [400, 403, 409])
def test_refusal_is_explained_and_keeps_the_services_words(service: BoxService, status: int) -> None:
    service.add("a")
    refused(service, status)
    error = Hooks([LID_ON_IT]).reconcile(service)
    assert isinstance(error, ApiError)
    assert "It is needed." in str(error)
    assert str(error).endswith("In use by lid 'top' (l1) on shelf 7. Take it off first.")
    assert error.facts()["blockers"] == [{"kind": "lid", "id": "l1", "name": "top"}]
    assert (error.facts()["status"], error.facts()["service_message"]) == (status, "It is needed.")
    assert service.writes() == ["DELETE /boxes/b1"]


@pytest.mark.parametrize("status", [404, 500])
def test_other_errors_are_not_explained(service: BoxService, status: int) -> None:
    service.add("a")
    refused(service, status)
    hooks = Hooks([LID_ON_IT])
    hooks.reconcile(service)
    assert hooks.asked == []
    # It was tried, and is there yet.
    assert service.writes() == ["DELETE /boxes/b1"]


def test_refusal_by_what_leaves_is_asked_again_once_that_has_left(service: BoxService) -> None:
    service.add("a")
    refused(service, 409)
    result = Hooks([LEAVING], [LEAVING], []).reconcile(service)
    assert (isinstance(result, Result), result.plan.changed) == (True, True)
    assert service.writes() == ["DELETE /boxes/b1"] * 2


@pytest.mark.parametrize(("status", "times", "attempts"), [(409, 1, 2), (400, 9, 2), (403, 9, 1)])
def test_refusal_by_nothing_that_is_found_is_asked_once_more(
    service: BoxService, status: int, times: int, attempts: int
) -> None:
    service.add("a")
    refused(service, status, times)
    result = Hooks([]).reconcile(service)
    assert isinstance(result, Result if times == 1 else ApiError)
    assert service.writes() == ["DELETE /boxes/b1"] * attempts


@pytest.mark.parametrize("steps", [1, 2])
def test_what_leaves_is_waited_for_no_longer_than_is_said(service: BoxService, steps: int) -> None:
    service.add("a")
    refused(service, 409, times=5)
    error = Hooks([LEAVING]).reconcile(service, steps=steps, timeout_seconds=7)
    assert "Waited 7 s for what is being removed" in str(error)
    assert "lid 'top' (l1) on shelf 7" in str(error)
    assert isinstance(error, ApiError if steps == 1 else WaitTimeout)
    assert service.writes() == (["DELETE /boxes/b1"] if steps == 1 else [])


@pytest.mark.parametrize("steps", [1, 2])
def test_what_stays_meanwhile_is_told_at_once(service: BoxService, steps: int) -> None:
    service.add("a")
    refused(service, 409)
    error = Hooks([LEAVING], [LEAVING], [LID_ON_IT]).reconcile(service, steps=steps)
    assert error.facts()["blockers"] == [{"kind": "lid", "id": "l1", "name": "top"}]


def test_what_cannot_be_looked_for_does_not_hide_the_refusal(service: BoxService) -> None:
    service.add("a")
    refused(service, 409)

    def blockers(_cloud: Cloud, _change: PlannedChange) -> Sequence[Blocker]:
        raise NoSuchResource("There are no lids.")

    resource = dataclasses.replace(BOX, blockers=blockers)
    (error,) = reconcile_all(service.cloud, resource, [Desired(ABSENT, {}, name="a")], ApplyOptions(), TurnedClock())
    assert isinstance(error, ApiError)
    assert "It is needed." in str(error)
    assert "lids" not in str(error)


def test_more_than_a_few_are_counted(service: BoxService) -> None:
    service.add("a")
    lids = [Blocker("lid", f"l{number}") for number in range(12)]
    assert "lid l9 and 2 more." in str(Hooks(lids).reconcile(service, check=True))


@pytest.mark.parametrize("check", [True, False])
def test_preflight_sees_the_change_and_refuses_it(service: BoxService, check: bool) -> None:
    service.add("a")
    asked: list[PlannedChange] = []

    def preflight(_cloud: Cloud, change: PlannedChange) -> Sequence[str]:
        asked.append(change)
        raise ConfigError(["Two is too many.", "It is odd."])

    resource = dataclasses.replace(BOX, preflight=preflight)
    desired = Desired(PRESENT, {"size": 2}, name="a")
    (error,) = reconcile_all(service.cloud, resource, [desired], ApplyOptions(check=check), TurnedClock())
    assert str(error) == "Two is too many. It is odd."
    (change,) = asked
    assert (change.current or {})["id"] == "b1"
    assert (change.fields, change.makes, change.removes, change.writes) == ({"size": 2}, False, False, 1)
    assert service.writes() == []


def test_preflight_is_not_asked_about_what_does_not_change(service: BoxService) -> None:
    service.add("a", size=2)
    resource = dataclasses.replace(BOX, preflight=lambda _cloud, _change: pytest.fail("it was asked"))
    (result,) = reconcile_all(
        service.cloud, resource, [Desired(PRESENT, {"size": 2}, name="a")], ApplyOptions(), TurnedClock()
    )
    assert isinstance(result, Result)


def test_one_that_is_refused_does_not_keep_others(service: BoxService) -> None:
    def preflight(_cloud: Cloud, change: PlannedChange) -> Sequence[str]:
        if change.desired.name == "a":
            raise ConfigError(["Not a."])
        return [f"{change.desired.name} is new: {change.makes}."]

    resource = dataclasses.replace(BOX, preflight=preflight)
    desired_states = [Desired(PRESENT, {"size": 2}, name=name) for name in ("a", "b")]
    error, result = reconcile_all(service.cloud, resource, desired_states, ApplyOptions(), TurnedClock())
    assert str(error) == "Not a."
    assert isinstance(result, Result)
    assert (list(result.warnings), service.writes()) == (["b is new: True."], ["POST /boxes"])


def test_what_was_looked_up_once_is_not_read_again(service: BoxService) -> None:
    service.add("a")
    service.add("top", kind="lids", id="l1")
    seen: list[Any] = []

    def preflight(_cloud: Cloud, change: PlannedChange) -> Sequence[str]:
        seen.extend((change.lookup(LID, one) or {}).get("name") for one in ("l1", "l1", "gone", "gone"))
        return ()

    resource = dataclasses.replace(BOX, preflight=preflight)
    reconcile_all(
        service.cloud, resource, [Desired(PRESENT, {"size": 2}, name="a")], ApplyOptions(check=True), TurnedClock()
    )
    assert seen == ["top", "top", None, None]
    assert [line for line in service.looks() if "lids" in line] == ["GET /lids/l1", "GET /lids/gone"]

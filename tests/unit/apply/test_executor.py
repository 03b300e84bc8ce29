# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One resource's way through its plan: what steps learn, what is waited for, and what a failure tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.effects import SendRequest
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.executor import Executor
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.poller import Poller
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.scheduler import Scheduler
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer, NotFound, WaitTimeout
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import Plan
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import (
    Captured,
    OtherResource,
    Step,
    Wait,
)
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, LID, BoxService, fails, gone, ready
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock

MAKING = Step("make a box", "POST", "/boxes", {"box": {"name": "a"}}, wait=ready(), makes=True)
REST = Step("change the box", "PUT", "/boxes/{id}", {"box": {"size": 2}})


def execute(
    service: BoxService,
    *steps: Step,
    there: bool | str = False,
    state: str = PRESENT,
    name: str | None = "a",
    attempts: int = 1,
    resource: Resource = BOX,
    **options: Any,
) -> Any:
    """What comes of these steps, an error too."""
    box = service.add("a") if there is True else there
    current: Mapping[str, Any] | None = {"id": box, "name": "a"} if box else None
    how, clock = ApplyOptions(**options), TurnedClock()
    plan = Plan(steps, {}, {"state": state})
    executor = Executor(resource, how, clock, attempts, lambda: "u1", lambda: service.intents)
    operation = executor.execute(plan, Desired(state, {}, name=name), None if current is None else dict(current))
    (ending,) = Scheduler(service.cloud, how, clock, Poller(service.cloud, resource, None, "boxes")).run([operation])
    return ending


def test_later_steps_are_about_what_was_made(service: BoxService) -> None:
    assert execute(service, MAKING, REST) == "b1"
    assert service.writes() == ["POST /boxes", "PUT /boxes/b1"]


def test_one_that_runs_when_it_is_first_seen_is_not_waited_for(service: BoxService) -> None:
    found = execute(service, MAKING)
    assert (found["id"], found["status"]) == ("b1", "ACTIVE")
    assert set(service.looks()) == {"GET /boxes"}


def test_one_that_does_not_is(service: BoxService) -> None:
    service.made = ["BUILD", "BUILD", "BUILD", "ACTIVE"]
    assert execute(service, MAKING)["status"] == "ACTIVE"
    assert service.looks()[-1] == "GET /boxes/b1"


def test_lost_request_that_is_carried_out_while_the_box_is_built_leaves_no_second_one(service: BoxService) -> None:
    """Nothing of the first POST appears, whose answer is lost; it comes when the second one's box is being built. This
    run knows of the second one alone that it has made it, so it is the first one that stays."""
    service.made = ["BUILD", "BUILD", "BUILD", "ACTIVE"]
    posts: list[str] = []

    def hook(seen: Seen) -> Reply | None:
        if seen.method == "POST":
            posts.append(seen.path)
            return Reply(hang_up=True) if len(posts) == 1 else None
        if seen.path.endswith("/boxes/b1") and "late" not in service.items:
            service.add("a", id="late", created_at="2026-01-01T00:00:09Z")
        return None

    service.hooks.append(hook)
    found = execute(service, MAKING, attempts=3)
    assert (found["id"], found["status"]) == ("late", "ACTIVE")
    assert service.writes() == ["POST /boxes", "POST /boxes", "DELETE /boxes/b1"]


def test_last_step_is_not_waited_for_if_asked_for(service: BoxService) -> None:
    service.made = ["BUILD"]
    found = execute(service, MAKING, wait=False)
    assert (found["id"], found["status"]) == ("b1", "BUILD")


def test_what_later_steps_need_is_waited_for_all_the_same(service: BoxService) -> None:
    service.made = ["BUILD", "BUILD", "BUILD", "BUILD", "ACTIVE"]
    assert execute(service, MAKING, REST, wait=False) == "b1"
    put = service.lines().index("PUT /boxes/b1")
    assert service.items["b1"]["left"] == ["ACTIVE"]
    assert put == len(service.lines()) - 1


def test_nothing_is_known_of_one_that_is_gone(service: BoxService) -> None:
    step = Step("delete it", "DELETE", "/boxes/{id}", wait=gone())
    assert execute(service, step, there=True, state=ABSENT) is None
    assert service.lines() == ["DELETE /boxes/b1", "GET /boxes/b1"]
    assert execute(service, step, there=True, state=ABSENT, wait=False) is None
    assert service.lines()[2:] == ["DELETE /boxes/b2"]


def test_steps_learn_from_each_other(service: BoxService) -> None:
    service.add("lid", kind="lids", id="l9")
    steps = (
        Step(
            "find a lid",
            "GET",
            "/lids",
            params=(("box", "{id}"), ("open", "yes")),
            captures={"lid": lambda answer: answer["lids"][0]["id"]},
        ),
        Step("put it on", "PUT", "/boxes/{id}", {"box": {"lids": [{"lid": Captured("lid")}], "size": 3}}),
        Step("close it", "PUT", "/lids/{lid}", {"lid": {"closed": True}}),
    )
    assert execute(service, *steps, there=True) == "b1"
    assert service.server.seen[0].query == (("box", "b1"), ("open", "yes"))
    assert service.items["b1"]["lids"] == [{"lid": "l9"}]
    assert service.items["l9"]["closed"] is True


@pytest.mark.parametrize(("there", "ends_well"), [(["l8", "l9"], True), (["l9"], True), ([], False)])
def test_step_is_taken_with_the_first_that_fits(service: BoxService, there: list[str], ends_well: bool) -> None:
    for lid in there:
        service.add("lid", kind="lids", id=lid)
    steps = (
        Step("find lids", "GET", "/lids", captures={"lid": lambda _answer: ["l7", "l8", "l9"]}),
        Step("close one", "PUT", "/lids/{lid}", {"lid": {"closed": Captured("lid")}}, each_of="lid"),
    )
    ending = execute(service, *steps, there=True)
    assert (ending == "b1") is ends_well
    assert ends_well or str(ending).startswith("Could not close one:")
    tried = ["PUT /lids/l7", "PUT /lids/l8", "PUT /lids/l9"]
    assert service.writes() == (tried[: tried.index(f"PUT /lids/{there[0]}") + 1] if there else tried)
    assert [service.items[lid].get("closed") for lid in there[:1]] == there[:1]


@pytest.mark.parametrize(("statuses", "ends_well"), [(["OLD", "OLD", "NEW"], True), (["OLD"], False)])
@pytest.mark.parametrize("conflict_ok", [True, False])
def test_what_another_run_has_done_first_is_done(
    service: BoxService, statuses: list[str], ends_well: bool, conflict_ok: bool
) -> None:
    service.hooks.append(fails("PUT", "/boxes/b1", 409))
    wait = Wait("the box to be new", lambda box: box is not None and box["status"] == "NEW")
    key = service.add("a", *statuses)
    ending = execute(service, dataclasses.replace(REST, wait=wait, conflict_ok=conflict_ok), there=key)
    assert service.writes() == ["PUT /boxes/b1"]
    if ends_well and conflict_ok:
        assert ending["status"] == "NEW"
    else:
        assert str(ending).startswith("Could not change the box: The service is sick. (HTTP 409")
    assert (len(service.looks()) > 0) is conflict_ok


def test_ids_are_quoted_in_paths(service: BoxService) -> None:
    key = service.add("odd", id="a/b?c")
    operation = Executor(BOX, ApplyOptions(), TurnedClock(), 1, lambda: None, lambda: service.intents).execute(
        Plan((REST,), {}, {"state": PRESENT}), Desired(PRESENT, {}, name="odd"), {"id": key, "name": "odd"}
    )
    request = next(operation)
    assert isinstance(request, SendRequest)
    assert request.step.path == "/boxes/a%2Fb%3Fc"


def test_another_resource_is_waited_for_by_its_id(service: BoxService) -> None:
    service.add("lid", "OFF", "OFF", "ON", kind="lids", id="l9")
    wait = Wait("the lid", lambda lid: lid is not None and lid["status"] == "ON", of=OtherResource(LID, "l9"))
    assert execute(service, Step("close it", wait=wait), there=True) == "b1"
    assert service.lines() == ["GET /lids/l9"] * 3


def test_another_resource_may_be_learnt(service: BoxService) -> None:
    service.add("lid", kind="lids", id="l9")
    wait = Wait("the lid", lambda lid: lid is not None, of=OtherResource(LID, Captured("lid")))
    find = Step("find a lid", "GET", "/lids", captures={"lid": lambda answer: answer["lids"][0]["id"]}, wait=wait)
    assert execute(service, find, there=True) == "b1"
    assert service.lines() == ["GET /lids", "GET /lids/l9"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (409, r"^Could not change the box \(its id is b1\): The service is sick\. \(HTTP 409, PUT "),
        (403, r"^Could not change the box \(its id is b1\): The service is sick\. \(HTTP 403, PUT "),
    ],
)
def test_failure_after_the_making_tells_what_was_made(service: BoxService, status: int, message: str) -> None:
    service.hooks.append(fails("PUT", "/boxes/b1", status))
    with pytest.raises(Exception, match=message):
        raise execute(service, MAKING, REST)


def test_failure_of_one_that_was_there_needs_no_id(service: BoxService) -> None:
    service.hooks.append(fails("PUT", "/boxes/b1", 409))
    with pytest.raises(Exception, match=r"^Could not change the box: The service is sick\."):
        raise execute(service, REST, there=True)


def test_broken_one_tells_of_itself(service: BoxService) -> None:
    service.made = ["ERROR"]
    assert str(execute(service, MAKING)) == "Could not make a box: Box 'a' broke."


def test_one_that_does_not_come_in_time_is_named(service: BoxService) -> None:
    service.made = ["BUILD"]
    late = execute(service, MAKING, timeout_seconds=3)
    assert str(late).startswith("Could not make a box: Waited 3 s for box 'a' to be ready, but it is BUILD.")
    assert late.facts()["current"]["id"] == "b1"


def test_one_that_takes_the_place_of_another_is_made_under_its_name(service: BoxService) -> None:
    removing = Step("delete it", "DELETE", "/boxes/{id}", wait=gone())
    found = execute(service, removing, MAKING, there=True, name=None)
    assert found["id"] == "b2"


def test_steps_that_an_answer_asks_for_come_before_those_that_are_left(service: BoxService) -> None:
    service.add("red", kind="lids", id="l9")

    def then(answer: Mapping[str, Any]) -> list[Step]:
        path = f"/lids/{answer['lid']['id']}"
        return [Step("paint the lid", "PUT", path, {"lid": {"name": "blue"}}), Step("look again", "GET", path)]

    assert execute(service, Step("look", "GET", "/lids/l9", then=then), REST, there=True) == "b1"
    assert service.lines()[:4] == ["GET /lids/l9", "PUT /lids/l9", "GET /lids/l9", "PUT /boxes/b1"]


def test_steps_that_follow_making_are_about_what_was_made(service: BoxService) -> None:
    made = []

    def then(answer: Mapping[str, Any]) -> list[Step]:
        made.append(answer["id"])
        return [REST]

    execute(service, dataclasses.replace(MAKING, then=then))
    assert made == ["b1"]
    assert service.writes() == ["POST /boxes", "PUT /boxes/b1"]


def test_failure_of_a_step_that_an_answer_asked_for_tells_of_it_and_of_what_was_made(service: BoxService) -> None:
    service.hooks.append(fails("PUT", "/boxes/b1"))
    error = execute(service, dataclasses.replace(MAKING, then=lambda _answer: [REST]))
    assert str(error).startswith("Could not change the box (its id is b1): The service is sick.")


def test_name_is_the_id_of_what_has_no_other(service: BoxService) -> None:
    plain = dataclasses.replace(BOX, exclusive=False, id_key="name")
    service.hooks.append(lambda seen: Reply(200, {"box": {"name": "a-b"}}) if seen.method == "POST" else None)
    ending = execute(service, dataclasses.replace(MAKING, wait=None), REST, resource=plain)
    assert isinstance(ending, NotFound)
    assert service.writes() == ["POST /boxes", "PUT /boxes/a-b"]


def test_answer_without_an_id_is_an_error(service: BoxService) -> None:
    service.hooks.append(lambda seen: Reply(200, {"box": {"id": "b1"}}) if seen.method == "POST" else None)
    ending = execute(service, MAKING, resource=dataclasses.replace(BOX, exclusive=False, id_key="name"))
    assert isinstance(ending, BrokenAnswer)
    assert "The answer has no box with an id." in str(ending)


def test_older_one_that_comes_to_light_takes_the_place_of_ours(keeping: BoxService) -> None:
    keeping.begun("box 'a'")
    keeping.made = ["BUSY", "BUSY", "BUSY", "ACTIVE"]

    def hook(seen: Seen) -> None:
        ours = keeping.items.get("b1")
        if ours and ours["left"] == ["ACTIVE"] and len(keeping.items) == 1:
            ours["created_at"] = "2026-01-01T00:00:01Z"
            keeping.add("a", "BUSY", "BUSY", "ACTIVE", id="older", created_at="2026-01-01T00:00:00Z")

    keeping.hooks.append(hook)
    found = execute(keeping, MAKING)
    assert (found["id"], found["status"]) == ("older", "ACTIVE")
    assert keeping.writes() == ["POST /boxes", "DELETE /boxes/b1"]


def test_one_that_comes_late_is_removed_though_ours_does_not_arrive_in_time(keeping: BoxService) -> None:
    keeping.begun("box 'a'")
    keeping.made = ["BUSY"]

    def hook(seen: Seen) -> None:
        if len(keeping.looks()) > 4 and "late" not in keeping.items:
            keeping.add("a", "BUSY", id="late", created_at="2026-02-01T00:00:00Z")

    keeping.hooks.append(hook)
    ending = execute(keeping, MAKING, timeout_seconds=10)
    assert isinstance(ending, WaitTimeout)
    assert (keeping.writes(), ending.current["id"]) == (["POST /boxes", "DELETE /boxes/b1"], "late")

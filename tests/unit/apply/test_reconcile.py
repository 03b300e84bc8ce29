# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is there to what is wanted: settling, plans, batches, and what is done about broken ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Result
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.reconcile import reconcile, reconcile_all
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    CloudError,
    ConfigError,
    NoSuchResource,
    ResourceError,
    ResourceFailed,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Field, Resource, Values
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Change, OtherResource, Step, Wait
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, LID, BoxService, fails, ready
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock

# What the service alone can know of a new box.
UNKNOWN_YET = {"status": None, "task": None}


def desired(name: str = "a", state: str = PRESENT, policy: Mapping[str, Any] | None = None, **fields: Any) -> Desired:
    said = {} if state == ABSENT else {"size": 1, **fields}
    return Desired(state, said, name=name, policy=policy or {})


def run(service: BoxService, *desired_states: Desired, resource: Resource = BOX, **options: Any) -> list[Any]:
    return list(reconcile_all(service.cloud, resource, desired_states, ApplyOptions(**options), TurnedClock()))


def one(service: BoxService, wanted: Desired, resource: Resource = BOX, **options: Any) -> Result:
    return reconcile(service.cloud, resource, wanted, ApplyOptions(**options), TurnedClock())


def test_unchanged_is_one_request(service: BoxService) -> None:
    service.add("a")
    result = one(service, desired())
    assert not result.plan.changed
    assert result.resource is not None
    assert result.resource["id"] == "b1"
    assert service.lines() == ["GET /boxes"]


def test_many_unchanged_are_one_request(service: BoxService) -> None:
    names = [f"a{number}" for number in range(50)]
    for name in names:
        service.add(name)
    assert not any(result.plan.changed for result in run(service, *map(desired, names)))
    assert service.lines() == ["GET /boxes"]


def test_nameless_desired_state_is_refused(service: BoxService) -> None:
    for wanted in (Desired(PRESENT, {}), Desired(PRESENT, {}, name=""), Desired(PRESENT, {}, id="")):
        with pytest.raises(ConfigError):
            one(service, wanted)
    assert service.lines() == []


def test_id_that_is_not_there_is_not_made(service: BoxService) -> None:
    with pytest.raises(NoSuchResource, match=r"^There is no box with the id 'b9'.*Give a name to make one\.$"):
        one(service, Desired(PRESENT, {"size": 1}, id="b9"))


def test_made_changed_and_removed(service: BoxService) -> None:
    assert one(service, desired()).plan.changed
    assert one(service, desired(size=2)).resource is not None
    assert not one(service, desired(size=2)).plan.changed
    assert one(service, desired(state=ABSENT)).resource is None
    assert not one(service, desired(state=ABSENT)).plan.changed
    assert service.writes() == ["POST /boxes", "PUT /boxes/b1", "DELETE /boxes/b1"]


def test_check_sends_nothing_and_predicts(service: BoxService) -> None:
    service.add("b", size=5)
    made, changed, removed = run(service, desired("a"), desired("b", size=6), desired("b", ABSENT), check=True)
    assert made.resource == {"id": None, "name": "a", "size": 1, **UNKNOWN_YET, "region": "RegionOne"}
    assert (changed.resource["id"], changed.resource["size"]) == ("b1", 6)
    assert removed.resource is None
    assert service.writes() == []


def test_one_in_passing_is_left_to_arrive(service: BoxService) -> None:
    service.add("a", "BUSY", "BUSY", "BUSY", "ACTIVE")
    assert one(service, desired(size=2)).plan.changed
    assert service.lines()[:4] == ["GET /boxes", "GET /boxes/b1", "GET /boxes/b1", "GET /boxes/b1"]
    assert service.writes() == ["PUT /boxes/b1"]


def test_one_in_passing_is_waited_for_though_the_end_is_not(service: BoxService) -> None:
    """wait: false only spares the last wait."""
    service.add("a", "BUSY", "BUSY", "ACTIVE")
    one(service, desired(size=2), wait=False)
    assert service.lines() == ["GET /boxes", "GET /boxes/b1", "GET /boxes/b1", "PUT /boxes/b1", "GET /boxes/b1"]


def test_one_that_is_leaving_is_gone_before_another_is_made(service: BoxService) -> None:
    service.add("a", "LEAVING", "LEAVING", None)
    result = one(service, desired())
    assert result.resource is not None
    assert result.resource["id"] == "b2"
    assert service.lines()[:3] == ["GET /boxes", "GET /boxes/b1", "GET /boxes/b1"]


@pytest.mark.parametrize(("wait", "looks"), [(True, 3), (False, 1)])
def test_one_that_is_leaving_need_not_be_removed(service: BoxService, wait: bool, looks: int) -> None:
    service.add("a", "LEAVING", "LEAVING", None)
    result = one(service, desired(state=ABSENT), wait=wait)
    assert (result.plan.changed, result.resource) == (False, None)
    assert len(service.lines()) == looks


def test_one_that_is_leaving_is_as_good_as_gone_in_a_check(service: BoxService) -> None:
    service.add("a", "LEAVING")
    assert one(service, desired(), check=True).plan.before == {"state": ABSENT}
    assert service.lines() == ["GET /boxes"]


def test_broken_one_is_an_error(service: BoxService) -> None:
    service.add("a", "ERROR")
    with pytest.raises(ResourceFailed, match=r"^Box 'a' broke\.$"):
        one(service, desired())
    assert service.writes() == []


def test_broken_one_is_kept_with_a_warning(service: BoxService) -> None:
    service.add("a", "ERROR")
    result = one(service, desired(policy={"on_error": "keep"}, size=7))
    assert (result.plan.changed, result.warnings) == (False, ("Box 'a' broke.",))


def test_broken_one_is_made_anew(service: BoxService) -> None:
    service.add("a", "ERROR")
    result = one(service, desired(policy={"on_error": "recreate"}))
    assert result.resource is not None
    assert result.resource["id"] == "b2"
    assert service.writes() == ["DELETE /boxes/b1", "POST /boxes"]


def test_one_made_anew_is_predicted_as_a_new_one(service: BoxService) -> None:
    service.add("a", "ERROR", size=9)
    result = one(service, desired(policy={"on_error": "recreate"}), check=True)
    assert result.resource == {"id": None, "name": "a", "size": 1, **UNKNOWN_YET, "region": "RegionOne"}


def test_broken_one_that_is_known_by_its_id_is_made_anew_under_its_name(service: BoxService) -> None:
    service.add("a", "ERROR")
    wanted = Desired(PRESENT, {"size": 1}, id="b1", policy={"on_error": "recreate"})
    result = one(service, wanted)
    assert result.resource is not None
    assert (result.resource["id"], result.resource["name"]) == ("b2", "a")


def test_one_that_breaks_on_the_way_is_made_anew_once(service: BoxService) -> None:
    service.made = ["BUILD", "ERROR"]
    with pytest.raises(ResourceFailed):
        one(service, desired(policy={"on_error": "recreate"}))
    assert service.writes() == ["POST /boxes", "DELETE /boxes/b1", "POST /boxes"]


def test_one_that_breaks_on_the_way_is_kept(service: BoxService) -> None:
    service.made = ["ERROR"]
    result = one(service, desired(policy={"on_error": "keep"}))
    assert result.warnings == ("Could not create box 'a': Box 'a' broke.",)
    assert result.resource is not None
    assert result.resource["status"] == "ERROR"


def test_what_cannot_be_made_anew_is_an_error_of_its_own(service: BoxService) -> None:
    """Size is needed to make one, and was not said since it was there."""
    service.add("a", "ACTIVE", "ERROR")
    service.add("b")
    policy = {"on_error": "recreate"}
    first = Desired(PRESENT, {"metadata": {"k": "1"}}, name="a", policy=policy)
    second = Desired(PRESENT, {"metadata": {"k": "1"}}, name="b", policy=policy)
    failed, done = run(service, first, second)
    assert isinstance(failed, ConfigError)
    assert isinstance(done, Result)
    assert service.writes().count("PUT /boxes/b2") == 1


@pytest.mark.parametrize(("there", "made"), [(None, "b"), ("a", None), ("b", None)])
def test_one_that_is_to_have_a_new_name_is_made_under_it(
    service: BoxService, there: str | None, made: str | None
) -> None:
    if there:
        service.add(there)
    result = one(service, desired(new_name="b"))
    assert result.resource is not None
    assert result.resource["name"] == "b"
    assert service.names() == ["b"]
    assert ("POST /boxes" in service.writes()) is (made is not None)
    assert not one(service, desired(new_name="b")).plan.changed


def test_failure_of_one_leaves_the_others(service: BoxService) -> None:
    for name in "abc":
        service.add(name)
    service.hooks.append(fails("PUT", "/boxes/b2"))
    first, second, third = run(service, *(desired(name, size=2) for name in "abc"))
    assert isinstance(first, Result)
    assert str(second).startswith("Could not change box 'b': The service is sick.")
    assert isinstance(third, Result)


@pytest.mark.parametrize(("fail", "changed"), [(None, "abcd"), ("b1", "ab"), ("b3", "abcd")])
def test_batches_stop_after_a_failure(service: BoxService, fail: str | None, changed: str) -> None:
    for name in "abcd":
        service.add(name)
    if fail:
        service.hooks.append(fails("PUT", f"/boxes/{fail}"))
    results = run(service, *(desired(name, size=2) for name in "abcd"), batch=2)
    tried = {line for line in service.writes() if line.startswith("PUT")}
    assert len(tried) == len(changed)
    left = [result for result in results if "left as it is" in str(result)]
    assert len(left) == 4 - len(changed)
    # Of a batch all are at rest before the next one is begun.
    order = [line for line in service.lines() if line.startswith("PUT") or line == "GET /boxes"]
    if fail is None:
        assert set(order[1:3]) == {"PUT /boxes/b1", "PUT /boxes/b2"}
        assert order[3] == "GET /boxes"


def test_new_ones_are_made_at_once_whatever_the_batch(service: BoxService) -> None:
    run(service, *(desired(name) for name in "abcd"), batch=1)
    assert service.lines()[:5] == ["GET /boxes", *["POST /boxes"] * 4]


def with_lid(resource: Resource, **how: Any) -> Resource:
    """A kind whose change waits for a lid."""

    def bad(current: Values | None) -> str | None:
        return "The lid broke." if current is not None and current["status"] == "ERROR" else None

    def update(current: Values, changes: Mapping[str, Any], _desired: Desired) -> Change:
        wait = Wait("the lid", lambda lid: lid is not None and lid["status"] == "ON", bad, of=OtherResource(LID, "l9"))
        return (
            Change((Step("close it", "PUT", "/boxes/{id}", {"box": {"size": 2}}, wait=wait),)) if changes else Change()
        )

    return dataclasses.replace(resource, update=update, **how)


@pytest.mark.parametrize("policy", ["recreate", "keep", "fail"])
def test_what_breaks_elsewhere_is_not_the_resource(service: BoxService, policy: str) -> None:
    service.add("a")
    service.add("lid", "OFF", "ERROR", kind="lids", id="l9")
    with pytest.raises(ResourceError, match=r"^Could not close it: The lid broke\.$"):
        one(service, desired(policy={"on_error": policy}, size=2), resource=with_lid(BOX))
    assert service.writes() == ["PUT /boxes/b1"]


def test_what_was_waited_for_elsewhere_is_not_the_result(service: BoxService) -> None:
    service.add("a")
    service.add("lid", "OFF", "ON", kind="lids", id="l9")
    result = one(service, desired(size=2), resource=with_lid(BOX))
    assert result.resource is not None
    assert (result.resource["id"], result.resource["size"]) == ("b1", 2)


def unwaited(resource: Resource) -> Resource:
    """A kind whose change is not waited for."""

    def update(current: Values, changes: Mapping[str, Any], _desired: Desired) -> Change:
        return Change((Step("change it", "PUT", "/boxes/{id}", {"box": {"size": 2}}),)) if changes else Change()

    return dataclasses.replace(resource, update=update)


def test_what_no_wait_has_shown_is_looked_at_once_for_all(service: BoxService) -> None:
    for name in "abc":
        service.add(name)
    results = run(service, *(desired(name, size=2) for name in "abc"), resource=unwaited(BOX))
    assert [result.resource["size"] for result in results] == [2, 2, 2]
    assert service.looks() == ["GET /boxes"] * 2


def test_last_look_that_fails_is_an_error_of_those_that_needed_it(service: BoxService) -> None:
    for name in "ab":
        service.add(name)
    looks: list[str] = []

    def hook(seen: Any) -> Any:
        looks.append(seen.method)
        return fails("GET", "/boxes")(seen) if looks.count("PUT") == 2 else None

    service.hooks.append(hook)
    results: Sequence[Any] = run(
        service, desired("a", size=2), desired("b", size=2), desired("c", ABSENT), resource=unwaited(BOX)
    )
    assert [isinstance(result, ApiError) for result in results] == [True, True, False]


def test_details_are_read_of_those_that_differ_for_each_state(service: BoxService) -> None:
    asked: list[tuple[str, list[str]]] = []

    def details(_cloud: Any, boxes: Sequence[Mapping[str, Any]], wanted: Desired) -> dict[str, dict[str, Any]]:
        asked.append((wanted.state, [str(box["name"]) for box in boxes]))
        return {str(box["id"]): {"more": True} for box in boxes}

    for name in "abc":
        service.add(name)
    detailed = dataclasses.replace(BOX, details=details)
    run(service, desired("a"), desired("b", size=2), desired("c", ABSENT), resource=detailed)
    assert sorted(asked) == [(ABSENT, ["c"]), (PRESENT, ["b"])]


def test_errors_are_of_our_tree(service: BoxService) -> None:
    service.hooks.append(fails("GET", "/boxes"))
    with pytest.raises(CloudError):
        run(service, desired())


@pytest.mark.parametrize("waits", [True, False])
def test_what_a_service_tells_only_once_is_told_with_the_resource(service: BoxService, waits: bool) -> None:
    def create(wanted: Values, _desired: Desired) -> Change:
        making = Step("create box 'a'", "POST", "/boxes", {"box": dict(wanted)}, makes=True)
        wait = ready() if waits else None
        return Change(
            (dataclasses.replace(making, returns_once={"secret": lambda answer: f"of {answer['id']}"}, wait=wait),)
        )

    telling = dataclasses.replace(BOX, create=create, exclusive=False)
    made = one(service, desired(), telling).resource
    assert made is not None
    assert (made["secret"], made["status"]) == ("of b1", "ACTIVE")
    again = one(service, desired(), telling).resource
    assert again is not None
    assert "secret" not in again


def test_what_is_waited_for_in_vain_is_judged_as_it_is(service: BoxService) -> None:
    def patient(current: Values, _state: str) -> Wait | None:
        is_busy = current["status"] == "BUSY"
        return (
            Wait("box 'a' to rest", lambda now: now is None or now["status"] != "BUSY", best_effort=True)
            if is_busy
            else None
        )

    stuck = dataclasses.replace(
        BOX, wait_until_stable=patient, fault=lambda box: "It is stuck." if box["status"] == "BUSY" else None
    )
    service.add("a", "BUSY")
    with pytest.raises(ResourceFailed, match="It is stuck"):
        one(service, desired(), stuck, timeout_seconds=5)
    service.items["b1"]["left"] = ["BUSY", "BUSY", "ACTIVE"]
    assert not one(service, desired(), stuck, timeout_seconds=50).plan.changed


def test_what_only_details_show_is_looked_at_in_any_case(service: BoxService) -> None:
    looked: list[str] = []

    def details(_cloud: Any, boxes: Sequence[Any], _desired: Desired) -> dict[str, Any]:
        looked.extend(box["id"] for box in boxes)
        return {box["id"]: {"lid": "shut"} for box in boxes}

    fields = (*BOX.fields, Field("lid", same=lambda wanted, there: there in (None, wanted), detailed=True))
    detailed = dataclasses.replace(BOX, fields=fields, details=details)
    service.add("a")
    assert one(service, desired(lid="open"), detailed, check=True).plan.changed
    assert not one(service, desired(lid="shut"), detailed, check=True).plan.changed
    assert looked == ["b1", "b1"]
    assert not one(service, desired(), detailed, check=True).plan.changed
    assert looked == ["b1", "b1"]

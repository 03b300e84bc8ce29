# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several alike: who belongs to them, who is too many, and how failures are told."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.fleet import (
    DesiredFleet,
    reconcile_fleet,
    removed_of,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, SomeFailed
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Field, Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService, fails
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock

OURS = {"fleet": "f1"}


def run(
    service: BoxService,
    names: str,
    state: str = PRESENT,
    selector: dict[str, str] | None = None,
    exact: bool = False,
    resource: Resource = BOX,
    fields: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
    **options: Any,
) -> list[Any]:
    said = {} if state == ABSENT else {"size": 1, **(fields or {})}
    desired = DesiredFleet(list(names), Desired(state, said, policy=policy or {}), selector or {}, exact)
    return list(reconcile_fleet(service.cloud, resource, desired, ApplyOptions(**options), TurnedClock()))


def test_each_of_the_names(service: BoxService) -> None:
    service.add("b")
    results = run(service, "abc")
    assert [(one.resource["name"], one.plan.changed) for one in results] == [("a", True), ("b", False), ("c", True)]
    assert service.names() == ["a", "b", "c"]
    # One list to find them, and lists of all to see that there is one of each.
    assert set(service.looks()) == {"GET /boxes"}
    assert service.writes() == ["POST /boxes"] * 2


def test_two_hundred_are_made_without_asking_for_each(service: BoxService) -> None:
    names = [f"n{number:03}" for number in range(200)]
    desired = DesiredFleet(names, Desired(PRESENT, {"size": 1}))
    reconcile_fleet(service.cloud, BOX, desired, ApplyOptions(), TurnedClock())
    assert service.writes() == ["POST /boxes"] * 200
    assert set(service.looks()) == {"GET /boxes"}
    assert len(service.looks()) < 8
    assert not any(
        one.plan.changed for one in reconcile_fleet(service.cloud, BOX, desired, ApplyOptions(), TurnedClock())
    )


def test_no_names_is_nothing(service: BoxService) -> None:
    assert run(service, "") == []
    assert service.lines() == []
    assert len(run(service, "a")) == 1
    assert service.names() == ["a"]


def test_those_that_are_made_belong_to_the_fleet(service: BoxService) -> None:
    service.add("b", metadata={"k": "1"})
    run(service, "ab", selector=OURS, fields={"metadata": {"role": "web"}})
    assert [item["metadata"] for item in service.items.values() if item["name"] == "a"] == [{**OURS, "role": "web"}]
    assert service.items["b1"]["metadata"] == {**OURS, "role": "web"}


def test_those_that_are_too_many_go(service: BoxService) -> None:
    for name, metadata in {"a": OURS, "b": {**OURS, "role": "web"}, "x": {"fleet": "f2"}, "y": {}}.items():
        service.add(name, metadata=metadata)
    results = run(service, "ac", selector=OURS, exact=True)
    assert service.names() == ["a", "c", "x", "y"]
    assert sorted(service.writes()) == ["DELETE /boxes/b2", "POST /boxes"]
    assert [one.resource and one.resource["name"] for one in results] == ["a", "c", None]


def test_those_that_are_gone_already_are_not_too_many(service: BoxService) -> None:
    service.add("b", "GONE", metadata=OURS)
    going = dataclasses.replace(BOX, gone=lambda box, _desired: box["status"] == "GONE")
    assert run(service, "", selector=OURS, exact=True, resource=going) == []
    assert service.writes() == []
    service.add("c", metadata=OURS)
    assert len(run(service, "", selector=OURS, exact=True, resource=going)) == 1
    assert [line.partition(" ")[0] for line in service.writes()] == ["DELETE"]


def test_exact_is_one_list_if_nothing_changes(service: BoxService) -> None:
    for name in "ab":
        service.add(name, metadata=OURS)
    assert not any(one.plan.changed for one in run(service, "ab", selector=OURS, exact=True))
    assert [(seen.path, seen.query) for seen in service.server.seen] == [("/v2.1/boxes", ())]


def test_no_names_and_exact_is_none_of_the_fleet(service: BoxService) -> None:
    service.add("a", metadata=OURS)
    service.add("b", metadata={})
    run(service, "", selector=OURS, exact=True)
    assert service.names() == ["b"]


def test_absent_fleet_takes_the_others_along_only_if_exact(service: BoxService) -> None:
    for name in "abc":
        service.add(name, metadata=OURS)
    run(service, "a", ABSENT, selector=OURS)
    assert service.names() == ["b", "c"]
    run(service, "a", ABSENT, selector=OURS, exact=True)
    assert service.names() == []


@pytest.mark.parametrize("check", [True, False])
def test_those_that_are_too_many_stay_if_another_cannot_be_made(service: BoxService, check: bool) -> None:
    for name in "xyz":
        service.add(name, metadata=OURS)
    with pytest.raises(SomeFailed) as caught:
        run(service, "a", selector=OURS, exact=True, resource=unmakeable(), check=check)
    assert str(caught.value) == (
        "1 of 1 boxes failed. a: There is no more room. The boxes that are too many were left: x, y, z."
    )
    assert caught.value.facts()["removed"] == []
    assert service.writes() == []


def test_those_that_are_too_many_go_last(service: BoxService) -> None:
    service.add("b", metadata=OURS)
    service.made = ["BUILD", "BUILD", "BUILD", "ACTIVE"]
    results = run(service, "a", selector=OURS, exact=True)
    assert service.writes() == ["POST /boxes", "DELETE /boxes/b1"]
    assert service.lines()[service.lines().index("DELETE /boxes/b1") - 1] == "GET /boxes"
    assert removed_of(results) == [{"id": "b1", "name": "b"}]


def test_those_that_are_too_many_stay_if_the_others_do_not_serve(service: BoxService) -> None:
    service.add("b", metadata=OURS)
    asked: list[str] = []

    def arrived(resources: Any) -> None:
        asked.extend(one["name"] for one in resources)
        raise ConfigError(["They do not serve."])

    desired = DesiredFleet(["a"], Desired(PRESENT, {"size": 1}), OURS, exact=True)
    with pytest.raises(ConfigError):
        reconcile_fleet(service.cloud, BOX, desired, ApplyOptions(), TurnedClock(), arrived)
    assert (asked, service.writes()) == (["a"], ["POST /boxes"])


def test_those_that_are_too_many_stay_if_a_broken_one_is_kept(service: BoxService) -> None:
    service.add("b", metadata=OURS)
    service.made = ["ERROR"]
    (result,) = run(service, "a", selector=OURS, exact=True, policy={"on_error": "keep"})
    assert result.warnings[-1] == "The boxes that are too many were left: b, since box 'a' is beyond use."
    assert service.writes() == ["POST /boxes"]


def test_who_has_left_the_fleet_meanwhile_stays(service: BoxService) -> None:
    service.add("b", metadata=OURS)
    service.hooks.append(lambda seen: service.items["b1"].update(metadata={}) if seen.method == "POST" else None)
    run(service, "a", selector=OURS, exact=True)
    assert service.names() == ["a", "b"]


def test_one_that_has_its_new_name_already_is_not_too_many(service: BoxService) -> None:
    service.add("b", metadata=OURS)
    assert not any(one.plan.changed for one in run(service, "a", selector=OURS, exact=True, fields={"new_name": "b"}))
    assert service.names() == ["b"]


@pytest.mark.parametrize("check", [True, False])
def test_which_went_is_told(service: BoxService, check: bool) -> None:
    for name in "ab":
        service.add(name, metadata=OURS)
    results = run(service, "", selector=OURS, exact=True, check=check)
    assert removed_of(results) == [{"id": "b1", "name": "a"}, {"id": "b2", "name": "b"}]


def test_failure_of_one_that_is_too_many_tells_of_the_others(service: BoxService) -> None:
    for name in "abc":
        service.add(name, metadata=OURS)
    service.hooks.append(fails("DELETE", "/boxes/b2", 409))
    with pytest.raises(SomeFailed) as caught:
        run(service, "a", selector=OURS, exact=True)
    facts = caught.value.facts()
    assert str(caught.value).startswith("1 of 3 boxes failed. b: Could not delete box 'b': ")
    assert ([one["name"] for one in facts["boxes"]], facts["removed"]) == (["a"], [{"id": "b3", "name": "c"}])


def test_list_shows_all_that_is_asked_for(service: BoxService) -> None:
    """What an older microversion does not show would be passed over in silence."""
    newer = dataclasses.replace(BOX, fields=(*BOX.fields, Field("lid", reading=Microversion("2.90"))))
    service.add("a", metadata=OURS, lid="red")
    run(service, "a", selector=OURS, exact=True, resource=newer, fields={"lid": "red"})
    assert [seen.headers.get("openstack-api-version") for seen in service.server.seen] == ["compute 2.90"]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"exact": True}, "exact needs a selector: without one, nothing says which boxes are too many."),
        ({"fields": {"new_name": "x"}}, "new_name is for one: several of one name could not be told apart."),
    ],
)
def test_fleet_that_makes_no_sense(service: BoxService, how: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        run(service, "ab", **how)
    assert str(caught.value) == message
    assert service.lines() == []


def test_one_of_one_name_may_get_a_new_one(service: BoxService) -> None:
    service.add("a")
    run(service, "a", fields={"new_name": "b"})
    assert service.names() == ["b"]


def test_failures_are_told_with_what_was_done(service: BoxService) -> None:
    for name in "abcd":
        service.add(name)
    for key in ("b1", "b3"):
        service.hooks.append(fails("PUT", f"/boxes/{key}", 409))
    with pytest.raises(SomeFailed) as caught:
        run(service, "abcd", fields={"size": 2})
    message = str(caught.value)
    assert message.startswith("2 of 4 boxes failed. a: Could not change box 'a': The service is sick. (HTTP 409, PUT ")
    assert " c: Could not change box 'c': " in message
    facts = caught.value.facts()
    assert [(one["name"], one["status"]) for one in facts["failures"]] == [("a", 409), ("c", 409)]
    assert facts["changed"] is True
    assert [one["name"] for one in facts["boxes"]] == ["b", "d"]


def test_those_that_fail_after_they_were_changed_count_as_changed(service: BoxService) -> None:
    service.add("a", "ACTIVE", "ERROR")
    with pytest.raises(SomeFailed) as caught:
        run(service, "a", fields={"size": 2})
    assert service.writes() == ["PUT /boxes/b1"]
    assert caught.value.facts()["changed"] is True


def test_reason_that_several_share_is_told_once(service: BoxService) -> None:
    service.add("c")
    desired = DesiredFleet(["a", "b", "c"], Desired(PRESENT, {}))
    with pytest.raises(SomeFailed) as caught:
        reconcile_fleet(service.cloud, unmakeable(), desired, ApplyOptions(), TurnedClock())
    assert str(caught.value) == "2 of 3 boxes failed. a, b: There is no more room."


def unmakeable() -> Resource:
    def create(_wanted: Any, _desired: Any) -> Any:
        raise ConfigError(["There is no more room."])

    return dataclasses.replace(BOX, fields=(), create=create)


def test_only_so_many_are_waited_for(service: BoxService) -> None:
    service.add("a", "ACTIVE", "BUILD", "ACTIVE")
    for name in "bc":
        service.add(name, "ACTIVE", "BUILD")
    results = run(service, "abc", fields={"size": 2}, enough=1)
    assert [one.resource["status"] for one in results] == ["ACTIVE", "BUILD", "BUILD"]
    assert sorted(service.writes()) == ["PUT /boxes/b1", "PUT /boxes/b2", "PUT /boxes/b3"]
    # To find them, twice until one is there, and once for how the others stand.
    assert service.looks() == ["GET /boxes"] * 4


def test_those_that_are_as_desired_are_among_the_enough(service: BoxService) -> None:
    service.add("a", size=2)
    service.add("b", "ACTIVE", "BUILD")
    results = run(service, "ab", fields={"size": 2}, enough=1)
    assert [(one.plan.changed, one.resource["status"]) for one in results] == [(False, "ACTIVE"), (True, "BUILD")]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding what is there of what is wanted."""

from __future__ import annotations

import datetime
import os
import pathlib
import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.create_once import (
    AGREEMENT_SECONDS,
    CERTAIN_SECONDS,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.find import Finder
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.young import YOUNG_SECONDS, Certain
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import NotUnique
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.collection import Collection
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock

BEGUN_SECONDS = 30.0
RESTORABLE = Resource(**{**vars(BOX), "removed": (("deleted", "true"),)})


def found(
    service: BoxService,
    *desired_states: Desired,
    clock: TurnedClock | None = None,
    resource: Resource = BOX,
    listed: list[Any] | None = None,
) -> list[Any]:
    """What is there for each desired state: its id, None or an error."""
    finder = Finder(Collection(service.cloud, resource), clock or TurnedClock(), BEGUN_SECONDS, listed=listed)
    return [one["id"] if isinstance(one, dict) else one for one in finder.find(desired_states)]


def desired(name: str | None = None, state: str = PRESENT, box_id: str | None = None, **fields: Any) -> Desired:
    return Desired(state, fields, name=name, id=box_id)


def born(seconds_ago: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=seconds_ago)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_any_number_of_names_is_one_list(service: BoxService) -> None:
    for name in "abc":
        service.add(name)
    assert found(service, desired("a"), desired("x"), desired("c")) == ["b1", None, "b3"]
    assert [seen.query for seen in service.server.seen] == [(("name", "a"), ("name", "x"), ("name", "c"))]


def test_ids_are_asked_for(service: BoxService) -> None:
    service.add("a")
    assert found(service, desired(box_id="b1"), desired(box_id="b9")) == ["b1", None]
    assert service.lines() == ["GET /boxes/b1", "GET /boxes/b9"]


def test_what_is_listed_already_is_not_listed_again(service: BoxService) -> None:
    listed = [{"id": "1", "name": "a", "status": "ACTIVE"}, {"id": "2", "name": "b", "status": "ACTIVE"}]
    assert found(service, desired("b"), desired("c"), desired(box_id="1"), listed=listed) == ["2", None, "1"]
    assert service.lines() == []


def test_two_of_a_name_are_an_error_for_that_one_alone(service: BoxService) -> None:
    for name in ("a", "b", "a"):
        service.add(name)
    twins, other = found(service, desired("a"), desired("b"))
    assert isinstance(twins, NotUnique)
    assert twins.ids == ["b1", "b3"]
    assert other == "b2"
    # They are old: nobody is about to agree on one.
    assert service.lines() == ["GET /boxes"]


def test_young_twins_get_time_to_become_one(service: BoxService) -> None:
    clock = TurnedClock()
    service.add("a", "ACTIVE", created_at=born(3))
    service.add("a", "ACTIVE", "ACTIVE", "ACTIVE", None, created_at=born(2))
    assert found(service, desired("a"), clock=clock) == ["b1"]
    assert clock.slept == [1.0, 1.0, 1.0]


def test_young_one_is_looked_at_again(service: BoxService) -> None:
    """Whoever makes a twin in the same second may be the one that stays."""
    service.add("a", created_at=born(0.3))
    assert found(service, desired("a"), clock=(clock := TurnedClock())) == ["b1"]
    assert (service.lines(), clock.slept) == (["GET /boxes"] * 2, [CERTAIN_SECONDS])


def test_twin_that_appears_meanwhile_is_waited_for(service: BoxService) -> None:
    service.add("a", created_at=born(0.3))
    lists = iter(range(1, 4))

    def hook(_seen: Seen) -> None:
        number = next(lists)
        if number == 2:
            service.add("a", created_at=born(0.3))
        if number == 3:
            del service.items["b1"]

    service.hooks.append(hook)
    assert found(service, desired("a")) == ["b2"]


@pytest.mark.parametrize(
    ("created_at", "state"),
    [(born(YOUNG_SECONDS + 60), PRESENT), (None, PRESENT), (born(0.3), ABSENT)],
    ids=["old", "no-time", "to-go"],
)
def test_one_that_is_old_or_is_to_go_costs_one_request(service: BoxService, created_at: str | None, state: str) -> None:
    service.add("a", created_at=created_at)
    assert found(service, desired("a", state)) == ["b1"]
    assert service.lines() == ["GET /boxes"]


def test_kind_of_which_there_may_be_several_is_not_looked_at_again(service: BoxService) -> None:
    service.add("a", created_at=born(0.3))
    resource = Resource(**{**vars(BOX), "exclusive": False})
    assert found(service, desired("a"), resource=resource) == ["b1"]
    assert service.lines() == ["GET /boxes"]


def test_many_young_ones_are_looked_at_again_together(service: BoxService) -> None:
    for name in "abc":
        service.add(name, created_at=born(0.3))
    assert found(service, desired("a"), desired("b"), desired("c")) == ["b1", "b2", "b3"]
    assert service.lines() == ["GET /boxes"] * 2


def test_one_that_is_certain_is_not_looked_at_again(keeping: BoxService) -> None:
    """It was looked at twice by an earlier task, or made by one."""
    keeping.add("a", created_at=born(0.3))
    certain = Certain(keeping.cloud, BOX)
    for lists in (2, 1):
        keeping.server.seen.clear()
        finder = Finder(Collection(keeping.cloud, BOX), TurnedClock(), BEGUN_SECONDS, certain=certain)
        (one,) = finder.find([desired("a")])
        assert isinstance(one, dict)
        assert one["id"] == "b1"
        assert keeping.lines().count("GET /boxes") == lists


def test_young_twins_that_stay_are_an_error(service: BoxService) -> None:
    clock = TurnedClock()
    for seconds in (3, 2):
        service.add("a", created_at=born(seconds))
    (twins,) = found(service, desired("a"), clock=clock)
    assert isinstance(twins, NotUnique)
    assert sum(clock.slept) == AGREEMENT_SECONDS


@pytest.mark.parametrize(
    "created_at",
    [(born(3), born(YOUNG_SECONDS + 60)), (born(3), "yesterday"), (born(3), None)],
    ids=["old", "no-time", "none"],
)
def test_twins_of_which_one_is_old_are_not_waited_for(service: BoxService, created_at: tuple[str, str]) -> None:
    clock = TurnedClock()
    for one in created_at:
        service.add("a", created_at=one)
    (twins,) = found(service, desired("a"), clock=clock)
    assert isinstance(twins, NotUnique)
    assert clock.slept == []


def test_young_twins_are_waited_for_though_an_old_one_is_leaving(service: BoxService) -> None:
    service.add("a", "LEAVING", created_at=born(9999))
    service.add("a", "ACTIVE", created_at=born(3))
    service.add("a", "ACTIVE", None, created_at=born(2))
    assert found(service, desired("a")) == ["b2"]


def test_kind_of_which_there_may_be_several_has_no_twins(service: BoxService) -> None:
    clock = TurnedClock()
    for _number in range(2):
        service.add("a", created_at=born(1))
    (twins,) = found(service, desired("a"), clock=clock, resource=Resource(**{**vars(BOX), "exclusive": False}))
    assert isinstance(twins, NotUnique)
    assert clock.slept == []


def test_one_that_is_leaving_counts_only_if_there_is_no_other(service: BoxService) -> None:
    service.add("a", "LEAVING")
    assert found(service, desired("a")) == ["b1"]
    service.add("a")
    assert found(service, desired("a")) == ["b2"]


@pytest.mark.parametrize(("there", "expected"), [(["a"], "b1"), (["b"], "b1"), ([], None)])
def test_one_is_found_under_its_old_name_or_its_new_one(
    service: BoxService, there: list[str], expected: str | None
) -> None:
    for name in there:
        service.add(name)
    assert found(service, desired("a", new_name="b")) == [expected]
    assert len(service.lines()) == 1


def test_both_names_there_is_an_error(service: BoxService) -> None:
    service.add("a")
    service.add("b")
    (error,) = found(service, desired("a", new_name="b"))
    assert isinstance(error, NotUnique)
    assert str(error) == "It cannot be renamed: boxes 'a' (b1) and 'b' (b2) are both there."


def test_one_that_is_leaving_does_not_bar_its_name(service: BoxService) -> None:
    service.add("a")
    service.add("b", "LEAVING")
    assert found(service, desired("a", new_name="b")) == ["b1"]


def removed_box(service: BoxService, *created_at: str) -> None:
    """Boxes that were removed and may be restored: they are shown in the list of those only."""
    for moment in created_at:
        service.add("a", "REMOVED", created_at=moment)

    def hook(seen: Seen) -> None:
        for one in service.items.values():
            one["left"] = ["REMOVED" if ("deleted", "true") in seen.query else None]

    service.hooks.append(hook)


def test_removed_one_is_found_if_it_is_to_be_restored(service: BoxService) -> None:
    removed_box(service, "2026-01-02", "2026-01-03", "2026-01-01")
    restoring = Desired(PRESENT, {}, name="a", policy={"restore": True})
    assert found(service, desired("a"), resource=RESTORABLE) == [None]
    # The one that was made last.
    assert found(service, restoring, resource=RESTORABLE) == ["b2"]
    assert len(service.lines()) == 3


def test_removed_one_is_not_looked_for_by_who_wants_none(service: BoxService) -> None:
    removed_box(service, "2026-01-02")
    assert found(service, Desired(ABSENT, {}, name="a", policy={"restore": True}), resource=RESTORABLE) == [None]
    assert len(service.lines()) == 1


def test_what_lists_leave_out_is_looked_for_where_a_desired_state_may_mean_it(service: BoxService) -> None:
    service.add("hidden", id="h1")

    def hidden(seen: Seen) -> Reply | None:
        return None if ("hidden", "true") in seen.query else Reply(200, {"boxes": []})

    service.hooks.append(hidden)
    extra_queries = Resource(
        **{**vars(BOX), "extra_queries": lambda desired: [(("hidden", "true"),)] if "lid" in desired.fields else []}
    )
    assert found(service, desired("hidden"), resource=extra_queries) == [None]
    assert found(service, desired("hidden", lid=True), desired("none", lid=True), resource=extra_queries) == [
        "h1",
        None,
    ]


def appears_in_list(service: BoxService, number: int) -> None:
    """A box named a is there from the n-th list on."""
    left = list(range(number))

    def hook(seen: Seen) -> None:
        if left:
            left.pop()
        if not left and not service.items:
            service.add("a", "BUSY", created_at=born(0))

    service.hooks.append(hook)


@pytest.mark.parametrize("state", [PRESENT, ABSENT])
def test_what_a_killed_run_has_begun_gets_time_to_appear(keeping: BoxService, state: str) -> None:
    clock = TurnedClock()
    keeping.begun("box 'a'")
    appears_in_list(keeping, 4)
    assert found(keeping, desired("a", state=state), clock=clock) == ["b1"]
    assert clock.slept == [1.0, 1.0, 1.0, *([] if state == ABSENT else [CERTAIN_SECONDS])]


def test_what_was_begun_and_does_not_appear_is_waited_for_no_longer_than_that(keeping: BoxService) -> None:
    clock = TurnedClock()
    keeping.begun("box 'a'")
    assert found(keeping, desired("a"), clock=clock) == [None]
    assert sum(clock.slept) == BEGUN_SECONDS


def test_what_was_begun_some_time_ago_is_there_by_now_or_never_will_be(
    keeping: BoxService, tmp_path: pathlib.Path
) -> None:
    clock = TurnedClock()
    keeping.begun("box 'a'")
    (note,) = (tmp_path / "tokens").glob("*.begun")
    then = time.time() - BEGUN_SECONDS
    os.utime(note, (then, then))
    assert found(keeping, desired("a"), clock=clock) == [None]
    assert clock.slept == []


@pytest.mark.parametrize(("name", "exclusive"), [("b", True), ("a", False)], ids=["another", "there-may-be-several"])
def test_nobody_waits_for_what_nobody_has_begun(keeping: BoxService, name: str, exclusive: bool) -> None:
    clock = TurnedClock()
    keeping.begun("box 'a'")
    resource = Resource(**{**vars(BOX), "exclusive": exclusive})
    assert found(keeping, desired(name), clock=clock, resource=resource) == [None]
    assert clock.slept == []


def test_one_that_is_there_is_not_waited_for_though_it_was_begun_twice(keeping: BoxService) -> None:
    clock = TurnedClock()
    keeping.begun("box 'a'")
    keeping.add("a")
    assert found(keeping, desired("a"), clock=clock) == ["b1"]
    assert clock.slept == []

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One of a name and no second one: lost answers, twins, and who removes whose."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.create_once import (
    AGREEMENT_SECONDS,
    APPEARANCE_SECONDS,
    CERTAIN_SECONDS,
    Creator,
    is_leaving,
    seniority,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.effects import Operation, SendRequest
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.execution import differences_from
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.poller import Poller
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.scheduler import Scheduler
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    CloudError,
    NotUnique,
    WaitTimeout,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Step
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService, fails, read_box
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Seen, TurnedClock

POST = "POST /boxes"
YOUNGER, YOUNGEST = "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"


def make(
    service: BoxService,
    clock: TurnedClock | None = None,
    attempts: int = 3,
    user_id: str | None = "u1",
    resource: Resource = BOX,
    seconds: float = 300,
    sure: Callable[[], None] | None = None,
    before: Collection[str] = (),
) -> Any:
    """What comes of making a box named a: the box, or an error. `sure`: what happens before the last look."""
    clock = clock or TurnedClock()
    request = SendRequest("compute", Step("", "POST", "/boxes", {"box": {"name": "a", "size": 1}}))
    creator = Creator(
        *(resource, "a", request, seconds, clock, attempts, lambda: user_id, lambda: service.intents, lambda: "p1"),
        before=before,
        differences=differences_from(resource, {"name": "a", "size": 1}),
    )

    def operation() -> Operation:
        made = yield from creator.make()
        if sure:
            sure()
            kept = yield from creator.verify()
            return kept or made
        return made

    scheduler = Scheduler(service.cloud, ApplyOptions(), clock, Poller(service.cloud, resource, None, "boxes"))
    (ending,) = scheduler.run([operation()])
    return ending


def appears(service: BoxService, *found: tuple[str, str], **more: Any) -> None:
    """Others that other runs make at the same time: they are there once ours is asked for."""

    def hook(seen: Seen) -> None:
        if seen.method == "POST" and "other" not in service.lists:
            service.lists["other"] = "done"
            for key, created_at in found:
                service.add("a", "ACTIVE", id=key, created_at=created_at, **more)

    service.hooks.append(hook)


def lost(service: BoxService, carried_out: int, times: int = 1) -> None:
    """So many answers to POST are lost, of which the first few were carried out."""
    left = list(range(times))

    def hook(seen: Seen) -> Reply | None:
        if seen.method != "POST" or not left:
            return None
        if left.pop(0) < carried_out:
            service.add("a", "ACTIVE", created_at=YOUNGER)
        return Reply(hang_up=True)

    service.hooks.append(hook)


def test_one_is_made(service: BoxService) -> None:
    clock = TurnedClock()
    assert make(service, clock)["id"] == "b1"
    assert service.writes() == [POST]
    # Whatever appears after a look that is more than a second later is younger.
    assert sum(clock.slept) >= CERTAIN_SECONDS
    assert set(service.looks()) == {"GET /boxes"}


def test_kind_of_which_there_may_be_several_is_just_made(service: BoxService) -> None:
    clock = TurnedClock()
    made = make(service, clock, resource=dataclasses.replace(BOX, exclusive=False))
    assert made == {"id": "b1"}
    assert (service.lines(), clock.slept) == ([POST], [])


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        (YOUNGER, YOUNGEST, "b1"),
        (YOUNGEST, YOUNGER, "z"),
        # Of those that are equally old the one with the smallest id.
        (YOUNGER, YOUNGER, "b1"),
    ],
)
def test_of_twins_all_runs_keep_the_oldest(service: BoxService, ours: str, theirs: str, kept: str) -> None:
    appears(service, ("z", theirs))
    service.hooks.append(lambda seen: dated(service, ours))
    assert make(service)["id"] == kept
    # Each removes its own and nobody else's.
    assert service.writes() == ([POST] if kept == "b1" else [POST, "DELETE /boxes/b1"])


def dated(service: BoxService, created_at: str) -> None:
    if "b1" in service.items:
        service.items["b1"]["created_at"] = created_at


def test_one_that_is_being_removed_is_not_kept(service: BoxService) -> None:
    service.add("a", "LEAVING", id="old", created_at="2025-01-01T00:00:00Z")
    assert make(service)["id"] == "b1"
    assert service.writes() == [POST]


def unseen(service: BoxService, key: str, lists: int) -> None:
    """So many lists lack a box that is there."""
    left = [key] * lists

    def hook(seen: Seen) -> Reply | None:
        if seen.method != "GET" or not left or key not in service.items:
            return None
        left.pop()
        others = [one for one in service.items.values() if one["id"] != key]
        return Reply(200, {"boxes": [{"status": "ACTIVE", **one} for one in others]})

    service.hooks.append(hook)


def test_who_does_not_see_his_own_yet_looks_again(service: BoxService) -> None:
    """The other one is younger: taking it for the one to keep would leave none, since its maker removes it."""
    appears(service, ("z", YOUNGEST))
    unseen(service, "b1", lists=2)
    assert make(service)["id"] == "b1"


def test_own_one_that_somebody_else_removed_gives_way(service: BoxService) -> None:
    appears(service, ("z", YOUNGEST))
    service.made = [None]
    assert make(service)["id"] == "z"


def test_lost_answer_is_looked_for(service: BoxService) -> None:
    lost(service, carried_out=1)
    assert make(service)["id"] == "b1"
    assert service.writes() == [POST]
    assert service.names() == ["a"]


def test_request_that_was_not_carried_out_is_sent_again(service: BoxService) -> None:
    clock = TurnedClock()
    lost(service, carried_out=0)
    assert make(service, clock)["id"] == "b1"
    assert service.writes() == [POST, POST]
    assert sum(clock.slept) >= APPEARANCE_SECONDS
    assert service.names() == ["a"]


@pytest.mark.parametrize(("attempts", "posts"), [(1, 1), (2, 2), (9, 3)])
def test_only_so_many_attempts(service: BoxService, attempts: int, posts: int) -> None:
    lost(service, carried_out=0, times=9)
    ending = make(service, attempts=attempts)
    assert isinstance(ending, CloudError)
    assert "closed the connection" in str(ending)
    assert service.writes() == [POST] * posts


def test_error_of_the_service_may_hide_that_it_was_carried_out(service: BoxService) -> None:
    service.hooks.append(fails("POST", "/boxes", status=504))
    assert make(service)["id"] == "b1"
    assert service.writes() == [POST, POST]


@pytest.mark.parametrize("status", [400, 403, 409, 413])
def test_refusal_is_final(service: BoxService, status: int) -> None:
    service.hooks.append(fails("POST", "/boxes", status=status))
    ending = make(service)
    assert isinstance(ending, ApiError)
    assert ending.status == status
    assert service.lines() == [POST]


def late_twin(service: BoxService, **more: Any) -> None:
    """The first request's answer is lost and nothing appears: it is carried out only when the second one comes."""
    state = {"posts": 0}

    def hook(seen: Seen) -> Reply | None:
        if seen.method != "POST":
            return None
        state["posts"] += 1
        if state["posts"] == 1:
            return Reply(hang_up=True)
        service.add("a", "ACTIVE", id="late", created_at=YOUNGEST, **more)
        return None

    service.hooks.append(hook)


def test_lost_one_that_comes_late_is_kept_and_not_removed(service: BoxService) -> None:
    """Nothing tells it from one that somebody else has made at that moment, so only this run's own may go."""
    clock = TurnedClock()
    late_twin(service)
    assert make(service, clock, sure=nothing)["id"] == "late"
    assert service.writes() == [POST, POST, "DELETE /boxes/b1"]
    assert service.items["late"]["left"] != [None]
    assert sum(clock.slept) >= AGREEMENT_SECONDS


@pytest.mark.parametrize(
    ("theirs", "user_id"),
    [({"user_id": "u2"}, "u1"), ({"size": 100}, "u1"), ({}, None)],
    ids=["another-user's", "another-size", "unknown-user"],
)
def test_what_may_be_somebody_elses_is_neither_removed_nor_kept_for_ours(
    service: BoxService, theirs: dict[str, Any], user_id: str | None
) -> None:
    late_twin(service, **theirs)
    ending = make(service, user_id=user_id, sure=nothing)
    assert isinstance(ending, NotUnique)
    assert str(ending).startswith("2 boxes are named 'a': b1, late. This run has made b1; it is not known whether")
    assert ending.ids == ["b1", "late"]
    assert service.writes() == [POST, POST]


@pytest.mark.parametrize("theirs", [{}, {"size": 100}], ids=["alike", "another-size"])
@pytest.mark.parametrize("created_at", ["2026-01-01T00:00:00Z", YOUNGEST], ids=["older", "younger"])
def test_of_two_that_came_while_an_answer_was_lost_none_is_removed(
    service: BoxService, theirs: dict[str, Any], created_at: str
) -> None:
    """One is of the request whose answer was lost, the other a second client's: nobody can say which."""
    lost(service, carried_out=1)
    service.hooks.insert(0, second_client(service, created_at, **theirs))
    ending = make(service, sure=nothing)
    assert isinstance(ending, NotUnique)
    assert sorted(ending.ids) == ["b1", "z"]
    assert "so it is not known which of them this run has made, and none was removed." in str(ending)
    assert service.writes() == [POST]


def second_client(service: BoxService, created_at: str, **more: Any) -> Callable[[Seen], None]:
    """Another client makes one as soon as ours is there."""

    def hook(seen: Seen) -> None:
        if "b1" in service.items and "z" not in service.items:
            service.add("a", id="z", created_at=created_at, **more)

    return hook


def test_another_one_that_appears_in_place_of_a_lost_one_is_not_taken_for_it(service: BoxService) -> None:
    lost(service, carried_out=0)
    service.hooks.insert(0, lambda seen: joined(service, id="z", size=100)() if seen.method == "POST" else None)
    ending = make(service)
    assert isinstance(ending, NotUnique)
    assert "was made at the same time by somebody else, and is not as it was asked for here: size is 100, wanted 1" in (
        str(ending)
    )
    assert service.writes() == [POST]


def test_older_one_of_another_kind_is_left_and_told_of(service: BoxService) -> None:
    """Our own goes, as among all runs, but it is not said that what is there is what was asked for."""
    appears(service, ("z", "2025-01-01T00:00:00Z"), size=100)
    ending = make(service, sure=nothing)
    assert isinstance(ending, NotUnique)
    assert (ending.ids, service.writes()) == (["z"], [POST, "DELETE /boxes/b1"])


@pytest.mark.parametrize("is_ours_lost", [True, False], ids=["lost", "answered"])
def test_what_was_there_before_does_not_compete(service: BoxService, is_ours_lost: bool) -> None:
    service.add("a", id="old", created_at="2025-01-01T00:00:00Z")
    if is_ours_lost:
        lost(service, carried_out=1)
    assert make(service, sure=nothing, before={"old"})["id"] == "b1"
    assert service.writes() == [POST]


def test_what_another_project_makes_does_not_compete(service: BoxService) -> None:
    appears(service, ("z", "2025-01-01T00:00:00Z"), project_id="p2")
    assert make(service, sure=nothing)["id"] == "b1"
    assert service.writes() == [POST]


def test_what_another_project_makes_is_not_taken_for_a_lost_one(service: BoxService) -> None:
    lost(service, carried_out=0)
    service.hooks.insert(0, lambda seen: joined(service, id="z", project_id="p2")() if seen.method == "POST" else None)
    assert make(service, sure=nothing)["id"] == "b1"
    assert service.writes() == [POST, POST]


def nothing() -> None:
    """Nothing happens before the last look."""


def joined(service: BoxService, **more: Any) -> Callable[[], None]:
    """Another one appears before it."""

    def join() -> None:
        service.add("a", **more)

    return join


def test_nobody_looks_again_without_a_reason(service: BoxService) -> None:
    make(service)
    looks = len(service.looks())
    make(service, sure=nothing)
    assert len(service.looks()) == 2 * looks


def test_of_what_a_killed_run_had_begun_and_comes_late_one_is_left(keeping: BoxService) -> None:
    keeping.begun("box 'a'")
    kept = make(keeping, sure=joined(keeping, id="late", created_at=YOUNGEST))
    assert kept["id"] == "late"
    assert keeping.writes() == [POST, "DELETE /boxes/b1"]
    assert keeping.intents.seconds_since("box 'a'") is None


def test_what_a_killed_run_had_begun_and_is_older_is_kept(keeping: BoxService) -> None:
    keeping.begun("box 'a'")
    keeping.hooks.append(lambda seen: dated(keeping, YOUNGEST))
    kept = make(keeping, sure=joined(keeping, id="older", created_at=YOUNGER))
    assert kept["id"] == "older"
    assert keeping.writes() == [POST, "DELETE /boxes/b1"]


@pytest.mark.parametrize(
    ("more", "has_begun"),
    [({"user_id": "u2"}, True), ({"size": 100}, True), ({}, False)],
    ids=["another-user's", "another-size", "nobody-was-killed"],
)
def test_one_that_may_be_needed_is_told_of_and_not_removed(
    keeping: BoxService, more: dict[str, Any], has_begun: bool
) -> None:
    clock = TurnedClock()
    if has_begun:
        keeping.begun("box 'a'")
    appears(keeping, ("z", YOUNGEST), **more)
    ending = make(keeping, clock, sure=nothing)
    assert isinstance(ending, NotUnique)
    whose = "This run has made b1; it is not known" if has_begun else "All but the first were made at the same time by"
    assert str(ending).startswith(f"2 boxes are named 'a': b1, z. {whose}")
    assert ending.ids == ["b1", "z"]
    assert keeping.writes() == [POST]
    assert sum(clock.slept) >= AGREEMENT_SECONDS


def without_user(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in read_box(raw).items() if key != "user_id"}


NOBODYS = dataclasses.replace(BOX, read=without_user)


def test_of_lost_ones_of_a_kind_that_is_nobodys_one_is_left_when_all_have_had_their_time(service: BoxService) -> None:
    clock = TurnedClock()
    late_twin(service)
    assert make(service, clock, resource=NOBODYS, sure=nothing)["id"] == "late"
    assert service.writes() == [POST, POST, "DELETE /boxes/b1"]
    assert sum(clock.slept) >= AGREEMENT_SECONDS


@pytest.mark.parametrize("difference", ["another-size", "one-more", "none-lost"])
def test_of_a_kind_that_is_nobodys_no_more_is_removed(service: BoxService, difference: str) -> None:
    more = {"size": 2} if difference == "another-size" else {}
    if difference == "none-lost":
        appears(service, ("z", YOUNGEST))
    else:
        late_twin(service, **more)
    if difference == "one-more":
        appears(service, ("z", YOUNGEST))
    ending = make(service, resource=NOBODYS, sure=nothing)
    assert isinstance(ending, NotUnique)
    assert set(service.writes()) == {POST}


def test_whoever_has_made_another_one_has_the_time_to_remove_it(service: BoxService) -> None:
    clock = TurnedClock()
    appears(service, ("z", YOUNGEST))
    kept = make(service, clock, sure=lambda: service.items["z"].update(left=["ACTIVE", "ACTIVE", None]))
    assert kept["id"] == "b1"
    assert service.writes() == [POST]
    assert sum(clock.slept) < AGREEMENT_SECONDS


def noted(service: BoxService, folder: pathlib.Path) -> list[bool]:
    """Whether there is a note, each time that a box is asked for."""
    found: list[bool] = []

    def hook(seen: Seen) -> None:
        if seen.method == "POST":
            found.append(any((folder / "tokens").glob("*.begun")))

    service.hooks.insert(0, hook)
    return found


def test_what_is_asked_for_is_noted_until_there_is_an_answer(keeping: BoxService, tmp_path: pathlib.Path) -> None:
    found = noted(keeping, tmp_path)
    make(keeping)
    assert found == [True]
    assert keeping.intents.seconds_since("box 'a'") is None


@pytest.mark.parametrize(
    ("answer", "is_open"),
    [
        ({"hang_up": True}, True),
        ({"status": 502}, True),
        ({"status": 504}, True),
        ({"status": 202}, True),
        ({"status": 500}, False),
        ({"status": 409}, False),
    ],
    ids=["none", "502", "504", "no-box", "500", "409"],
)
def test_note_stays_if_it_may_be_made_later(keeping: BoxService, answer: dict[str, Any], is_open: bool) -> None:
    keeping.hooks.append(lambda seen: Reply(body="?", **answer) if seen.method == "POST" else None)
    assert isinstance(make(keeping, attempts=1), CloudError)
    assert (keeping.intents.seconds_since("box 'a'") is not None) == is_open


def test_kind_of_which_there_may_be_several_is_not_noted(keeping: BoxService, tmp_path: pathlib.Path) -> None:
    found = noted(keeping, tmp_path)
    make(keeping, resource=dataclasses.replace(BOX, exclusive=False))
    assert found == [False]


@pytest.mark.parametrize("name", ["a", "A"])
def test_one_that_no_list_of_its_name_shows_is_followed_by_its_id(service: BoxService, name: str) -> None:
    """The service may keep the name in another form, or filter lists otherwise than is known."""

    def empty_list(seen: Seen) -> Reply | None:
        if seen.method == "GET" and seen.path.endswith("/boxes"):
            for box in service.items.values():
                box["name"] = name
            return Reply(200, {"boxes": []})
        return None

    service.hooks.append(empty_list)
    made = make(service, seconds=4)
    assert (made["id"], made["name"]) == ("b1", name)
    assert service.lines().count("POST /boxes") == 1
    assert not [line for line in service.lines() if line.startswith("DELETE")]


def test_one_that_never_appears(service: BoxService) -> None:
    def nothing(seen: Seen) -> Reply | None:
        if seen.method != "GET":
            return None
        return Reply(200, {"boxes": []}) if seen.path.endswith("/boxes") else Reply(404, {})

    service.hooks.append(nothing)
    ending = make(service, seconds=0)
    assert isinstance(ending, WaitTimeout)
    assert str(ending).startswith("Waited 3 s for box 'a' to appear, but it is gone.")


def test_seniority_is_the_same_for_all() -> None:
    boxes = [{"id": "2", "created_at": YOUNGER}, {"id": "1", "created_at": YOUNGER}, {"id": "9", "created_at": "2025"}]
    assert [one["id"] for one in sorted(boxes, key=seniority)] == ["9", "1", "2"]


def test_leaving() -> None:
    gone = dataclasses.replace(BOX, gone=lambda current, _desired: current["status"] == "GONE")
    assert [is_leaving(gone, {"name": "a", "status": status}) for status in ("GONE", "LEAVING", "BUSY", "ACTIVE")] == [
        True,
        True,
        False,
        False,
    ]

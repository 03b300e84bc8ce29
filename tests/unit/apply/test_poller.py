# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what is waited for: one by its id, several with a list, and what a list that lacks one says."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.effects import NOT_YET, Snapshot, WaitUntil
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.poller import Missing, Poller
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, LID, BoxService
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply
from ansible_collections.nodeworks.openstack.tests.unit.support import Seen as Request


def awaited(box_id: str | None, name: str | None, resource: Resource = BOX, **how: Any) -> WaitUntil:
    """What a look comes to is the status that was seen, None for nothing."""

    def judge(seen: Snapshot) -> Any:
        found = seen.by_id(box_id) if box_id else next(iter(seen.named(name or "")), None)
        return found and found["status"]

    return WaitUntil("it", resource, name, box_id, judge, 300, **how)


class Looks:
    """Takes looks, and remembers what was missing in them."""

    def __init__(self, service: BoxService, *awaits: WaitUntil, microversion: Microversion | None = None) -> None:
        self.poller = Poller(service.cloud, BOX, microversion, "boxes")
        self._awaits = [(one, Missing()) for one in awaits]

    def poll(self) -> list[Any]:
        self.poller.poll([one for one, _missing in self._awaits])
        verdicts = [self.poller.verdict(one, missing) for one, missing in self._awaits]
        return ["not yet" if verdict is NOT_YET else verdict for verdict in verdicts]


def test_one_is_asked_for_by_its_id(service: BoxService) -> None:
    looks = Looks(service, awaited(service.add("a"), "a"))
    assert looks.poll() == ["ACTIVE"]
    assert service.lines() == ["GET /boxes/b1"]


def test_one_that_is_not_there_is_gone_at_once(service: BoxService) -> None:
    assert Looks(service, awaited("b9", "a")).poll() == [None]


@pytest.mark.parametrize("how", [{"by_name": True}, {"box_id": None}], ids=["others-count", "any-of-the-name"])
def test_one_of_which_the_name_counts_is_looked_for_in_the_list(service: BoxService, how: dict[str, Any]) -> None:
    key = service.add("a")
    assert Looks(service, awaited(how.pop("box_id", key), "a", **how)).poll() == ["ACTIVE"]
    assert service.lines() == ["GET /boxes"]


def test_several_are_one_list_of_their_names(service: BoxService) -> None:
    looks = Looks(service, awaited(service.add("a"), "a"), awaited(service.add("b", "BUILD"), "b"))
    service.add("c")
    assert looks.poll() == ["ACTIVE", "BUILD"]
    assert [seen.query for seen in service.server.seen] == [(("name", "a"), ("name", "b"))]


def test_those_without_name_are_looked_for_in_the_whole_list(service: BoxService) -> None:
    awaits = [awaited(service.add("x", kind="lids"), None, LID) for _number in range(2)]
    assert Looks(service, *awaits).poll() == ["ACTIVE", "ACTIVE"]
    assert [(seen.path, seen.query) for seen in service.server.seen] == [("/v2.1/lids", ())]


def test_each_kind_is_looked_for(service: BoxService) -> None:
    looks = Looks(service, awaited(service.add("a"), "a"), awaited(service.add("x", kind="lids"), None, LID))
    assert looks.poll() == ["ACTIVE", "ACTIVE"]
    assert service.lines() == ["GET /boxes/b1", "GET /lids/l2"]


def test_own_kind_is_read_as_the_run_needs_it(service: BoxService) -> None:
    wanted = Microversion("2.90")
    awaits = [awaited(service.add("a"), "a"), awaited(service.add("x", kind="lids"), None, LID)]
    Looks(service, *awaits, microversion=wanted).poll()
    versions = [seen.headers.get("openstack-api-version") for seen in service.server.seen]
    assert versions == ["compute 2.90", None]


def lacking(service: BoxService, *lists: set[str]) -> None:
    """Lists that lack some; the last for ever."""
    left = list(lists)

    def hook(seen: Request) -> Reply | None:
        if seen.method != "GET" or seen.path != "/v2.1/boxes":
            return None
        without = left.pop(0) if len(left) > 1 else left[0]
        shown = [{"id": key, "name": one["name"], "status": "ACTIVE"} for key, one in service.items.items()]
        return Reply(200, {"boxes": [one for one in shown if one["id"] not in without]})

    service.hooks.append(hook)


def two(service: BoxService, **how: Any) -> Looks:
    return Looks(service, awaited(service.add("a"), "a", **how), awaited(service.add("b"), "b", **how))


def test_one_that_a_list_lacks_once_is_not_gone(service: BoxService) -> None:
    """A list that changes while its pages are read can lack one that is there."""
    looks = two(service)
    lacking(service, {"b1"}, set(), {"b1"}, set())
    assert [looks.poll()[0] for _number in range(4)] == ["not yet", "ACTIVE", "not yet", "ACTIVE"]
    assert service.lines() == ["GET /boxes"] * 4


def test_one_that_is_to_be_gone_is_so_if_two_lists_lack_it(service: BoxService) -> None:
    looks = two(service, until_gone=True)
    lacking(service, {"b1"})
    assert [looks.poll()[0] for _number in range(2)] == ["not yet", None]
    assert service.lines() == ["GET /boxes"] * 2


def test_one_that_lists_leave_out_is_asked_for_before_it_is_given_up(service: BoxService) -> None:
    """Nova leaves a node out of lists while it is restored, and whoever was renamed is not found by his name."""
    looks = two(service)
    lacking(service, {"b1"})
    assert [looks.poll()[0] for _number in range(3)] == ["not yet", "ACTIVE", "ACTIVE"]
    service.items["b1"]["left"] = [None]
    assert looks.poll() == [None, "ACTIVE"]
    assert service.lines() == ["GET /boxes"] * 2 + ["GET /boxes/b1", "GET /boxes"] * 2 + ["GET /boxes/b1"]


def test_one_that_is_twice_in_a_list_is_one(service: BoxService) -> None:
    seen = Snapshot([{"id": "1", "name": "a"}, {"id": "2", "name": "a"}, {"id": "1", "name": "a"}])
    assert [one["id"] for one in seen.named("a")] == ["1", "2"]
    assert seen.by_id("3") is None
    assert seen.named("b") == []


def test_how_it_was_at_the_last_look(service: BoxService) -> None:
    key = service.add("a", "BUILD")
    one, any_one = awaited(key, "a"), awaited(None, "a")
    looks = Looks(service, one, any_one)
    assert looks.poller.current(one) is None
    looks.poll()
    for each in (one, any_one):
        current = looks.poller.current(each)
        assert current is not None
        assert current["status"] == "BUILD"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted and what is there to what has to happen."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import (
    Plan,
    plan_absent,
    plan_create,
    plan_update,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.compare import added, as_set, contained
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    UNKNOWN,
    Changes,
    Consent,
    Field,
    Purge,
    Resource,
    Values,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Change, Step

CURRENT = {
    "id": "b1",
    "name": "box",
    "note": "old",
    "open": True,
    "size": 5,
    "colour": "red",
    "labels": ["a", "b"],
    "meta": {"k": "1", "l": "2"},
    "owner": "me",
    "weight": 1,
}


def _create(wanted: Values, _desired: Desired) -> Change:
    return Change((Step("create", "POST", "/boxes", {"box": dict(wanted)}),), "present", {"made": (False, True)})


def _update(current: Values, changes: Changes, desired: Desired) -> Change:
    steps = [Step(f"change {name}", "PUT", f"/boxes/{current['id']}", {name: changes[name][1]}) for name in changes]
    if desired.state == "shaken":
        return Change((*steps, Step("shake", "POST", "/shake")), "shaken", {"shaken": (False, True)})
    return Change(tuple(steps))


def _delete(current: Values, desired: Desired) -> list[Step]:
    return [Step("delete", "DELETE", f"/boxes/{current['id']}", {"force": desired.option("force")})]


HEAVY = Consent(
    lambda desired: desired.option("weigh") == "true",
    "Set weigh to true.",
    ignores=lambda desired: desired.option("weigh") == "ignore",
)
BOX = Resource(
    name="box",
    plural="boxes",
    service="compute",
    path="/boxes",
    one="box",
    many="boxes",
    read=dict,
    fields=(
        Field("note"),
        Field("open"),
        Field("size", updatable=False, required=True),
        Field("colour", updatable=False, required=True),
        Field("labels", same=as_set),
        Field("meta", same=contained, merge=added, purge=Purge("purge_meta")),
        Field("secret", updatable=False, show=lambda current: UNKNOWN),
        Field("word", show=lambda current: "old word", display=lambda value: f"<{len(value)} letters>"),
        Field("owner", updatable=False, replaced_by=("group",)),
        Field("weight", consent=HEAVY),
    ),
    create=_create,
    update=_update,
    delete=_delete,
)


def update(wanted: Mapping[str, Any], state: str = PRESENT, **policy: Any) -> Plan:
    return plan_update(BOX, Desired(state, wanted, name="box", policy=policy), wanted, CURRENT)


def create(wanted: Mapping[str, Any], with_ids: Mapping[str, Any] | None = None) -> Plan:
    return plan_create(BOX, Desired(PRESENT, wanted, name="box"), wanted if with_ids is None else with_ids)


def absent(current: Values | None, **policy: Any) -> Plan:
    return plan_absent(BOX, current, Desired(ABSENT, {}, name="box", policy=policy))


def changed(wanted: Mapping[str, Any]) -> list[str]:
    return [step.title for step in update(wanted).steps]


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        pytest.param({}, [], id="nothing-wanted"),
        pytest.param({"note": "old"}, [], id="same"),
        pytest.param({"note": "new"}, ["change note"], id="other"),
        pytest.param({"note": ""}, ["change note"], id="empty-text-is-a-wish"),
        pytest.param({"open": False}, ["change open"], id="false-is-a-wish"),
        pytest.param({"labels": []}, ["change labels"], id="empty-list-is-a-wish"),
        pytest.param({"labels": ["b", "a"]}, [], id="order-does-not-count"),
        pytest.param({"meta": {}}, [], id="nothing-to-add"),
        pytest.param({"meta": {"k": "1"}}, [], id="already-there"),
        pytest.param({"meta": {"k": ""}}, ["change meta"], id="empty-value-is-a-wish"),
        pytest.param({"size": 5, "colour": "red"}, [], id="same-in-what-cannot-change"),
        pytest.param({"secret": "x"}, [], id="what-is-not-shown-is-not-compared"),
        pytest.param({"note": "new", "open": False}, ["change note", "change open"], id="two"),
        pytest.param({"unknown": 1}, [], id="not-a-field"),
    ],
)
def test_what_has_to_happen(wanted: dict[str, Any], titles: list[str]) -> None:
    assert changed(wanted) == titles
    assert update(wanted).changed is bool(titles)


def test_before_and_after_are_what_the_user_manages() -> None:
    plan = update({"note": "new", "meta": {"m": "3"}, "size": 5})
    assert plan.before == {"state": "present", "note": "old", "meta": {"k": "1", "l": "2"}, "size": 5}
    assert plan.after == {"state": "present", "note": "new", "meta": {"k": "1", "l": "2", "m": "3"}, "size": 5}
    assert plan.steps[1].body == {"meta": {"k": "1", "l": "2", "m": "3"}}


@pytest.mark.parametrize(
    "wanted", [{}, {"note": "old"}, {"labels": ["b", "a"]}, {"labels": ["a", "b", "a"]}, {"meta": {"k": "1"}}], ids=repr
)
def test_unchanged_has_no_diff(wanted: dict[str, Any]) -> None:
    plan = update(wanted)
    assert not plan.changed
    assert plan.before == plan.after


def test_planning_changes_nothing_itself() -> None:
    before = repr(CURRENT)
    update({"meta": {"m": "3"}, "labels": []})
    absent(CURRENT)
    assert repr(CURRENT) == before


def test_all_immutable_differences_are_named_at_once_and_nothing_else_is_done() -> None:
    with pytest.raises(Immutable) as caught:
        update({"note": "new", "size": 9, "colour": ""})
    assert str(caught.value) == (
        "Box 'box' (b1) differs in what cannot be changed while it exists: size is 5, wanted 9; colour is 'red', wanted"
        " ''. To have it so, remove the box (state absent) and make it anew. To keep the box as it is, leave the option"
        " out."
    )


def test_new_one() -> None:
    wanted = {"size": 5, "colour": "red", "open": False, "word": "sesame"}
    plan = create(wanted, {**wanted, "colour": "id-of-red"})
    assert plan.changed
    assert plan.before == {"state": "absent"}
    assert plan.after == {"state": "present", "name": "box", **wanted, "word": "<6 letters>", "made": True}
    assert plan.fields == {"name": "box", **wanted, "colour": "id-of-red"}
    assert plan.steps[0].body == {"box": {"name": "box", **wanted, "colour": "id-of-red"}}


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ({}, "size and colour"),
        ({"size": 5}, "colour"),
        ({"colour": ""}, "size"),
    ],
)
def test_what_a_new_one_lacks_is_named_at_once(wanted: dict[str, Any], missing: str) -> None:
    with pytest.raises(ConfigError) as caught:
        create(wanted)
    assert str(caught.value) == f"There is no box 'box' yet; to make it, give {missing}."


def test_what_may_be_said_in_another_way_is_not_missed() -> None:
    needy = dataclasses.replace(BOX, fields=(Field("owner", required=True, replaced_by=("group",)), Field("group")))
    assert plan_create(needy, Desired(PRESENT, {"group": "us"}, name="box"), {"group": "us"}).changed
    with pytest.raises(ConfigError):
        plan_create(needy, Desired(PRESENT, {}, name="box"), {})


def test_what_must_not_be_shown_is_not_in_the_diff() -> None:
    plan = update({"word": "new secret"})
    assert plan.before == {"state": "present", "word": "<8 letters>"}
    assert plan.after == {"state": "present", "word": "<10 letters>"}
    assert plan.fields == {"word": "new secret"}


def test_references_are_shown_as_plain_texts() -> None:
    plan = update({"labels": [Referred("a", "1"), Referred("c", "3")], "meta": {"m": Referred("x", "9")}})
    assert plan.after["labels"] == ["a", "c"]
    assert not any(isinstance(one, Referred) for one in (*plan.after["labels"], plan.after["meta"]["m"]))


def test_only_what_is_named_is_left_if_that_is_asked_for() -> None:
    assert update({"meta": {"k": "1"}}).after["meta"] == {"k": "1", "l": "2"}
    purged = update({"meta": {"k": "1"}}, purge_meta=True)
    assert [step.body for step in purged.steps] == [{"meta": {"k": "1"}}]
    assert purged.after["meta"] == {"k": "1"}
    assert update({"meta": {}}, purge_meta=True).after["meta"] == {}
    assert not update({"meta": {"k": "1", "l": "2"}}, purge_meta=True).changed


def test_state_and_what_no_field_shows_are_in_the_diff() -> None:
    plan = update({"note": "old"}, "shaken")
    assert plan.before == {"state": "present", "note": "old", "shaken": False}
    assert plan.after == {"state": "shaken", "note": "old", "shaken": True}
    assert plan.state == "shaken"


def test_none_wanted() -> None:
    plan = absent(CURRENT, force=True)
    assert [(step.method, step.body) for step in plan.steps] == [("DELETE", {"force": True})]
    assert (plan.before, plan.after) == ({"state": "present", "id": "b1", "name": "box"}, {"state": "absent"})


def test_none_wanted_and_none_there() -> None:
    plan = absent(None)
    assert not plan.changed
    assert plan.before == plan.after == {"state": "absent"}

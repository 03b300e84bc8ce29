# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what is wanted and what is there to what has to happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import (
    plan_absent,
    plan_create,
    plan_update,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.compare import added, as_set, contained
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    UNKNOWN,
    Changes,
    Field,
    Resource,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Step

CURRENT = {
    "id": "b1",
    "name": "box",
    "note": "old",
    "open": True,
    "size": 5,
    "colour": "red",
    "labels": ["a", "b"],
    "meta": {"k": "1", "l": "2"},
}


def _create(wanted: Mapping[str, Any]) -> list[Step]:
    return [Step("create", "POST", "/boxes", {"box": dict(wanted)})]


def _update(current: Mapping[str, Any], changes: Changes) -> list[Step]:
    return [Step(f"change {name}", "PUT", f"/boxes/{current['id']}", {name: changes[name][1]}) for name in changes]


def _delete(current: Mapping[str, Any]) -> list[Step]:
    return [Step("delete", "DELETE", f"/boxes/{current['id']}")]


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
        Field("meta", same=contained, merge=added),
        Field("secret", updatable=False, show=lambda current: UNKNOWN),
    ),
    create=_create,
    update=_update,
    delete=_delete,
)


def changed(wanted: Mapping[str, Any]) -> list[str]:
    return [step.title for step in plan_update(BOX, wanted, CURRENT).steps]


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
    assert plan_update(BOX, wanted, CURRENT).changed is bool(titles)


def test_before_and_after_are_what_the_user_manages() -> None:
    plan = plan_update(BOX, {"note": "new", "meta": {"m": "3"}, "size": 5}, CURRENT)
    assert plan.before == {"state": "present", "note": "old", "meta": {"k": "1", "l": "2"}, "size": 5}
    assert plan.after == {"state": "present", "note": "new", "meta": {"k": "1", "l": "2", "m": "3"}, "size": 5}
    assert plan.steps[1].body == {"meta": {"k": "1", "l": "2", "m": "3"}}


@pytest.mark.parametrize(
    "wanted", [{}, {"note": "old"}, {"labels": ["b", "a"]}, {"labels": ["a", "b", "a"]}, {"meta": {"k": "1"}}], ids=repr
)
def test_unchanged_has_no_diff(wanted: dict[str, Any]) -> None:
    plan = plan_update(BOX, wanted, CURRENT)
    assert not plan.changed
    assert plan.before == plan.after


def test_planning_changes_nothing_itself() -> None:
    before = repr(CURRENT)
    plan_update(BOX, {"meta": {"m": "3"}, "labels": []}, CURRENT)
    plan_absent(BOX, CURRENT)
    assert repr(CURRENT) == before


def test_all_immutable_differences_are_named_at_once_and_nothing_else_is_done() -> None:
    with pytest.raises(Immutable) as caught:
        plan_update(BOX, {"note": "new", "size": 9, "colour": ""}, CURRENT)
    assert str(caught.value) == (
        "Box 'box' (b1) differs in what cannot be changed while it exists: size is 5, wanted 9; colour is 'red', wanted"
        " ''. Leave the option out to keep the box as it is, or remove it (state absent) and make it anew."
    )


def test_new_one() -> None:
    wanted = {"name": "box", "size": 5, "colour": "red", "open": False}
    plan = plan_create(BOX, wanted, {**wanted, "colour": "id-of-red"})
    assert plan.changed
    assert plan.before == {"state": "absent"}
    assert plan.after == {"state": "present", **wanted}
    assert plan.steps[0].body == {"box": {**wanted, "colour": "id-of-red"}}


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ({"name": "box"}, "size and colour"),
        ({"name": "box", "size": 5}, "colour"),
        ({"name": "box", "colour": ""}, "size"),
    ],
)
def test_what_a_new_one_lacks_is_named_at_once(wanted: dict[str, Any], missing: str) -> None:
    with pytest.raises(ConfigError) as caught:
        plan_create(BOX, wanted, wanted)
    assert str(caught.value) == f"There is no box 'box' yet; to make it, give {missing}."


def test_none_wanted() -> None:
    plan = plan_absent(BOX, CURRENT)
    assert [step.method for step in plan.steps] == ["DELETE"]
    assert (plan.before, plan.after) == ({"state": "present", "id": "b1", "name": "box"}, {"state": "absent"})


def test_none_wanted_and_none_there() -> None:
    plan = plan_absent(BOX, None)
    assert not plan.changed
    assert plan.before == plan.after == {"state": "absent"}

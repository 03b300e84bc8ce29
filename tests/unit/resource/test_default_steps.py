# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a resource that says nothing of its own, and of one that does."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    Field,
    Resource,
    names_query,
    overlaid,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.default_steps import (
    to_create,
    to_delete,
    to_update,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Change, Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion

BOX = Resource(
    name="box",
    plural="boxes",
    service="network",
    path="/boxes",
    one="box",
    many="boxes",
    read=dict,
    fields=(Field("note"), Field("is_open", api_name="admin_state_up")),
    microversion=Microversion("2.47"),
)
CURRENT = {"id": "b1", "name": "box", "note": "old", "is_open": True}
DESIRED = Desired(PRESENT, {}, name="box")
OWN = (Step("own", "PATCH", "/own"),)


def test_making_is_a_post_of_the_fields_under_the_services_names() -> None:
    change = to_create(BOX, {"name": "box", "note": "", "is_open": False}, DESIRED)
    (step,) = change.steps
    assert (step.title, step.method, step.path) == ("create box 'box'", "POST", "/boxes")
    assert step.body == {"box": {"name": "box", "note": "", "admin_state_up": False}}
    assert step.microversion == Microversion("2.47")
    # A second time would make a second one.
    assert step.makes
    assert change.state == PRESENT


def test_changing_is_a_put_of_the_changed_fields() -> None:
    (step,) = to_update(BOX, CURRENT, {"is_open": (True, False)}, DESIRED).steps
    assert (step.title, step.method, step.path) == ("update box 'box'", "PUT", "/boxes/{id}")
    assert step.body == {"box": {"admin_state_up": False}}
    assert not step.makes


def test_no_change_is_no_step() -> None:
    assert to_update(BOX, CURRENT, {}, DESIRED).steps == ()
    assert len(to_update(BOX, CURRENT, {"is_open": (True, False)}, DESIRED).steps) == 1


def test_removing_is_a_delete() -> None:
    (step,) = to_delete(BOX, CURRENT, DESIRED)
    assert (step.title, step.method, step.path, step.body) == ("delete box 'box'", "DELETE", "/boxes/{id}", None)


def test_bare_resource_has_no_envelope() -> None:
    bare = dataclasses.replace(BOX, one=None)
    assert to_create(bare, {"name": "box"}, DESIRED).steps[0].body == {"name": "box"}
    assert to_update(bare, CURRENT, {"note": ("old", "")}, DESIRED).steps[0].body == {"note": ""}


@pytest.mark.parametrize("what", ["create", "update", "delete"])
def test_resource_with_a_way_of_its_own(what: str) -> None:
    own = dataclasses.replace(
        BOX,
        create=lambda wanted, desired: Change(OWN),
        update=lambda current, changes, desired: Change(OWN),
        delete=lambda current, desired: OWN,
    )
    steps = {
        "create": to_create(own, CURRENT, DESIRED).steps,
        "update": to_update(own, CURRENT, {}, DESIRED).steps,
        "delete": to_delete(own, CURRENT, DESIRED),
    }
    assert steps[what] == OWN


def test_prediction_of_what_is_shown_as_it_is_asked_for() -> None:
    assert overlaid(BOX, CURRENT, {"note": ""}) == {**CURRENT, "note": ""}
    assert overlaid(BOX, None, {"name": "box"}) == {"id": None, "name": "box"}


def test_prediction_has_values_as_they_will_be_shown_and_nothing_that_is_not_shown() -> None:
    fields = (
        Field("new_name", key="name"),
        Field("lid", key="lid_id", predicted=lambda lid: {"id": str(lid)}),
        Field("hint"),
    )
    box = dataclasses.replace(BOX, fields=fields, read=lambda raw: {**raw, "lid_id": None})
    said = {"new_name": "other", "lid": "l1", "hint": "fast"}
    assert overlaid(box, CURRENT | {"lid_id": None}, said) == {**CURRENT, "name": "other", "lid_id": {"id": "l1"}}
    assert overlaid(box, None, {"name": "box", "hint": "fast"}) == {"id": None, "name": "box", "lid_id": None}


def test_query_for_names() -> None:
    assert names_query(["a b"]) == (("name", "a b"),)
    # Most services look for one name at most.
    assert names_query(["a", "b"]) == ()


def test_service_is_sent_values_in_its_own_form_and_references_as_ids() -> None:
    fields = (
        Field("gate", api_name="gate_id", sent=lambda text: text or None),
        Field("lids", api_name="lid_ids", sent=lambda lids: [{"lid": lid} for lid in lids]),
    )
    box = dataclasses.replace(BOX, fields=fields)
    wanted = {"name": "box", "gate": "", "lids": [Referred("red", "l1")]}
    sent = {"gate_id": None, "lid_ids": [{"lid": "l1"}]}
    assert to_create(box, wanted, DESIRED).steps[0].body == {"box": {"name": "box", **sent}}
    changes = {"gate": ("g1", ""), "lids": ([], [Referred("red", "l1")])}
    assert to_update(box, CURRENT, changes, DESIRED).steps[0].body == {"box": sent}


def test_one_that_is_made_without_a_name_is_not_sent_one() -> None:
    (step,) = to_create(BOX, {"name": None, "note": ""}, DESIRED).steps
    assert (step.title, step.body) == ("create a box", {"box": {"note": ""}})


def test_current_value_stands_under_the_fields_key_unless_it_is_shown_otherwise() -> None:
    box = {"name": "box", "lid_id": "l1"}
    assert Field("new_name", key="name").current(box) == "box"
    assert Field("lid", key="lid_id", show=lambda one: [one["lid_id"]]).current(box) == ["l1"]
    assert Field("lid").current(box) is None

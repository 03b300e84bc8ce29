# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of other resources: not looked up where that tells nothing new, and never more than once."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.references import References
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import NoSuchResource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.compare import as_set
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    UNKNOWN,
    Field,
    Reference,
    Resource,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred, id_of
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, LID, BoxService

LIDDED = dataclasses.replace(
    BOX,
    fields=(
        Field("by_id", reference=Reference(LID)),
        Field("by_name", reference=Reference(LID, "name")),
        Field("many", same=as_set, reference=Reference(LID, "name", many=True)),
        Field("zone", reference=Reference(LID, "name", part=lambda text: text.split(":")[0])),
        Field(
            "parts",
            same=lambda wanted, now: wanted == now,
            parts={"lid": Reference(LID, "name"), "base": Reference(LID)},
        ),
        Field("hidden", show=lambda _box: UNKNOWN, reference=Reference(LID)),
        Field(
            "needed",
            show=lambda _box: UNKNOWN,
            reference=Reference(LID),
            always=lambda desired: desired.state == "rebuilt",
        ),
    ),
)


@pytest.fixture(autouse=True)
def lids(service: BoxService) -> None:
    service.add("red", kind="lids", id="l1")
    service.add("blue", kind="lids", id="l2")


def shown(
    service: BoxService,
    current: dict[str, Any],
    fields: dict[str, Any],
    state: str = PRESENT,
    first: bool = False,
    references: References | None = None,
    resource: Resource = LIDDED,
) -> Any:
    references = references or References(service.cloud)
    return dict(references.for_update(resource, Desired(state, fields, name="a"), current, at_first_sight=first))


@pytest.mark.parametrize(
    ("current", "fields"),
    [
        ({"by_id": "l1"}, {"by_id": "l1"}),
        ({"by_name": "red"}, {"by_name": "red"}),
        ({"many": ["red", "blue"]}, {"many": ["blue", "red"]}),
        ({"zone": "red"}, {"zone": "red:host"}),
        ({"parts": [{"lid": "red", "size": 1}]}, {"parts": [{"lid": "red", "size": 1}]}),
        ({}, {"hidden": "whatever"}),
    ],
    ids="+".join,
)
def test_what_is_shown_as_it_was_given_is_not_looked_up(
    service: BoxService, current: dict[str, Any], fields: dict[str, Any]
) -> None:
    shown(service, current, fields)
    assert service.lines() == []


@pytest.mark.parametrize(
    ("current", "fields", "turned", "ids"),
    [
        ({"by_id": "l1"}, {"by_id": "blue"}, "l2", "l2"),
        ({"by_name": "red"}, {"by_name": "blue"}, "blue", "l2"),
        # Old services show an id where newer ones show a name.
        ({"by_name": "l1"}, {"by_name": "red"}, "l1", "l1"),
        ({"zone": "red"}, {"zone": "blue:host"}, "blue", "l2"),
    ],
)
def test_turned_into_the_form_that_is_shown(
    service: BoxService, current: dict[str, Any], fields: dict[str, Any], turned: str, ids: str
) -> None:
    (value,) = shown(service, current, fields).values()
    assert (value, id_of(value)) == (turned, ids)


def test_in_lists_and_dicts(service: BoxService) -> None:
    fields = {"many": ["red", "blue"], "parts": [{"lid": "red", "base": "blue", "size": 1, "other": None}]}
    found = shown(service, {"many": ["red"], "parts": []}, fields)
    assert found["many"] == ["red", "blue"]
    assert [id_of(one) for one in found["many"]] == ["l1", "l2"]
    (part,) = found["parts"]
    assert part == {"lid": "red", "base": "l2", "size": 1, "other": None}
    assert (id_of(part["lid"]), id_of(part["base"])) == ("l1", "l2")
    # Each is looked up once.
    assert service.lines() == ["GET /lids"] * 2


def test_word_in_place_of_dicts_is_left_alone(service: BoxService) -> None:
    assert shown(service, {"parts": []}, {"parts": "auto"})["parts"] == "auto"
    assert service.lines() == []


def test_what_cannot_be_compared_is_looked_up_only_if_it_is_needed(service: BoxService) -> None:
    assert shown(service, {}, {"needed": "red"})["needed"] == "red"
    assert service.lines() == []
    found = shown(service, {}, {"needed": "red"}, state="rebuilt")["needed"]
    assert id_of(found) == "l1"
    assert len(service.lines()) == 1


def test_what_was_looked_up_lately_confirms_that_nothing_changed(service: BoxService) -> None:
    shown(service, {"by_id": "l9"}, {"by_id": "red"})
    assert len(service.lines()) == 1
    assert shown(service, {"by_id": "l1"}, {"by_id": "red"})["by_id"] == "l1"
    assert len(service.lines()) == 1
    # A change is made with what is there now;
    shown(service, {"by_id": "l2"}, {"by_id": "red"})
    assert len(service.lines()) == 2
    # only to find out whether there is one, what was there lately will do.
    assert shown(service, {"by_id": "l2"}, {"by_id": "red"}, first=True)["by_id"] == "l1"
    assert len(service.lines()) == 2


def test_first_sight_looks_up_what_nobody_has_looked_up(service: BoxService) -> None:
    assert shown(service, {"by_id": "l2"}, {"by_id": "red"}, first=True)["by_id"] == "l1"
    assert len(service.lines()) == 1


def test_several_resources_share_what_is_looked_up(service: BoxService) -> None:
    references = References(service.cloud)
    for current in ("l7", "l8", "l9"):
        shown(
            service, {"by_id": current, "by_name": "other"}, {"by_id": "red", "by_name": "red"}, references=references
        )
    assert service.lines() == ["GET /lids"]


def test_several_resources_share_what_is_not_found(service: BoxService) -> None:
    references = References(service.cloud)
    for _number in range(3):
        with pytest.raises(NoSuchResource, match=r"There is no lid named 'green'"):
            shown(service, {"by_id": "l1"}, {"by_id": "green"}, references=references)
    # Once by its name, and once to tell which there are.
    assert service.lines() == ["GET /lids"] * 2


def made_with(service: BoxService, **fields: Any) -> dict[str, Any]:
    return dict(References(service.cloud).for_create(LIDDED, Desired(PRESENT, fields, name="a")))


def test_made_with_ids(service: BoxService) -> None:
    found = made_with(service, by_name="red", many=["red", "blue"], zone="red:host", hidden="blue", size=1)
    # As it will be shown, and with what requests take.
    assert found == {"by_name": "red", "many": ["red", "blue"], "zone": "red", "hidden": "l2", "size": 1}
    assert [id_of(one) for one in (found["by_name"], *found["many"], found["zone"], found["hidden"])] == [
        "l1",
        "l1",
        "l2",
        "red:host",
        "l2",
    ]


def test_in_dicts_the_name_is_kept_beside_the_id(service: BoxService) -> None:
    """People are told of it, and what is waited for is known by it: a floating IP by its address."""
    (part,) = made_with(service, parts=[{"lid": "red", "size": 1}])["parts"]
    assert part == {"lid": "red", "size": 1}
    assert isinstance(part["lid"], Referred)
    assert part["lid"].id == "l1"


def test_nothing_is_made_with_what_is_not_there(service: BoxService) -> None:
    for fields in ({"hidden": "green"}, {"zone": "green:host"}, {"parts": [{"lid": "green"}]}):
        with pytest.raises(NoSuchResource):
            made_with(service, **fields)


def test_one_that_is_to_be_made_may_refer_to_itself(service: BoxService) -> None:
    parts = {"box": Reference(BOX), "lid": Reference(LID)}
    others = Field("others", parts=parts, own_requests=lambda _owner, _before, _after: ())
    itself = dataclasses.replace(BOX, fields=(others,))
    desired = Desired(PRESENT, {"others": [{"box": "a"}, {"lid": "red"}]}, name="a")
    made = References(service.cloud).for_create(itself, desired)["others"]
    assert [id_of(made[0]["box"]), id_of(made[1]["lid"])] == ["{id}", "l1"]
    assert made[0]["box"] == "a"
    assert service.looks() == ["GET /lids"]
    # What is sent to make it cannot.
    with pytest.raises(NoSuchResource):
        References(service.cloud).for_create(dataclasses.replace(BOX, fields=(Field("others", parts=parts),)), desired)


def test_empty_text_refers_to_nothing_only_where_it_may(service: BoxService) -> None:
    fields = (
        Field("lid", key="lid_id", show=lambda box: box["lid_id"] or "", reference=Reference(LID, optional=True)),
    )
    lidded = dataclasses.replace(BOX, fields=fields)
    assert References(service.cloud).for_create(lidded, Desired(PRESENT, {"lid": ""}, name="a"))["lid"] == ""
    assert shown(service, {"lid_id": "l1"}, {"lid": ""}, resource=lidded) == {"lid": ""}
    assert service.looks() == []
    with pytest.raises(NoSuchResource):
        shown(service, {"by_id": "l1"}, {"by_id": ""})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields that the service takes in requests of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.compare import as_set, included, united
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    Field,
    Json,
    Purge,
    Resource,
    Values,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.default_steps import to_create, to_update
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import ID, Step


def set_tags(owner: Values, before: Sequence[str], after: Sequence[str]) -> list[Step]:
    return [Step(f"tag {owner['name']}", "PUT", f"/boxes/{ID}/tags", {"before": list(before), "after": list(after)})]


def read(raw: Json) -> Json:
    return {"id": raw["id"], "name": raw["name"], "note": raw.get("note"), "tags": raw.get("tags") or []}


TAGS = Field("tags", same=included, merge=united, purge=Purge("purge_tags", as_set), own_requests=set_tags)
BOX = Resource("box", "boxes", "network", "/boxes", "box", "boxes", read, (Field("note"), TAGS))
CURRENT = {"id": "b1", "name": "box", "note": "old", "tags": ["a"]}
DESIRED = Desired(PRESENT, {}, name="box")
PURGING = Desired(PRESENT, {}, name="box", policy={"purge_tags": True})


def test_changing_is_a_put_of_the_other_fields_and_then_the_steps_of_those() -> None:
    put, tags = to_update(BOX, CURRENT, {"tags": (["a"], ["b"]), "note": ("old", "")}, DESIRED).steps
    assert put.body == {"box": {"note": ""}}
    assert (tags.title, tags.body) == ("tag box", {"before": ["a"], "after": ["b"]})


def test_nothing_is_put_where_nothing_else_changes() -> None:
    (tags,) = to_update(BOX, CURRENT, {"tags": (["a"], ["b"])}, DESIRED).steps
    assert tags.path == "/boxes/{id}/tags"


@pytest.mark.parametrize(
    ("made", "desired", "after"),
    [
        ({}, DESIRED, ["b"]),
        # What the service gives a new one counts.
        ({"tags": ["a"]}, DESIRED, ["a", "b"]),
        ({"tags": ["a"]}, PURGING, ["b"]),
        ({"tags": ["b"]}, DESIRED, None),
        ({"tags": ["a", "b"]}, DESIRED, None),
        ({"tags": ["a", "b"]}, PURGING, ["b"]),
    ],
)
def test_making_is_followed_by_what_the_new_one_lacks(made: dict[str, Any], desired: Desired, after: Any) -> None:
    (making,) = to_create(BOX, {"name": "box", "note": "", "tags": ["b"]}, desired).steps
    assert making.body == {"box": {"name": "box", "note": ""}}
    assert making.then is not None
    steps = making.then({"id": "b1", "name": "box", **made})
    assert [step.body["after"] for step in steps] == ([] if after is None else [after])


def test_making_alone_where_nothing_of_it_is_asked_for() -> None:
    (making,) = to_create(BOX, {"name": "box", "note": ""}, DESIRED).steps
    assert making.then is None

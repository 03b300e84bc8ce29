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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Wish
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import ID, Step


def set_tags(owner: Values, before: Sequence[str], after: Sequence[str]) -> list[Step]:
    return [Step(f"tag {owner['name']}", "PUT", f"/boxes/{ID}/tags", {"before": list(before), "after": list(after)})]


def read(raw: Json) -> Json:
    return {"id": raw["id"], "name": raw["name"], "note": raw.get("note"), "tags": raw.get("tags") or []}


TAGS = Field("tags", same=included, merge=united, purge=Purge("purge_tags", as_set), apart=set_tags)
BOX = Resource("box", "boxes", "network", "/boxes", "box", "boxes", read, (Field("note"), TAGS))
CURRENT = {"id": "b1", "name": "box", "note": "old", "tags": ["a"]}
WISH = Wish(PRESENT, {}, name="box")
PURGING = Wish(PRESENT, {}, name="box", policy={"purge_tags": True})


def test_changing_is_a_put_of_the_other_fields_and_then_the_steps_of_those() -> None:
    put, tags = to_update(BOX, CURRENT, {"tags": (["a"], ["b"]), "note": ("old", "")}, WISH).steps
    assert put.body == {"box": {"note": ""}}
    assert (tags.title, tags.body) == ("tag box", {"before": ["a"], "after": ["b"]})


def test_nothing_is_put_where_nothing_else_changes() -> None:
    (tags,) = to_update(BOX, CURRENT, {"tags": (["a"], ["b"])}, WISH).steps
    assert tags.path == "/boxes/{id}/tags"


@pytest.mark.parametrize(
    ("made", "wish", "after"),
    [
        ({}, WISH, ["b"]),
        # What the service gives a new one counts.
        ({"tags": ["a"]}, WISH, ["a", "b"]),
        ({"tags": ["a"]}, PURGING, ["b"]),
        ({"tags": ["b"]}, WISH, None),
        ({"tags": ["a", "b"]}, WISH, None),
        ({"tags": ["a", "b"]}, PURGING, ["b"]),
    ],
)
def test_making_is_followed_by_what_the_new_one_lacks(made: dict[str, Any], wish: Wish, after: Any) -> None:
    (making,) = to_create(BOX, {"name": "box", "note": "", "tags": ["b"]}, wish).steps
    assert making.body == {"box": {"name": "box", "note": ""}}
    assert making.then is not None
    steps = making.then({"id": "b1", "name": "box", **made})
    assert [step.body["after"] for step in steps] == ([] if after is None else [after])


def test_making_alone_where_nothing_of_it_is_wished() -> None:
    (making,) = to_create(BOX, {"name": "box", "note": ""}, WISH).steps
    assert making.then is None

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources that are meant in a way of their own, not by name or id."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Result
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.reconcile import reconcile
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import NoSuchResource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.collection import Collection
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Json, Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, PRESENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX, BoxService
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock


def lookup(cloud: Cloud, desired: Desired) -> tuple[Desired, Json | None]:
    """The box of the size that is said, which then is to have as many metadata."""
    if desired.id:
        return desired, None
    fields = {**desired.fields, "metadata": {"size": str(desired.fields["size"])}}
    found = [one for one in Collection(cloud, BOX).list() if one["size"] == desired.fields["size"]]
    return dataclasses.replace(desired, fields=fields), found[0] if found else None


CUSTOM_LOOKUP: Resource = dataclasses.replace(BOX, lookup=lookup, exclusive=False)


def run(service: BoxService, desired: Desired, **options: Any) -> Result:
    return reconcile(service.cloud, CUSTOM_LOOKUP, desired, ApplyOptions(**options), TurnedClock())


def test_one_that_is_sought_is_changed_as_the_search_says(service: BoxService) -> None:
    service.add("other", size=4)
    service.add("mine", size=5, metadata={})
    predicted = run(service, Desired(PRESENT, {"size": 5}), check=True).resource
    changed = run(service, Desired(PRESENT, {"size": 5})).resource
    assert predicted is not None
    assert changed is not None
    assert (changed["name"], changed["metadata"]) == ("mine", {"size": "5"})
    assert predicted["metadata"] == changed["metadata"]
    assert service.writes() == ["PUT /boxes/b2"]
    assert not run(service, Desired(PRESENT, {"size": 5})).plan.changed


def test_one_that_is_not_found_is_made_without_a_name(service: BoxService) -> None:
    predicted = run(service, Desired(PRESENT, {"size": 5}), check=True).resource
    assert predicted is not None
    assert (predicted["name"], predicted["id"]) == (None, None)
    made = run(service, Desired(PRESENT, {"size": 5})).resource
    assert made is not None
    assert (made["size"], made["metadata"]) == (5, {"size": "5"})
    assert service.writes() == ["POST /boxes"]


def test_id_that_is_not_there_is_not_made(service: BoxService) -> None:
    with pytest.raises(NoSuchResource, match="There is no box with the id 'b9'"):
        run(service, Desired(PRESENT, {"size": 5}, id="b9"))


def test_one_that_is_not_found_need_not_be_removed(service: BoxService) -> None:
    assert not run(service, Desired(ABSENT, {"size": 5})).plan.changed
    service.add("mine", size=5)
    assert run(service, Desired(ABSENT, {"size": 5})).plan.changed
    assert service.names() == []

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions as the identity service knows them. https://docs.openstack.org/api-ref/identity/v3/#regions"""

from __future__ import annotations

import dataclasses

from ..errors import ConfigError
from ..resource.declaration import Json, Reference, Resource, Values
from ..resource.desired import Desired
from ..resource.reference import with_ids
from ..resource.step import Change, Step
from .shared_fields import DESCRIPTION, emptiable

PATH = "/regions"


def read_region(raw: Json) -> Json:
    """A region as users see it. Its name is its id, which is chosen when it is made."""
    return {
        "id": raw["id"],
        "name": raw["id"],
        "description": raw.get("description"),
        "parent_region_id": raw.get("parent_region_id"),
    }


def create(wanted: Values, _desired: Desired) -> Change:
    """Plan the creation of a region.

    Raises:
        ConfigError: its name has a slash. The identity service takes it, and finds such a region never again.
    """
    if "/" in str(wanted["name"]):
        raise ConfigError([f"name: '{wanted['name']}' has a slash. The identity service could not find it again."])
    region = {"id": wanted["name"]}
    if "description" in wanted:
        region["description"] = wanted["description"]
    if wanted.get("parent_region"):
        region["parent_region_id"] = with_ids(wanted["parent_region"])
    title = f"create region '{wanted['name']}'"
    return Change((Step(title, "POST", PATH, {"region": region}, makes=True),))


# A region as another one refers to it.
REFERRED_REGION = Resource(
    name="region",
    plural="regions",
    service="identity",
    path=PATH,
    one="region",
    many="regions",
    read=read_region,
    named=None,
)
IDENTITY_REGION = dataclasses.replace(
    REFERRED_REGION,
    names_are_ids=True,
    ids_are_chosen=True,
    fields=(
        DESCRIPTION,
        emptiable(
            "parent_region",
            api_name="parent_region_id",
            key="parent_region_id",
            reference=Reference(REFERRED_REGION, optional=True),
        ),
    ),
    update_method="PATCH",
    create=create,
)

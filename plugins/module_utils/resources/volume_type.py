# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume types, from which the backend of a volume follows.
https://docs.openstack.org/api-ref/block-storage/v3/#volume-types-types"""

from __future__ import annotations

import dataclasses
import urllib.parse

from ..resource.declaration import Changes, Field, Json, Resource, Values
from ..resource.default_steps import to_update
from ..resource.desired import Desired
from ..resource.step import ID, Change
from ..service.cloud import Cloud
from .members import details_of
from .shared_fields import NEW_NAME
from .type_fields import access, extra_specs

PATH = "/types"


def read_volume_type(raw: Json) -> Json:
    """A volume type as users see it. Cinder shows extra specs to administrators alone."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "is_public": raw.get("is_public"),
        "extra_specs": raw.get("extra_specs") or {},
        "qos_specs_id": raw.get("qos_specs_id"),
    }


def projects_of(cloud: Cloud, kind: Values) -> list[str]:
    """The ids of the projects that may use a type that is not public."""
    if kind["is_public"]:
        return []
    path = f"{PATH}/{urllib.parse.quote(str(kind['id']), safe='')}/os-volume-type-access"
    return sorted(str(one["project_id"]) for one in cloud.service("volume").get(path).get("volume_type_access") or ())


def update(kind: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change with the default steps. Cinder has another word for a key when it changes a type."""
    return to_update(_CHANGED, kind, changes, desired)


VOLUME_TYPE = Resource(
    name="volume type",
    plural="volume types",
    service="volume",
    path=PATH,
    one="volume_type",
    many="volume_types",
    read=read_volume_type,
    # Cinder has no filter for names. It shows administrators the types that are not public only if they ask for them.
    named=lambda _names: (("is_public", "none"),),
)
MANAGED_VOLUME_TYPE = dataclasses.replace(
    VOLUME_TYPE,
    fields=(
        NEW_NAME,
        Field("description", show=lambda kind: kind["description"] or ""),
        Field("is_public", api_name="os-volume-type-access:is_public"),
        extra_specs("volume type", f"{PATH}/{ID}/extra_specs"),
        access("volume type", PATH, ("addProjectAccess", "removeProjectAccess"), "project"),
    ),
    policies=("purge_access", "purge_extra_specs"),
    details=details_of("access", projects_of),
    update=update,
)
_CHANGED = dataclasses.replace(
    MANAGED_VOLUME_TYPE,
    update=None,
    fields=tuple(
        dataclasses.replace(field, api_name=None) if field.name == "is_public" else field
        for field in MANAGED_VOLUME_TYPE.fields
    ),
)

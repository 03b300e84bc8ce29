# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flavors: the whole declaration, with which administrators create, share and remove them.

`flavor_reference.py` has only what others need to refer to a flavor: how one is read and found. This file builds on it.
Nova can change a flavor's description, extra specs and access, and nothing else. Nodes keep the size that they were
made with.
https://docs.openstack.org/api-ref/compute/#flavors and #flavors-extra-specs-flavors-os-flavor-extra-specs
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..resource.declaration import Changes, Consent, Field, Json, Resource, Values, overlaid
from ..resource.default_steps import to_create, to_delete, to_update
from ..resource.desired import Desired
from ..resource.step import ID, Change
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from .flavor_reference import FLAVOR
from .members import details_of
from .type_fields import access, extra_specs

PATH = "/flavors"
# Since 2.61 a flavor is shown with its extra specs, and since 2.55 with its description.
READING = Microversion("2.61")


def read_flavor(raw: Json) -> Json:
    """A flavor as users see it. `ram` and `swap` are in MiB, `disk` and `ephemeral` in GiB."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "vcpus": raw.get("vcpus"),
        "ram": raw.get("ram"),
        "disk": raw.get("disk"),
        "ephemeral": raw.get("OS-FLV-EXT-DATA:ephemeral"),
        # Before microversion 2.75, no swap is an empty text instead of 0.
        "swap": raw.get("swap") or 0,
        "rxtx_factor": raw.get("rxtx_factor"),
        "is_public": raw.get("os-flavor-access:is_public"),
        "disabled": raw.get("OS-FLV-DISABLED:disabled"),
        "extra_specs": raw.get("extra_specs") or {},
    }


def projects_of(cloud: Cloud, flavor: Values) -> list[str]:
    """Ids of the projects that may use a flavor that is not public. Only administrators may ask."""
    if flavor["is_public"]:
        return []
    answer = cloud.service("compute").get(f"{PATH}/{urllib.parse.quote(str(flavor['id']), safe='')}/os-flavor-access")
    return sorted(str(one["tenant_id"]) for one in answer.get("flavor_access") or ())


def predict(flavor: Values | None, fields: Values, _state: str) -> Json:
    """The predicted flavor."""
    is_new = flavor is None or "name" in fields
    base = {"ephemeral": 0, "rxtx_factor": 1.0, "is_public": True} if is_new else {}
    predicted = overlaid(MANAGED_FLAVOR, flavor, {**base, **fields})
    of_new = {"disabled": False} if is_new else {}
    return {**predicted, **of_new, "id": fields.get("flavor_id", predicted["id"])}


REPLACED: t.Final = Consent(
    opens=lambda desired: bool(desired.option("replace")),
    advice="Set replace to true to remove it and make it anew under its id; nodes that have it keep what they have.",
)


def _fixed(name: str, **more: t.Any) -> Field:
    """A field that Nova cannot change. With the option `replace`, the flavor is replaced."""
    return Field(name, consent=REPLACED, **more)


_PLAIN = dataclasses.replace(
    FLAVOR,
    list_path="/flavors/detail",
    ids_are_chosen=True,
    read=read_flavor,
    microversion=READING,
    # Nova has no filter for names. It shows administrators the flavors that are not public only if they ask for them.
    named=lambda _names: (("is_public", "none"),),
    fields=(
        Field("flavor_id", api_name="id", show=lambda flavor: flavor["id"], updatable=False),
        Field("description", show=lambda flavor: flavor["description"] or ""),
        _fixed("vcpus", required=True),
        _fixed("ram", required=True),
        _fixed("disk", required=True),
        _fixed("ephemeral", api_name="OS-FLV-EXT-DATA:ephemeral"),
        _fixed("swap"),
        _fixed("rxtx_factor"),
        _fixed("is_public", api_name="os-flavor-access:is_public"),
        extra_specs("flavor", f"{PATH}/{ID}/os-extra_specs"),
        access("flavor", PATH, ("addTenantAccess", "removeTenantAccess"), "tenant"),
    ),
    policies=("purge_access", "purge_extra_specs", "replace", "on_drift"),
    # A replacement has to get the access, too.
    details=details_of("access", projects_of, also_for="replace"),
    predict=predict,
)
FIXED = {field.name for field in _PLAIN.fields if field.consent}


def update(flavor: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change. A change of a fixed field replaces the flavor, which keeps all that the user did not name. Other
    changes take the default steps."""
    if not FIXED & set(changes):
        return to_update(_PLAIN, flavor, changes, desired)
    kept = {name: flavor[name] for name in (*FIXED, "description", "extra_specs") if flavor[name] is not None}
    allowed = {"access": flavor["access"]} if flavor.get("access") else {}
    after = {name: change[1] for name, change in changes.items()}
    wanted = {"name": flavor["name"], "flavor_id": flavor["id"], **kept, **allowed, **after}
    making = to_create(_PLAIN, wanted, desired)
    return Change((*to_delete(_PLAIN, flavor, desired), *making.steps), kept={"flavor_id": flavor["id"], **kept})


MANAGED_FLAVOR: Resource = dataclasses.replace(_PLAIN, update=update)

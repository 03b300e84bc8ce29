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

from ..resource.compare import as_set, included, united
from ..resource.declaration import Changes, Consent, Field, Json, Purge, Reference, Resource, Values, mapping, overlaid
from ..resource.default_steps import to_create, to_delete, to_update
from ..resource.desired import ABSENT, Desired
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from .flavor_reference import FLAVOR
from .metadata import as_texts
from .project import REFERRED_PROJECT

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


def details(cloud: Cloud, flavors: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
    """The access of each flavor, by id. It is read only if it is compared, or if a replacement has to get it too."""
    if desired.state == ABSENT or not ("access" in desired.fields or desired.option("replace")):
        return {}
    return {flavor["id"]: {"access": projects_of(cloud, flavor)} for flavor in flavors}


def to_extra_specs(flavor: Values, before: Values, after: Values) -> list[Step]:
    """The steps that change extra specs. New values go in one request; each removal is a request of its own."""
    title, path = f"set extra specs of flavor '{flavor['name']}'", f"{PATH}/{ID}/os-extra_specs"
    new = {key: value for key, value in after.items() if before.get(key) != value}
    setting = [Step(title, "POST", path, {"extra_specs": new})] if new else []
    gone = [key for key in before if key not in after]
    return setting + [Step(title, "DELETE", f"{path}/{urllib.parse.quote(key, safe='')}") for key in gone]


def to_access(flavor: Values, before: t.Sequence[str] | None, after: t.Sequence[str]) -> list[Step]:
    """The steps that allow projects to use a flavor, and forbid it to others."""
    path = f"{PATH}/{ID}/action"

    def step(word: str, project: str) -> Step:
        title = f"{word} project {project} to use flavor '{flavor['name']}'"
        action = "addTenantAccess" if word == "allow" else "removeTenantAccess"
        return Step(title, "POST", path, {action: {"tenant": project}})

    allowing = [step("allow", project) for project in sorted(set(after) - set(before or ()))]
    return allowing + [step("forbid", project) for project in sorted(set(before or ()) - set(after))]


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
        mapping("extra_specs", "purge_extra_specs", as_texts, own_requests=to_extra_specs),
        Field(
            "access",
            same=included,
            merge=united,
            purge=Purge("purge_access", as_set),
            normalise=sorted,
            reference=Reference(REFERRED_PROJECT, many=True),
            own_requests=to_access,
            detailed=True,
        ),
    ),
    policies=("purge_access", "purge_extra_specs", "replace", "on_drift"),
    details=details,
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

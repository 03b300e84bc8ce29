# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host aggregates: compute hosts that belong together, for flavors and availability zones.
https://docs.openstack.org/api-ref/compute/#host-aggregates-os-aggregates"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..resource.compare import as_set, included, united
from ..resource.declaration import Field, Json, Purge, Resource, Values, mapping
from ..resource.desired import Desired
from ..resource.step import ID, Step
from .metadata import as_texts
from .shared_fields import NEW_NAME

PATH = "/os-aggregates"
# Nova keeps the availability zone of an aggregate among its metadata.
ZONE = "availability_zone"


def read_host_aggregate(raw: Json) -> Json:
    """A host aggregate as users see it. Its id is a number, which is shown as a text like all ids."""
    metadata = raw.get("metadata") or {}
    return {
        "id": None if raw["id"] is None else str(raw["id"]),
        "name": raw["name"],
        "availability_zone": raw.get(ZONE),
        "hosts": sorted(raw.get("hosts") or ()),
        "metadata": {key: value for key, value in metadata.items() if key != ZONE},
        "created_at": raw.get("created_at"),
    }


def _acting(title: str, action: str, body: Json) -> Step:
    return Step(title, "POST", f"{PATH}/{ID}/action", {action: body})


def to_hosts(aggregate: Values, before: t.Sequence[str], after: t.Sequence[str]) -> list[Step]:
    """The steps that add hosts, and remove others."""
    name = aggregate["name"]
    adding = [
        _acting(f"add host {host} to aggregate '{name}'", "add_host", {"host": host})
        for host in after
        if host not in before
    ]
    return adding + _removing(aggregate, [host for host in before if host not in after])


def _zone(text: str) -> str:
    """The availability zone.

    Raises:
        ConfigError: it is empty. Nova lets a zone be changed, but not taken away, not even as metadata.
    """
    if not text:
        raise ConfigError(["availability_zone must not be empty: the compute service cannot take it away again."])
    return text


def to_metadata(aggregate: Values, before: Values, after: Values) -> list[Step]:
    """The step that sets new values. A key that is sent as null is removed."""
    changed = {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}
    title = f"set metadata of aggregate '{aggregate['name']}'"
    return [_acting(title, "set_metadata", {"metadata": changed})] if changed else []


def delete(aggregate: Values, _desired: Desired) -> list[Step]:
    """The steps that take its hosts out of an aggregate and remove it. Nova removes only an empty one."""
    title = f"delete host aggregate '{aggregate['name']}'"
    return [*_removing(aggregate, aggregate["hosts"]), Step(title, "DELETE", f"{PATH}/{ID}")]


def _removing(aggregate: Values, hosts: t.Sequence[str]) -> list[Step]:
    title = f"from aggregate '{aggregate['name']}'"
    return [_acting(f"remove host {host} {title}", "remove_host", {"host": host}) for host in hosts]


HOST_AGGREGATE = Resource(
    name="host aggregate",
    plural="host aggregates",
    service="compute",
    path=PATH,
    one="aggregate",
    many="aggregates",
    read=read_host_aggregate,
    named=None,
    fields=(
        NEW_NAME,
        Field("availability_zone", normalise=_zone),
        Field(
            "hosts",
            same=included,
            merge=united,
            purge=Purge("purge_hosts", as_set),
            normalise=sorted,
            own_requests=to_hosts,
        ),
        mapping("metadata", "purge_metadata", as_texts, own_requests=to_metadata),
    ),
    policies=("purge_hosts", "purge_metadata"),
    delete=delete,
)

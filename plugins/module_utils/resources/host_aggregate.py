# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host aggregates: compute hosts that belong together, for flavors and availability zones.
https://docs.openstack.org/api-ref/compute/#host-aggregates-os-aggregates"""

from __future__ import annotations

from ..errors import ConfigError
from ..resource.declaration import Field, Json, Resource, Values, item_set, mapping
from ..resource.desired import Desired
from ..resource.step import ID, Step
from .members import one_by_one
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


def _host_step(aggregate: Values, host: str, is_added: bool) -> Step:
    """The step that adds a host, or removes one."""
    words = (f"add host {host} to", "add_host") if is_added else (f"remove host {host} from", "remove_host")
    return _acting(f"{words[0]} aggregate '{aggregate['name']}'", words[1], {"host": host})


to_hosts = one_by_one(_host_step)


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
    return [*to_hosts(aggregate, aggregate["hosts"], ()), Step(title, "DELETE", f"{PATH}/{ID}")]


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
        item_set("hosts", "purge_hosts", sorted, own_requests=to_hosts),
        mapping("metadata", "purge_metadata", as_texts, own_requests=to_metadata),
    ),
    policies=("purge_hosts", "purge_metadata"),
    delete=delete,
)

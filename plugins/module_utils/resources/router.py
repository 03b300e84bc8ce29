# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Routers, which connect subnets with each other and with external networks.
https://docs.openstack.org/api-ref/network/v2/#routers-routers"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.compare import as_set, same_items
from ..resource.declaration import Changes, Field, Json, Purge, Reference, Resource, Values
from ..resource.default_steps import to_update
from ..resource.desired import Desired
from ..resource.step import ID, Change, Step
from . import router_gateway as gateway
from . import router_interfaces as interfaces
from .network import NETWORK
from .port_reference import PORT
from .router_preflight import blockers, preflight
from .shared_fields import (
    ADMIN_STATE_UP,
    DESCRIPTION,
    HIDDEN,
    NEW_NAME,
    PURGE_TAGS,
    common,
    having_names,
    tags_of,
    unless_hidden,
)
from .subnet import SUBNET, routes

PATH = "/routers"


def read_router(raw: Json) -> Json:
    """A router as users see it. Its interfaces are empty here; `router_interfaces.read` reads them."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "status": raw.get("status"),
        "admin_state_up": raw.get("admin_state_up"),
        "external_gateway": gateway.read(raw.get("external_gateway_info")),
        "interfaces": [],
        "routes": [{key: one.get(key) for key in ("destination", "nexthop")} for one in raw.get("routes") or ()],
        "distributed": raw.get("distributed"),
        "ha": raw.get("ha"),
        "availability_zone_hints": sorted(raw.get("availability_zone_hints") or ()),
        **common(raw),
    }


def _set_routes(router: Values, _before: t.Any, after: t.Sequence[Json]) -> list[Step]:
    """The step that sets routes. It is a request of its own, since the service takes routes only for an existing router
    that has the interfaces they lead over."""
    body = {"router": {"routes": list(after)}}
    return [Step(f"set the routes of router '{router['name']}'", "PUT", f"{PATH}/{ID}", body)]


def delete(router: Values, _desired: Desired) -> list[Step]:
    """Plan the removal of a router. Its routes and interfaces go first, since the service refuses to remove a router
    that has some."""
    without_routes = _set_routes(router, router["routes"], []) if router["routes"] else []
    leaving = [interfaces.remove(router, one) for one in router["interfaces"]]
    return [*without_routes, *leaving, Step(f"delete router '{router['name']}'", "DELETE", f"{PATH}/{ID}")]


_PLAIN = Resource(
    name="router",
    plural="routers",
    service="network",
    path=PATH,
    one="router",
    many="routers",
    read=read_router,
    named=having_names,
    for_all=lambda _router: False,
    supplement=interfaces.read,
    delete=delete,
    fields=(
        NEW_NAME,
        DESCRIPTION,
        ADMIN_STATE_UP,
        Field(
            "external_gateway",
            same=gateway.same,
            merge=gateway.merged,
            display=gateway.displayed,
            normalise=gateway.normalised,
            show=gateway.shown,
            sent=gateway.sent,
            predicted=gateway.predicted,
            parts={"network": Reference(NETWORK)},
            api_name="external_gateway_info",
        ),
        Field("distributed", show=unless_hidden("distributed"), unseen=HIDDEN, updatable=False),
        Field("ha", show=unless_hidden("ha"), unseen=HIDDEN, updatable=False),
        Field("availability_zone_hints", same=as_set, normalise=sorted, updatable=False),
        Field(
            "interfaces",
            same=interfaces.has,
            merge=interfaces.added,
            purge=Purge("purge_interfaces", interfaces.is_all, interfaces.replaced),
            normalise=interfaces.normalised,
            display=interfaces.displayed,
            predicted=interfaces.predicted,
            parts={"subnet": Reference(SUBNET), "port": Reference(PORT)},
            own_requests=interfaces.steps,
        ),
        Field("routes", same=same_items, normalise=routes, own_requests=_set_routes),
        tags_of(PATH),
    ),
    policies=("purge_interfaces", PURGE_TAGS),
    preflight=preflight,
    blockers=blockers,
)


def update(router: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change with the default steps. Routes that have to go are removed first, since they keep the interfaces
    that they lead over."""
    change = to_update(_PLAIN, router, changes, desired)
    before, after = changes.get("routes", ([], []))
    left = [one for one in before if one in after]
    if "interfaces" not in changes or len(left) == len(before):
        return change
    return dataclasses.replace(change, steps=(*_set_routes(router, before, left), *change.steps))


ROUTER = dataclasses.replace(_PLAIN, update=update)

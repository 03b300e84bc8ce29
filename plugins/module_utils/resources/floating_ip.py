# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Floating IPs: addresses that can be moved from port to port. Their names are the addresses themselves.
https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.declaration import Changes, Field, Json, Resource, Values
from ..resource.default_steps import to_update
from ..resource.desired import Desired
from ..resource.step import Change
from ..service.paging import Query
from .port_reference import node_id_of
from .shared_fields import DESCRIPTION, PURGE_TAGS, common, tags_of


def read_floating_ip(raw: Json) -> Json:
    """A floating IP as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("floating_ip_address"),
        "network_id": raw.get("floating_network_id"),
        "port_id": raw.get("port_id"),
        "fixed_ip": raw.get("fixed_ip_address"),
        "node_id": node_id_of(raw.get("port_details") or {}),
        "router_id": raw.get("router_id"),
        "status": raw.get("status"),
        **common(raw),
    }


def having_addresses(addresses: t.Sequence[str]) -> Query:
    """The query that finds floating IPs by their addresses."""
    return tuple(("floating_ip_address", address) for address in addresses)


def after_removal(floating_ip: Json, gone: t.Collection[str]) -> Json:
    """A floating IP once others are gone. It stays when its port goes, and is free then."""
    if not {floating_ip["port_id"], floating_ip["node_id"]} & set(gone):
        return floating_ip
    return {**floating_ip, **dict.fromkeys(("port_id", "node_id", "fixed_ip", "router_id"))}


_PLAIN = Resource(
    name="floating IP",
    plural="floating IPs",
    service="network",
    path="/floatingips",
    one="floatingip",
    many="floatingips",
    read=read_floating_ip,
    named=having_addresses,
    for_all=lambda _floating_ip: False,
    after_removal=after_removal,
    filtered_by={"floating_network_id": "network_id"},
    fields=(
        Field("name", api_name="floating_ip_address", updatable=False),
        Field("network", api_name="floating_network_id", key="network_id", updatable=False, required=True),
        Field("port", api_name="port_id", key="port_id"),
        Field("fixed_ip", api_name="fixed_ip_address"),
        DESCRIPTION,
        tags_of("/floatingips"),
    ),
    policies=("node", "fixed_network", "reuse", PURGE_TAGS),
)


def update(current: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change with the default step. The service takes a fixed address only together with its port, so the port
    is sent along."""
    if "fixed_ip" in changes and "port" in desired.fields:
        changes = {"port": (current["port_id"], desired.fields["port"]), **changes}
    return to_update(_PLAIN, current, changes, desired)


FLOATING_IP = dataclasses.replace(_PLAIN, update=update)

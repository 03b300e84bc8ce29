# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports: the whole declaration, with which they are created, changed, given to nodes and removed. Pure.

`port_reference.py` has only what others need to refer to a port: how one is read and found. This file builds on it.
Source: https://docs.openstack.org/api-ref/network/v2/#ports, and for nodes
https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.compare import as_set, same_items
from ..resource.declaration import Field, Json, Reference, Resource, Values, overlaid
from ..resource.reference import id_of
from ..resource.step import ID, Captured, Step, Wait
from . import port_addresses as addresses
from . import port_dhcp as dhcp
from .network import IN_NETWORK
from .node.node import NODE
from .port_preflight import blockers, preflight
from .port_reference import PORT
from .qos_policy import QOS_POLICY
from .security_group import SECURITY_GROUP
from .shared_fields import (
    ADMIN_STATE_UP,
    DESCRIPTION,
    DNS_DOMAIN,
    DNS_NAME,
    HIDDEN,
    NEW_NAME,
    PURGE_TAGS,
    emptiable,
    tags_of,
    unless_hidden,
)
from .subnet import SUBNET

Current = t.Union[Values, None]


def _to_node(port: Values, before: str, after: str) -> list[Step]:
    """The steps that take a port from a node and give it to another. An empty text means no node."""
    taking = [_taken(port, before)] if before else []
    return [*taking, _given(port, after)] if after else taking


def _taken(port: Values, node_id: str) -> Step:
    title = f"take port '{port['name']}' from node {node_id}"
    # The port may be gone afterwards: Nova removes ports that it has made itself.
    wait = Wait(f"port '{port['name']}' to be free", lambda now: now is None or not now["device_id"])
    return Step(title, "DELETE", f"/servers/{node_id}/os-interface/{ID}", service="compute", wait=wait)


def _given(port: Values, node: str) -> Step:
    node_id = id_of(node)

    def reached(now: Current) -> bool:
        return now is not None and now["node_id"] == node_id

    def failed(now: Current) -> str | None:
        return "The port was deleted by somebody else meanwhile." if now is None else None

    what = f"port '{port['name']}' to be at node '{node}'"
    body = {"interfaceAttachment": {"port_id": Captured("id")}}
    path = f"/servers/{node_id}/os-interface"
    title = f"give port '{port['name']}' to node '{node}'"
    return Step(title, "POST", path, body, service="compute", wait=Wait(what, reached, failed))


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted port. Its node is also its device. Address pairs without a MAC address get the port's own."""
    port = overlaid(MANAGED_PORT, current, fields)
    pairs = [{**pair, "mac": pair["mac"] or port["mac"]} for pair in port["allowed_address_pairs"]]
    if "node" in fields:
        port["device_id"] = port["node_id"] or ""
    return {**port, "allowed_address_pairs": pairs}


MANAGED_PORT: Resource = dataclasses.replace(
    PORT,
    fields=(
        NEW_NAME,
        IN_NETWORK,
        DESCRIPTION,
        ADMIN_STATE_UP,
        Field(
            "fixed_ips",
            same=addresses.same,
            merge=addresses.merged,
            normalise=addresses.normalised,
            show=addresses.shown,
            display=addresses.displayed,
            sent=addresses.sent,
            predicted=addresses.predicted,
            parts={"subnet": Reference(SUBNET)},
        ),
        Field("mac", api_name="mac_address", normalise=addresses.mac),
        Field(
            "security_groups",
            same=as_set,
            key="security_group_ids",
            reference=Reference(SECURITY_GROUP, many=True),
            predicted=lambda groups: sorted(map(str, groups)),
        ),
        Field("port_security_enabled"),
        Field(
            "allowed_address_pairs",
            same=addresses.same_pairs,
            merge=addresses.merged_pairs,
            normalise=addresses.normalised_pairs,
            show=addresses.shown_pairs,
            display=addresses.displayed_pairs,
            sent=addresses.sent_pairs,
            predicted=addresses.predicted_pairs,
        ),
        Field(
            "extra_dhcp_opts",
            same=same_items,
            merge=dhcp.merged,
            normalise=dhcp.normalised,
            display=dhcp.displayed,
            sent=dhcp.sent,
            predicted=dhcp.predicted,
        ),
        Field("vnic_type", api_name="binding:vnic_type"),
        Field("host", api_name="binding:host_id", show=unless_hidden("host"), unseen=HIDDEN),
        Field("profile", api_name="binding:profile", show=unless_hidden("profile"), unseen=HIDDEN),
        DNS_NAME,
        DNS_DOMAIN,
        emptiable(
            "qos_policy", api_name="qos_policy_id", key="qos_policy_id", reference=Reference(QOS_POLICY, optional=True)
        ),
        Field("device_id"),
        Field("device_owner"),
        emptiable(
            "node",
            key="node_id",
            reference=Reference(NODE, optional=True),
            own_requests=_to_node,
            excludes=("device_id", "device_owner"),
        ),
        tags_of("/ports"),
    ),
    policies=(PURGE_TAGS,),
    predict=predict,
    preflight=preflight,
    blockers=blockers,
)

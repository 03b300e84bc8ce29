# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The security groups of a node. Each of its ports has its own groups; Nova shows those of all ports together.

Nova's own action adds a group to one port after another, and stops at the first that has it already. So groups are set
on the ports instead.

Source: https://docs.openstack.org/api-ref/network/v2/#update-port
"""

from __future__ import annotations

import typing as t

from ...errors import NoSuchResource
from ...resource.declaration import Changes, Json
from ...resource.desired import Desired
from ...resource.reference import id_of
from ...resource.step import ID, Step
from .networks import has_port
from .route import NodeChange
from .status import Node


def after_making(wanted: Node) -> list[NodeChange]:
    """The change that sets the groups of a new node, if the request cannot. Nova gives groups only to ports that it
    makes, and takes an empty list as if no groups were given."""
    groups, networks = wanted.get("security_groups"), wanted.get("networks")
    if groups is None or not has_port(networks) or (groups and not has_port(networks, given=True)):
        return []
    return [_change(wanted, groups)]


def changes_of(current: Node, changes: Changes, desired: Desired) -> list[NodeChange]:
    """The change that sets the groups. It is also needed if the node gets a new port, which has other groups."""
    if "security_groups" in changes:
        return [_change(current, changes["security_groups"][1])]
    return [_change(current, _there(current))] if connects_anew(changes, desired) else []


def connects_anew(changes: Changes, desired: Desired) -> bool:
    """Whether the user names groups, and the node gets or loses ports."""
    return "security_groups" in desired.fields and "networks" in changes and bool(changes["networks"][1])


def _there(node: Node) -> set[str]:
    """The ids of the groups of a node's ports. Empty if its ports were not read yet."""
    return {group for port in node.get("ports") or () for group in port["security_group_ids"]}


def _change(node: Node, groups: t.Collection[str]) -> NodeChange:
    title = f"set security groups of node '{node['name']}'"
    wanted = sorted({id_of(group) for group in groups})
    find = Step(
        title,
        "GET",
        "/ports",
        params=(("device_id", ID),),
        service="network",
        then=lambda answer: _steps(title, wanted, answer.get("ports") or ()),
    )
    return NodeChange(title, lambda _position: [find], refused_while_locked=False)


def _steps(title: str, wanted: t.Sequence[str], ports: t.Sequence[Json]) -> list[Step]:
    """The steps for the ports that have other groups than the wanted ones.

    Raises:
        NoSuchResource: groups are wanted, and the node has no port with port security.
    """
    able = [port for port in ports if port.get("port_security_enabled") is not False]
    if wanted and not able:
        raise NoSuchResource("The node has no port that could be in a security group.")
    body = {"port": {"security_groups": wanted}}
    return [
        Step(title, "PUT", f"/ports/{port['id']}", body, service="network")
        for port in able
        if sorted(port.get("security_groups") or ()) != wanted
    ]

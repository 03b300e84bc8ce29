# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The security groups of a node. Each of its ports has its own; Nova shows them all together.

Nova itself adds a group to ports one by one, and stops at the first that has it already. So the ports are told.

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
from .route import Work
from .status import Node


def after_making(wanted: Node) -> list[Work]:
    """What a new node needs: Nova gives groups only to ports that it makes, and takes none at all for none said."""
    groups, networks = wanted.get("security_groups"), wanted.get("networks")
    if groups is None or not has_port(networks) or (groups and not has_port(networks, given=True)):
        return []
    return [_work(wanted, groups)]


def works(current: Node, changes: Changes, desired: Desired) -> list[Work]:
    """What sets the groups. A port that the node is newly connected by has others."""
    if "security_groups" in changes:
        return [_work(current, changes["security_groups"][1])]
    return [_work(current, _there(current))] if connects_anew(changes, desired) else []


def connects_anew(changes: Changes, desired: Desired) -> bool:
    """Whether a node that is in the groups that are wanted gets or loses ports."""
    return "security_groups" in desired.fields and "networks" in changes and bool(changes["networks"][1])


def _there(node: Node) -> set[str]:
    """The ids of the groups that a node is in; at first sight it does not show its ports."""
    return {group for port in node.get("ports") or () for group in port["security_group_ids"]}


def _work(node: Node, groups: t.Collection[str]) -> Work:
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
    return Work(title, lambda _place: [find], minds_lock=False)


def _steps(title: str, wanted: t.Sequence[str], ports: t.Sequence[Json]) -> list[Step]:
    """The steps for those ports that have others.

    Raises:
        NoSuchResource: the node has no port that could have any.
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

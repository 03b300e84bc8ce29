# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph of a topology: what is connected with what.

It takes the members of a topology, by kind. It gives points and lines between them, and for each point the one under
which it stands in a tree. `topology_pictures.py` draws it. Pure.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.declaration import Json, Values

Members = t.Mapping[str, t.Sequence[Json]]


@dataclasses.dataclass(frozen=True)
class Point:
    """A resource. `notes` say how it is, in a few words. `under` is the id of the point that it belongs to, if any."""

    id: str
    kind: str
    name: str
    notes: tuple[str, ...] = ()
    under: str | None = None


@dataclasses.dataclass(frozen=True)
class Graph:
    """Points, and lines between them as pairs of ids, each once."""

    points: t.Sequence[Point]
    lines: t.Sequence[t.Tuple[str, str]]

    def below(self, point_id: str | None) -> list[Point]:
        """The points that belong to another one; None: those that belong to none."""
        there = {point.id for point in self.points}
        return [point for point in self.points if (point.under if point.under in there else None) == point_id]


def graph_of(members: Members) -> Graph:
    """The graph of a topology's members."""
    index = _Index(members)
    points: list[Point] = []
    lines: dict[tuple[str, str], None] = {}
    for kind, some in members.items():
        for one in sorted(some, key=lambda item: str(item["name"])):
            near = [other for other in index.near(kind, one) if other in index.ids and other != one["id"]]
            notes = tuple(filter(None, NOTES[kind](one, index) if kind in NOTES else ()))
            points.append(Point(str(one["id"]), kind, str(one["name"] or ""), notes, near[0] if near else None))
            lines.update(dict.fromkeys((other, str(one["id"])) for other in near))
    return Graph(points, list(lines))


class _Index:
    """Members by what others say of them."""

    def __init__(self, members: Members) -> None:
        self.ids = {str(one["id"]) for some in members.values() for one in some}
        self.networks = {str(one["name"]): str(one["id"]) for one in members.get("network", ())}
        self.subnets = {str(one["id"]): one for one in members.get("subnet", ())}
        self.of_network: dict[str, list[str]] = {}
        for one in members.get("subnet", ()):
            self.of_network.setdefault(str(one["network_id"]), []).append(str(one["cidr"]))

    def near(self, kind: str, one: Values) -> list[str]:
        """The ids of what a member is connected with, the one that it belongs to first."""
        found: list[t.Any] = []
        if kind in ("subnet", "port"):
            found = [one.get("node_id"), one["network_id"]]
        elif kind == "router":
            subnets = [self.subnets.get(str(each["subnet_id"])) for each in one["interfaces"]]
            found = [subnet["network_id"] for subnet in subnets if subnet]
        elif kind == "node":
            found = [self.networks.get(str(address["network"])) for address in one["addresses"]]
        elif kind == "volume":
            found = list(one["attached_to"])
        elif kind in ("volume snapshot", "volume backup"):
            found = [one["volume_id"]]
        elif kind == "floating IP":
            found = [one["node_id"], one["port_id"]]
        return list(dict.fromkeys(str(each) for each in found if each))


def _of_network(one: Values, index: _Index) -> t.Sequence[str]:
    return sorted(index.of_network.get(str(one["id"]), ()))


def _of_node(one: Values, _index: _Index) -> t.Sequence[str]:
    return [str(one["state"]), *(str(address["ip"]) for address in one["addresses"])]


def _of_router(one: Values, _index: _Index) -> t.Sequence[str]:
    gateway = one["external_gateway"] or {}
    return [f"to {ip['ip']}" for ip in gateway.get("fixed_ips") or ()] or (["to outside"] if gateway else [])


NOTES: dict[str, t.Callable[[Values, _Index], t.Sequence[str]]] = {
    "network": _of_network,
    "subnet": lambda one, _index: [str(one["cidr"])],
    "router": _of_router,
    "node": _of_node,
    "port": lambda one, _index: [str(each["ip"]) for each in one["fixed_ips"]],
    "volume": lambda one, _index: [f"{one['size']} GiB", str(one["status"])],
    "volume snapshot": lambda one, _index: [str(one["status"])],
    "security group": lambda one, _index: [f"{len(one['rules'])} rules"],
}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups that need no expression: by region, flavor and the like. Pure."""

from __future__ import annotations

import typing as t

Node = t.Mapping[str, t.Any]


def _named(prefix: str, *keys: str) -> t.Callable[[Node], list[str]]:
    """Groups called by the first of the keys that says something."""

    def groups(node: Node) -> list[str]:
        value = next((node[key] for key in keys if node[key]), None)
        return [f"{prefix}_{value}"] if value else []

    return groups


def _of_thing(prefix: str) -> t.Callable[[Node], list[str]]:
    """Groups named for the image or flavor of a node, by name or else by id."""

    def groups(node: Node) -> list[str]:
        thing = node[prefix] or {}
        value = thing.get("name") or thing.get("id")
        return [f"{prefix}_{value}"] if value else []

    return groups


def _of_metadata(node: Node) -> list[str]:
    """The groups in the metadata `group`, and in `groups` with commas."""
    metadata = node["metadata"]
    names = [metadata.get("group") or "", *(metadata.get("groups") or "").split(",")]
    return [name.strip() for name in names if name.strip()]


def _of_tags(node: Node) -> list[str]:
    return [f"tag_{tag}" for tag in node["tags"]]


def _of_status(node: Node) -> list[str]:
    return [f"status_{str(node['status']).lower()}"] if node["status"] else []


GROUP_BY: dict[str, t.Callable[[Node], list[str]]] = {
    "cloud": _named("cloud", "cloud"),
    "project": _named("project", "project", "project_id"),
    "region": _named("region", "region"),
    "availability_zone": _named("zone", "availability_zone"),
    "status": _of_status,
    "flavor": _of_thing("flavor"),
    "image": _of_thing("image"),
    "metadata": _of_metadata,
    "tags": _of_tags,
}


def groups_of(node: Node, by: t.Sequence[str]) -> list[str]:
    """The groups of a node, as a file lists them. Their names still have to be made safe."""
    return [name for what in by for name in GROUP_BY[what](node)]

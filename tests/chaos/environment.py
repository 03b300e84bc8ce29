# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole environment in one task, and what has to be true of the cloud when it says that it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .truth import Json, Truth

Problem = str | None
Look = Callable[[Truth], Problem]
Once = Callable[..., Look]


def environment(prefix: str, nodes: int, public_key: str) -> dict[str, Any]:
    """The options of os_topology: kinds that need each other, and some nodes of which one has a volume."""
    name = f"{prefix}env"
    node = {"image": "cirros", "flavor": "m1.tiny", "networks": [name], "security_groups": [name], "key_name": name}
    return {
        "name": name,
        "nodes": [
            {**node, "names": names_of(prefix, nodes)[1:]},
            {**node, "name": names_of(prefix, nodes)[0], "volumes": [name]},
        ],
        "volumes": [{"name": name, "size": 1}],
        "subnets": [{"name": name, "network": name, "cidr": "10.78.0.0/24"}],
        "networks": [{"name": name}],
        "security_groups": [{"name": name, "rules": [{"protocol": "tcp", "port": "22"}]}],
        "key_pairs": [{"name": name, "public_key": public_key}],
    }


def names_of(prefix: str, nodes: int) -> list[str]:
    """The names of an environment's nodes."""
    return [f"{prefix}env-node{number}" for number in range(1, nodes + 1)]


def is_whole(once: Once, prefix: str, nodes: int) -> Look:
    """There is one of each, and the nodes run."""
    name = f"{prefix}env"
    looks = [
        once(Truth.networks, [name]),
        once(Truth.subnets, [name]),
        once(Truth.security_groups, [name]),
        once(Truth.keypairs, [name]),
        once(Truth.volumes, [name], _is_attached),
        once(Truth.servers, names_of(prefix, nodes), lambda server: bool(server["status"] == "ACTIVE")),
    ]
    return _first(looks)


def is_gone(once: Once) -> Look:
    """There is none of anything."""
    kinds = (Truth.networks, Truth.subnets, Truth.security_groups, Truth.keypairs, Truth.volumes, Truth.servers)
    return _first([once(kind, []) for kind in kinds])


def _first(looks: list[Look]) -> Look:
    """The first problem of several looks at the cloud."""

    def problem(truth: Truth) -> Problem:
        return next((found for found in (look(truth) for look in looks) if found), None)

    return problem


def _is_attached(volume: Json) -> bool:
    return len(volume["attachments"]) == 1

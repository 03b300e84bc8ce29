# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day's work: tasks as users write them, each with what has to be true of the cloud when it says that it is done."""

from __future__ import annotations

import collections
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .environment import environment, is_gone, is_whole
from .truth import Json, Truth

# Of the project demo; the private half was thrown away.
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF4RkXTx6xp/mZSdnt4NzfQzpYwc9iIHPsUf59YuXkWA chaos"
# Not to be seen in any output.
USER_DATA = "#!/bin/sh\necho dragon-fruit-salad\n"
SECRET_IN_USER_DATA = "dragon-fruit-salad"

Problem = str | None


@dataclass(frozen=True)
class Task:
    """One task. `problem` says in what the cloud is not as the task has said it to be."""

    module: str
    options: dict[str, Any]
    problem: Callable[[Truth], Problem]


def workload(prefix: str, nodes: int, file: Path) -> Iterator[Task]:
    """The tasks, in their order: all is made, changed, and removed again. The file is uploaded as an image."""
    names = [f"{prefix}node{number}" for number in range(1, nodes + 1)]
    fleet = f"{prefix}node[1:{nodes}]"
    network, volume, image = f"{prefix}net", f"{prefix}volume", f"{prefix}image"
    yield Task("os_network", {"name": network, "description": "chaos"}, once(Truth.networks, [network]))
    yield Task(
        "os_subnet",
        {"name": f"{prefix}subnet", "network": network, "cidr": "10.77.0.0/24"},
        once(Truth.subnets, [f"{prefix}subnet"], lambda subnet: subnet["cidr"] == "10.77.0.0/24"),
    )
    yield Task(
        "os_security_group",
        {"name": f"{prefix}group", "rules": [{"protocol": "tcp", "port": 22}, {"protocol": "tcp", "port": 443}]},
        once(Truth.security_groups, [f"{prefix}group"], _has_two_ports),
    )
    yield Task("os_keypair", {"name": f"{prefix}key", "public_key": PUBLIC_KEY}, once(Truth.keypairs, [f"{prefix}key"]))
    uploaded = {"name": image, "src": str(file), "disk_format": "raw"}
    yield Task("os_image", uploaded, once(Truth.images, [image], is_content_of(file)))
    yield Task("os_volume", {"name": volume, "size": 1}, once(Truth.volumes, [volume], _is("status", "available")))
    made = {
        "names": [fleet],
        "image": "cirros",
        "flavor": "m1.tiny",
        "networks": [network],
        "key_name": f"{prefix}key",
        "user_data": USER_DATA,
    }
    yield Task("os_node", made, once(Truth.servers, names, _is("status", "ACTIVE")))
    yield Task(
        "os_node",
        {"names": [fleet], "metadata": {"role": "web"}},
        once(Truth.servers, names, lambda server: server["metadata"] == {"role": "web"}),
    )
    yield Task("os_node", {"name": names[0], "state": "stopped"}, some(names[0], _is("status", "SHUTOFF")))
    yield Task("os_node", {"name": names[0], "state": "started"}, some(names[0], _is("status", "ACTIVE")))
    yield Task(
        "os_node",
        {"name": names[-1], "flavor": "m1.small", "resize": "true"},
        some(names[-1], lambda server: server["flavor"]["original_name"] == "m1.small" and _is_active(server)),
    )
    yield Task(
        "os_volume",
        {"name": volume, "attached_to": [names[0]]},
        once(Truth.volumes, [volume], lambda item: len(item["attachments"]) == 1 and item["status"] == "in-use"),
    )
    yield Task(
        "os_volume",
        {"name": volume, "attached_to": [], "purge_attached_to": True},
        once(Truth.volumes, [volume], lambda item: not item["attachments"] and item["status"] == "available"),
    )
    yield Task(
        "os_volume_snapshot",
        {"name": f"{prefix}snapshot", "volume": volume},
        once(Truth.snapshots, [f"{prefix}snapshot"], _is("status", "available")),
    )
    yield Task("os_volume_snapshot", {"name": f"{prefix}snapshot", "state": "absent"}, once(Truth.snapshots, []))
    yield Task("os_node", {"names": [fleet], "state": "absent"}, once(Truth.servers, []))
    yield Task("os_image", {"name": image, "state": "absent"}, once(Truth.images, []))
    yield Task("os_volume", {"name": volume, "state": "absent"}, once(Truth.volumes, []))
    yield Task("os_keypair", {"name": f"{prefix}key", "state": "absent"}, once(Truth.keypairs, []))
    yield Task("os_security_group", {"name": f"{prefix}group", "state": "absent"}, once(Truth.security_groups, []))
    yield Task("os_subnet", {"name": f"{prefix}subnet", "state": "absent"}, once(Truth.subnets, []))
    yield Task("os_network", {"name": network, "state": "absent"}, once(Truth.networks, []))
    whole = environment(prefix, nodes, PUBLIC_KEY)
    yield Task("os_topology", whole, is_whole(once, prefix, nodes))
    less = {**whole, "nodes": whole["nodes"][1:], "prune": True}
    yield Task("os_topology", less, is_whole(once, prefix, 1))
    yield Task("os_topology", {"name": whole["name"], "state": "absent"}, is_gone(once))


def once(
    look: Callable[[Truth], list[Json]], names: list[str], good: Callable[[Json], bool] = lambda _item: True
) -> Callable[[Truth], Problem]:
    """There is one of each name, no more, and each is as it should be."""

    def problem(truth: Truth) -> Problem:
        items = look(truth)
        count = collections.Counter(str(item["name"]) for item in items)
        doubled = sorted(name for name, number in count.items() if number > 1)
        if doubled:
            return f"doubled: {', '.join(doubled)}"
        if set(count) != set(names):
            return f"lost: there are {', '.join(sorted(count)) or 'none'}, not {', '.join(names) or 'none'}"
        return next((f"not as it was said to be: {item}" for item in items if not good(item)), None)

    return problem


def some(name: str, good: Callable[[Json], bool]) -> Callable[[Truth], Problem]:
    """One node is as it should be; the others were not spoken of."""
    return once(lambda truth: [item for item in truth.servers() if item["name"] == name], [name], good)


def is_content_of(file: Path) -> Callable[[Json], bool]:
    """An image has all of a file."""

    def good(image: Json) -> bool:
        content = file.read_bytes()
        return bool(
            image["status"] == "active"
            and image["size"] == len(content)
            and image["os_hash_value"] == hashlib.new(image["os_hash_algo"], content).hexdigest()
        )

    return good


def _is(key: str, value: Any) -> Callable[[Json], bool]:
    return lambda item: bool(item[key] == value)


def _is_active(server: Json) -> bool:
    return server["status"] == "ACTIVE" and server["OS-EXT-STS:task_state"] is None


def _has_two_ports(group: Json) -> bool:
    rules = [rule for rule in group["security_group_rules"] if rule["direction"] == "ingress"]
    return sorted(rule["port_range_min"] for rule in rules) == [22, 443]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to find an environment of a hundred resources as it should be: in one task, or in one for each kind."""

from __future__ import annotations

import statistics
from typing import Any

from .contenders import Contender, Figures, counted
from .runs import Runner, Task

NAME = "benchmark-env"
ROUNDS = 3
NETWORKS, GROUPS, KEYS, SERVER_GROUPS, VOLUMES, PORTS, NODES = 5, 15, 5, 5, 20, 15, 25
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF4RkXTx6xp/mZSdnt4NzfQzpYwc9iIHPsUf59YuXkWA benchmark"


def named(number: int, several: str = "") -> str:
    """The name of one of several; all begin alike, since some kinds belong by their names."""
    return f"{NAME}-{several}{number:02d}"


def entries() -> dict[str, list[dict[str, Any]]]:
    """A hundred resources of nine kinds, as os_topology takes them."""
    numbers = range(1, NETWORKS + 1)
    node = {"image": "cirros", "flavor": "m1.tiny", "security_groups": [named(1)]}
    return {
        "networks": [{"name": named(number)} for number in numbers],
        "subnets": [
            {"name": named(number), "network": named(number), "cidr": f"10.{90 + number}.0.0/24"} for number in numbers
        ],
        "routers": [{"name": named(number), "interfaces": [{"subnet": named(number)}]} for number in numbers],
        "security_groups": [
            {"name": named(number), "rules": [{"protocol": "tcp", "port": str(8000 + number)}]}
            for number in range(1, GROUPS + 1)
        ],
        "key_pairs": [{"name": named(number), "public_key": KEY} for number in range(1, KEYS + 1)],
        "server_groups": [
            {"name": named(number), "policy": "soft-anti-affinity"} for number in range(1, SERVER_GROUPS + 1)
        ],
        "volumes": [{"name": named(number), "size": 1} for number in range(1, VOLUMES + 1)],
        "ports": [{"name": named(number), "network": named(1)} for number in range(1, PORTS + 1)],
        "nodes": [
            {**node, "name": named(number, "node"), "networks": [named(number % NETWORKS + 1)]}
            for number in range(1, NODES + 1)
        ],
    }


SIZE = sum(len(some) for some in entries().values())
WHOLE: Task = {"nodeworks.openstack.os_topology": {"name": NAME, **entries()}}
GONE: Task = {"nodeworks.openstack.os_topology": {"name": NAME, "state": "absent"}}
NOTHING: Task = {"ansible.builtin.debug": {"msg": "the play itself"}}
# Our module and the rival's of each kind.
MODULES = {
    "networks": ("os_network", "network"),
    "subnets": ("os_subnet", "subnet"),
    "routers": ("os_router", "router"),
    "security_groups": ("os_security_group", "security_group"),
    "key_pairs": ("os_keypair", "keypair"),
    "server_groups": ("os_server_group", "server_group"),
    "volumes": ("os_volume", "volume"),
    "ports": ("os_port", "port"),
    "nodes": ("os_node", "server"),
}


def singles(kind: str) -> list[Task]:
    """A loop over the entries of one kind, as tasks of ours."""
    return [{f"nodeworks.openstack.{MODULES[kind][0]}": "{{ item }}", "loop": entries()[kind]}]


def theirs(kind: str) -> list[Task]:
    """The same with the rival's module, in its words."""
    return [
        {
            f"openstack.cloud.{MODULES[kind][1]}": "{{ item }}",
            "loop": [_in_their_words(kind, one) for one in entries()[kind]],
        }
    ]


def _in_their_words(kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    if kind == "subnets":
        return {"name": entry["name"], "network_name": entry["network"], "cidr": entry["cidr"]}
    if kind == "routers":
        return {"name": entry["name"], "interfaces": [entry["interfaces"][0]["subnet"]]}
    if kind == "security_groups":
        port = int(entry["rules"][0]["port"])
        rule = {"protocol": "tcp", "port_range_min": port, "port_range_max": port, "remote_ip_prefix": "0.0.0.0/0"}
        return {"name": entry["name"], "security_group_rules": [rule]}
    if kind == "nodes":
        return {
            **{key: entry[key] for key in ("name", "image", "flavor", "security_groups")},
            "network": entry["networks"][0],
            "auto_ip": False,
        }
    return entry


def measured(runner: Runner) -> list[Figures]:
    """The seconds of each way, without those of the play around it."""
    try:
        runner.play([WHOLE])
        whole = Contender("os_topology, one task", WHOLE)
        found = [of(runner, whole.name, [WHOLE], ROUNDS)]
        found.append(of(runner, "single tasks of ours", [task for kind in MODULES for task in singles(kind)], 1))
        found.append(
            of(runner, "openstack.cloud, single tasks", [task for kind in MODULES for task in theirs(kind)], 1)
        )
        return found
    finally:
        runner.play([GONE])


def of(runner: Runner, name: str, tasks: list[Task], rounds: int) -> Figures:
    """The figures of one way. The first round tells whether it finds all unchanged."""
    seconds, processor = [], []
    for number in range(1, rounds + 1):
        empty, full = runner.play([NOTHING]), runner.play(tasks)
        seconds.append(full.wall - empty.wall)
        processor.append(full.user - empty.user)
        print(f"benchmark: environment of {SIZE} unchanged, {name}, round {number} of {rounds}", flush=True)
        if not name.startswith("openstack.cloud"):
            assert "changed=0 " in full.printed, full.printed
    return Figures(
        name,
        {
            "seconds": round(statistics.median(seconds), 3),
            "processor_seconds": round(statistics.median(processor), 3),
            "api_calls": counted(runner, tasks, {}),
        },
    )

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to have nodes as hosts: a thousand and ten thousand of them, all with the variables of the default."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from .cloned_nodes import cloned_nodes
from .contenders import Figures
from .counting import CountingProxy
from .floor import Floor
from .runs import Runner

SIZES = (1000, 10_000)
ROUNDS = {1000: 3, 10_000: 1}
ORIGINAL = "benchmark-original"
PROGRAM = "tests.benchmark.parse"

# Groups by three plain paths, and no others.
KEYED_GROUPS = {
    "strict": True,
    "group_by": [],
    "keyed_groups": [
        {"key": "os_region", "prefix": "region"},
        {"key": "os_status", "prefix": "status"},
        {"key": "os_flavor.name", "prefix": "flavor"},
    ],
}
PLUGIN = {"plugin": "nodeworks.openstack.os_nodes"}
# Each with its way in the program, and the file of its inventory.
CONTENDERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "os_nodes": ("plugin", "benchmark.os_nodes.yml", PLUGIN),
    "os_nodes, three keyed groups": ("plugin", "keyed.os_nodes.yml", {**PLUGIN, **KEYED_GROUPS}),
    "floor": ("floor", "none", {}),
    "openstack.cloud.openstack": (
        "plugin",
        "benchmark.openstack.yml",
        {"plugin": "openstack.cloud.openstack", "only_clouds": ["{cloud}"], "fail_on_errors": True},
    ),
}
# It takes a quarter of an hour for ten thousand: its requests are counted for a thousand.
SLOW = "openstack.cloud.openstack"


def measured(runner: Runner) -> dict[str, list[Figures]]:
    """For each size what each contender took."""
    floor = Floor(runner.environ)
    floor.delete([ORIGINAL])
    floor.create([ORIGINAL])
    try:
        results = {}
        for size in SIZES:
            with cloned_nodes(runner.environ, ORIGINAL, size - len(floor.pages())):
                results[f"inventory of {size} nodes"] = all_of(runner, size)
        return results
    finally:
        floor.delete([ORIGINAL])


def all_of(runner: Runner, size: int) -> list[Figures]:
    """In turn, so that what else the machine does hits all alike."""
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTENDERS}
    for number in range(1, ROUNDS[size] + 1):
        for name in CONTENDERS:
            rounds[name].append(parse(runner, name, size))
        print(f"benchmark: inventory of {size} nodes, round {number} of {ROUNDS[size]}", flush=True)
    return [figures(runner, name, rounds[name], size) for name in CONTENDERS]


def parse(runner: Runner, name: str, size: int) -> dict[str, Any]:
    """Fill an inventory once."""
    way, file, content = CONTENDERS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_text(json.dumps(content).replace("{cloud}", runner.environ["OS_CLOUD"]), encoding="utf-8")
        taken = runner.python(PROGRAM, way, str(path))
    result: dict[str, Any] = json.loads(taken.printed.splitlines()[-1])
    assert result["hosts"] == size, f"{name} has {result['hosts']} hosts of {size}: {taken.printed}"
    return result


def figures(runner: Runner, name: str, rounds: list[dict[str, Any]], size: int) -> Figures:
    with CountingProxy() as proxy:
        # The floor sends the same requests whether somebody counts them or not: it heeds no proxy.
        if CONTENDERS[name][0] == "plugin" and (name, size) != (SLOW, SIZES[-1]):
            parse(runner.with_variables(**proxy.variables), name, size)
    return Figures(
        name,
        {
            "seconds": round(statistics.median(each["wall"] for each in rounds), 2),
            "processor_seconds": round(statistics.median(each["processor"] for each in rounds), 2),
            "peak_mib": round(statistics.median(each["peak_mib"] for each in rounds)),
            "api_calls": len(proxy.requests) or None,
        },
    )

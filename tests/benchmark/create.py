# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to make twenty nodes until they are ACTIVE, and to delete them until they are gone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from .contenders import Figures, counted
from .floor import Floor
from .runs import Runner, Task

SIZE = 20
ROUNDS = 3
PREFIX = "benchmark-create"
NAMES = [f"{PREFIX}-{number:02d}" for number in range(1, SIZE + 1)]

MADE_OF = {"image": "cirros", "flavor": "m1.tiny"}
OURS = {"names": [f"{PREFIX}-[01:{SIZE}]"]}
THEIRS = {"name": "{{ item }}"}

# What each does to make and to delete the nodes.
TASKS: dict[str, tuple[Task, Task]] = {
    "os_node, one task": (
        {"nodeworks.openstack.os_node": {**OURS, **MADE_OF, "networks": ["private"]}},
        {"nodeworks.openstack.os_node": {**OURS, "state": "absent"}},
    ),
    "openstack.cloud.server, a loop": (
        {"openstack.cloud.server": {**THEIRS, **MADE_OF, "network": "private", "auto_ip": False}, "loop": NAMES},
        {"openstack.cloud.server": {**THEIRS, "state": "absent"}, "loop": NAMES},
    ),
}
# A loop of theirs takes minutes, and one that long is not disturbed by a moment's load.
MOST_ROUNDS = {"openstack.cloud.server, a loop": 1}
NOTHING: Task = {"ansible.builtin.debug": {"msg": "the play itself"}}


def measured(runner: Runner) -> dict[str, list[Figures]]:
    """The seconds of each, without those of the play around it."""
    floor = Floor(runner.environ)
    floor.delete(NAMES)
    seconds: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in (*TASKS, "floor")}
    try:
        for number in range(1, ROUNDS + 1):
            empty = runner.play([NOTHING]).wall
            for name, tasks in TASKS.items():
                if number > MOST_ROUNDS.get(name, ROUNDS):
                    continue
                for task, into in zip(tasks, seconds[name], strict=True):
                    into.append(runner.play([task]).wall - empty)
            seconds["floor"][0].append(timed(lambda: floor.create(NAMES)))
            seconds["floor"][1].append(timed(lambda: floor.delete(NAMES)))
            print(f"benchmark: create and delete {SIZE} nodes, round {number} of {ROUNDS}", flush=True)
        calls = {name: [counted(runner, [task], {}) for task in tasks] for name, tasks in TASKS.items()}
    finally:
        floor.delete(NAMES)
    return {
        f"{what} {SIZE} nodes": [
            Figures(
                name,
                {
                    "seconds": round(statistics.median(both[which]), 2),
                    "api_calls": calls[name][which] if name in calls else None,
                    "seconds_of_each_round": [round(each, 2) for each in both[which]],
                },
            )
            for name, both in seconds.items()
        ]
        for which, what in enumerate(("create", "delete"))
    }


def timed(function: Callable[[], None]) -> float:
    """The seconds that something takes."""
    started = time.monotonic()
    function()
    return time.monotonic() - started

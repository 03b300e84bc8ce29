# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task costs that finds its node as it should be: the slope between plays of few and of many tasks."""

from __future__ import annotations

import re
import statistics
from typing import Any

from .contenders import BARE, Contender, Figures, counted, sent
from .fake_server import fake_cloud
from .floor import Floor
from .runs import Runner, Task

ROUNDS = 5
FEW = 2

NAME = "benchmark-task"
OURS: Task = {
    "nodeworks.openstack.os_node": {
        "name": NAME, "image": "cirros", "flavor": "m1.tiny", "networks": ["private"], "metadata": {"role": "test"},
    }
}  # fmt: skip
THEIRS: Task = {
    "openstack.cloud.server": {
        "name": NAME, "image": "cirros", "flavor": "m1.tiny", "network": "private", "auto_ip": False,
        "metadata": {"role": "test"},
    }
}  # fmt: skip
PING: Task = {"ansible.builtin.ping": {}}

# How many tasks the longer play has: as many as make it last long enough to be measured.
CONTENDERS = (
    Contender("os_node, in the worker", OURS, 42),
    Contender("os_node, as a module", OURS, 12, {"nodeworks_in_process": False}),
    Contender("ansible.builtin.ping", PING, 22),
    Contender("openstack.cloud.server", THEIRS, 7),
)
AT_ONCE = CONTENDERS[:3]


def on_the_cloud(runner: Runner) -> list[Figures]:
    """Each contender against the cloud."""
    floor = Floor(runner.environ)
    floor.delete([NAME])
    try:
        runner.play([OURS])
        return [*measured(runner, CONTENDERS, "on the cloud"), bare(runner, floor)]
    finally:
        floor.delete([NAME])


def at_once(runner: Runner) -> list[Figures]:
    """Those that are compared against a server that answers at once."""
    with fake_cloud(runner) as on_fake:
        on_fake.play([OURS])
        return measured(on_fake, AT_ONCE, "against a server that answers at once")


def measured(runner: Runner, contenders: tuple[Contender, ...], where: str) -> list[Figures]:
    """The median cost of a task of each; in turn, so that what else the machine does hits all alike."""
    slopes: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    processor: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(1, ROUNDS + 1):
        for contender in contenders:
            few = runner.play([contender.task] * FEW, **contender.variables)
            many = runner.play([contender.task] * contender.many, **contender.variables)
            assert re.search(rf"ok={contender.many} +changed=0 ", many.printed), many.printed
            tasks = contender.many - FEW
            slopes[contender.name].append((many.wall - few.wall) / tasks)
            processor[contender.name].append((many.user - few.user) / tasks)
        print(f"benchmark: unchanged node {where}, round {number} of {ROUNDS}", flush=True)
    return [figures(runner, contender, slopes[contender.name], processor[contender.name]) for contender in contenders]


def bare(runner: Runner, floor: Floor) -> Figures:
    """What the cloud itself takes for the requests of our task: nobody can be faster than that."""
    requests = sent(runner, [OURS], {})
    milliseconds = floor.seconds_of(requests, times=40) * 1000
    return Figures(BARE, {"milliseconds": round(milliseconds, 1), "api_calls": len(requests)})


def figures(runner: Runner, contender: Contender, slopes: list[float], processor: list[float]) -> Figures:
    calls: Any = counted(runner, [contender.task], contender.variables)
    return Figures(
        contender.name,
        {
            "milliseconds": round(statistics.median(slopes) * 1000, 1),
            "processor_milliseconds": round(statistics.median(processor) * 1000, 1),
            "api_calls": calls,
            "milliseconds_of_each_round": [round(slope * 1000, 1) for slope in slopes],
        },
    )

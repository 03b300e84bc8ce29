# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to find a hundred nodes as they should be: one task of ours, a loop of theirs."""

from __future__ import annotations

import statistics

from .contenders import BARE, Contender, Figures, counted, sent
from .floor import Floor
from .runs import Runner, Task

SIZE = 100
ROUNDS = 3
NAMES = [f"benchmark-fleet-{number:03d}" for number in range(1, SIZE + 1)]

OURS: Task = {
    "nodeworks.openstack.os_node": {
        "names": [f"benchmark-fleet-[001:{SIZE}]"], "image": "cirros", "flavor": "m1.tiny", "networks": ["private"],
    }
}  # fmt: skip
THEIRS: Task = {
    "openstack.cloud.server": {
        "name": "{{ item }}", "image": "cirros", "flavor": "m1.tiny", "network": "private", "auto_ip": False,
    },
    "loop": NAMES,
}  # fmt: skip
NOTHING: Task = {"ansible.builtin.debug": {"msg": "the play itself"}}

ONE_TASK = Contender("os_node, one task", OURS)
LOOP = Contender("openstack.cloud.server, a loop", THEIRS)
# A loop of theirs takes minutes, and one that long is not disturbed by a moment's load.
CONTENDERS = ((ONE_TASK, ROUNDS), (LOOP, 1))


def measured(runner: Runner) -> list[Figures]:
    """The seconds of each task, without those of the play around it."""
    floor = Floor(runner.environ)
    floor.delete(NAMES)
    try:
        floor.create(NAMES)
        runner.play([OURS])
        return [*(of(runner, contender, rounds) for contender, rounds in CONTENDERS), bare(runner, floor)]
    finally:
        floor.delete(NAMES)


def of(runner: Runner, contender: Contender, rounds: int) -> Figures:
    """The figures of one contender."""
    seconds, processor = [], []
    for number in range(1, rounds + 1):
        empty, full = runner.play([NOTHING]), runner.play([contender.task])
        assert "changed=0 " in full.printed, full.printed
        seconds.append(full.wall - empty.wall)
        processor.append(full.user - empty.user)
        print(f"benchmark: fleet of {SIZE} unchanged, {contender.name}, round {number} of {rounds}", flush=True)
    return Figures(
        contender.name,
        {
            "seconds": round(statistics.median(seconds), 3),
            "processor_seconds": round(statistics.median(processor), 3),
            "api_calls": calls(runner, contender),
        },
    )


def bare(runner: Runner, floor: Floor) -> Figures:
    """What the cloud itself takes for the request of our task."""
    requests = sent(runner, [OURS], {})
    return Figures(BARE, {"seconds": round(floor.seconds_of(requests, times=7), 3), "api_calls": len(requests)})


def calls(runner: Runner, contender: Contender) -> int:
    """How many requests it sends. A loop sends for each item what it sends for one."""
    if "loop" in contender.task:
        return SIZE * counted(runner, [{**contender.task, "loop": NAMES[:1]}], {})
    return counted(runner, [contender.task], {})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, as JSON for programs and as tables for people. Each part keeps its last measurement."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .contenders import BARE, Figures
from .rival import CHECKOUT, versions

FOLDER = CHECKOUT / "docs" / "benchmark"

INTRODUCTION = """# What it costs

Measured by `make bench` (tests/benchmark), side by side in one run, on a real OpenStack on this machine's loopback
(tests/cloud). Seconds are medians by the clock; *processor* is the time that the processor worked for the run itself,
which other work on the machine disturbs less. The same as data: [results.json](results.json).
"""

PROMISES = f"""## Promised, and kept?

*Least* is the ratio that a tool would have that took no time at all: what *{BARE}* took, measured with a bare client.
Where that is more than what was promised, the promise cannot be kept on this cloud, whatever is done here.

| | | of | at most | measured | least | kept |
|---|---|---|---|---|---|---|"""


@dataclasses.dataclass(frozen=True)
class Target:
    """What was promised: a figure of one contender is at most so many times that of another."""

    part: str
    figure: str
    contender: str
    other: str
    most: float

    def line(self, measured: Mapping[str, Any]) -> str | None:
        """A line of the table; None if one of the two was not measured."""
        figures = measured.get(self.part, {}).get("figures", {})
        try:
            other = figures[self.other][self.figure]
            ratio = figures[self.contender][self.figure] / other
        except KeyError:
            return None
        least = f"{figures[BARE][self.figure] / other:.3g}" if BARE in figures else ""
        verdict = "yes" if ratio <= self.most else "**no**"
        names = f"{self.contender} / {self.other} | {self.figure.replace('_', ' ')}"
        return f"| {self.part} | {names} | {self.most:g} | {ratio:.3g} | {least} | {verdict} |"


ON_CLOUD, AT_ONCE = "unchanged node, on the cloud", "unchanged node, against a server that answers at once"
FLEET = "fleet of 100 unchanged nodes"
ENVIRONMENT, TOPOLOGY = "environment of 100 unchanged resources of nine kinds", "os_topology, one task"
WORKER = "os_node, in the worker"
HOSTS, KEYED, RIVAL = "inventory of 10000 nodes", "os_nodes, three keyed groups", "openstack.cloud.openstack"
TARGETS = (
    Target(ON_CLOUD, "milliseconds", WORKER, "ansible.builtin.ping", 0.25),
    Target(ON_CLOUD, "milliseconds", WORKER, "openstack.cloud.server", 0.05),
    Target(AT_ONCE, "milliseconds", WORKER, "ansible.builtin.ping", 0.12),
    Target(FLEET, "seconds", "os_node, one task", "openstack.cloud.server, a loop", 0.01),
    Target(ENVIRONMENT, "seconds", TOPOLOGY, "openstack.cloud, single tasks", 0.01),
    Target(ENVIRONMENT, "seconds", TOPOLOGY, "single tasks of ours", 0.05),
    Target("create 20 nodes", "seconds", "os_node, one task", "floor", 1.15),
    Target(HOSTS, "seconds", KEYED, "floor", 2),
    Target(HOSTS, "processor_seconds", KEYED, "floor", 2),
    Target(HOSTS, "processor_seconds", KEYED, RIVAL, 0.1),
    Target(HOSTS, "peak_mib", KEYED, RIVAL, 1),
)


def add(part: str, figures: Sequence[Figures]) -> None:
    """Put the figures of a part into the results, in place of older ones, and write the tables anew."""
    path = FOLDER / "results.json"
    measured = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    measured[part] = {"machine": machine(), "figures": {each.name: dict(each.values) for each in figures}}
    FOLDER.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    (FOLDER / "README.md").write_text(tables(measured), encoding="utf-8")


def machine() -> dict[str, Any]:
    """What it was measured on, and when."""
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "measured_at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "software": versions(),
        "load_average": [round(load, 1) for load in os.getloadavg()],
    }


def tables(measured: Mapping[str, Any]) -> str:
    """The report for people."""
    lines = [INTRODUCTION, PROMISES]
    lines += filter(None, (target.line(measured) for target in TARGETS))
    for part, result in measured.items():
        lines += ["", f"## {part[0].upper()}{part[1:]}", "", *table(result["figures"]), "", on(result["machine"])]
    return "\n".join(lines) + "\n"


def table(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A table with a row for each contender, and how many times the first each is."""
    columns = [name for name in next(iter(figures.values())) if not name.endswith("_of_each_round")]
    first = next(iter(figures.values()))[columns[0]]
    lines = [f"| | {' | '.join(name.replace('_', ' ') for name in columns)} | times the first |"]
    lines.append("|---" * (len(columns) + 2) + "|")
    for name, values in figures.items():
        cells = ["" if values.get(column) is None else f"{values[column]:g}" for column in columns]
        lines.append(f"| {name} | {' | '.join(cells)} | {values[columns[0]] / first:.2g} |")
    return lines


def on(where: Mapping[str, Any]) -> str:
    """The machine in a sentence."""
    loads = ", ".join(f"{load:g}" for load in where["load_average"])
    return (
        f"{where['measured_at']}; {where['processor']}, {where['cores']} cores, {where['memory_gib']:g} GiB,"
        f" {where['system']}, Python {where['python']}; {', '.join(where['software'])};"
        f" load average at the end {loads}."
    )

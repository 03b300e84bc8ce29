# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables for people, kept in docs/chaos. Each part keeps its last run."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .tally import Tally

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "chaos"

INTRODUCTION = """# Nothing lost, nothing doubled, nothing told

Counted by `make chaos` (tests/chaos) on a real OpenStack on this machine's loopback (tests/cloud). The same as data:
[results.json](results.json).

The modules do a day's work: networks, a subnet, a security group, a key pair, a volume and a fleet of nodes are made,
changed, stopped and started, resized, attached, snapshotted, listed as an inventory and removed, and a file is uploaded
as an image. Between them and the cloud is a proxy that spoils one request of five, by seed. A task that ends with an
error is tried again, as people do; what a task says when it succeeds is compared with what the cloud has, asked past
the proxy by code of its own. All output, at `-vvvv`, is searched for the password, every token and the nodes' user
data.

A task that is killed is killed by SIGKILL at a request, by seed: just before the service carries it out, just after, or
in the middle of an upload. It is run again at once, and has to succeed the first time.

Strangers are others at work on the same things, as the same user. They make a namesake, another than was asked for,
while the answer to the request that makes ours is lost; and they make what keeps a thing from being removed, before the
task looks or between its look and its first request that changes something. What is theirs has to stay; if it was there
before the look, nothing may have been changed when the task refuses; and when they have taken it away, the task has to
come through.
"""


def write(parts: Mapping[str, Tally], *, adds: bool = False, folder: Path = FOLDER) -> list[str]:
    """Keep the parts that were run, in place of older runs of them, or (`adds`) with them; return the lines of all."""
    path = folder / "results.json"
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    for title, tally in parts.items():
        before = kept.get(title, {}) if adds else {}
        counts = _sum(before.get("counts", {}), tally.rows())
        faults = _sum(before.get("faults", {}), tally.faults)
        kept[title] = {"run_at": today, "counts": counts, "faults": dict(sorted(faults.items()))}
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    lines = INTRODUCTION.splitlines()
    for title, part in kept.items():
        lines += ["", f"## {title}", "", part["run_at"], "", *_table("", part["counts"])]
        if part["faults"]:
            lines += ["", *_table("fault", part["faults"])]
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines


def _sum(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    return {name: before.get(name, 0) + now.get(name, 0) for name in {**before, **now}}


def _table(title: str, numbers: Mapping[str, int]) -> list[str]:
    return [f"| {title} | times |", "|---|---:|", *(f"| {name} | {number} |" for name, number in numbers.items())]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of docs/benchmark, as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from .rst import list_table, plain

RESULTS = Path(__file__).resolve().parents[2] / "docs" / "benchmark" / "results.json"


def benchmark() -> Sequence[str]:
    """What each contender took for each thing that was measured, and where."""
    measured = json.loads(RESULTS.read_text(encoding="utf-8"))
    rows = []
    for part, result in measured.items():
        for number, (name, values) in enumerate(result["figures"].items()):
            took = f"{values['milliseconds']:g} ms" if "milliseconds" in values else f"{values['seconds']:g} s"
            calls = values.get("api_calls")
            rows.append([plain(part) if number == 0 else "", plain(name), took, "" if calls is None else str(calls)])
    where = [result["machine"] for result in measured.values()]
    cores, processor = where[-1]["cores"], where[-1]["processor"]
    days = sorted({one["measured_at"].split()[0] for one in where})
    span = " to ".join(dict.fromkeys((days[0], days[-1])))
    software = ", ".join(where[-1]["software"])
    return [
        *list_table(["what", "with", "time", "requests"], rows, "35 35 15 15"),
        "",
        f"Measured on a machine with {cores} cores ({plain(processor)}), {span}; {plain(software)}.",
    ]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries every option on the fake cloud and on the real one, and writes the figures: `make audit`."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
FIGURES = CHECKOUT / "docs" / "audit" / "README.md"
CLOUDS = {"real": "A real OpenStack on loopback (tests/cloud)", "fake": "The fake cloud (tests/fake)"}
INTRODUCTION = """# Every option, twice

Counted by `make audit` (tests/audit). For each module that manages something, things are made with every option, in one
or more tasks. Each task is run again, and must change nothing. Then, in check mode, each option is given another value:
the task has to foretell a change, or end in an error, or warn. An option that nobody has thought of fails the tests.
How each is compared stands in the [guide](../docsite/rst/guide_comparison.rst).
"""


def main(arguments: Sequence[str]) -> int:
    """Run the tests, and write the figures if they pass."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "AUDIT_FIGURES": folder}
        command = [sys.executable, "-m", "pytest", "-q", *arguments, "tests/audit"]
        status = subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode
        entries = [
            json.loads(line)
            for path in sorted(Path(folder).glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
    if status == 0:
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text("\n".join([INTRODUCTION, *_report(entries)]) + "\n", encoding="utf-8")
    return status


def _report(entries: Sequence[dict[str, Any]]) -> Iterator[str]:
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    for kind, title in CLOUDS.items():
        tried = [one for one in entries if one["cloud"] == kind and not one.get("lacking")]
        lacking = _options([one for one in entries if one["cloud"] == kind and one.get("lacking")]) - _options(tried)
        passed_over = {(one["module"], option) for one in tried for option in one["passed_over"]}
        yield from (f"## {title}", "", today, "", "|  | times |", "|---|---:|")
        yield f"| modules | {len({one['module'] for one in tried})} |"
        yield f"| tasks, each run twice | {len(tried)} |"
        yield f"| options tried | {len(_options(tried))} |"
        yield f"| second runs that changed something | {sum(one['changed'] for one in tried)} |"
        yield f"| options tried with another value | {len(_others(tried))} |"
        yield f"| other values that were passed over in silence | {len(passed_over)} |"
        yield f"| options that this cloud does not have | {len(lacking)} |"
        if lacking:
            yield ""
            yield f"It does not have {', '.join(f'`{option}` of {module}' for module, option in sorted(lacking))}."
        yield ""


def _options(entries: Sequence[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["module"], option) for one in entries for option in one["options"]}


def _others(entries: Sequence[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["module"], option) for one in entries for option in one["others"]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make bench`: measures all, or the parts that are named, on the cloud that OS_CLOUD names."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from ..environment.problem import SetupProblem
from . import create, environment, fleet, inventory, tasks
from .contenders import Figures
from .report import AT_ONCE, ENVIRONMENT, FLEET, FOLDER, ON_CLOUD, add
from .rival import prepare
from .runs import Runner

Results = Mapping[str, Sequence[Figures]]

PARTS: dict[str, Callable[[Runner], Results]] = {
    "tasks": lambda runner: {ON_CLOUD: tasks.on_the_cloud(runner)},
    "at-once": lambda runner: {AT_ONCE: tasks.at_once(runner)},
    "fleet": lambda runner: {FLEET: fleet.measured(runner)},
    "environment": lambda runner: {ENVIRONMENT: environment.measured(runner)},
    "create": create.measured,
    "inventory": inventory.measured,
}


def main() -> int:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark")
    parser.add_argument("parts", nargs="*", help=f"which parts to measure, of {', '.join(PARTS)}; all by default")
    names = parser.parse_args().parts or list(PARTS)
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    try:
        runner = Runner(prepare(os.environ), os.environ)
        for name in names:
            for part, figures in PARTS[name](runner).items():
                add(part, figures)
    except SetupProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    print((FOLDER / "README.md").read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

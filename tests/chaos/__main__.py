# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make chaos`: many seeds on a real cloud, through a faulty network, with kills and crowds; and the table."""

from __future__ import annotations

import argparse
import concurrent.futures
import multiprocessing
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from .report import write
from .seeds import crowd, kill, strangers, work
from .tally import UNFINISHED, Tally

# Of a fleet that is killed at any of its requests; a larger one has no others.
KILLED_NODES = 5

Job = tuple[Callable[..., Tally], tuple[Any, ...]]


def main() -> int:
    """Run all; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--nodes", type=int, default=20, help="of the fleet in the day's work")
    parser.add_argument("--playbooks", type=int, default=10, help="of a crowd")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--add", action="store_true", help="to the figures of the seeds before the first")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=180, help="after which no further seed is begun")
    options = parser.parse_args()
    pool = Pool(options.at_once, options.minutes * 20)  # three parts
    jobs = [(work, (seed, options.nodes)) for seed in range(options.first, options.first + options.seeds)]
    kills = [(kill, (seed, KILLED_NODES)) for seed in range(options.first, options.first + options.kills)]
    others = [(strangers, (seed,)) for seed in range(options.first, options.first + options.seeds)]
    parts = {
        f"A faulty network, fleets of {options.nodes} nodes": pool.run("faults", jobs),
        f"Killed, and run again, fleets of {KILLED_NODES} nodes": pool.run("kills", kills),
        "Strangers": pool.run("strangers", others),
        "Crowds": crowd(options.playbooks) if options.playbooks else Tally(),
    }
    # A part of which nothing was wanted keeps what it had.
    print("\n".join(write({title: tally for title, tally in parts.items() if tally.counts}, adds=options.add)))
    print("\n".join(parts["Crowds"].sentences()), file=sys.stderr)
    return 1 if any(tally.findings for tally in parts.values()) else 0


class Pool:
    """Runs seeds, some at once, and begins none when the time is over.

    Each seed has a process of its own: a module's options are the process's, and so is the clock that ends a hang.
    """

    def __init__(self, at_once: int, seconds: float) -> None:
        self._at_once = at_once
        self._seconds = seconds

    def run(self, what: str, jobs: Sequence[Job]) -> Tally:
        """Run jobs; what they counted. Those that were not begun in time count nothing."""
        total, done, deadline = Tally(), 0, time.monotonic() + self._seconds
        context = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(self._at_once, context, max_tasks_per_child=1) as pool:
            futures = [pool.submit(function, *arguments) for function, arguments in jobs]
            for future in concurrent.futures.as_completed(futures):
                if future.cancelled():
                    continue
                done += 1
                try:
                    tally = future.result()
                except Exception:  # of the test itself; the other seeds are worth their time all the same
                    tally = Tally()
                    tally.found(UNFINISHED, f"a seed of {what}: {traceback.format_exc()}")
                total.add([tally])
                lines = [f"{what}: {done} of {len(jobs)}, {len(total.findings)} findings", *tally.sentences()]
                print("\n".join(lines), file=sys.stderr, flush=True)
                for late in futures if time.monotonic() > deadline else ():
                    late.cancel()
        return total


if __name__ == "__main__":
    sys.exit(main())

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that outlive the program that started them: written down, found again, ended.

A process id alone does not name a process: after a crash or a reboot the same number belongs to
somebody else. So the time of its start and the boot it was started in are written down too, and
only a process that matches all three is ever sent a signal.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

ZOMBIE_STATES = ("Z", "X")


@dataclass(frozen=True)
class ProcessIdentity:
    """What makes a process of this machine unique."""

    pid: int
    start_ticks: int  # since boot, in the kernel's clock ticks
    boot: str  # the kernel draws a new one at every boot

    def is_alive(self) -> bool:
        """Whether this very process runs. A zombie does not: it only waits for its parent to take notice.

        Unless it has threads left: these still hold the process's ports.
        """
        found = _look_up(self.pid)
        return found is not None and found[0] == self and (found[1] not in ZOMBIE_STATES or found[2] > 1)

    def send(self, signal_number: signal.Signals) -> None:
        """Signal the process, unless it is gone or its id has passed to another one."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):  # it may have ended in between
                os.kill(self.pid, signal_number)


def identify(pid: int) -> ProcessIdentity | None:
    """The identity of the process that has this id now; None if there is none."""
    found = _look_up(pid)
    return found[0] if found else None


def _look_up(pid: int) -> tuple[ProcessIdentity, str, int] | None:
    """A process's identity, state and number of threads, from the kernel."""
    try:
        # The second field, the command in parentheses, may hold anything, even parentheses.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    state, threads, start_ticks = fields[0], int(fields[17]), int(fields[19])
    return ProcessIdentity(pid, start_ticks, boot), state, threads


def write_record(record: Path, pid: int) -> None:
    """Write down a process that was just started."""
    identity = identify(pid)
    if identity is None:
        return  # it has ended, and its parent knows
    record.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all, for a reader at the same moment.
    unfinished = record.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(identity)), encoding="utf-8")
    unfinished.replace(record)


def read_record(record: Path) -> ProcessIdentity | None:
    """The process that was written down; None for a record that is missing or damaged."""
    try:
        return ProcessIdentity(**json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def end_all(processes: Iterable[ProcessIdentity], patience_seconds: float = 3.0) -> None:
    """Ask the processes to end; after the patience, make them."""
    remaining = list(processes)
    for process in remaining:
        process.send(signal.SIGTERM)
    deadline = time.monotonic() + patience_seconds
    while (remaining := [process for process in remaining if process.is_alive()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in remaining:
        process.send(signal.SIGKILL)

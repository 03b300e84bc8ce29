# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs groups of make targets side by side: what waits for a cloud, and what works on its own meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path


def side_by_side(groups: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Run `make` for each group of targets; the status of the first that failed, when all have ended.

    Each line of output begins with the first target of its group. Each group has a stage of its own.
    """
    width = max(len(group.split()[0]) for group in groups)
    running = []
    for group in groups:
        name = group.split()[0]
        command = ["make", "--no-print-directory", f"STAGE_NAME=stage-{name}", *group.split()]
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        reader = threading.Thread(target=_pass_on, args=(process, f"{name:<{width}} | "))
        reader.start()
        running.append((process, reader))
    for process, reader in running:
        reader.join()
        process.wait()
    statuses = [process.returncode for process, reader in running]
    return next((status for status in statuses if status), 0)


def _pass_on(process: subprocess.Popen[str], beginning: str) -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            sys.stdout.write(beginning + line)
            sys.stdout.flush()

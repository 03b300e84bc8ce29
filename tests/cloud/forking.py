# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Children made by fork, each with a log of its own."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from .log_tail import log_tail


def run_in_child(task: Callable[[], object], log: Path) -> int:
    """Run the task in a fork of this process, its output in the log. Returns the child's process id.

    A fork, because two projects can not be configured in one process (oslo.config's CONF is a global
    in which they clash), and because it inherits what was imported already.
    """
    pid = os.fork()
    if pid > 0:
        return pid
    exit_status = 1
    try:
        _redirect_output(log)
        task()
        exit_status = 0
    except SystemExit as end:  # what the command lines of some projects do even on success
        exit_status = int(bool(end.code))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not sys.exit(): a child must not go on into what the parent has left to do.
        os._exit(exit_status)


def run_all_in_children(tasks: dict[str, tuple[Callable[[], object], Path]]) -> None:
    """Run the named tasks side by side. Exits with a failed one's name and the end of its log."""
    children = {name: run_in_child(task, log) for name, (task, log) in tasks.items()}
    failed = [name for name, pid in children.items() if os.waitpid(pid, 0)[1] != 0]
    for name in failed:
        log = tasks[name][1]
        sys.exit(f"{name} failed; the end of {log}:\n{log_tail(log)}")


def _redirect_output(log: Path) -> None:
    """Send what is written to stdout and stderr, by Python or by C, to a new log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)

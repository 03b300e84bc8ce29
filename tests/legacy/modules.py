# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs this package's modules inside one of the virtual environments."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence

from ..cloud.log_tail import log_tail
from ..cloud.runtime import service_environment, start_process
from ..environment.problem import SetupProblem
from .layout import PACKAGE, LegacyLayout


def start_module(
    module: str, software: str, layout: LegacyLayout, environment: Mapping[str, str], arguments: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Start one of this package's modules with the Python of the software that it needs."""
    command = [str(layout.python_of(software)), "-m", f"{PACKAGE}.{module}", *arguments]
    log = layout.log(arguments[0] if arguments else module)
    return start_process(command, service_environment(layout, environment), log)


def run_modules(modules: Mapping[str, str], layout: LegacyLayout, environment: Mapping[str, str]) -> None:
    """Run modules side by side, each for one software, to their ends; SetupProblem with the log of one that fails."""
    running = {module: start_module(module, software, layout, environment) for module, software in modules.items()}
    try:
        exit_codes = {module: process.wait() for module, process in running.items()}
    except BaseException:
        # Interrupted: their children go with them.
        for process in running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        raise
    for module, exit_code in exit_codes.items():
        if exit_code != 0:
            log = layout.log(module)
            raise SetupProblem(f"{PACKAGE}.{module} ended with {exit_code}; the end of {log}:\n{log_tail(log)}")

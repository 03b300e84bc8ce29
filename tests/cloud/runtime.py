# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs this package's modules inside the cloud's virtual environment."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..environment.problem import SetupProblem
from .layout import CHECKOUT, PACKAGE, Layout
from .log_tail import log_tail

# OS_ would configure OpenStack's clients and services, PYTHON our interpreter.
FOREIGN_PREFIXES = ("OS_", "PYTHON")
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


def service_environment(layout: Layout, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for the services: without proxies, which can not reach this machine's loopback."""
    own = {
        name: value
        for name, value in environment.items()
        if not name.startswith(FOREIGN_PREFIXES) and name.lower() not in PROXY_VARIABLES
    }
    return {**own, **layout.to_environment(), "XDG_CACHE_HOME": str(layout.cache), "no_proxy": "*"}


def start_module(module: str, layout: Layout, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start one of this package's modules."""
    command = [str(layout.python), "-m", f"{PACKAGE}.{module}"]
    return start_process(command, service_environment(layout, environment), layout.log(module))


def start_process(command: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that it outlives this one; its output goes to a log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as output:
        return subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def run_module(module: str, layout: Layout, environment: Mapping[str, str]) -> None:
    """Run a module to its end; SetupProblem with the end of its log if it fails."""
    process = start_module(module, layout, environment)
    try:
        exit_code = process.wait()
    except BaseException:
        # Interrupted: its children go with it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if exit_code != 0:
        log = layout.log(module)
        raise SetupProblem(f"{PACKAGE}.{module} ended with {exit_code}; the end of {log}:\n{log_tail(log)}")

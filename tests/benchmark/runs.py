# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Ansible, and says what a run took."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..environment.problem import SetupProblem
from .rival import CHECKOUT, Installation

Task = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Taken:
    """What a run took: seconds by the clock and of the processor for its own work, and the most memory of a process."""

    wall: float
    user: float
    peak_mib: float
    printed: str


@dataclasses.dataclass(frozen=True)
class Runner:
    """Starts commands of an installation; `variables` are added to their environment."""

    installation: Installation
    environ: Mapping[str, str]
    variables: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def play(self, tasks: Sequence[Task], **more: Any) -> Taken:
        """Run tasks in a play on this machine. They have to succeed."""
        play = {"hosts": "localhost", "gather_facts": False, "tasks": list(tasks), "vars": more}
        with tempfile.TemporaryDirectory() as folder:
            playbook = Path(folder) / "playbook.yml"
            playbook.write_text(json.dumps([play]), encoding="utf-8")
            return self.run([str(self.installation.python.with_name("ansible-playbook")), str(playbook)])

    def python(self, module: str, *arguments: str) -> Taken:
        """Run a module of this checkout in the Python that runs Ansible."""
        return self.run([str(self.installation.python), "-m", module, *arguments])

    def run(self, command: Sequence[str]) -> Taken:
        """Run a command.

        Raises:
            SetupProblem: it failed.
        """
        environment = self.installation.environment(self.environ, **self.variables)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            started = time.monotonic()
            process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=output, stderr=subprocess.STDOUT)
            _pid, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            printed = output.read()
        if process.returncode != 0:
            raise SetupProblem(f"a run of the benchmark failed: {' '.join(command)}\n{printed[-3000:]}")
        return Taken(wall, usage.ru_utime, usage.ru_maxrss / 1024, printed)

    def with_variables(self, **variables: str) -> Runner:
        """One whose commands have more variables."""
        return dataclasses.replace(self, variables={**self.variables, **variables})

    def on_cloud(self, clouds_yaml: Path, name: str) -> Runner:
        """One whose commands use another cloud."""
        cloud = {"OS_CLIENT_CONFIG_FILE": str(clouds_yaml), "OS_CLOUD": name}
        return dataclasses.replace(self, environ={**self.environ, **cloud})

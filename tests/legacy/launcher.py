# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands do: up, down, status. The loopback cloud's launcher, with other servers."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping

from ..cloud.launcher import Launcher
from ..cloud.log_tail import log_tail
from ..cloud.ports import require_free_ports
from ..cloud.processes import write_record
from ..cloud.progress import Progress
from ..cloud.readiness import LONGEST_START_SECONDS, answers
from ..cloud.seeded_data import current_key
from ..environment.problem import SetupProblem
from .configuration import write_configuration
from .installation import CloudEnvironment, install_all
from .layout import LegacyLayout, Server
from .modules import run_modules, start_module
from .recipe import recipe_key

# By the module that makes the data, the software in whose environment it runs.
DATA_MODULES = {"keystone_data": "keystone", "swift_data": "swift", "nova_data": "nova"}


class LegacyLauncher(Launcher):
    """Starts and ends the servers of one layout."""

    def __init__(self, layout: LegacyLayout, progress: Progress, environment: Mapping[str, str]) -> None:
        super().__init__(layout, progress, environment)
        self._legacy = layout

    def up(self) -> None:
        """Start the servers if they are not up as wanted, and return when they can be used."""
        if not self._legacy.cloud.home.exists():
            CloudEnvironment(self._legacy.cloud, self._progress, self._environment).make_home()
        with self._only_one_at_a_time():
            if not self._all_processes_are_alive():
                self._start()
            elif current_key(self._legacy) != recipe_key(self._legacy):
                self._progress.report("the recipe, the ports or the compute address have changed: starting anew")
                self._start()
            else:
                self._require_answers()
                self._progress.report("the legacy servers are up already")

    def down(self) -> None:
        """End the servers. The data stay."""
        if not self._legacy.home.exists():
            self._progress.report("the legacy servers were not up")
            return
        with self._only_one_at_a_time():
            ended = self._stop()
            self._progress.report(f"the legacy servers {'are down' if ended else 'were not up'}")

    def _start(self) -> None:
        self._stop()  # what is to be replaced, or what a crash has left
        require_free_ports(self._legacy)
        install_all(self._legacy, self._progress, self._environment)
        write_configuration(self._legacy)
        self._make_data()
        try:
            self._start_services()
        except BaseException:  # Ctrl-C as well: nothing that is half up stays
            self._stop()
            raise
        self._progress.report("the legacy servers are up")

    def _make_data(self) -> None:
        """Make the data anew unless they are of this recipe, and complete."""
        key = recipe_key(self._legacy)
        if current_key(self._legacy) == key:
            return
        shutil.rmtree(self._legacy.data, ignore_errors=True)
        self._progress.report("making the databases, keys and rings")
        run_modules(DATA_MODULES, self._legacy, self._environment)
        self._legacy.data_key.write_text(key, encoding="ascii")

    def _start_services(self) -> None:
        """Start all servers and wait until each of them answers."""
        servers = self._legacy.services
        self._progress.report(f"starting {', '.join(server.name for server in servers)}")
        waiting = {server: self._start_server(server) for server in servers}
        deadline = time.monotonic() + LONGEST_START_SECONDS
        while waiting:
            for server, process in tuple(waiting.items()):
                if process.poll() is not None:
                    raise _failure(server, f"has ended with {process.returncode}")
                if answers(server):
                    self._progress.report(f"{server.name} is ready at {server.url}")
                    del waiting[server]
                elif time.monotonic() > deadline:
                    raise _failure(server, f"did not answer within {LONGEST_START_SECONDS} seconds")
            time.sleep(0.1)

    def _start_server(self, server: Server) -> subprocess.Popen[bytes]:
        module = f"{server.software}_server"
        process = start_module(module, server.software, self._legacy, self._environment, [server.name])
        write_record(server.process_record, process.pid)
        return process


def _failure(server: Server, what_happened: str) -> SetupProblem:
    return SetupProblem(f"{server.name} {what_happened}; the end of {server.log}:\n{log_tail(server.log)}")

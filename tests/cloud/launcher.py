# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands do: up, down, fresh, status."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping

from ..environment.problem import SetupProblem
from ..environment.virtual_environment import install
from .configuration import write_configuration
from .layout import PORT_OFFSET_VARIABLE, Layout, Service
from .log_tail import log_tail
from .ports import require_free_ports
from .processes import end_all, read_record
from .progress import Progress
from .readiness import LONGEST_START_SECONDS, answers
from .runtime import run_module, start_module
from .seeded_data import current_key, keep_copy, restore_copy, seeded_data_key


class Launcher:
    """Starts and ends the cloud of one layout."""

    def __init__(self, layout: Layout, progress: Progress, environment: Mapping[str, str]) -> None:
        self._layout = layout
        self._progress = progress
        self._environment = environment

    def up(self) -> None:
        """Start the cloud if it is not up, and return when it can be used."""
        with self._only_one_at_a_time():
            if self._all_processes_are_alive():
                self._require_answers()
                self._progress.report("the cloud is up already")
            else:
                self._start()

    def down(self) -> None:
        """End the cloud's processes. The data stay."""
        with self._only_one_at_a_time():
            self._progress.report("the cloud is down" if self._stop() else "the cloud was not up")

    def fresh(self) -> None:
        """Start the cloud anew with nothing in it but what the seed made."""
        with self._only_one_at_a_time():
            if self._stop():
                self._progress.report("ended the old cloud")
            shutil.rmtree(self._layout.data, ignore_errors=True)
            self._start()

    def status(self) -> dict[str, bool]:
        """For each service, whether its process is ours and it answers."""
        return {service.name: _is_alive(service) and answers(service) for service in self._layout.services}

    @contextlib.contextmanager
    def _only_one_at_a_time(self) -> Iterator[None]:
        """Wait for another launcher that works on the same cloud."""
        home = self._layout.home
        if not home.exists():
            home.mkdir(parents=True, mode=0o700)
            # Makes git ignore the folder wherever it is.
            (home / ".gitignore").write_text("*\n", encoding="ascii")
        with open(self._layout.lock, "w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._progress.report("waiting for another up, down or fresh to end")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _all_processes_are_alive(self) -> bool:
        return all(_is_alive(service) for service in self._layout.services)

    def _require_answers(self) -> None:
        for service in self._layout.services:
            if not answers(service):
                raise SetupProblem(
                    f"the cloud is up, but {service.name} does not answer at {service.url}: was it started with "
                    f"another {PORT_OFFSET_VARIABLE}? `down` ends it in any case."
                )

    def _start(self) -> None:
        self._stop()  # what a crash may have left
        require_free_ports(self._layout)
        layout = self._layout
        install(layout.virtual_environment, layout.requirements, self._environment, self._progress.report)
        write_configuration(self._layout)
        key = seeded_data_key(self._layout)
        is_seeded = self._prepare_data(key)
        try:
            self._start_services()
            if not is_seeded:
                self._progress.report("seeding flavors, images, networks and a key pair in both regions")
                run_module("seed", self._layout, self._environment)
                keep_copy(self._layout, key)
        except BaseException:  # Ctrl-C as well: nothing that is half up stays
            self._stop()
            raise
        self._progress.report("the cloud is up")

    def _prepare_data(self, key: str) -> bool:
        """Make sure there are data for the key. Whether they are seeded already."""
        if current_key(self._layout) == key:
            return True
        if current_key(self._layout):
            self._progress.report("the recipe or the ports have changed: the old data are replaced")
        shutil.rmtree(self._layout.data, ignore_errors=True)
        if restore_copy(self._layout, key):
            self._progress.report("copied the seeded data")
            return True
        self._progress.report("making the databases")
        run_module("databases", self._layout, self._environment)
        return False

    def _start_services(self) -> None:
        """Start all services and wait until each of them answers."""
        services = list(self._layout.services)
        self._progress.report(f"starting {', '.join(service.name for service in services)}")
        server = start_module("serve", self._layout, self._environment)
        deadline = time.monotonic() + LONGEST_START_SECONDS
        while services:
            for service in tuple(services):
                if answers(service):
                    self._progress.report(f"{service.name} is ready at {service.url}")
                    services.remove(service)
                else:
                    self._require_running(service, server)
            if time.monotonic() > deadline:
                raise _failure(services[0], f"did not answer within {LONGEST_START_SECONDS} seconds")
            time.sleep(0.2)

    def _require_running(self, service: Service, server: subprocess.Popen[bytes]) -> None:
        """Raise SetupProblem if the service, or the parent of all, has ended."""
        if server.poll() is not None:
            log = self._layout.log("serve")
            raise SetupProblem(f"the parent of the services has ended; the end of {log}:\n{log_tail(log)}")
        if service.process_record.exists() and not _is_alive(service):
            raise _failure(service, "has ended")

    def _stop(self) -> bool:
        """End every process that is written down and still ours. Whether there was one."""
        records = sorted(self._layout.process_records.glob("*.json"))
        processes = [process for process in map(read_record, records) if process and process.is_alive()]
        end_all(processes)
        for record in records:
            record.unlink(missing_ok=True)
        return bool(processes)


def _is_alive(service: Service) -> bool:
    process = read_record(service.process_record)
    return process is not None and process.is_alive()


def _failure(service: Service, what_happened: str) -> SetupProblem:
    return SetupProblem(f"{service.name} {what_happened}; the end of {service.log}:\n{log_tail(service.log)}")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of the workload through a faulty network, by somebody who tries again what failed with a clear error."""

from __future__ import annotations

import contextlib
import importlib
import json
import random
import signal
import subprocess
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from ..unit.modules.running import MODULES, Result, run_module
from .connection import options_of
from .controller import run_ansible
from .proxy import Proxy
from .schedule import Schedule
from .tally import DOUBLED, HANG, LOST, SECRET, TRACEBACK, UNFINISHED, WRONG, Tally
from .truth import Truth
from .workload import SECRET_IN_USER_DATA, Task, workload

IMAGE_BYTES = 300_000
# How often somebody tries a task before he gives up.
MOST_TRIES = 12
# How long a task may take; its own time limits are far below.
HANG_SECONDS = 150


class Hang(BaseException):
    """A task has come to no end. Not an Exception, which somebody might catch."""


@dataclass
class Run:
    """One seed. `home` is an empty folder, in which the tokens are kept."""

    cloud: Cloud
    seed: int
    home: Path
    share: float = 0.2
    nodes: int = 3
    api_timeout: float = 5.0
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.prefix = f"chaos-{self.seed}-"
        self.truth = Truth(self.cloud, self.prefix)
        self.schedule = Schedule(self.seed, self.share)

    def work(self) -> Tally:
        """Do the day's work, and return what came of it."""
        verify, stall = self.cloud.verify, self.api_timeout + 0.3
        image = self.home / "image.raw"
        image.write_bytes(random.Random(self.seed).randbytes(IMAGE_BYTES))
        with Proxy(self.schedule, self.cloud.auth_url, verify, stall) as self.proxy:
            try:
                for task in workload(self.prefix, self.nodes, image):
                    self._until_done(task)
                    if task.options.get("metadata"):
                        self._inventory()
                self._look_for_the_lost()
                self._look_into_files()
            finally:
                self.truth.remove_everything()
            self.tally.findings += [(TRACEBACK, f"the proxy itself: {problem}") for problem in self.proxy.problems]
        self.tally.counts["seeds"] = 1
        self.tally.counts["requests"] = self.schedule.requests
        self.tally.counts["faults injected"] = sum(self.schedule.met.values())
        self.tally.faults = self.schedule.met
        return self.tally

    def connection(self) -> dict[str, Any]:
        """The options of a user who knows of no proxy."""
        return {
            **options_of(self.cloud, self.proxy.auth_url),
            "api_timeout": self.api_timeout,
            "retries": 2,
            "token_cache": str(self.home / "tokens"),
        }

    # Tasks

    def _until_done(self, task: Task) -> None:
        self.tally.counts["operations"] += 1
        said = []
        for _attempt in range(MOST_TRIES):
            result = self._try(task)
            if result is not None and result.exit_code == 0:
                self._compare(task, result)
                return
            said.append("it ended without a result" if result is None else str(result.data.get("msg")))
            self.tally.counts["clear errors, after which it was tried again"] += 1
        self.tally.found(UNFINISHED, f"{self._where(task)}: {said}")

    def _try(self, task: Task) -> Result | None:
        options = {**self.connection(), "_ansible_verbosity": 4, **task.options}
        if task.module in ("os_node", "os_volume", "os_volume_snapshot"):
            options["wait_timeout"] = 60
        main = importlib.import_module(f"{MODULES}.{task.module}").main
        try:
            with time_limit(HANG_SECONDS):
                result = run_module(main, options, diff=True)
        except Hang:
            self.tally.found(HANG, f"{self._where(task)}: {traceback.format_exc()[-1500:]}")
            return None
        except Exception:
            self.tally.found(TRACEBACK, f"{self._where(task)}: {traceback.format_exc()[-3000:]}")
            return None
        self._inspect(result.output, self._where(task))
        return result

    def _compare(self, task: Task, result: Result) -> None:
        """What a task that succeeded has said, against what is."""
        problem = task.problem(self.truth)
        if problem:
            sin = next((sin for word, sin in (("doubled", DOUBLED), ("lost", LOST)) if problem.startswith(word)), WRONG)
            self.tally.found(sin, f"{self._where(task)} said changed={result.changed}, but {problem}")

    def _inspect(self, output: str, where: str) -> None:
        self.tally.inspect(output, {self.cloud.password, SECRET_IN_USER_DATA, *self.proxy.tokens}, where)

    def _where(self, task: Task) -> str:
        return f"seed {self.seed}, {task.module} {json.dumps(task.options)}"

    # Inventory

    def _inventory(self) -> None:
        """All nodes are hosts, or it is said that they are not."""
        self.tally.counts["operations"] += 1
        path = self.home / "chaos.os_nodes.yml"
        options = {"plugin": "nodeworks.openstack.os_nodes", **self.connection()}
        path.write_text(json.dumps(options), encoding="utf-8")
        path.chmod(0o600)
        for _attempt in range(MOST_TRIES):
            done = self._list_hosts(path)
            if done.returncode == 0 and not done.stderr.count("[WARNING]"):
                hosts = json.loads(done.stdout)["_meta"]["hostvars"]
                found = sorted(name for name in hosts if name.startswith(self.prefix))
                names = sorted(server["name"] for server in self.truth.servers())
                if found != names:
                    self.tally.found(LOST, f"seed {self.seed}, inventory: {found}, but there are {names}")
                return
            self.tally.counts["clear errors, after which it was tried again"] += 1
        self.tally.found(UNFINISHED, f"seed {self.seed}, inventory: {done.stderr[-2000:]}")

    def _list_hosts(self, path: Path) -> subprocess.CompletedProcess[str]:
        done = run_ansible(self.home, HANG_SECONDS, "ansible-inventory", "-vvvv", "-i", str(path), "--list")
        self._inspect(done.stderr + done.stdout, f"seed {self.seed}, inventory")
        # At -vvvv it says which files it reads before it lists.
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout[done.stdout.find("\n{") :], done.stderr
        )

    # At the end

    def _look_for_the_lost(self) -> None:
        left = self.truth.everything()
        if left:
            self.tally.found(LOST, f"seed {self.seed}: left behind: {left}")

    def _look_into_files(self) -> None:
        """Nothing that was kept is for others to read."""
        for path in (self.home / "tokens").rglob("*"):
            if path.is_file() and path.stat().st_mode & 0o077:
                self.tally.found(SECRET, f"seed {self.seed}: others can read {path.name}")


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise a Hang in the main thread, when the time is over."""

    def end(_signal: int, _frame: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

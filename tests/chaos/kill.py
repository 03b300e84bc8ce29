# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed in the middle of its work, and the same run once more: what there is then is what was asked for.

The moment is a request: just before it is carried out, in the middle of what is sent with it, or just after, before the
answer arrives.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from ..unit.modules.running import MODULES
from .connection import options_of
from .environment import environment, is_gone, is_whole
from .proxy import Proxy
from .schedule import Schedule
from .tally import DOUBLED, HANG, LOST, UNFINISHED, Tally
from .truth import Json, Truth
from .workload import PUBLIC_KEY, Task, is_content_of, once, some

# More than the buffers of two connections take: whoever is killed in the middle of an upload has not sent all of it.
IMAGE_BYTES = 24_000_000
# How long a task may take when it is run again; its own limits are below.
MOST_SECONDS = 300


class Killer:
    """Kills a process at the n-th request that passes, before or after it is carried out; or (None) in a long body."""

    def __init__(self, number: int | None, afterwards: bool) -> None:
        self._number = number
        self._afterwards = afterwards
        self._seen = 0
        self._lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.has_killed = False

    @property
    def is_within(self) -> bool:
        """Whether it kills in the middle of what is sent."""
        return self._number is None

    def before(self, _method: str) -> None:
        """Count a request, and kill if this is the one."""
        with self._lock:
            self._seen += 1
            if self._seen == self._number and not self._afterwards:
                self._kill()

    def within(self, _method: str) -> None:
        """Kill in the middle of the first long body."""
        with self._lock:
            if self.is_within and not self.has_killed:
                self._kill()

    def after(self, _method: str) -> None:
        """Kill if it was the one."""
        with self._lock:
            is_due = self._number is not None and self._seen >= self._number
            if is_due and self._afterwards and not self.has_killed:
                self._kill()

    def _kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.has_killed = True


@dataclass
class Kills:
    """Tasks of one seed that are killed, each once, and run again."""

    cloud: Cloud
    seed: int
    home: Path
    nodes: int = 4
    # As long is waited for what was begun: on a cloud that is hard put to it, longer than on the fake one.
    api_timeout: float = 30.0
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.prefix = f"kill-{self.seed}-"
        self.truth = Truth(self.cloud, self.prefix)
        self._dice = random.Random(self.seed)

    def tasks(self) -> list[tuple[int, Task]]:
        """What is interrupted, and within how many requests: about as many as it takes."""
        names = [f"{self.prefix}node{number}" for number in range(1, self.nodes + 1)]
        image = self.home / "image.raw"
        image.write_bytes(self._dice.randbytes(IMAGE_BYTES))
        volume = f"{self.prefix}volume"
        made = {
            "names": [f"{self.prefix}node[1:{self.nodes}]"],
            "image": "cirros",
            "flavor": "m1.tiny",
            "networks": ["private"],
        }
        fleet = {"names": made["names"], "state": "absent"}
        grown, attached = _like(flavor="m1.small"), {"name": volume, "attached_to": [names[0]]}
        uploaded = {"name": f"{self.prefix}image", "src": str(image), "disk_format": "raw"}
        whole = environment(self.prefix, self.nodes, PUBLIC_KEY)
        return [
            (3 * self.nodes, Task("os_node", made, once(Truth.servers, names, _like()))),
            (6, Task("os_node", {"name": names[0], "flavor": "m1.small", "resize": "true"}, some(names[0], grown))),
            (4, Task("os_image", uploaded, once(Truth.images, [f"{self.prefix}image"], is_content_of(image)))),
            (4, Task("os_volume", {"name": volume, "size": 1}, once(Truth.volumes, [volume]))),
            (5, Task("os_volume", attached, once(Truth.volumes, [volume], _is_attached_once))),
            (4, Task("os_volume", {"name": volume, "state": "absent", "detach": True}, once(Truth.volumes, []))),
            (2, Task("os_image", {"name": f"{self.prefix}image", "state": "absent"}, once(Truth.images, []))),
            (3, Task("os_node", fleet, once(Truth.servers, []))),
            (30, Task("os_topology", whole, is_whole(once, self.prefix, self.nodes))),
            (25, Task("os_topology", {"name": whole["name"], "state": "absent"}, is_gone(once))),
        ]

    def work(self) -> Tally:
        """Kill, run again, look; and return what came of it."""
        try:
            for requests, task in self.tasks():
                self._interrupted(task, requests)
            left = self.truth.everything()
            if left:
                self.tally.found(LOST, f"seed {self.seed}: left behind after kills: {left}")
        finally:
            self.truth.remove_everything()
        self.tally.counts["seeds"] = 1
        return self.tally

    def _interrupted(self, task: Task, requests: int) -> None:
        # The same proxy for both runs: at another address it would be another cloud to the collection.
        with Proxy(Schedule(self.seed, 0.0), self.cloud.auth_url, self.cloud.verify) as proxy:
            self._kill_and_run_again(task, requests, proxy)

    def _kill_and_run_again(self, task: Task, requests: int, proxy: Proxy) -> None:
        killer = self._killer(task, requests)
        proxy.before, proxy.within, proxy.after = killer.before, killer.within, killer.after
        killer.process = self._start(task)
        killer.process.communicate(self._arguments(task, proxy), timeout=MOST_SECONDS)
        proxy.before = proxy.within = proxy.after = lambda _method: None
        self.tally.counts["tasks begun"] += 1
        self.tally.counts["killed in the middle"] += killer.has_killed
        self.tally.counts["in the middle of an upload"] += killer.has_killed and killer.is_within
        where = f"seed {self.seed}, {task.module} {json.dumps(task.options)}"
        problem = self._run_again(task, proxy, where)
        if problem:
            self.tally.found(UNFINISHED, f"{where}: {problem}")
            return
        problem = task.problem(self.truth)
        if problem:
            self.tally.found(DOUBLED if problem.startswith("doubled") else LOST, f"{where}: {problem}")

    def _killer(self, task: Task, requests: int) -> Killer:
        number, afterwards, within = (
            self._dice.randint(1, requests),
            self._dice.random() < 0.5,
            self._dice.random() < 0.5,
        )
        return Killer(None if "src" in task.options and within else number, afterwards)

    def _run_again(self, task: Task, proxy: Proxy, where: str) -> str | None:
        """Run a task once more, to its end; what it said if it failed. What the one that was killed has asked for may
        be under way: it is for the collection to wait for that, not for the user."""
        process = self._start(task)
        try:
            printed, complained = process.communicate(self._arguments(task, proxy), timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            self.tally.found(HANG, where)
            return f"it did not end within {MOST_SECONDS} s"
        self.tally.inspect(printed + complained, {self.cloud.password, *proxy.tokens}, where)
        if not printed:
            return "it ended without a result"
        result = json.loads(printed)
        return str(result["msg"]) if result.get("failed") else None

    def _start(self, task: Task) -> subprocess.Popen[str]:
        path = importlib.import_module(f"{MODULES}.{task.module}").__file__
        assert path is not None
        return subprocess.Popen(
            [sys.executable, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                "HOME": str(self.home),
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
        )

    def _arguments(self, task: Task, proxy: Proxy) -> str:
        connection = options_of(self.cloud, proxy.auth_url)
        options: dict[str, Any] = {**connection, "token_cache": str(self.home / "tokens"), **task.options}
        options.update({"wait_timeout": 180, "api_timeout": self.api_timeout, "_ansible_remote_tmp": str(self.home)})
        return json.dumps({"ANSIBLE_MODULE_ARGS": options})


def _like(flavor: str = "m1.tiny") -> Callable[[Json], bool]:
    return lambda server: bool(server["status"] == "ACTIVE" and server["flavor"]["original_name"] == flavor)


def _is_attached_once(volume: Json) -> bool:
    return bool(volume["status"] == "in-use" and len(volume["attachments"]) == 1)

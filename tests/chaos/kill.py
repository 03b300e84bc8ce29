# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A run that is killed in the middle of its work, and the same run once more: what there is then is what was asked for.

The moment is a request: just before it is carried out, or just after, before the answer arrives.
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
from .proxy import Proxy
from .schedule import Schedule
from .tally import DOUBLED, LOST, TRACEBACK, UNFINISHED, Tally
from .truth import Json, Truth
from .workload import Task, once, some

IMAGE_BYTES = 300_000
# How often somebody runs a task again before he gives up.
MOST_TRIES = 4


class Killer:
    """Kills a process at the n-th request that passes, before or after it is carried out."""

    def __init__(self, number: int, afterwards: bool) -> None:
        self._left = number
        self._afterwards = afterwards
        self._lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.has_killed = False

    def before(self, _method: str) -> None:
        """Count a request, and kill if this is the one."""
        with self._lock:
            self._left -= 1
            if self._left == 0 and not self._afterwards:
                self._kill()

    def after(self, _method: str) -> None:
        """Kill if it was the one."""
        with self._lock:
            if self._left <= 0 and self._afterwards and not self.has_killed:
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
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.prefix = f"kill-{self.seed}-"
        self.truth = Truth(self.cloud, self.prefix)
        self._dice = random.Random(self.seed)

    def tasks(self) -> list[tuple[int, Task]]:
        """What is interrupted, and within how many requests: about as many as it takes."""
        names = [f"{self.prefix}node{number}" for number in range(1, self.nodes + 1)]
        image = self.home / "image.raw"
        image.write_bytes(b"x" * IMAGE_BYTES)
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
        return [
            (3 * self.nodes, Task("os_node", made, once(Truth.servers, names, _like()))),
            (6, Task("os_node", {"name": names[0], "flavor": "m1.small", "resize": "true"}, some(names[0], grown))),
            (4, Task("os_image", uploaded, once(Truth.images, [f"{self.prefix}image"], _is_whole))),
            (4, Task("os_volume", {"name": volume, "size": 1}, once(Truth.volumes, [volume]))),
            (5, Task("os_volume", attached, once(Truth.volumes, [volume], _is_attached_once))),
            (4, Task("os_volume", {"name": volume, "state": "absent", "detach": True}, once(Truth.volumes, []))),
            (2, Task("os_image", {"name": f"{self.prefix}image", "state": "absent"}, once(Truth.images, []))),
            (3, Task("os_node", fleet, once(Truth.servers, []))),
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
        killer = Killer(self._dice.randint(1, requests), afterwards=self._dice.random() < 0.5)
        with Proxy(Schedule(self.seed, 0.0), self.cloud.auth_url, self.cloud.verify) as proxy:
            proxy.before, proxy.after = killer.before, killer.after
            killer.process = self._start(task)
            killer.process.communicate(self._arguments(task, proxy), timeout=120)
        self.tally.counts["tasks begun"] += 1
        self.tally.counts["killed in the middle"] += killer.has_killed
        where = f"seed {self.seed}, {task.module} {json.dumps(task.options)}"
        said: list[str] = []
        while len(said) < MOST_TRIES and not self._came_through(task, where, said):
            self.tally.counts["clear errors, after which it was tried again"] += 1
        if len(said) == MOST_TRIES:
            self.tally.found(UNFINISHED, f"{where}: {said}")
            return
        problem = task.problem(self.truth)
        if problem:
            self.tally.found(DOUBLED if problem.startswith("doubled") else LOST, f"{where}: {problem}")

    def _came_through(self, task: Task, where: str, said: list[str]) -> bool:
        """Run a task once more; whether it succeeded. An error, which is added to what was said, is no shame: what the
        one that was killed has asked for may be under way."""
        with Proxy(Schedule(self.seed, 0.0), self.cloud.auth_url, self.cloud.verify) as proxy:
            printed, complained = self._start(task).communicate(self._arguments(task, proxy), timeout=120)
        if "Traceback" in printed + complained or not printed:
            self.tally.found(TRACEBACK, f"{where}: {(printed + complained)[-2000:]}")
            said.append("a traceback")
            return False
        result = json.loads(printed)
        if result.get("failed"):
            said.append(str(result["msg"]))
            return False
        return True

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
        options.update({"wait_timeout": 60, "_ansible_remote_tmp": str(self.home)})
        return json.dumps({"ANSIBLE_MODULE_ARGS": options})


def _like(flavor: str = "m1.tiny") -> Callable[[Json], bool]:
    return lambda server: bool(server["status"] == "ACTIVE" and server["flavor"]["original_name"] == flavor)


def _is_whole(image: Json) -> bool:
    return bool(image["status"] == "active" and image["size"] == IMAGE_BYTES)


def _is_attached_once(volume: Json) -> bool:
    return bool(volume["status"] == "in-use" and len(volume["attachments"]) == 1)

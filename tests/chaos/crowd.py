# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many runs at once that want the same."""

from __future__ import annotations

import concurrent.futures
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from ..unit.modules.running import MODULES
from .connection import options_of
from .tally import DOUBLED, LOST, UNFINISHED, Tally
from .truth import Truth
from .workload import once

# Of one of them; ten at once take their time on few cores.
MOST_SECONDS = 300


@dataclass
class Crowd:
    """Runs of modules in processes of their own, each with a home of its own, all at once."""

    cloud: Cloud
    home: Path
    prefix: str = "crowd-"

    def run(self, module: str, each: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run a module once with each of the options; what each returned."""
        with concurrent.futures.ThreadPoolExecutor(len(each)) as pool:
            numbers = range(len(each))
            return list(pool.map(lambda number: self._apart(module, each[number], self.home / f"{number}"), numbers))

    def same_names(self, runs: int, nodes: int) -> Tally:
        """So many runs make the same fleet: there is one node of each name, the same for all."""
        tally, truth = Tally(), Truth(self.cloud, self.prefix)
        names = [f"{self.prefix}node{number}" for number in range(1, nodes + 1)]
        made = {
            "names": [f"{self.prefix}node[1:{nodes}]"],
            "image": "cirros",
            "flavor": "m1.tiny",
            "networks": ["private"],
            "wait_timeout": 120,
        }
        try:
            results = self.run("os_node", [made] * runs)
            problem = once(Truth.servers, names)(truth)
            if problem:
                tally.found(DOUBLED if problem.startswith("doubled") else LOST, f"{runs} runs at once: {problem}")
            for result in results:
                if result.get("failed"):
                    tally.found(UNFINISHED, f"one of {runs} runs at once: {result['msg']}")
            seen = {tuple(node["id"] for node in result.get("nodes", ())) for result in results}
            there = {tuple(server["id"] for server in sorted(truth.servers(), key=lambda one: str(one["name"])))}
            if seen != there:
                tally.found(LOST, f"{runs} runs at once have seen different nodes: {seen}, but there are {there}")
        finally:
            truth.remove_everything()
        tally.counts["runs at once"] = runs
        return tally

    def _apart(self, module: str, options: dict[str, Any], home: Path) -> dict[str, Any]:
        home.mkdir(mode=0o700, exist_ok=True)
        path = importlib.import_module(f"{MODULES}.{module}").__file__
        assert path is not None
        connection = options_of(self.cloud, self.cloud.auth_url)
        arguments = {**connection, "_ansible_remote_tmp": str(home), "token_cache": str(home / "tokens"), **options}
        done = subprocess.run(
            [sys.executable, path],
            input=json.dumps({"ANSIBLE_MODULE_ARGS": arguments}),
            capture_output=True,
            text=True,
            env={
                "HOME": str(home),
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
            timeout=MOST_SECONDS,
            check=False,
        )
        assert done.stdout, done.stderr
        return dict(json.loads(done.stdout))

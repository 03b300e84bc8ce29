# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many runs at once that want the same."""

from __future__ import annotations

import concurrent.futures
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from .connection import options_of
from .controller import play
from .proxy import Proxy
from .schedule import Schedule
from .tally import DOUBLED, HANG, LOST, UNFINISHED, WRONG, Tally
from .truth import Json, Truth
from .workload import once

# Of one of them; ten at once take their time on few cores.
MOST_SECONDS = 300


@dataclass
class Crowd:
    """Playbooks that run at once, each on a controller of its own."""

    cloud: Cloud
    home: Path
    prefix: str = "crowd-"
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.truth = Truth(self.cloud, self.prefix)

    def work(self, runs: int, nodes: int, forks: int) -> Tally:
        """All that a crowd can do wrong."""
        self.same_names(runs, nodes)
        self.same_node()
        self.same_token(forks)
        return self.tally

    def run(self, module: str, each: Sequence[Json]) -> list[Json]:
        """Run playbooks with one task, once with each of the options; what each task returned."""
        with concurrent.futures.ThreadPoolExecutor(len(each)) as pool:
            numbers = range(len(each))
            return list(pool.map(lambda number: self._apart(module, each[number], self.home / f"{number}"), numbers))

    def same_names(self, runs: int, nodes: int) -> None:
        """So many runs make the same fleet: there is one node of each name, the same for all, with one floating IP."""
        names = [f"{self.prefix}node{number}" for number in range(1, nodes + 1)]
        made = {
            "names": [f"{self.prefix}node[1:{nodes}]"],
            "image": "cirros",
            "flavor": "m1.tiny",
            "networks": ["private"],
            "floating_ips": [{"network": "public", "description": self.prefix}],
            "wait_timeout": 120,
        }
        try:
            results = self.run("os_node", [made] * runs)
            problem = once(Truth.servers, names)(self.truth)
            if problem:
                self.tally.found(DOUBLED if problem.startswith("doubled") else LOST, f"{runs} runs at once: {problem}")
            ports = [floating["port_id"] for floating in self.truth.floating_ips()]
            if len(ports) != nodes or len({*ports} - {None}) != nodes:
                self.tally.found(DOUBLED, f"{runs} runs at once gave {nodes} nodes floating IPs for the ports {ports}")
            for result in results:
                if result.get("failed"):
                    self.tally.found(UNFINISHED, f"one of {runs} runs at once: {result['msg']}")
            seen = {tuple(node["id"] for node in result.get("nodes", ())) for result in results}
            there = {tuple(server["id"] for server in sorted(self.truth.servers(), key=lambda one: str(one["name"])))}
            if seen != there:
                self.tally.found(LOST, f"{runs} runs at once have seen different nodes: {seen}, but there are {there}")
        finally:
            self.truth.remove_everything()
        self.tally.counts["playbooks at once that make the same nodes"] += runs
        self.tally.counts["nodes that they make, each with a floating IP"] += nodes

    def same_node(self) -> None:
        """Two runs change one node, each in its own way: both changes are there in the end, and nothing is undone."""
        name = f"{self.prefix}node"
        body = self.cloud.server_body(name, metadata={"kept": "yes"})
        made = self.cloud.compute("POST", "/servers", "2.79", json=body).json()["server"]
        desired_states = [
            {"name": name, "flavor": "m1.small", "resize": "true", "wait_timeout": 60},
            {"name": name, "metadata": {"role": "web"}, "description": "changed", "wait_timeout": 60},
        ]
        try:
            self.cloud.wait_for(made["id"], "ACTIVE")
            for desired, result in zip(desired_states, self.run("os_node", desired_states), strict=True):
                if not result.get("failed"):
                    continue
                # Met between the resize and its confirmation, the node cannot be changed, and that is said.
                self.tally.counts["clear errors, after which it was tried again"] += 1
                (again,) = self.run("os_node", [desired])
                if again.get("failed"):
                    self.tally.found(UNFINISHED, f"one of two runs that change one node: {again['msg']}")
            (server,) = self.truth.servers()
            found = {
                "flavor": server["flavor"]["original_name"],
                "metadata": server["metadata"],
                "description": server["description"],
                "status": server["status"],
            }
            wanted = {
                "flavor": "m1.small",
                "metadata": {"kept": "yes", "role": "web"},
                "description": "changed",
                "status": "ACTIVE",
            }
            if found != wanted:
                self.tally.found(WRONG, f"two runs have changed one node, which has {found} instead of {wanted}")
        finally:
            self.truth.remove_everything()
        self.tally.counts["playbooks at once that change one node"] += len(desired_states)

    def same_token(self, forks: int) -> None:
        """So many forks with one empty token cache ask for one token."""
        home = self._controller("forks")
        with Proxy(Schedule(0, 0.0), self.cloud.auth_url, self.cloud.verify) as proxy:
            options = self._options(proxy.auth_url, home)
            task = {"nodeworks.openstack.os_node": {**options, "name": f"{self.prefix}nobody", "state": "absent"}}
            done = play(home, [f"worker{number}" for number in range(forks)], [task], MOST_SECONDS)
            self.tally.inspect(done.stdout + done.stderr, {self.cloud.password, *proxy.tokens}, f"{forks} forks")
            if done.returncode:
                self.tally.found(UNFINISHED, f"{forks} forks at once: {(done.stdout + done.stderr)[-2000:]}")
            if len(proxy.tokens) != 1:
                self.tally.found(DOUBLED, f"{forks} forks with one token cache asked for {len(proxy.tokens)} tokens")
            self.tally.counts["forks at once with one empty token cache"] += forks
            self.tally.counts["tokens that they ask for"] += len(proxy.tokens)

    def _apart(self, module: str, options: Json, home: Path) -> Json:
        home = self._controller(home.name)
        result = home / "result.json"
        said = {**self._options(self.cloud.auth_url, home), **options}
        tasks = [
            {f"nodeworks.openstack.{module}": said, "register": "result", "ignore_errors": True},
            {"ansible.builtin.copy": {"content": "{{ result | to_json }}", "dest": str(result), "mode": "0600"}},
        ]
        try:
            done = play(home, ["controller"], tasks, MOST_SECONDS)
        except subprocess.TimeoutExpired:
            self.tally.found(HANG, f"a playbook of several at once: {options}")
            return {"failed": True, "msg": f"It did not end within {MOST_SECONDS} s."}
        self.tally.inspect(
            done.stdout + done.stderr, {self.cloud.password}, f"a playbook of several at once: {options}"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads(result.read_text(encoding="utf-8")))

    def _controller(self, name: str) -> Path:
        home = self.home / name
        home.mkdir(mode=0o700, exist_ok=True)
        return home

    def _options(self, auth_url: str, home: Path) -> dict[str, Any]:
        return {**options_of(self.cloud, auth_url), "token_cache": str(home / "tokens")}

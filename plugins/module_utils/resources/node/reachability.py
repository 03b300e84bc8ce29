# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until nodes can be used: until a port takes connections, SSH answers, or the console shows a text.

A node is active long before its operating system has started. So this connects to the node's address; it sends nothing
there.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import re
import socket
import typing as t

from ...apply.options import Clock
from ...apply.progress import Progress, current_progress
from ...errors import CloudError, ConfigError, ResourceError, SomeFailed, WaitTimeout
from ...options.wait import seconds_of
from ...resource.declaration import Json
from ...service.cloud import Cloud
from .address import DEFAULT_PREFERENCES, Preference, address_of, preferences

SSH_PORT = 22
CONNECT_SECONDS = 5.0
FIRST_INTERVAL_SECONDS = 0.5
LONGEST_INTERVAL_SECONDS = 5.0
GROWTH = 1.5
RUNNING = "running"

Node = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Reach:
    """The conditions to wait for, for each node.

    Args:
        port: The TCP port that has to take connections, if any.
        ssh: Whether the port has to answer as SSH.
        console: The regular expression that the console has to show, if any.
        connect_with: The preferences for the node's address.
        timeout_seconds: How long to wait for a node.
        parallel: How many nodes to wait for at the same time.
    """

    port: int | None
    ssh: bool
    console: re.Pattern[str] | None
    connect_with: tuple[Preference, ...]
    timeout_seconds: float
    parallel: int


def reach_of(params: t.Mapping[str, t.Any]) -> Reach | None:
    """The conditions of the options `wait_for`, `wait_timeout` and `parallel`. None if there is no `wait_for`.

    Raises:
        ConfigError: `wait_for` has no condition, or a value in it is wrong.
    """
    wanted = params.get("wait_for")
    if not wanted:
        return None
    ssh, port, console = bool(wanted.get("ssh")), wanted.get("port"), wanted.get("console")
    if not ssh and port is None and console is None:
        raise ConfigError(["wait_for needs one of ssh, port and console."])
    try:
        pattern = re.compile(console, re.MULTILINE) if console is not None else None
    except re.error as error:
        raise ConfigError([f"wait_for.console is no regular expression: {error}."]) from None
    return Reach(
        port=(port or SSH_PORT) if ssh else port,
        ssh=ssh,
        console=pattern,
        connect_with=preferences(wanted.get("connect_with") or DEFAULT_PREFERENCES, "wait_for.connect_with"),
        timeout_seconds=seconds_of(wanted.get("timeout") or params["wait_timeout"]),
        parallel=params.get("parallel") or 10,
    )


def wait_until_reached(cloud: Cloud, nodes: t.Sequence[Json], params: t.Mapping[str, t.Any]) -> None:
    """Wait until all running nodes can be used.

    Raises:
        ResourceError: a node cannot be reached in time. For several nodes it is SomeFailed, which names the failed
        ones.
    """
    failed = [(node, error) for node, error in zip(nodes, unreached(cloud, nodes, params)) if error is not None]
    if not failed:
        return
    if len(nodes) == 1 or not isinstance(failed[0][1], ResourceError):
        raise failed[0][1]
    told = [{"name": node["name"], "msg": str(error)} for node, error in failed]
    message = f"{len(failed)} of {len(nodes)} nodes cannot be reached. " + " ".join(one["msg"] for one in told)
    raise SomeFailed(message, told, {"nodes": list(nodes)})


def unreached(cloud: Cloud, nodes: t.Sequence[Json], params: t.Mapping[str, t.Any]) -> t.Sequence[CloudError | None]:
    """Wait for each node up to the timeout. The result has an error for each node that cannot be used. It is None for a
    node that can be used, or does not run."""
    reach = reach_of(params)
    running = [node for node in nodes if node["state"] == RUNNING]
    if reach is None or not running:
        return [None] * len(nodes)
    progress = current_progress()
    with concurrent.futures.ThreadPoolExecutor(min(reach.parallel, len(running))) as pool:
        futures = {id(node): pool.submit(_waited, cloud, node, reach, progress) for node in running}
    return [futures[id(node)].result() if id(node) in futures else None for node in nodes]


def _waited(cloud: Cloud, node: Node, reach: Reach, progress: Progress) -> CloudError | None:
    try:
        _wait(cloud, node, reach, Clock(), progress)
    except CloudError as error:
        return error
    return None


def _wait(cloud: Cloud, node: Node, reach: Reach, clock: Clock, progress: Progress) -> None:
    started = clock.now()
    deadline = started + reach.timeout_seconds
    interval = FIRST_INTERVAL_SECONDS
    while True:
        lacking = _lacking(cloud, node, reach)
        if lacking is None:
            return
        left = deadline - clock.now()
        if left <= 0:
            raise WaitTimeout(
                f"Waited {reach.timeout_seconds:g} s for node '{node['name']}' ({node['id']}) to be reached, but"
                f" {lacking}.",
                node,
            )
        progress.report(f"waiting for node '{node['name']}' to be reached: {lacking}, {clock.now() - started:.0f} s")
        clock.sleep(min(interval, left))
        interval = min(interval * GROWTH, LONGEST_INTERVAL_SECONDS)


def _lacking(cloud: Cloud, node: Node, reach: Reach) -> str | None:
    """The condition that is not met yet, in words. None if all are met."""
    if reach.port is not None:
        address = address_of(node, reach.connect_with)
        if address is None:
            raise ResourceError(
                f"Node '{node['name']}' ({node['id']}) has no address of those that wait_for.connect_with wants."
            )
        lacking = _port_lacking(address, reach.port, reach.ssh)
        if lacking:
            return lacking
    return _console_lacking(cloud, node, reach.console) if reach.console else None


def _port_lacking(address: str, port: int, ssh: bool) -> str | None:
    where = f"port {port} of {address}"
    try:
        with socket.create_connection((address, port), CONNECT_SECONDS) as connection:
            if not ssh:
                return None
            connection.settimeout(CONNECT_SECONDS)
            greeting = connection.recv(64)
    except OSError as error:
        return f"{where} does not answer: {error.strerror or error}"
    return None if greeting.startswith(b"SSH-") else f"{where} is not SSH: it says {greeting[:20]!r}"


def _console_lacking(cloud: Cloud, node: Node, pattern: re.Pattern[str]) -> str | None:
    answer = cloud.service("compute").call("POST", f"/servers/{node['id']}/action", body={"os-getConsoleOutput": {}})
    return None if pattern.search(str(answer.get("output") or "")) else f"its console does not show {pattern.pattern!r}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a new server comes up, or does not."""

from __future__ import annotations

from dataclasses import dataclass

from ..wire import ApiError, Json
from .disks import build_disks, release_disks
from .networks import plug
from .records import Server
from .state import ComputeState, new_fault


@dataclass(frozen=True)
class Build:
    """What a server is made of, besides what it remembers itself."""

    networks: list[Json]
    groups: list[str] | None
    devices: list[Json]
    host: str | None = None
    is_admin: bool = False


def start_build(state: ComputeState, server: Server, build: Build) -> None:
    """Let the server come up after `build_seconds`."""
    fault = state.build_fault(server.name)

    def finish() -> None:
        if fault is not None:
            fail(state, server, fault.message, fault.code)
        else:
            _come_up(state, server, build)

    state.schedule.later(server, state.timings.build_seconds, finish)


def _come_up(state: ComputeState, server: Server, build: Build) -> None:
    problem = _place(state, server, build.host)
    if problem is not None:
        fail(state, server, f"No valid host was found. {problem}")
        return
    try:
        plug(state, server, build.networks, build.groups, build.is_admin)
    except ApiError as error:
        server.host = ""
        fail(state, server, f"Build of instance {server.id} aborted: {_network_problem(build, error)}")
        return
    try:
        build_disks(state, server, build.devices)
    except ApiError as error:
        fail(state, server, f"Build of instance {server.id} aborted: {error.message}")
        return
    server.enter("active")


def _place(state: ComputeState, server: Server, wanted: str | None) -> str | None:
    """Choose a host, by the policy of the server's group if it has one; tell what is in the way."""
    if wanted is not None and wanted not in state.hosts:
        return f"No such host - host: {wanted} node: None "
    group = next((item for item in state.groups.values() if server.id in item.members), None)
    hosts = [wanted] if wanted is not None else state.hosts
    chosen = hosts[0] if group is None else group.choose(hosts, state.servers, server)
    if chosen is None:
        return "There are not enough hosts available."
    server.host = chosen
    return None


def _network_problem(build: Build, error: ApiError) -> str:
    if error.kind == "InvalidIpForNetwork":
        item = next(item for item in build.networks if item.get("fixed_ip"))
        address, network_id = item["fixed_ip"], item["uuid"]
        return f"Invalid input received: Fixed IP {address} is not a valid ip address for network {network_id}."
    return "Failed to allocate the network(s), not rescheduling."


def fail(state: ComputeState, server: Server, message: str, code: int = 500) -> None:
    """Let a server come to rest in ERROR, without volumes."""
    release_disks(state, server)
    server.fault = new_fault(code, message)
    server.enter("error")

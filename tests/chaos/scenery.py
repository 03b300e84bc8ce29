# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What strangers do: the scenes, each with a task and what others do meanwhile, asked of the cloud directly."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from .truth import Json, Truth
from .workload import Problem, once

MOST_SECONDS = 60.0


@dataclass
class Stage:
    """Things of one seed, made and removed without the collection. `made` are those to be cleared away, by URL."""

    cloud: Cloud
    prefix: str
    image: Path
    made: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that everybody wants."""
        return f"{self.prefix}thing"

    def make(self, service: str, path: str, body: Json, **options: Any) -> str:
        """Make something; its id."""
        answer = getattr(self.cloud, service)("POST", path, json=body, **options)
        assert answer.status_code in (200, 201, 202), answer.text
        content = answer.json()
        made = str((content if "id" in content else next(iter(content.values())))["id"])
        self.made.append((service, f"{path}/{made}"))
        return made

    def show(self, service: str, path: str) -> Json | None:
        """Something, as it is; None if it is gone."""
        answer = getattr(self.cloud, service)("GET", path)
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, answer.text
        content: Json = answer.json()
        one: Json = content if "id" in content else next(iter(content.values()))
        return None if str(one.get("status")).upper() == "DELETED" else one

    def wait(self, service: str, path: str, status: str | None) -> None:
        """Wait until something has a status, or is gone."""
        deadline = time.monotonic() + MOST_SECONDS
        while True:
            one = self.show(service, path)
            if (one is None and status is None) or (one is not None and one.get("status") == status):
                return
            assert time.monotonic() < deadline, f"{path} is {one and one.get('status')}, not {status}"
            time.sleep(0.1)

    def remove(self, service: str, path: str) -> None:
        """Remove something, and wait until it is gone."""
        getattr(self.cloud, service)("DELETE", path)
        self.wait(service, path, None)

    def clear(self) -> None:
        """Leave nothing behind, the last first; silent about what does not go."""
        while self.made:
            service, path = self.made.pop()
            if path.startswith("/routers/"):
                self._take_interfaces(path)
            getattr(self.cloud, service)("DELETE", path)

    def _take_interfaces(self, path: str) -> None:
        router = path.rpartition("/")[2]
        self.cloud.network("PUT", path, json={"router": {"routes": []}})
        for port in self.cloud.network("GET", f"/ports?device_id={router}").json()["ports"]:
            self.cloud.network("PUT", f"{path}/remove_router_interface", json={"port_id": port["id"]})

    # What scenes need

    def volume(self, name: str, size: int = 1) -> str:
        """A volume that is available."""
        made = self.make("volume", "/volumes", {"volume": {"name": name, "size": size}})
        self.wait("volume", f"/volumes/{made}", "available")
        return made

    def network(self, name: str, cidr: str | None = None) -> str:
        """A network, with a subnet if one is wanted."""
        made = self.make("network", "/networks", {"network": {"name": name}})
        if cidr:
            subnet = {"network_id": made, "cidr": cidr, "ip_version": 4, "name": name}
            self.make("network", "/subnets", {"subnet": subnet})
        return made

    def id_of(self, path: str, key: str) -> str:
        """The id of the thing of the name, of the network service."""
        (one,) = self.cloud.network("GET", f"{path}?name={self.name}").json()[key]
        return str(one["id"])


@dataclass(frozen=True)
class Scene:
    """One scene.

    Args:
        module: Of the task.
        options: What it is told.
        path: The end of the path of the request at which others do something.
        deed: What they do; the id of what they make.
        at: The service and the path of what they make.
        problem: What is wrong when the task has come through at last.
        prepare: What is there before.
    """

    module: str
    options: Callable[[Stage], Json]
    path: str
    deed: Callable[[Stage], str]
    at: tuple[str, str]
    problem: Callable[[Truth], Problem]
    prepare: Callable[[Stage], Any] = lambda _stage: None

    def is_there(self, stage: Stage, theirs: str) -> bool:
        """Whether theirs is there."""
        return stage.show(self.at[0], f"{self.at[1]}/{theirs}") is not None

    def undo(self, stage: Stage, theirs: str) -> None:
        """They take it away again."""
        stage.remove(self.at[0], f"{self.at[1]}/{theirs}")


def _thing(look: Callable[[Truth], list[Json]]) -> Callable[[Truth], Problem]:
    """There is one of the name."""
    return lambda truth: once(lambda one: _named(look(one), truth), [f"{truth.prefix}thing"])(truth)


def _nothing(look: Callable[[Truth], list[Json]]) -> Callable[[Truth], Problem]:
    """There is none of the name."""
    return lambda truth: once(lambda one: _named(look(one), truth), [])(truth)


def _named(items: list[Json], truth: Truth) -> list[Json]:
    return [item for item in items if item["name"] == f"{truth.prefix}thing"]


def _node(stage: Stage) -> Json:
    made = {"image": "cirros", "flavor": "m1.tiny", "networks": ["none"]}
    return {"name": stage.name, **made, "wait_timeout": 60}


def _other_node(stage: Stage) -> str:
    flavor = stage.cloud.flavor_id("m1.small")
    body = stage.cloud.server_body(stage.name, flavorRef=flavor, networks="none")
    return stage.make("compute", "/servers", body, microversion="2.79")


def _two_volumes(stage: Stage) -> None:
    for word in ("first", "second"):
        stage.volume(f"{stage.prefix}{word}")


def _snapshot_of(stage: Stage, volume_name: str) -> str:
    listed = stage.cloud.volume("GET", "/volumes").json()["volumes"]
    volume = next(one["id"] for one in listed if one["name"] == volume_name)
    name = stage.name if volume_name != stage.name else f"{stage.prefix}snapshot"
    made = stage.make("volume", "/snapshots", {"snapshot": {"name": name, "volume_id": volume, "force": True}})
    stage.wait("volume", f"/snapshots/{made}", "available")
    return made


NAMESAKES = (
    Scene("os_node", _node, "/servers$", _other_node, ("compute", "/servers"), _thing(Truth.servers)),
    Scene(
        "os_volume",
        lambda stage: {"name": stage.name, "size": 1, "wait_timeout": 60},
        "/volumes$",
        lambda stage: stage.volume(stage.name, 2),
        ("volume", "/volumes"),
        _thing(Truth.volumes),
    ),
    Scene(
        "os_volume_snapshot",
        lambda stage: {"name": stage.name, "volume": f"{stage.prefix}first", "wait_timeout": 60},
        "/snapshots$",
        lambda stage: _snapshot_of(stage, f"{stage.prefix}second"),
        ("volume", "/snapshots"),
        _thing(Truth.snapshots),
        _two_volumes,
    ),
    Scene(
        "os_image",
        lambda stage: {"name": stage.name, "src": str(stage.image), "disk_format": "raw"},
        "/images$",
        lambda stage: stage.make(
            "image", "/images", {"name": stage.name, "disk_format": "qcow2", "container_format": "bare"}
        ),
        ("image", "/images"),
        _thing(Truth.images),
    ),
)


def _routed(stage: Stage) -> None:
    """A router with a gateway, an interface and a route."""
    stage.network(stage.name, "10.77.0.0/24")
    gateway = {"network_id": stage.cloud.network_id("public")}
    router = stage.make("network", "/routers", {"router": {"name": stage.name, "external_gateway_info": gateway}})
    subnet = stage.id_of("/subnets", "subnets")
    stage.cloud.network("PUT", f"/routers/{router}/add_router_interface", json={"subnet_id": subnet})
    route = {"destination": "10.78.0.0/24", "nexthop": "10.77.0.77"}
    answer = stage.cloud.network("PUT", f"/routers/{router}", json={"router": {"routes": [route]}})
    assert answer.status_code == 200, answer.text


def _floating_ip_behind(stage: Stage) -> str:
    port = stage.make("network", "/ports", {"port": {"network_id": stage.id_of("/networks", "networks")}})
    public = stage.cloud.network_id("public")
    return stage.make("network", "/floatingips", {"floatingip": {"floating_network_id": public, "port_id": port}})


def _port_in(stage: Stage, **fields: Any) -> str:
    network = fields.pop("network_id", None) or stage.id_of("/networks", "networks")
    return stage.make("network", "/ports", {"port": {"network_id": network, **fields}})


def _port_of_group(stage: Stage) -> str:
    group = stage.id_of("/security-groups", "security_groups")
    return _port_in(stage, network_id=stage.cloud.network_id("private"), security_groups=[group])


def _absent(stage: Stage) -> Json:
    return {"name": stage.name, "state": "absent"}


KEPT = (
    Scene(
        "os_router",
        _absent,
        "/routers/",
        _floating_ip_behind,
        ("network", "/floatingips"),
        lambda _truth: None,
        _routed,
    ),
    Scene(
        "os_network",
        _absent,
        "/networks/",
        _port_in,
        ("network", "/ports"),
        _nothing(Truth.networks),
        lambda stage: stage.network(stage.name),
    ),
    Scene(
        "os_security_group",
        lambda stage: {**_absent(stage), "wait_timeout": 2},
        "/security-groups/",
        _port_of_group,
        ("network", "/ports"),
        _nothing(Truth.security_groups),
        lambda stage: stage.make("network", "/security-groups", {"security_group": {"name": stage.name}}),
    ),
    Scene(
        "os_volume",
        lambda stage: {**_absent(stage), "wait_timeout": 60},
        "/volumes/",
        lambda stage: _snapshot_of(stage, stage.name),
        ("volume", "/snapshots"),
        _nothing(Truth.volumes),
        lambda stage: stage.volume(stage.name),
    ),
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Nova's memory of one region: servers and how they change with time, flavors, key pairs."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .clock import utcnow
from .network_state import NetworkState, new_id
from .wire import Json

# vm_state -> status, and what a task makes of it: nova/api/openstack/common.py _STATE_MAP.
STATUS = {
    "active": "ACTIVE",
    "building": "BUILD",
    "stopped": "SHUTOFF",
    "resized": "VERIFY_RESIZE",
    "paused": "PAUSED",
    "suspended": "SUSPENDED",
    "rescued": "RESCUE",
    "error": "ERROR",
    "deleted": "DELETED",
    "soft-delete": "SOFT_DELETED",
    "shelved": "SHELVED",
    "shelved_offloaded": "SHELVED_OFFLOADED",
}
_REBUILDING = ("rebuilding", "rebuild_block_device_mapping", "rebuild_spawning")
_RESIZING = ("resize_prep", "resize_migrating", "resize_migrated", "resize_finish")
TASK_STATUS: dict[tuple[str, str], str] = {
    ("active", "rebooting"): "REBOOT",
    ("active", "rebooting_hard"): "HARD_REBOOT",
    ("active", "updating_password"): "PASSWORD",
    ("active", "migrating"): "MIGRATING",
    ("paused", "migrating"): "MIGRATING",
    ("resized", "resize_reverting"): "REVERT_RESIZE",
    **{(state, task): "REBUILD" for state in ("active", "stopped", "error") for task in _REBUILDING},
    **{(state, task): "RESIZE" for state in ("active", "stopped") for task in _RESIZING},
}
# nova/compute/power_state.py
POWER = {"active": 1, "paused": 3, "stopped": 4, "suspended": 4, "rescued": 1, "resized": 1, "shelved": 4}


@dataclass
class Flavor:
    """A flavor."""

    id: str
    name: str
    ram: int
    vcpus: int
    disk: int
    ephemeral: int = 0
    swap: int = 0
    is_public: bool = True
    description: str | None = None
    extra_specs: Json = field(default_factory=dict)


@dataclass
class KeyPair:
    """A key pair; it belongs to a user, not to a project."""

    id: int
    name: str
    user_id: str
    public_key: str
    fingerprint: str
    type: str = "ssh"
    created_at: datetime = field(default_factory=utcnow)


@dataclass
class Server:
    """One server; `status` follows from vm_state and task_state as in Nova."""

    id: str
    name: str
    project_id: str
    user_id: str
    flavor: Flavor
    image_id: str | None = None
    number: int = 0
    vm_state: str = "building"
    task_state: str | None = "scheduling"
    created: datetime = field(default_factory=utcnow)
    updated: datetime = field(default_factory=utcnow)
    launched_at: datetime | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    key_name: str | None = None
    description: str | None = None
    availability_zone: str = ""
    hostname: str = ""
    config_drive: str = ""
    access_ipv4: str = ""
    access_ipv6: str = ""
    user_data: str | None = None
    disk_config: str = "MANUAL"
    reservation_id: str = ""
    locked: bool = False
    locked_by_admin: bool = False
    locked_reason: str | None = None
    fault: Json | None = None
    host: str = ""
    old_flavor: Flavor | None = None
    # Fields a test wants to see in the answers whatever the fake makes of them.
    overrides: Json = field(default_factory=dict)
    version: int = 0
    cache: dict[Any, bytes] = field(default_factory=dict)
    cache_stamp: tuple[int, int] = (-1, -1)
    due: float | None = None
    then: Callable[[], None] | None = None

    @property
    def status(self) -> str:
        """Return the status that clients see."""
        return TASK_STATUS.get((self.vm_state, self.task_state or ""), STATUS.get(self.vm_state, "UNKNOWN"))

    @property
    def power_state(self) -> int:
        """Return what the hypervisor would say."""
        return POWER.get(self.vm_state, 0)

    def touch(self) -> None:
        """Note a change."""
        self.version += 1
        self.updated = utcnow()

    def enter(self, vm_state: str) -> None:
        """Come to rest in a state."""
        self.vm_state = vm_state
        self.task_state = None
        if vm_state == "active" and self.launched_at is None:
            self.launched_at = utcnow()
        self.touch()


@dataclass
class Timings:
    """How long things take, and how long a page may be; one object for all regions."""

    build_seconds: float = 0.0
    action_seconds: float = 0.0
    delete_seconds: float = 0.0
    page_limit: int = 1000


@dataclass
class BuildFault:
    """Servers whose name matches come to rest in ERROR."""

    name: str
    message: str
    times: int | None = None
    code: int = 500


class ComputeState:
    """All of one region."""

    def __init__(self, region: str, network: NetworkState, timings: Timings) -> None:
        self.region = region
        self.network = network
        self.timings = timings
        self.servers: dict[str, Server] = {}
        self.deleted: list[Server] = []
        self.flavors: dict[str, Flavor] = {}
        self.keypairs: list[KeyPair] = []
        self.zones = ["nova"]
        self.build_faults: list[BuildFault] = []
        # Makes an image of a server; the cloud puts in what does it.
        self.snapshot: Callable[[Server, str, dict[str, str]], Json] | None = None
        self._numbers = itertools.count(1)
        self._pending: list[Server] = []

    def insert(self, server: Server) -> Server:
        """Add a server."""
        server.number = next(self._numbers)
        self.servers[server.id] = server
        return server

    def later(self, server: Server, seconds: float, then: Callable[[], None]) -> None:
        """Let something happen to a server after a while; at once when the while is nought."""
        if seconds <= 0:
            then()
            return
        server.due, server.then = time.monotonic() + seconds, then
        self._pending.append(server)

    def settle(self) -> None:
        """Carry out what is due. Time passes only when someone looks, which spares a thread."""
        if not self._pending:
            return
        now = time.monotonic()
        due = [server for server in self._pending if server.due is not None and server.due <= now]
        self._pending = [server for server in self._pending if server not in due]
        for server in due:
            then, server.due, server.then = server.then, None, None
            if then is not None:
                then()

    def cancel(self, server: Server) -> None:
        """Forget what was to happen to a server."""
        server.due = server.then = None
        if server in self._pending:
            self._pending.remove(server)

    def remove(self, server: Server) -> None:
        """Delete a server for good, with the ports that Nova made for it."""
        for port in list(self.network.ports_of(server.id)):
            if port["id"] in self.network.borrowed:
                self.network.borrowed.remove(port["id"])
                self.network.bind_port(port, "")
            else:
                self.network.remove_port(port)
        self.servers.pop(server.id, None)
        server.enter("deleted")
        self.deleted.append(server)

    def build_fault(self, name: str) -> BuildFault | None:
        """Return the fault that a server of this name is to meet, counting it."""
        for fault in self.build_faults:
            if re.search(fault.name, name) and (fault.times is None or fault.times > 0):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def flavor(self, ref: Any) -> Flavor | None:
        """Find a flavor by its id; Nova knows no names here."""
        return self.flavors.get(str(ref))

    def keypair(self, name: str, user_id: str) -> KeyPair | None:
        """Find a user's key pair."""
        return next((item for item in self.keypairs if (item.name, item.user_id) == (name, user_id)), None)


def new_fault(code: int, message: str) -> Json:
    """Return what an ERROR server says of its fault."""
    return {"code": code, "created": seconds(datetime.now(timezone.utc)), "message": message}


def seconds(moment: datetime) -> str:
    """Return a time as Nova writes `created` and `updated`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def micros(moment: datetime | None) -> str | None:
    """Return a time as Nova writes `OS-SRV-USG:launched_at`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") if moment else None


def new_reservation_id() -> str:
    """Return an id for the servers of one create request."""
    return f"r-{new_id()[:8]}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Nova's memory of one region: servers and how they change with time, flavors, key pairs."""

from __future__ import annotations

import base64
import itertools
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .clock import utcnow
from .image import Image
from .network_state import NetworkState, new_id
from .timing import Deed, Schedule, Timings
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
_REBOOTING = ("rebooting", "reboot_pending", "reboot_started")
_REBUILDING = ("rebuilding", "rebuild_block_device_mapping", "rebuild_spawning")
_RESIZING = ("resize_prep", "resize_migrating", "resize_migrated", "resize_finish")
TASK_STATUS: dict[tuple[str, str], str] = {
    **{("active", task): "REBOOT" for task in _REBOOTING},
    **{("active", f"{task}_hard"): "HARD_REBOOT" for task in _REBOOTING},
    ("active", "updating_password"): "PASSWORD",
    ("active", "migrating"): "MIGRATING",
    ("paused", "migrating"): "MIGRATING",
    ("resized", "resize_reverting"): "REVERT_RESIZE",
    **{(state, task): "REBUILD" for state in ("active", "stopped", "error") for task in _REBUILDING},
    **{(state, task): "RESIZE" for state in ("active", "stopped") for task in _RESIZING},
}
# nova/compute/power_state.py
RUNNING, PAUSED, SHUTDOWN = 1, 3, 4
# The power state that comes with a vm_state; with others, like error and resized, it is what it was before.
_POWER = {
    "active": RUNNING,
    "rescued": RUNNING,
    "paused": PAUSED,
    "stopped": SHUTDOWN,
    "suspended": SHUTDOWN,
    "shelved": SHUTDOWN,
    "shelved_offloaded": SHUTDOWN,
    "soft-delete": SHUTDOWN,
    "deleted": 0,
}


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
    power_state: int = 0
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
    # Locked by an administrator of another project than the server's, who alone may unlock it.
    locked_by_admin: bool = False
    locked_reason: str | None = None
    fault: Json | None = None
    host: str = ""
    admin_password: str = ""
    # While a resize waits for its confirmation: what a revert goes back to. A confirmation takes its time, too.
    old_flavor: Flavor | None = None
    old_vm_state: str = "active"
    is_confirming: bool = False
    # The snapshot that a shelved server is made of when it comes back.
    shelved_image_id: str | None = None
    # Fields a test wants to see in the answers whatever the fake makes of them.
    overrides: Json = field(default_factory=dict)
    version: int = 0
    cache: dict[Any, bytes] = field(default_factory=dict)
    cache_stamp: tuple[int, int] = (-1, -1)

    @property
    def status(self) -> str:
        """Return the status that clients see."""
        return TASK_STATUS.get((self.vm_state, self.task_state or ""), STATUS.get(self.vm_state, "UNKNOWN"))

    @property
    def is_volume_backed(self) -> bool:
        """Tell whether the server boots from a volume, and so has no image of its own."""
        return self.image_id is None

    def change(self) -> None:
        """Note a change of what is shown, which is no change of the server itself."""
        self.version += 1

    def touch(self) -> None:
        """Note a change."""
        self.change()
        self.updated = utcnow()

    def begin(self, task_state: str) -> None:
        """Enter a task."""
        self.task_state = task_state
        self.touch()

    def enter(self, vm_state: str, task_state: str | None = None) -> None:
        """Come to a state: to rest in it, unless a task goes on."""
        self.vm_state = vm_state
        self.task_state = task_state
        self.power_state = _POWER.get(vm_state, self.power_state)
        if vm_state == "active" and self.launched_at is None:
            self.launched_at = utcnow()
        self.touch()


@dataclass
class BuildFault:
    """Servers whose name matches come to rest in ERROR."""

    name: str
    message: str
    times: int | None = None
    code: int = 500


class ComputeState:
    """All of one region, and what it needs of its neighbours."""

    def __init__(self, region: str, network: NetworkState, image: Image, timings: Timings, schedule: Schedule) -> None:
        self.region = region
        self.network = network
        self.image = image
        self.timings = timings
        self.schedule = schedule
        self.servers: dict[str, Server] = {}
        self.deleted: list[Server] = []
        self.flavors: dict[str, Flavor] = {}
        self.keypairs: list[KeyPair] = []
        self.zones = ["nova"]
        self.build_faults: list[BuildFault] = []
        # Nova's shelved_offload_time is 0 (its default): a shelved server leaves its host at once.
        self.offloads_at_once = True
        # Nova's reclaim_instance_interval is not 0 (its default): a deleted server can be restored.
        self.keeps_deleted = False
        self._numbers = itertools.count(1)

    def insert(self, server: Server) -> Server:
        """Add a server."""
        server.number = next(self._numbers)
        self.servers[server.id] = server
        return server

    def go_through(self, server: Server, tasks: tuple[str, ...], then: Deed) -> None:
        """Let tasks follow each other for `action_seconds` in all, and then do a deed."""
        server.begin(tasks[0])
        deeds = [lambda task=task: server.begin(task) for task in tasks[1:]]
        self.schedule.later(server, self.timings.action_seconds, *deeds, then)

    def remove(self, server: Server) -> None:
        """Delete a server for good, with the ports that Nova made for it."""
        for port in list(self.network.ports_of(server.id)):
            if port["id"] in self.network.borrowed:
                self.network.borrowed.remove(port["id"])
                self.network.bind_port(port, "")
            else:
                self.network.remove_port(port)
        if server.shelved_image_id is not None:
            self.image.remove(server.shelved_image_id)
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


def new_password() -> str:
    """Return a password for those who ask for none of their own."""
    return base64.b32encode(secrets.token_bytes(8)).decode()[:12]


def new_reservation_id() -> str:
    """Return an id for the servers of one create request."""
    return f"r-{new_id()[:8]}"

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Nova remembers: flavors, key pairs, servers with their states, and the volumes of servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..clock import utcnow
from ..network.state import new_id
from ..wire import Json

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


_CONSOLE = "[    0.000000] Linux version 6.1.0-loopback\ncloud-init: Cloud-init finished\n{} login: \n"


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
    # Those that may use one that is not public.
    projects: list[str] = field(default_factory=list)
    rxtx_factor: float = 1.0


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
class Group:
    """A server group."""

    id: str
    name: str
    project_id: str
    user_id: str
    policy: str
    rules: dict[str, int] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)

    def choose(self, hosts: list[str], servers: dict[str, Server], server: Server) -> str | None:
        """Return the host for one more server, or None if the policy leaves none."""
        others = [servers[item].host for item in self.members if item in servers and item != server.id]
        used = [host for host in others if host]
        if self.policy == "affinity":
            return used[0] if used and used[0] in hosts else hosts[0] if not used else None
        if self.policy == "soft-affinity":
            return used[0] if used and used[0] in hosts else hosts[0]
        emptiest = min(hosts, key=used.count)
        most = self.rules.get("max_server_per_host", 1)
        return emptiest if self.policy == "soft-anti-affinity" or used.count(emptiest) < most else None


@dataclass
class Deed:
    """Something that was done to a server, as one request asked for it."""

    action: str
    event: str
    request_id: str
    user_id: str
    project_id: str
    host: str
    started: datetime = field(default_factory=utcnow)
    finished: datetime | None = None
    failed: bool = False

    @property
    def updated(self) -> datetime:
        """Return when something was last heard of it."""
        return self.finished or self.started


@dataclass
class Disk:
    """A volume of a server (Nova calls it a block device mapping)."""

    volume_id: str
    # None while the server has no host that could name it.
    device: str | None = None
    boot_index: int | None = None
    tag: str | None = None
    delete_on_termination: bool = False
    attachment_id: str = field(default_factory=new_id)
    uuid: str = field(default_factory=new_id)

    @property
    def is_root(self) -> bool:
        """Tell whether the server boots from it."""
        return self.boot_index == 0


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
    # What was put into it, by path, in base64.
    files: dict[str, str] = field(default_factory=dict)
    disk_config: str = "MANUAL"
    reservation_id: str = ""
    locked: bool = False
    # Locked by an administrator of another project than the server's, who alone may unlock it.
    locked_by_admin: bool = False
    locked_reason: str | None = None
    fault: Json | None = None
    host: str = ""
    # Whether it is in a cell that does not answer, of which only the mapping of its id is known.
    is_out_of_reach: bool = False
    admin_password: str = ""
    # While a resize waits for its confirmation: what a revert goes back to. A confirmation takes its time, too.
    old_flavor: Flavor | None = None
    old_vm_state: str = "active"
    is_confirming: bool = False
    # The snapshot that a shelved server is made of when it comes back.
    shelved_image_id: str | None = None
    disks: list[Disk] = field(default_factory=list)
    # The addresses that it had when it left its host: Nova hears of no changes to one without a host.
    last_addresses: Json | None = None
    # The tags of interfaces, by port.
    port_tags: dict[str, str] = field(default_factory=dict)
    # The zone that was asked for, in which the server then has to stay.
    pinned_zone: str | None = None
    scheduler_hints: Json = field(default_factory=dict)
    certificates: list[str] | None = None
    history: list[Deed] = field(default_factory=list)
    # What its console shows; what a server usually shows if it is None.
    console: str | None = None
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
    def console_text(self) -> str:
        """Return what the console shows."""
        return _CONSOLE.format(self.hostname) if self.console is None else self.console

    @property
    def is_volume_backed(self) -> bool:
        """Tell whether the server boots from a volume; then it has mostly no image of its own."""
        return self.image_id is None or any(disk.is_root for disk in self.disks)

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

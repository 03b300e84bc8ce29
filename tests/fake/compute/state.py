# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's memory of one region: its servers and how they change with time, its flavors and key pairs."""

from __future__ import annotations

import base64
import itertools
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ..image.service import Image
from ..network.state import NetworkState, new_id
from ..quotas import Quotas
from ..timing import Deed, Schedule, Timings
from ..volume.state import VolumeState
from ..wire import Json
from .records import Flavor, Group, KeyPair, Server


@dataclass
class ServerFault:
    """Servers whose name matches come to rest in ERROR."""

    name: str
    message: str
    times: int | None = None
    code: int = 500


# The limits of a project for which none were set.
QUOTAS = {
    "instances": 20000,
    "cores": 200000,
    "ram": 1000000000,
    "metadata_items": 128,
    "injected_files": 5,
    "injected_file_content_bytes": 10240,
    "injected_file_path_bytes": 255,
    "key_pairs": 1000,
    "server_groups": 1000,
    "server_group_members": 1000,
}


class ComputeState:
    """All of one region, and what it needs of its neighbours."""

    def __init__(
        self,
        region: str,
        network: NetworkState,
        image: Image,
        volume: VolumeState,
        timings: Timings,
        schedule: Schedule,
    ) -> None:
        self.region = region
        self.network = network
        self.image = image
        self.volume = volume
        self.timings = timings
        self.schedule = schedule
        self.servers: dict[str, Server] = {}
        self.deleted: list[Server] = []
        self.flavors: dict[str, Flavor] = {}
        self.keypairs: list[KeyPair] = []
        self.zones = ["nova"]
        self.hosts = ["compute-1", "compute-2", "compute-3"]
        self.groups: dict[str, Group] = {}
        self.build_faults: list[ServerFault] = []
        self.delete_faults: list[ServerFault] = []
        # Nova's shelved_offload_time is 0 (its default): a shelved server leaves its host at once.
        self.offloads_at_once = True
        # Nova's reclaim_instance_interval is not 0 (its default): a deleted server can be restored.
        self.keeps_deleted = False
        self.quotas = Quotas(QUOTAS, self._usage)
        self._numbers = itertools.count(1)

    def _usage(self, project_id: str) -> dict[str, int]:
        mine = [server for server in self.servers.values() if server.project_id == project_id]
        return {
            "instances": len(mine),
            "cores": sum(server.flavor.vcpus for server in mine),
            "ram": sum(server.flavor.ram for server in mine),
            "server_groups": sum(group.project_id == project_id for group in self.groups.values()),
        }

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
            self.network.unplug(port)
        if server.shelved_image_id is not None:
            self.image.remove(server.shelved_image_id)
        self.servers.pop(server.id, None)
        server.enter("deleted")
        self.deleted.append(server)

    def groups_of(self, server: Server) -> list[str]:
        """Return the ids of the server groups that a server is in."""
        return [group.id for group in self.groups.values() if server.id in group.members]

    def build_fault(self, name: str) -> ServerFault | None:
        """Return the fault that a server of this name is to meet when it is built, counting it."""
        return _fault_of(self.build_faults, name)

    def delete_fault(self, name: str) -> ServerFault | None:
        """Return the fault that a server of this name is to meet when it is deleted, counting it."""
        return _fault_of(self.delete_faults, name)

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


def _fault_of(faults: list[ServerFault], name: str) -> ServerFault | None:
    for fault in faults:
        if re.search(fault.name, name) and (fault.times is None or fault.times > 0):
            if fault.times is not None:
                fault.times -= 1
            return fault
    return None

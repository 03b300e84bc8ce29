# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hypervisors: the machines that nodes run on. By default the service shows them only to administrators.
https://docs.openstack.org/api-ref/compute/#hypervisors-os-hypervisors"""

from __future__ import annotations

from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Json, Resource
from ..service.microversion import Microversion

# The last microversion that shows usage. (Since 2.53, ids are unique across cells.)
READING = Microversion("2.87")
WITH_NODES = Microversion("2.53", needed=True, reason="nodes")


def read_hypervisor(raw: Json) -> Json:
    """A hypervisor as users see it. Memory is in MiB, disks are in GiB."""
    service = raw.get("service") or {}
    return {
        "id": str(raw["id"]),
        "name": raw["hypervisor_hostname"],
        "state": raw.get("state"),
        "status": raw.get("status"),
        "type": raw.get("hypervisor_type"),
        "version": raw.get("hypervisor_version"),
        "host": service.get("host"),
        "host_ip": raw.get("host_ip"),
        "disabled_reason": service.get("disabled_reason"),
        "vcpus": raw.get("vcpus"),
        "vcpus_used": raw.get("vcpus_used"),
        "ram": raw.get("memory_mb"),
        "ram_used": raw.get("memory_mb_used"),
        "ram_free": raw.get("free_ram_mb"),
        "disk": raw.get("local_gb"),
        "disk_used": raw.get("local_gb_used"),
        "disk_free": raw.get("free_disk_gb"),
        "running_nodes": raw.get("running_vms"),
        "cpu_info": raw.get("cpu_info") or {},
        "nodes": [{"id": one.get("uuid"), "name": one.get("name")} for one in raw.get("servers") or ()],
    }


HYPERVISOR = Resource(
    name="hypervisor",
    plural="hypervisors",
    service="compute",
    path="/os-hypervisors",
    list_path="/os-hypervisors/detail",
    one="hypervisor",
    many="hypervisors",
    read=read_hypervisor,
    microversion=READING,
    # Nova's filter takes patterns, and answers with an error if nothing matches.
    named=None,
)
HYPERVISOR_CRITERIA = (
    FILTERS,
    Criterion("state", matches=lambda wanted, one: bool(one["state"] == wanted)),
    Criterion("status", matches=lambda wanted, one: bool(one["status"] == wanted)),
    Criterion(
        "nodes",
        query=lambda said: (("with_servers", "true"),) if said else (),
        reading=lambda said, _is_administrator: WITH_NODES if said else None,
    ),
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reservations: leases of hosts for a period of time, and the hosts that can be leased.
https://docs.openstack.org/api-ref/reservation/v1/"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Resource

# The keys of a reservation in a lease. Which of them it has depends on its resource type.
RESERVATION = (
    "id", "status", "resource_type", "resource_id", "min", "max", "amount", "vcpus", "memory_mb", "disk_gb", "affinity",
    "flavor_id", "server_group_id", "aggregate_id", "hypervisor_properties", "resource_properties", "before_end",
    "missing_resources", "resources_changed",
)  # fmt: skip


def read_lease(raw: Json) -> Json:
    """A lease as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "status": raw.get("status"),
        "degraded": bool(raw.get("degraded")),
        "start_date": raw.get("start_date"),
        "end_date": raw.get("end_date"),
        "reservations": [_read_reservation(one) for one in raw.get("reservations") or ()],
        "events": [
            {key: one.get(key) for key in ("id", "event_type", "time", "status")} for one in raw.get("events") or ()
        ],
        "project_id": raw.get("project_id"),
        "user_id": raw.get("user_id"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
    }


def _read_reservation(raw: Json) -> dict[str, t.Any]:
    return {key: raw[key] for key in RESERVATION if key in raw}


def read_host(raw: Json) -> Json:
    """A host that can be leased, as users see it. Its name is its hypervisor's."""
    return {
        "id": str(raw["id"]),
        "name": raw["hypervisor_hostname"],
        "service_name": raw.get("service_name"),
        "hypervisor_type": raw.get("hypervisor_type"),
        "hypervisor_version": raw.get("hypervisor_version"),
        "vcpus": raw.get("vcpus"),
        "memory_mb": raw.get("memory_mb"),
        "local_gb": raw.get("local_gb"),
        "reservable": raw.get("reservable"),
        "status": raw.get("status"),
    }


LEASE = Resource(
    name="lease",
    plural="leases",
    service="reservation",
    path="/leases",
    one="lease",
    many="leases",
    read=read_lease,
    named=None,
)
HOST = Resource(
    name="host",
    plural="hosts",
    service="reservation",
    path="/os-hosts",
    one="host",
    many="hosts",
    read=read_host,
    named=None,
)
KINDS = {"lease": LEASE, "host": HOST}

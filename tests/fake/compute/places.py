# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's places: availability zones and hypervisors.

From nova/api/openstack/compute/availability_zone.py and hypervisors.py.
"""

from __future__ import annotations

import uuid

from ..clock import utcnow
from ..wire import Answer, ApiError, Json, as_bool, json_answer
from .state import ComputeState
from .views import Call

_VCPUS, _MEMORY, _DISK = 100_000, 500_000_000, 10_000_000


def _require_administrator(call: Call, rule: str) -> None:
    if not call.token.is_admin:
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{rule} to be performed.")


def list_zones(call: Call) -> Answer:
    """Answer GET /os-availability-zone."""
    zones = [{"zoneName": name, "zoneState": {"available": True}, "hosts": None} for name in call.state.zones]
    return json_answer(200, {"availabilityZoneInfo": zones})


def list_zones_with_hosts(call: Call) -> Answer:
    """Answer GET /os-availability-zone/detail; all hosts are in the first zone."""
    _require_administrator(call, "os-availability-zone:detail")
    now = utcnow().strftime("%Y-%m-%dT%H:%M:%S.%f")
    service = {"nova-compute": {"available": True, "active": True, "updated_at": now}}
    first, *others = call.state.zones
    places = {first: call.state.hosts, **{name: [] for name in others}}
    zones = [
        {"zoneName": name, "zoneState": {"available": True}, "hosts": dict.fromkeys(hosts, service)}
        for name, hosts in places.items()
    ]
    return json_answer(200, {"availabilityZoneInfo": zones})


def list_hypervisors(call: Call, detail: bool) -> Answer:
    """Answer GET /os-hypervisors and GET /os-hypervisors/detail."""
    _require_administrator(call, "os-hypervisors:list-detail" if detail else "os-hypervisors:list")
    pattern = call.request.one("hypervisor_hostname_pattern") if call.version >= (2, 53) else None
    hosts = [host for host in call.state.hosts if (pattern or "") in host]
    if pattern is not None and not hosts:
        raise ApiError(404, f"No hypervisor matching '{pattern}' could be found.")
    return json_answer(200, {"hypervisors": [_hypervisor(call, host, detail) for host in hosts]})


def show_hypervisor(call: Call, hypervisor_id: str) -> Answer:
    """Answer GET /os-hypervisors/{id}."""
    _require_administrator(call, "os-hypervisors:show")
    for host in call.state.hosts:
        if _hypervisor(call, host, True)["id"] == hypervisor_id:
            return json_answer(200, {"hypervisor": _hypervisor(call, host, True)})
    try:
        uuid.UUID(hypervisor_id)
    except ValueError:
        raise ApiError(400, f"Invalid uuid {hypervisor_id}") from None
    raise ApiError(404, f"Hypervisor with ID '{hypervisor_id}' could not be found.")


def _hypervisor(call: Call, host: str, detail: bool) -> Json:
    state: ComputeState = call.state
    number = state.hosts.index(host) + 1
    has_uuid = call.version >= (2, 53)
    servers = [server for server in state.servers.values() if server.host == host]
    view: Json = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{host}.{state.region}")) if has_uuid else number,
        "hypervisor_hostname": host,
        "state": "up",
        "status": "enabled",
    }
    if detail:
        service_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"service.{host}")) if has_uuid else number
        view |= {"hypervisor_type": "fake", "hypervisor_version": 1000, "host_ip": "127.0.0.1"}
        view["service"] = {"id": service_id, "host": host, "disabled_reason": None}
    if detail and call.version < (2, 88):
        ram, disk = sum(server.flavor.ram for server in servers), sum(server.flavor.disk for server in servers)
        view |= {
            "vcpus": _VCPUS,
            "memory_mb": _MEMORY,
            "local_gb": _DISK,
            "vcpus_used": sum(server.flavor.vcpus for server in servers),
            "memory_mb_used": ram,
            "local_gb_used": disk,
            "free_ram_mb": _MEMORY - ram,
            "free_disk_gb": _DISK - disk,
            "current_workload": 0,
            "running_vms": len(servers),
            "disk_available_least": 0,
            "cpu_info": {"arch": "x86_64"} if call.version >= (2, 28) else '{"arch": "x86_64"}',
        }
    if call.version >= (2, 88) and detail:
        view["uptime"] = None
    if has_uuid and as_bool(call.request.one("with_servers") or "false"):
        view["servers"] = [{"name": server.name, "uuid": server.id} for server in servers]
        if call.version < (2, 75) and not servers:
            del view["servers"]
    return view

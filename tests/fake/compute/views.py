# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Nova shows of its resources, which depends on the microversion and on who asks.

Shapes: https://docs.openstack.org/api-ref/compute/; nova/api/openstack/compute/views/servers.py.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from ..microversions import Version
from ..network.state import NetworkState
from ..tokens import Token
from ..wire import Json, Request
from .records import Disk, Flavor, Server
from .state import ComputeState, micros, seconds

_WITH_PROGRESS = ("ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING")
_WITH_FAULT = ("ERROR", "DELETED")


@dataclass
class Call:
    """One request to Nova, with all that its handler needs to know."""

    request: Request
    token: Token
    version: Version
    state: ComputeState

    @property
    def api(self) -> str:
        """Return what `self` links begin with; a project id in the request's path is kept in the links."""
        return f"{self.request.base}/v2.1{self.project_part}"

    @property
    def project_part(self) -> str:
        """Return the project id as it stood in the path, or nothing."""
        ours = f"/v2.1/{self.token.project_id}/"
        return f"/{self.token.project_id}" if self.request.rest.startswith(ours) else ""


def links(call: Call, collection: str, key: str) -> list[Json]:
    """Return the two links every resource has; the bookmark has no version."""
    return [
        {"rel": "self", "href": f"{call.api}/{collection}/{key}"},
        {"rel": "bookmark", "href": f"{call.request.base}{call.project_part}/{collection}/{key}"},
    ]


def flavor_view(call: Call, flavor: Flavor, detail: bool = True) -> Json:
    """Return a flavor; its description came in 2.55, its extra specs in 2.61, swap became a number in 2.75."""
    view: Json = {"id": flavor.id, "name": flavor.name}
    if detail:
        view |= {
            "ram": flavor.ram,
            "disk": flavor.disk,
            "swap": flavor.swap if call.version >= (2, 75) else flavor.swap or "",
            "OS-FLV-EXT-DATA:ephemeral": flavor.ephemeral,
            "OS-FLV-DISABLED:disabled": False,
            "vcpus": flavor.vcpus,
            "os-flavor-access:is_public": flavor.is_public,
            "rxtx_factor": flavor.rxtx_factor,
        }
    view["links"] = links(call, "flavors", flavor.id)
    if call.version >= (2, 55):
        view["description"] = flavor.description
    if detail and call.version >= (2, 61):
        view["extra_specs"] = flavor.extra_specs
    return view


def server_bytes(call: Call, server: Server, *, detail: bool, listed: bool) -> bytes:
    """Return a server's JSON, from its cache when nothing has changed: lists of thousands are asked for often."""
    stamp = (server.version, call.state.network.device_version.get(server.id, 0))
    if server.cache_stamp != stamp:
        server.cache.clear()
        server.cache_stamp = stamp
    if server.is_out_of_reach:
        return json.dumps(_from_down_cell(call, server, detail, listed)).encode()
    key = (call.version, call.token.is_admin, detail, listed, call.api)
    found = server.cache.get(key)
    if found is None:
        view = server_view(call, server, listed=listed) if detail else brief_view(call, server)
        found = server.cache[key] = json.dumps(view).encode()
    return found


def _from_down_cell(call: Call, server: Server, detail: bool, listed: bool) -> Json:
    """Return what is known of a server whose cell does not answer (nova/api/openstack/compute/views/servers.py)."""
    view: Json = {"id": server.id, "status": "UNKNOWN", "links": links(call, "servers", server.id)}
    if detail:
        view |= {"tenant_id": server.project_id, "created": seconds(server.created)}
    if not listed:
        view |= {
            "image": _embedded_image(call, server),
            "flavor": _embedded_flavor(call, server.flavor),
            "OS-EXT-AZ:availability_zone": server.pinned_zone or "UNKNOWN",
            "OS-EXT-STS:power_state": 0,
            "user_id": server.user_id,
        }
    return view


def brief_view(call: Call, server: Server) -> Json:
    """Return what GET /servers shows of a server."""
    return {"id": server.id, "name": server.name, "links": links(call, "servers", server.id)}


def server_view(call: Call, server: Server, full: bool = True, listed: bool = False) -> Json:
    """Return a server; PUT and rebuild show less than GET did before 2.75 (`full` is false)."""
    view: Json = {
        "accessIPv4": server.access_ipv4,
        "accessIPv6": server.access_ipv6,
        "addresses": addresses(call, server, extended=full),
        "created": seconds(server.created),
        "flavor": _embedded_flavor(call, server.flavor),
        "hostId": host_id(server.project_id, server.host),
        "id": server.id,
        "image": _embedded_image(call, server),
        "links": links(call, "servers", server.id),
        "metadata": server.metadata,
        "name": server.name,
        "status": server.status,
        "tenant_id": server.project_id,
        "user_id": server.user_id,
        "updated": seconds(server.updated),
        "OS-DCF:diskConfig": server.disk_config,
    }
    if server.status in _WITH_PROGRESS:
        view["progress"] = 0
    if server.status in _WITH_FAULT and server.fault is not None:
        view["fault"] = server.fault
    if full:
        view |= _extended(call, server)
    view |= _by_version(call, server)
    if call.version >= (2, 71) and not listed:
        # Groups cost a query per server, and lists leave them out (nova/api/openstack/compute/views/servers.py).
        view["server_groups"] = call.state.groups_of(server)
    return view | server.overrides


def _extended(call: Call, server: Server) -> Json:
    view: Json = {
        "OS-EXT-AZ:availability_zone": server.availability_zone if server.host else "",
        "config_drive": server.config_drive,
        "key_name": server.key_name,
        "OS-SRV-USG:launched_at": micros(server.launched_at),
        "OS-SRV-USG:terminated_at": None,
    }
    groups = group_names(call, server)
    if groups:
        # A server without groups, as one that is being built or has failed, has no such field at all.
        view["security_groups"] = [{"name": name} for name in groups]
    # Nova shows volumes in no order; whoever relies on one is to notice.
    view |= {
        "OS-EXT-STS:task_state": server.task_state,
        "OS-EXT-STS:vm_state": server.vm_state,
        "OS-EXT-STS:power_state": server.power_state,
        "os-extended-volumes:volumes_attached": [_attached(call, disk) for disk in reversed(server.disks)],
    }
    if call.token.is_admin:
        view |= _for_administrators(call, server)
    return view


def _attached(call: Call, disk: Disk) -> Json:
    """Return a volume as the server shows it; what becomes of it in the end came with 2.3."""
    view: Json = {"id": disk.volume_id}
    return view | {"delete_on_termination": disk.delete_on_termination} if call.version >= (2, 3) else view


def _for_administrators(call: Call, server: Server) -> Json:
    view: Json = {
        "OS-EXT-SRV-ATTR:host": server.host or None,
        "OS-EXT-SRV-ATTR:instance_name": f"instance-{server.number:08x}",
        "OS-EXT-SRV-ATTR:hypervisor_hostname": server.host or None,
    }
    if call.version >= (2, 3):
        view |= {
            "OS-EXT-SRV-ATTR:reservation_id": server.reservation_id,
            "OS-EXT-SRV-ATTR:launch_index": 0,
            "OS-EXT-SRV-ATTR:hostname": server.hostname,
            "OS-EXT-SRV-ATTR:kernel_id": "",
            "OS-EXT-SRV-ATTR:ramdisk_id": "",
            "OS-EXT-SRV-ATTR:root_device_name": "/dev/vda",
            "OS-EXT-SRV-ATTR:user_data": server.user_data,
        }
    if call.version >= (2, 16):
        view["host_status"] = "UP" if server.host else ""
    return view


def _by_version(call: Call, server: Server) -> Json:
    """Return the fields that came with later microversions."""
    fields: tuple[tuple[Version, str, object], ...] = (
        ((2, 9), "locked", server.locked),
        ((2, 19), "description", server.description),
        ((2, 26), "tags", server.tags),
        ((2, 63), "trusted_image_certificates", server.certificates),
        ((2, 73), "locked_reason", server.locked_reason),
        ((2, 90), "OS-EXT-SRV-ATTR:hostname", server.hostname),
        ((2, 96), "pinned_availability_zone", server.pinned_zone),
        ((2, 100), "scheduler_hints", _hints(server.scheduler_hints)),
    )
    return {name: value for since, name, value in fields if call.version >= since}


def _embedded_flavor(call: Call, flavor: Flavor) -> Json:
    """Return the flavor as it was at creation (since 2.47), or a reference to it."""
    if call.version < (2, 47):
        return {"id": flavor.id, "links": links(call, "flavors", flavor.id)[1:]}
    return {
        "vcpus": flavor.vcpus,
        "ram": flavor.ram,
        "disk": flavor.disk,
        "ephemeral": flavor.ephemeral,
        "swap": flavor.swap,
        "original_name": flavor.name,
        "extra_specs": flavor.extra_specs,
    }


def _embedded_image(call: Call, server: Server) -> Json | str:
    """Return the image's reference; servers that boot from a volume have an empty string here."""
    if server.image_id is None:
        return ""
    view: Json = {"id": server.image_id, "links": links(call, "images", server.image_id)[1:]}
    if call.version >= (2, 98):
        view["properties"] = {}
    return view


def host_id(project_id: str, host: str) -> str:
    """Return what tells the hosts of a project apart without naming them."""
    return hashlib.sha224((project_id + host).encode()).hexdigest() if host else ""


def addresses(call: Call, server: Server, extended: bool = True) -> Json:
    """Return the addresses by the names of their networks; for one that has no host, those it left its host with."""
    known = server.last_addresses
    rows = addresses_now(call.state.network, server) if known is None else known
    if extended:
        return rows
    return {name: [{key: row[key] for key in ("version", "addr")} for row in items] for name, items in rows.items()}


def addresses_now(network: NetworkState, server: Server) -> Json:
    """Return the addresses by networks: version 6 first, floating ones after their fixed ones."""
    floating = network.collections["floatingips"].values()
    result: dict[str, list[Json]] = {}
    for port in network.ports_of(server.id):
        name = network.collections["networks"][port["network_id"]]["name"]
        rows = result.setdefault(name, [])
        for fixed in sorted(port["fixed_ips"], key=lambda item: ":" not in item["ip_address"]):
            rows.append(_address(fixed["ip_address"], "fixed", port["mac_address"]))
        if floating:
            mine = [item["floating_ip_address"] for item in floating if item["port_id"] == port["id"]]
            rows += [_address(item, "floating", port["mac_address"]) for item in mine]
    return result


def _address(address: str, kind: str, mac: str) -> Json:
    version = 6 if ":" in address else 4
    return {"version": version, "addr": address, "OS-EXT-IPS:type": kind, "OS-EXT-IPS-MAC:mac_addr": mac}


def group_names(call: Call, server: Server) -> list[str]:
    """Return the names of the security groups on a server's ports."""
    network = call.state.network
    ids = dict.fromkeys(group for port in network.ports_of(server.id) for group in port["security_groups"])
    return [network.collections["security_groups"][group]["name"] for group in ids]


def _hints(given: Json) -> Json:
    """Nova shows a single value of a hint in a list."""
    return {key: value if isinstance(value, list) else [value] for key, value in given.items()}

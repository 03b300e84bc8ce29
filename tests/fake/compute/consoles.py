# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's screen shows, where to look at it, and its diagnostics.

https://docs.openstack.org/api-ref/compute/#server-consoles
"""

from __future__ import annotations

import uuid

from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, json_answer
from .action_schemas import remote_console
from .find import check_host, find_server
from .records import Server
from .schemas import validate
from .views import Call

_MALFORMED = "The server could not comply with the request since it is either malformed or otherwise incorrect."


def console_output(call: Call, server: Server, content: Json) -> Answer | None:
    """Answer with the console's text, or its last lines; what comes after the last line's end counts as one."""
    text, length = server.console_text, content.get("length")
    if length is None:
        return json_answer(200, {"output": text})
    # Nought is none; -1 was meant to be all, but leaves out the first line.
    lines = text.split("\n")[-int(length) :] if int(length) else []
    return json_answer(200, {"output": "\n".join(lines)})


def vnc_console(call: Call, server: Server, content: Json) -> Answer | None:
    """Answer the action os-getVNCConsole, of which 2.6 made something else."""
    if call.version >= (2, 6):
        raise ApiError(404, NOT_FOUND_SENTENCE)
    return json_answer(200, {"console": {"type": content["type"], "url": _url(content["type"])}})


def create_console(call: Call, server_id: str) -> Answer:
    """Answer POST /servers/{id}/remote-consoles, since 2.6. This cloud has VNC and nothing else."""
    if call.version < (2, 6):
        raise ApiError(404, NOT_FOUND_SENTENCE)
    validate(call.request.body, remote_console(call.version))
    wanted: Json = call.request.body["remote_console"]
    server = find_server(call, server_id)
    protocol, kind = wanted["protocol"], wanted["type"]
    if protocol == "rdp":
        raise ApiError(400, _MALFORMED)
    check_host(server)
    if protocol != "vnc":
        raise ApiError(400, f"Unavailable console type {kind}.")
    return json_answer(200, {"remote_console": {"protocol": protocol, "type": kind, "url": _url(kind)}})


def _url(kind: str) -> str:
    if kind != "novnc":
        raise ApiError(400, f"Invalid console type {kind}")
    return f"http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3D{uuid.uuid4()}"


def diagnostics(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/diagnostics: figures of the hypervisor's own at first, and of one form since 2.48."""
    server = find_server(call, server_id)
    if not call.token.is_admin:
        raise ApiError(403, "Policy doesn't allow os_compute_api:os-server-diagnostics to be performed.")
    check_host(server)
    if call.version < (2, 48):
        return json_answer(200, {"cpu0_time": 17300000000, "memory": server.flavor.ram * 1024, "vda_errors": -1})
    ports = call.state.network.ports_of(server.id)
    cpus = [{"id": number, "time": 17300000000, "utilisation": 15} for number in range(server.flavor.vcpus)]
    disks = [_DISK] * max(1, len(server.disks))
    return json_answer(
        200,
        {
            "state": "running" if server.power_state == 1 else "shutdown",
            "driver": "libvirt",
            "hypervisor": "kvm",
            "hypervisor_os": "linux",
            "uptime": 46664,
            "config_drive": bool(server.config_drive),
            "num_cpus": len(cpus),
            "num_nics": len(ports),
            "num_disks": len(disks),
            "disk_details": disks,
            "cpu_details": cpus,
            "nic_details": [{"mac_address": port["mac_address"], **_NIC} for port in ports],
            "memory_details": {"maximum": server.flavor.ram, "used": 0},
        },
    )


_DISK = {"read_bytes": 262144, "read_requests": 112, "write_bytes": 5778432, "write_requests": 488, "errors_count": 1}
_NIC = {
    "rx_octets": 2070139,
    "rx_errors": 0,
    "rx_drop": 0,
    "rx_packets": 26701,
    "rx_rate": 300,
    "tx_octets": 140208,
    "tx_errors": 0,
    "tx_drop": 0,
    "tx_packets": 662,
    "tx_rate": 600,
}

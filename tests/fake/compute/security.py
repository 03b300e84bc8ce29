# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The security groups of a server, which are those of its ports: nova/network/security_group_api.py.

Nova looks neither at the server's state nor at its lock here.
"""

from __future__ import annotations

from ..wire import Answer, ApiError, Json
from .create import find_groups
from .records import Server
from .views import Call


def add_group(call: Call, server: Server, content: Json) -> Answer | None:
    """Add a group to all ports of a server."""
    group = _group(call, content["name"])
    network = call.state.network
    ports = network.ports_of(server.id)
    if not ports:
        raise ApiError(404, f"instance_id {server.id} could not be found as device id on any ports")
    for port in ports:
        if group["id"] in port["security_groups"]:
            sentence = f"Invalid input for security_groups. Reason: Duplicate items in the list: '{group['id']}'."
            raise ApiError(400, f"{sentence}\nNeutron server returns request_ids: ['{call.request.request_id}']")
        network.change(port, {"security_groups": [*port["security_groups"], group["id"]]})
    network.changed(server.id)
    return None


def remove_group(call: Call, server: Server, content: Json) -> Answer | None:
    """Remove a group from all ports of a server."""
    group = _group(call, content["name"])
    network = call.state.network
    ports = [port for port in network.ports_of(server.id) if group["id"] in port["security_groups"]]
    if not ports:
        sentence = f"Security group {content['name']} not associated with the instance {server.id}"
        raise ApiError(404, sentence)
    for port in ports:
        network.change(port, {"security_groups": [item for item in port["security_groups"] if item != group["id"]]})
    network.changed(server.id)
    return None


def _group(call: Call, name: str) -> Json:
    found = find_groups(call, name)
    if not found:
        raise ApiError(404, f"Security group {name} is not found for project {call.token.project_id}")
    if len(found) > 1:
        sentence = f"Multiple security_group matches found for name '{name}', use an ID to be more specific."
        raise ApiError(409, sentence)
    return found[0]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that bring nodes to statuses, for the tests that then go on from there."""

from __future__ import annotations

from typing import Any

RESIZE = "resize"
# From ACTIVE to each status: the actions, and the status that each leads to.
THERE: dict[str, list[tuple[str, str]]] = {
    "ACTIVE": [],
    "SHUTOFF": [("os-stop", "SHUTOFF")],
    "PAUSED": [("pause", "PAUSED")],
    "SUSPENDED": [("suspend", "SUSPENDED")],
    "SHELVED_OFFLOADED": [("shelve", "SHELVED_OFFLOADED")],
    "RESCUE": [("rescue", "RESCUE")],
    "VERIFY_RESIZE": [(RESIZE, "VERIFY_RESIZE")],
    "VERIFY_RESIZE, off": [("os-stop", "SHUTOFF"), (RESIZE, "VERIFY_RESIZE")],
}
# And back.
BACK = {
    "SHUTOFF": "os-start",
    "PAUSED": "unpause",
    "SUSPENDED": "resume",
    "SHELVED_OFFLOADED": "unshelve",
    "RESCUE": "unrescue",
}


def to_statuses(nodes: list[dict[str, Any]], statuses: list[str], flavors: list[dict[str, Any]]) -> list[Any]:
    """The chains of calls (see cloud_calls) that bring each node to a status of its own."""
    return [_chain(node, status, flavors) for node, status in zip(nodes, statuses)]


def _chain(node: dict[str, Any], status: str, flavors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    back = [(BACK[node["status"]], "ACTIVE")] if node["status"] in BACK else []
    # A node that was rebuilt keeps the disk that it had then as its least. To and fro between the two flavors after the
    # smallest it has, after an odd number of resizes, the one with the smaller disk.
    names = (node["flavor"]["name"], "m1.tiny")
    by_disk = sorted(flavors, key=lambda flavor: (int(flavor["disk"]), str(flavor["name"])))
    other = next(flavor["id"] for flavor in by_disk if flavor["name"] not in names)
    calls: list[dict[str, Any]] = []
    for action, arrival in back + THERE[status]:
        body = {action: {"flavorRef": other} if action == RESIZE else None}
        rest = {"server.status": arrival, "server.OS-EXT-STS:task_state": None}
        calls.append({"method": "POST", "path": f"/servers/{node['id']}/action", "body": body})
        calls.append({"path": f"/servers/{node['id']}", "until": rest})
    return calls


def removal(server_id: str) -> list[dict[str, Any]]:
    """The chain of calls that removes a server, whatever it is in, and waits until it is gone."""
    path = f"/servers/{server_id}"
    return [
        {"method": "POST", "path": f"{path}/action", "body": {"unlock": None}},
        {"method": "POST", "path": f"{path}/action", "body": {"forceDelete": None}},
        {"path": path, "until": {"server": None}},
    ]


def breaking(server_id: str) -> list[dict[str, Any]]:
    """The chain of calls with which an administrator says that a server is in status ERROR."""
    body = {"os-resetState": {"state": "error"}}
    return [{"method": "POST", "path": f"/servers/{server_id}/action", "body": body}]


class FilterModule:
    def filters(self) -> dict[str, Any]:
        return {"to_statuses": to_statuses, "removal": removal, "breaking": breaking}

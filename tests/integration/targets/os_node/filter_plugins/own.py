# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of all that there is the tests have made: others make things in the same project at the same time."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def own(answers: list[list[Json]], prefix: str) -> dict[str, list[Json]]:
    """Of lists of servers, ports, floating IPs and volumes (see cloud_calls), what is of servers of that prefix, or has
    it itself."""
    listed: dict[str, list[Json]] = {key: rows for chain in answers for answer in chain for key, rows in answer.items()}
    servers = [one for one in listed["servers"] if one["name"].startswith(prefix)]
    ids = {one["id"] for one in servers}
    ports = [one for one in listed["ports"] if one["device_id"] in ids or one["name"].startswith(prefix)]
    port_ids = {one["id"] for one in ports}
    return {
        "servers": servers,
        "ports": ports,
        "floatingips": [one for one in listed["floatingips"] if one["port_id"] in port_ids],
        "volumes": [one for one in listed["volumes"] if one["name"].startswith(prefix) or _is_at(one, ids)],
    }


def _is_at(volume: Json, server_ids: set[str]) -> bool:
    return any(attachment["server_id"] in server_ids for attachment in volume["attachments"])


def sent_to_change(trace: list[Json]) -> list[str]:
    """The requests of a trace that may change something: also what nobody would find, having no name of its own yet."""
    return [
        f"{entry['method']} {entry['url']}"
        for entry in trace
        if entry["method"] not in ("GET", "HEAD") and not entry["url"].endswith("/auth/tokens")
    ]


class FilterModule:
    def filters(self) -> dict[str, Any]:
        return {"own": own, "sent_to_change": sent_to_change}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that make volumes for the tests, and remove them."""

from __future__ import annotations

from typing import Any

Chain = list[dict[str, Any]]


def making_a_volume(name: str, prefix: str, snapshot_name: str = "") -> Chain:
    """The chain of calls (see cloud_calls) that makes a volume that can be booted from, and a snapshot of it."""
    body = {"size": 1, "name": f"{prefix}-{name}", "description": "For a test"}
    bootable = {"os-set_bootable": {"bootable": True}}
    snapshot = {"volume_id": "{kept}", "name": f"{prefix}-{snapshot_name}"}
    chain = [
        {"service": "volume", "method": "POST", "path": "/volumes", "body": {"volume": body}, "keep": "volume.id"},
        {"service": "volume", "path": "/volumes/{kept}", "until": {"volume.status": "available"}},
        {"service": "volume", "method": "POST", "path": "/volumes/{kept}/action", "body": bootable},
    ]
    if snapshot_name:
        chain.append({"service": "volume", "method": "POST", "path": "/snapshots", "body": {"snapshot": snapshot}})
    return chain


def looking_at_a_volume(volume_id: str) -> Chain:
    """The chain that looks whether a volume is there."""
    return [{"service": "volume", "path": f"/volumes/{volume_id}"}]


class FilterModule:
    def filters(self) -> dict[str, Any]:
        return {"making_a_volume": making_a_volume, "looking_at_a_volume": looking_at_a_volume}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a new server is to be: its zone, its host, and the scheduler's hints."""

from __future__ import annotations

from ..wire import ApiError, Json
from .views import Call


def read_zone(call: Call, wanted: Json) -> tuple[str | None, str | None]:
    """Return the zone that is asked for, and the host if it is named there, as administrators may (zone:host)."""
    zone, _colon, host = str(wanted.get("availability_zone") or "").partition(":")
    if host and not call.token.is_admin:
        raise ApiError(403, "Policy doesn't allow os_compute_api:servers:create:forced_host to be performed.")
    if zone and zone not in call.state.zones:
        raise ApiError(400, "The requested availability zone is not available")
    return zone or None, host or None


def check_destination(call: Call, wanted: Json, host: str | None) -> None:
    """Refuse a host of its own option (since 2.74) that may not be asked for, or is not there."""
    asked = wanted.get("host") or wanted.get("hypervisor_hostname")
    if asked is None:
        return
    if not call.token.is_admin:
        raise ApiError(403, "Policy doesn't allow compute:servers:create:requested_destination to be performed.")
    if host is not None:
        raise ApiError(
            400,
            "One mechanism with host and/or hypervisor_hostname and another mechanism with zone:host:node are mutually "
            "exclusive.",
        )
    if asked not in call.state.hosts:
        raise ApiError(400, f"Compute host {asked} could not be found.")


def read_hints(call: Call) -> Json:
    """Return the scheduler's hints as they are remembered: every value is a list."""
    body = call.request.body
    hints: Json = body.get("os:scheduler_hints") or body.get("OS-SCH-HNT:scheduler_hints") or {}
    hints = {name: value if isinstance(value, list) else [value] for name, value in hints.items()}
    for group_id in hints.get("group", []):
        group = call.state.groups.get(group_id)
        if group is None or (group.project_id != call.token.project_id and not call.token.is_admin):
            raise ApiError(400, f"Instance group {group_id} could not be found.")
    return hints

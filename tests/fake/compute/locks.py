# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locking a server, so that nothing is done to it by mistake. Who owns it and who locked it say who may unlock it."""

from __future__ import annotations

from ..wire import Answer, ApiError, Json
from .records import Server
from .views import Call


def lock(call: Call, server: Server, content: Json) -> Answer | None:
    """Lock a server. An owner changes nothing about one that is locked, not even the reason."""
    is_owner = server.project_id == call.token.project_id
    if server.locked and is_owner:
        return None
    server.locked, server.locked_by_admin = True, not is_owner
    # The reason came with 2.73; before, whatever stood here was not looked at.
    if call.version >= (2, 73) and content.get("locked_reason"):
        server.locked_reason = content["locked_reason"]
    server.touch()
    return None


def unlock(call: Call, server: Server, content: Json) -> Answer | None:
    """Unlock a server."""
    if server.locked_by_admin and not call.token.is_admin:
        rule = "os-lock-server:unlock:unlock_override"
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{rule} to be performed.")
    server.locked = server.locked_by_admin = False
    server.locked_reason = None
    server.touch()
    return None

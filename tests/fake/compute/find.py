# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the server a request is about, and what stands in the way of changing it.

The decorators of nova/compute/api.py (check_instance_lock, check_instance_host, check_instance_state).
"""

from __future__ import annotations

from ..wire import ApiError
from .records import Server
from .views import Call

# Where metadata and tags may be changed.
LABELLED = ("active", "paused", "suspended", "stopped")


def find_server(call: Call, server_id: str, missing: str = "could not be found.") -> Server:
    """Return a server the caller may see."""
    server = call.state.servers.get(server_id)
    if server is None or (server.project_id != call.token.project_id and not call.token.is_admin):
        raise ApiError(404, f"Instance {server_id} {missing}")
    return server


def check_lock(call: Call, server: Server, word: str | None = None) -> None:
    """Refuse anything on a locked server, save for administrators. With a word it is refused as in a wrong state."""
    if server.locked and not call.token.is_admin:
        reason = "is locked" if word is None else f"is in an invalid state for '{word}'"
        raise ApiError(409, f"Instance {server.id} {reason}")


def check_host(server: Server) -> None:
    """Refuse what is sent to the server's host when it has none."""
    if not server.host:
        raise ApiError(409, f"Instance {server.id} is not ready")


def check_vm_state(server: Server, word: str, states: tuple[str, ...]) -> None:
    """Refuse what is not possible in the server's state."""
    if server.vm_state not in states:
        raise ApiError(409, f"Cannot '{word}' instance {server.id} while it is in vm_state {server.vm_state}")


def check_task_state(server: Server, word: str, tasks: tuple[str, ...] = ()) -> None:
    """Refuse what is not possible while another task goes on, with exceptions."""
    if server.task_state is not None and server.task_state not in tasks:
        raise ApiError(409, f"Cannot '{word}' instance {server.id} while it is in task_state {server.task_state}")


def check_launched(server: Server, word: str) -> None:
    """Refuse what is not possible with a server that has never run."""
    if server.launched_at is None:
        raise ApiError(409, f"Instance {server.id} is in an invalid state for '{word}'")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /servers/{id}/action: one table of all actions, and the checks that Nova makes before it acts.

The states in which an action is possible are those of nova/compute/api.py (check_instance_state).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..schema import Schema
from ..wire import Answer, ApiError, empty_answer
from . import action_schemas as schemas
from . import transitions
from .consoles import console_output, vnc_console
from .find import check_host, check_launched, check_lock, check_task_state, check_vm_state, find_server
from .history import record
from .locks import lock, unlock
from .records import Server
from .resize import confirm, migrate, rebuild, resize, revert
from .schemas import rebuild_server, validate
from .security import add_group, remove_group
from .snapshots import create_image
from .transitions import Run, moves
from .views import Call

_ANY_TYPE = ("active", "stopped", "paused", "suspended")


@dataclass(frozen=True)
class Action:
    """One action: its word in Nova's sentences, where it is possible, what it does."""

    word: str
    run: Run
    states: tuple[str, ...] | None = None
    schema: schemas.ByVersion | None = None
    # The tasks that may go on meanwhile, where the state matters at all.
    tasks: tuple[str, ...] = ()
    # Actions that are sent to the server's host refuse servers that have none.
    needs_host: bool = False
    needs_launch: bool = True
    refused_while_locked: bool = True
    # Whether a refusal for a lock says so.
    names_lock: bool = True
    policy: str | None = None
    is_recorded: bool = True


def act(call: Call, server_id: str) -> Answer:
    """Carry out the one action in the body, or refuse it."""
    body = call.request.body
    if not isinstance(body, dict) or len(body) != 1:
        raise ApiError(400, "Malformed request body")
    name = next(iter(body))
    action = ACTIONS.get(name)
    if action is None:
        raise ApiError(400, f"There is no such action: {name}")
    validate(body, _schema(call, name, action))
    server = find_server(call, server_id, _missing(call, name, server_id))
    if action.policy is not None and not call.token.is_admin:
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{action.policy} to be performed.")
    if name == "reboot" and body["reboot"]["type"].upper() == "HARD":
        action = _HARD_REBOOT
    _check(call, server, action)
    content = body[name]
    answer = action.run(call, server, content if isinstance(content, dict) else {})
    if action.is_recorded:
        record(call, server, action.word)
    return answer or empty_answer(202)


def _missing(call: Call, name: str, server_id: str) -> str:
    """Return what is said of a server that is not there: two actions look for its cell first, if it never was."""
    gone = any(server.id == server_id for server in call.state.deleted)
    return "has no mapping to a cell." if name in ("os-start", "os-stop") and not gone else "could not be found."


def _schema(call: Call, name: str, action: Action) -> Schema:
    return action.schema(call.version) if action.schema is not None else schemas.anything(name)


def _check(call: Call, server: Server, action: Action) -> None:
    """Refuse an action on a locked server, without a host, in the wrong state, or during a task - in this order."""
    if action.refused_while_locked:
        check_lock(call, server, None if action.names_lock else action.word)
    if action.needs_host:
        check_host(server)
    if action.states is not None:
        check_vm_state(server, action.word, action.states)
        check_task_state(server, action.word, action.tasks)
    if action.needs_launch:
        check_launched(server, action.word)


def _look(run: Run, schema: schemas.ByVersion) -> Action:
    """Return an action that changes nothing."""
    return Action(
        "look", run, schema=schema, needs_host=True, needs_launch=False, refused_while_locked=False, is_recorded=False
    )


_RUNNING = ("active",)
_HARD_REBOOT = Action(
    "reboot",
    transitions.hard_reboot,
    (*_ANY_TYPE, "error"),
    tasks=(
        *("rebooting", "reboot_pending", "reboot_started", "rebooting_hard"),
        *("pausing", "unpausing", "suspending", "resuming"),
    ),
)

ACTIONS: dict[str, Action] = {
    "os-start": Action("start", moves("powering-on", "active"), ("stopped",), needs_host=True),
    "os-stop": Action("stop", moves("powering-off", "stopped"), ("active", "error"), needs_host=True),
    "pause": Action("pause", moves("pausing", "paused"), _RUNNING),
    "unpause": Action("unpause", moves("unpausing", "active"), ("paused",)),
    "suspend": Action("suspend", moves("suspending", "suspended"), _RUNNING),
    "resume": Action("resume", moves("resuming", "active"), ("suspended",)),
    "reboot": Action("reboot", moves("rebooting reboot_pending reboot_started", "active"), _RUNNING, schemas.reboot),
    "lock": Action("lock", lock, schema=schemas.lock, needs_launch=False, refused_while_locked=False),
    "unlock": Action("unlock", unlock, needs_launch=False, refused_while_locked=False),
    "addSecurityGroup": Action(
        "addSecurityGroup",
        add_group,
        schema=schemas.add_group,
        needs_launch=False,
        refused_while_locked=False,
        is_recorded=False,
    ),
    "removeSecurityGroup": Action(
        "removeSecurityGroup",
        remove_group,
        schema=schemas.remove_group,
        needs_launch=False,
        refused_while_locked=False,
        is_recorded=False,
    ),
    "resize": Action("resize", resize, ("active", "stopped"), schemas.resize),
    "confirmResize": Action("confirmResize", confirm, ("resized",)),
    "revertResize": Action("revertResize", revert, ("resized",)),
    "rebuild": Action("rebuild", rebuild, ("active", "stopped", "error"), rebuild_server),
    "rescue": Action("rescue", transitions.rescue, ("active", "stopped", "error"), schemas.rescue),
    "unrescue": Action("unrescue", moves("unrescuing", "active"), ("rescued",)),
    "shelve": Action("shelve", transitions.shelve, _ANY_TYPE),
    "unshelve": Action("unshelve", transitions.unshelve, ("shelved", "shelved_offloaded"), schemas.unshelve),
    "shelveOffload": Action("shelveOffload", transitions.offload, ("shelved",), policy="os-shelve:shelve_offload"),
    "createImage": Action("createImage", create_image, _ANY_TYPE, schemas.create_image, refused_while_locked=False),
    "changePassword": Action("changePassword", transitions.set_password, _RUNNING, schemas.change_password),
    "os-getConsoleOutput": _look(console_output, schemas.console_output),
    "os-getVNCConsole": _look(vnc_console, schemas.vnc_console),
    "restore": Action("restore", transitions.restore, ("soft-delete",), names_lock=False),
    "forceDelete": Action("delete", transitions.force_delete, needs_launch=False),
    "migrate": Action("migrate", migrate, ("active", "stopped"), policy="os-migrate-server:migrate"),
    "os-resetState": Action(
        "resetState",
        transitions.reset_state,
        schema=schemas.reset_state,
        needs_launch=False,
        refused_while_locked=False,
        policy="os-admin-actions:reset_state",
    ),
}

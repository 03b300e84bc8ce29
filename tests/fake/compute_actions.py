# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""POST /servers/{id}/action: one table of all actions, and the checks that Nova makes before it acts.

The states in which an action is possible are those of nova/compute/api.py (check_instance_state).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .compute_create import find_groups
from .compute_schemas import CREATE_IMAGE, REBOOT, RESIZE, group_action, rebuild_server, validate
from .compute_state import ComputeState, Server
from .compute_views import Call, server_view
from .schema import Schema
from .wire import Answer, ApiError, Json, empty_answer, json_answer

Run = Callable[[Call, Server, Json], Answer | None]
_ANY_TYPE = ("active", "stopped", "paused", "suspended")


@dataclass(frozen=True)
class Action:
    """One action: its word in Nova's sentences, where it is possible, what it does."""

    word: str
    run: Run
    states: tuple[str, ...] | None = None
    schema: Schema | None = None
    # Actions that are sent to the server's host refuse servers that have none.
    needs_host: bool = False
    needs_launch: bool = True
    minds_lock: bool = True
    policy: str | None = None


def act(call: Call, server: Server) -> Answer:
    """Carry out the one action in the body, or refuse it."""
    body = call.request.body
    if not isinstance(body, dict) or len(body) != 1:
        raise ApiError(400, "Malformed request body")
    name = next(iter(body))
    action = ACTIONS.get(name)
    if action is None:
        raise ApiError(400, f"There is no such action: {name}")
    if action.policy is not None and not call.token.is_admin:
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{action.policy} to be performed.")
    if action.schema is not None:
        validate(body, action.schema)
    if name == "reboot" and body["reboot"]["type"].upper() == "HARD":
        action = _HARD_REBOOT
    if action.run not in (_resize, _rebuild):
        check_state(call, server, action)
    content = body[name]
    return action.run(call, server, content if isinstance(content, dict) else {}) or empty_answer(202)


def check_state(call: Call, server: Server, action: Action) -> None:
    """Refuse an action on a locked server, without a host, in the wrong state, or during a task - in this order."""
    if action.minds_lock:
        check_lock(call, server)
    if action.needs_host and not server.host:
        raise ApiError(409, f"Instance {server.id} is not ready")
    if action.states is not None:
        refusal = f"Cannot '{action.word}' instance {server.id} while it is in"
        if server.vm_state not in action.states:
            raise ApiError(409, f"{refusal} vm_state {server.vm_state}")
        if server.task_state is not None and not (action is _HARD_REBOOT and server.task_state.startswith("reboot")):
            raise ApiError(409, f"{refusal} task_state {server.task_state}")
    if action.needs_launch and server.launched_at is None:
        raise ApiError(409, f"Instance {server.id} is in an invalid state for '{action.word}'")


def check_lock(call: Call, server: Server) -> None:
    """Refuse anything on a locked server, save for administrators."""
    if server.locked and not call.token.is_admin:
        raise ApiError(409, f"Instance {server.id} is locked")


def _to(state: ComputeState, server: Server, task: str, vm_state: str) -> None:
    """Let a task run for `action_seconds` and end in a state."""
    server.task_state = task
    server.touch()
    state.later(server, state.timings.action_seconds, lambda: server.enter(vm_state))


def _moves(task: str, vm_state: str) -> Run:
    def run(call: Call, server: Server, content: Json) -> Answer | None:
        _to(call.state, server, task, vm_state)
        return None

    return run


def _lock(call: Call, server: Server, content: Json) -> Answer | None:
    server.locked = True
    server.locked_by_admin = call.token.is_admin
    # The reason came with 2.73; before, whatever stood here was not looked at.
    server.locked_reason = content.get("locked_reason") if call.version >= (2, 73) else None
    server.touch()
    return None


def _unlock(call: Call, server: Server, content: Json) -> Answer | None:
    if server.locked_by_admin and not call.token.is_admin:
        rule = "os-lock-server:unlock:unlock_override"
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{rule} to be performed.")
    server.locked = server.locked_by_admin = False
    server.locked_reason = None
    server.touch()
    return None


def _group(call: Call, name: str) -> Json:
    found = find_groups(call, name)
    if not found:
        raise ApiError(404, f"Security group {name} is not found for project {call.token.project_id}")
    if len(found) > 1:
        sentence = f"Multiple security_group matches found for name '{name}', use an ID to be more specific."
        raise ApiError(409, sentence)
    return found[0]


def _add_group(call: Call, server: Server, content: Json) -> Answer | None:
    group = _group(call, content["name"])
    network = call.state.network
    for port in network.ports_of(server.id):
        if group["id"] in port["security_groups"]:
            sentence = f"Invalid input for security_groups. Reason: Duplicate items in the list: '{group['id']}'."
            raise ApiError(400, f"{sentence}\nNeutron server returns request_ids: ['{call.request.request_id}']")
        network.change(port, {"security_groups": [*port["security_groups"], group["id"]]})
    network.changed(server.id)
    return None


def _remove_group(call: Call, server: Server, content: Json) -> Answer | None:
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


def _resize(call: Call, server: Server, content: Json) -> Answer | None:
    flavor = call.state.flavor(content["flavorRef"])
    if flavor is None:
        raise ApiError(400, f"Flavor {content['flavorRef']} could not be found.")
    check_state(call, server, ACTIONS["resize"])
    if flavor.id == server.flavor.id:
        raise ApiError(400, "When resizing, instances must change flavor!")

    def finish() -> None:
        server.old_flavor, server.flavor = server.flavor, flavor
        server.enter("resized")

    server.task_state = "resize_prep"
    server.touch()
    call.state.later(server, call.state.timings.action_seconds, finish)
    return None


def _confirm(call: Call, server: Server, content: Json) -> Answer | None:
    server.old_flavor = None
    server.enter("active")
    return empty_answer(204)


def _revert(call: Call, server: Server, content: Json) -> Answer | None:
    server.flavor = server.old_flavor or server.flavor
    server.old_flavor = None
    _to(call.state, server, "resize_reverting", "active")
    return None


def _rebuild(call: Call, server: Server, content: Json) -> Answer | None:
    validate(call.request.body, rebuild_server(call.version))
    check_state(call, server, ACTIONS["rebuild"])
    server.image_id = content["imageRef"]
    server.name = content.get("name", server.name)
    server.metadata = dict(content.get("metadata", server.metadata))
    if "description" in content:
        server.description = content["description"]
    server.fault = None
    _to(call.state, server, "rebuilding", "stopped" if server.vm_state == "stopped" else "active")
    view = server_view(call, server, full=call.version >= (2, 75))
    return json_answer(202, {"server": {**view, "adminPass": content.get("adminPass", "rebuilt")}})


def _create_image(call: Call, server: Server, content: Json) -> Answer | None:
    assert call.state.snapshot is not None
    image = call.state.snapshot(server, content["name"], dict(content.get("metadata") or {}))
    if call.version >= (2, 45):
        return json_answer(202, {"image_id": image["id"]})
    return empty_answer(202, {"location": f"{call.request.base}/images/{image['id']}"})


def _console(call: Call, server: Server, content: Json) -> Answer | None:
    return json_answer(200, {"output": f"\n{server.hostname} login: \n"})


def _reset_state(call: Call, server: Server, content: Json) -> Answer | None:
    server.enter("active" if content.get("state") == "active" else "error")
    return None


def _force_delete(call: Call, server: Server, content: Json) -> Answer | None:
    call.state.cancel(server)
    call.state.remove(server)
    return None


def _rescue(call: Call, server: Server, content: Json) -> Answer | None:
    _to(call.state, server, "rescuing", "rescued")
    return json_answer(200, {"adminPass": content.get("adminPass", "rescued")})


def _nothing(call: Call, server: Server, content: Json) -> Answer | None:
    return None


_RUNNING = ("active",)
_HARD_REBOOT = Action(
    "reboot", _moves("rebooting_hard", "active"), (*_ANY_TYPE, "error"), minds_lock=True, needs_launch=True
)

ACTIONS: dict[str, Action] = {
    "os-start": Action("start", _moves("powering-on", "active"), ("stopped",), needs_host=True),
    "os-stop": Action("stop", _moves("powering-off", "stopped"), ("active", "error"), needs_host=True),
    "pause": Action("pause", _moves("pausing", "paused"), _RUNNING),
    "unpause": Action("unpause", _moves("unpausing", "active"), ("paused",)),
    "suspend": Action("suspend", _moves("suspending", "suspended"), _RUNNING),
    "resume": Action("resume", _moves("resuming", "active"), ("suspended",)),
    "reboot": Action("reboot", _moves("rebooting", "active"), _RUNNING, REBOOT),
    "lock": Action("lock", _lock, needs_launch=False, minds_lock=False),
    "unlock": Action("unlock", _unlock, needs_launch=False, minds_lock=False),
    "addSecurityGroup": Action("addSecurityGroup", _add_group, schema=group_action("addSecurityGroup")),
    "removeSecurityGroup": Action("removeSecurityGroup", _remove_group, schema=group_action("removeSecurityGroup")),
    "resize": Action("resize", _resize, ("active", "stopped"), RESIZE, needs_host=True),
    "confirmResize": Action("confirmResize", _confirm, ("resized",)),
    "revertResize": Action("revertResize", _revert, ("resized",)),
    "rebuild": Action("rebuild", _rebuild, ("active", "stopped", "error")),
    "rescue": Action("rescue", _rescue, ("active", "stopped", "error")),
    "unrescue": Action("unrescue", _moves("unrescuing", "active"), ("rescued",)),
    "shelve": Action("shelve", _moves("shelving", "shelved_offloaded"), _ANY_TYPE),
    "unshelve": Action("unshelve", _moves("unshelving", "active"), ("shelved", "shelved_offloaded")),
    "shelveOffload": Action(
        "shelveOffload",
        _moves("shelving_offloading", "shelved_offloaded"),
        ("shelved",),
        policy="os-shelve:shelve_offload",
    ),
    "createImage": Action("createImage", _create_image, _ANY_TYPE, CREATE_IMAGE),
    "changePassword": Action("changePassword", _nothing, _RUNNING),
    "os-getConsoleOutput": Action("os-getConsoleOutput", _console),
    "restore": Action("restore", _moves("restoring", "active"), ("soft-delete",)),
    "forceDelete": Action("forceDelete", _force_delete, needs_launch=False),
    "migrate": Action(
        "migrate", _moves("migrating", "active"), ("active", "stopped"), policy="os-migrate-server:migrate"
    ),
    "os-resetState": Action("os-resetState", _reset_state, needs_launch=False, policy="os-admin-actions:reset_state"),
}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done to a server: os-instance-actions.

https://docs.openstack.org/api-ref/compute/#servers-actions-servers-os-instance-actions
"""

from __future__ import annotations

from datetime import datetime

from ..clock import utcnow
from ..wire import Answer, ApiError, Json, format_query, json_answer
from .records import Deed, Server
from .schemas import validate_query
from .state import micros
from .views import Call, host_id

# What Nova calls the parts of an action; where it is not listed, the action's name tells.
_EVENTS = {
    "create": "compute__do_build_and_run_instance",
    "delete": "compute_terminate_instance",
    "confirmResize": "compute_confirm_resize",
    "revertResize": "compute_revert_resize",
    "changePassword": "compute_set_admin_password",
    "shelveOffload": "compute_shelve_offload_instance",
    "createImage": "api_snapshot_instance",
    "lock": "api_lock",
    "unlock": "api_unlock",
    **{name: f"compute_{name}" for name in ("attach_volume", "detach_volume", "attach_interface", "detach_interface")},
}


def record(call: Call, server: Server, action: str, seconds: float | None = None) -> None:
    """Note what is done to a server, and for how long."""
    event = _EVENTS.get(action, f"compute_{action}_instance")
    deed = Deed(action, event, call.request.request_id, call.token.user.id, call.token.project_id, server.host)
    server.history.append(deed)

    def finish() -> None:
        deed.finished, deed.host = utcnow(), server.host or deed.host
        # A build that is given up on its host counts as a success; only one that finds no host does not.
        if action == "create" and (server.fault or {}).get("message", "").startswith("No valid host"):
            deed.failed, deed.event = True, "conductor_schedule_and_build_instances"

    duration = call.state.timings.action_seconds if seconds is None else seconds
    call.state.schedule.later(deed, duration, finish)


def list_deeds(call: Call, server_id: str) -> Answer:
    """Answer GET /servers/{id}/os-instance-actions, newest first; paged since 2.58."""
    server = _find(call, server_id)
    deeds = server.history[::-1]
    if call.version < (2, 58):
        return json_answer(200, {"instanceActions": [_view(call, server, deed) for deed in deeds]})
    _check_query(call)
    deeds = [deed for deed in deeds if _in_time(call, deed)]
    marker = call.request.one("marker")
    if marker is not None:
        ids = [deed.request_id for deed in deeds]
        if marker not in ids:
            raise ApiError(400, f"Marker {marker} could not be found.")
        deeds = deeds[ids.index(marker) + 1 :]
    limit = int(call.request.one("limit") or call.state.timings.page_limit)
    page = deeds[:limit]
    body: Json = {"instanceActions": [_view(call, server, deed) for deed in page]}
    if page and len(page) == limit:
        pairs = [(name, values[-1]) for name, values in call.request.query.items() if name != "marker"]
        query = format_query([*pairs, ("marker", page[-1].request_id)])
        body["links"] = [{"rel": "next", "href": f"{call.api}/servers/{server_id}/os-instance-actions?{query}"}]
    return json_answer(200, body)


def _check_query(call: Call) -> None:
    moment: Json = {"type": "array", "items": {"type": "string", "format": "date-time"}}
    number: Json = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]*$"}}
    names: Json = {"limit": number, "marker": {"type": "array"}, "changes-since": moment}
    if call.version >= (2, 66):
        names["changes-before"] = moment
    validate_query(call.request.query, {"type": "object", "properties": names, "additionalProperties": False})


def _in_time(call: Call, deed: Deed) -> bool:
    since, before = (call.request.one(name) for name in ("changes-since", "changes-before"))
    updated = deed.updated.replace(microsecond=0)
    return (since is None or updated >= _moment(since)) and (before is None or updated <= _moment(before))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=utcnow().tzinfo)


def show_deed(call: Call, server_id: str, request_id: str) -> Answer:
    """Answer GET /servers/{id}/os-instance-actions/{request}: with its events for all since 2.51."""
    server = _find(call, server_id)
    for deed in server.history:
        if deed.request_id == request_id:
            view = _view(call, server, deed)
            if call.token.is_admin or call.version >= (2, 51):
                view["events"] = [_event(call, server, deed)]
            return json_answer(200, {"instanceAction": view})
    raise ApiError(404, f"Action {request_id} not found")


def _find(call: Call, server_id: str) -> Server:
    """Return a server; since 2.21 one that is gone, too."""
    gone = call.state.deleted if call.version >= (2, 21) else []
    for server in [*call.state.servers.values(), *gone]:
        if server.id == server_id and (server.project_id == call.token.project_id or call.token.is_admin):
            return server
    raise ApiError(404, f"Instance {server_id} could not be found.")


def _view(call: Call, server: Server, deed: Deed) -> Json:
    view: Json = {
        "action": deed.action,
        "instance_uuid": server.id,
        "request_id": deed.request_id,
        "user_id": deed.user_id,
        "project_id": deed.project_id,
        "start_time": micros(deed.started),
        "message": "Error" if deed.failed else None,
    }
    return view | {"updated_at": micros(deed.updated)} if call.version >= (2, 58) else view


def _event(call: Call, server: Server, deed: Deed) -> Json:
    event: Json = {
        "event": deed.event,
        "start_time": micros(deed.started),
        "finish_time": micros(deed.finished),
        "result": None if deed.finished is None else "Error" if deed.failed else "Success",
    }
    if call.token.is_admin:
        event["traceback"] = "Traceback (most recent call last): ..." if deed.failed else None
    if call.version >= (2, 62):
        event["hostId"] = host_id(server.project_id, deed.host)
        if call.token.is_admin:
            event["host"] = deed.host
    if call.version >= (2, 84) and call.token.is_admin:
        event["details"] = None
    return event

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's quotas: https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets (since 2.36)."""

from __future__ import annotations

from ..schema import Schema
from ..wire import Answer, ApiError, Json, empty_answer, json_answer
from .schemas import closed, validate
from .state import QUOTAS
from .views import Call

_LIMIT: Schema = {"type": ["integer", "string"], "pattern": "^-?[0-9]+$", "minimum": -1}


def show(call: Call, project_id: str) -> Answer:
    """Answer GET /os-quota-sets/{project}."""
    _check_policy(call, project_id, "show")
    return _answer(call, call.state.quotas.limits(project_id), project_id)


def detail(call: Call, project_id: str) -> Answer:
    """Answer GET /os-quota-sets/{project}/detail."""
    _check_policy(call, project_id, "detail")
    return _answer(call, call.state.quotas.detail(project_id), project_id)


def defaults(call: Call, project_id: str) -> Answer:
    """Answer GET /os-quota-sets/{project}/defaults, which anybody may."""
    return _answer(call, dict(call.state.quotas.defaults), project_id)


def update(call: Call, project_id: str) -> Answer:
    """Answer PUT /os-quota-sets/{project}."""
    names = _without_old(call, dict.fromkeys(QUOTAS, _LIMIT))
    part = closed({**names, "force": {"enum": [True, False]}})
    validate(call.request.body, closed({"quota_set": part}, ("quota_set",)))
    _check_policy(call, project_id, "update")
    wanted = {name: int(limit) for name, limit in call.request.body["quota_set"].items() if name != "force"}
    low = call.state.quotas.too_low(project_id, wanted)
    if low is not None and not call.request.body["quota_set"].get("force"):
        name, limit, used = low
        least = f"must be greater than or equal to already used and reserved {used}."
        raise ApiError(400, f"Quota limit {limit} for {name} {least}")
    call.state.quotas.set(project_id, wanted)
    return _answer(call, call.state.quotas.limits(project_id))


def delete(call: Call, project_id: str) -> Answer:
    """Answer DELETE /os-quota-sets/{project}."""
    _check_policy(call, project_id, "delete")
    call.state.quotas.reset(project_id)
    return empty_answer(202, {"Content-Type": "application/json"})


def _answer(call: Call, quota: Json, project_id: str | None = None) -> Answer:
    named = {"id": project_id} if project_id else {}
    return json_answer(200, {"quota_set": {**named, **_without_old(call, quota)}})


def _without_old(call: Call, quota: Json) -> Json:
    """Return what the microversion knows: files went with 2.57."""
    return {name: item for name, item in quota.items() if call.version < (2, 57) or not name.startswith("injected_")}


def _check_policy(call: Call, project_id: str, action: str) -> None:
    reads = action in ("show", "detail") and project_id == call.token.project_id
    if not (call.token.is_admin or reads):
        raise ApiError(403, f"Policy doesn't allow os_compute_api:os-quota-sets:{action} to be performed.")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron's quotas: https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas."""

from __future__ import annotations

from typing import Any

from ..quotas import Quotas
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .state import NetworkState

DEFAULTS = {
    "network": 1000,
    "subnet": 1000,
    "subnetpool": -1,
    "port": 100000,
    "router": 1000,
    "floatingip": 10000,
    "rbac_policy": 10,
    "security_group": 10000,
    "security_group_rule": 100000,
}
_MOST = 2147483647


def new_quotas(state: NetworkState) -> Quotas:
    """Return the quotas of a region."""

    def usage(project_id: str) -> dict[str, int]:
        found = {}
        for name in DEFAULTS:
            items = state.collections.get(f"{name}s", {}).values()
            found[name] = sum(item["project_id"] == project_id for item in items)
        return found

    return Quotas(DEFAULTS, usage, in_use="used")


def answer(request: Request, token: Token, quotas: Quotas, parts: list[str]) -> Answer | None:
    """Answer what is below /quotas; None if there is no such path."""
    project_id, action = parts[0], parts[1] if len(parts) == 2 else ""
    own = token.is_admin or project_id == token.project_id
    if request.method == "GET" and action == "details":
        if not own:
            what = "Only admin is authorized to access quotas for another project"
            raise ApiError(403, f"User does not have admin privileges: {what}.", "AdminRequired")
        return json_answer(200, {"quota": quotas.detail(project_id)})
    if request.method == "GET" and action in ("", "default"):
        if not own:
            raise _refused("get")
        return json_answer(200, {"quota": quotas.limits(project_id) if not action else dict(quotas.defaults)})
    if action or request.method not in ("PUT", "DELETE"):
        return None
    if not token.is_admin:
        raise _refused("update" if request.method == "PUT" else "delete")
    if request.method == "DELETE":
        quotas.reset(project_id)
        return empty_answer(204)
    quotas.set(project_id, _wanted(request, quotas, project_id))
    return json_answer(200, {"quota": quotas.limits(project_id)})


def _wanted(request: Request, quotas: Quotas, project_id: str) -> dict[str, int]:
    wanted: Json = dict((request.body or {}).get("quota") or {})
    force = wanted.pop("force", None)
    unknown = [name for name in wanted if name not in DEFAULTS]
    if unknown:
        raise ApiError(400, f"Unrecognized attribute(s) '{', '.join(unknown)}'", "HTTPBadRequest")
    for name, limit in wanted.items():
        _check_range(name, limit)
    low = quotas.too_low(project_id, wanted)
    if low is not None and force is not True:
        name, limit, used = low
        sentence = f"Quota limit {limit} for {name} must be greater than or equal to already used {used}"
        raise ApiError(400, sentence, "HTTPBadRequest")
    return wanted


def _check_range(name: str, limit: Any) -> None:
    if limit < -1:
        reason = f"Invalid input for {name}. Reason: '{limit}' is too small - must be at least '-1'."
        raise ApiError(400, reason, "HTTPBadRequest")
    if limit > _MOST:
        reason = f"Invalid input for {name}. Reason: '{limit}' is too large - must be no larger than '{_MOST}'."
        raise ApiError(400, reason, "HTTPBadRequest")


def _refused(action: str) -> ApiError:
    return ApiError(403, f"rule:{action}_quota is disallowed by policy", "PolicyNotAuthorized")

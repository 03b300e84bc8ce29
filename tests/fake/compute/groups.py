# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Server groups: servers that are to be on the same host, or on different ones.

https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups
"""

from __future__ import annotations

from functools import lru_cache

from ..microversions import Version
from ..network.state import new_id
from ..schema import Schema
from ..wire import Answer, ApiError, Json, empty_answer, json_answer
from .records import Group
from .schemas import NAME, closed, validate, validate_query
from .views import Call

_NUMBER: Json = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]*$"}}
_QUERY: Json = {"type": "object", "properties": {"all_projects": {}, "limit": _NUMBER, "offset": _NUMBER}}


@lru_cache(maxsize=256)
def _group_schema(version: Version) -> Schema:
    policies = ["anti-affinity", "affinity"]
    if version >= (2, 15):
        policies += ["soft-anti-affinity", "soft-affinity"]
    policy: Schema = {"type": "string", "enum": policies}
    if version < (2, 64):
        listed: Schema = {"type": "array", "minItems": 1, "maxItems": 1, "uniqueItems": True, "items": policy}
        return closed(
            {"server_group": closed({"name": NAME, "policies": listed}, ("name", "policies"))}, ("server_group",)
        )
    most: Schema = {"type": ["integer", "string"], "pattern": "^[0-9]*$", "minimum": 1, "minLength": 1}
    properties = {"name": NAME, "policy": policy, "rules": closed({"max_server_per_host": most})}
    return closed({"server_group": closed(properties, ("name", "policy"))}, ("server_group",))


def list_groups(call: Call) -> Answer:
    """Answer GET /os-server-groups."""
    validate_query(call.request.query, {**_QUERY, "additionalProperties": call.version < (2, 75)})
    everyone = call.token.is_admin and "all_projects" in call.request.query
    groups = [item for item in call.state.groups.values() if everyone or item.project_id == call.token.project_id]
    offset, limit = (int(call.request.one(name) or default) for name, default in (("offset", 0), ("limit", 1000)))
    return json_answer(200, {"server_groups": [_view(call, item) for item in groups[offset : offset + limit]]})


def show_group(call: Call, group_id: str) -> Answer:
    """Answer GET /os-server-groups/{id}."""
    return json_answer(200, {"server_group": _view(call, _find(call, group_id))})


def create(call: Call) -> Answer:
    """Answer POST /os-server-groups: a list of one policy at first, one policy with rules since 2.64."""
    validate(call.request.body, _group_schema(call.version))
    wanted = call.request.body["server_group"]
    policy = wanted["policy"] if call.version >= (2, 64) else wanted["policies"][0]
    rules = wanted.get("rules") or {}
    if rules and policy != "anti-affinity":
        raise ApiError(400, "Only anti-affinity policy supports rules.")
    rules = {name: int(value) for name, value in rules.items()}
    group = Group(new_id(), wanted["name"], call.token.project_id, call.token.user.id, policy, rules)
    call.state.groups[group.id] = group
    return json_answer(200, {"server_group": _view(call, group)})


def delete(call: Call, group_id: str) -> Answer:
    """Answer DELETE /os-server-groups/{id}: its servers stay."""
    group = _find(call, group_id)
    del call.state.groups[group.id]
    for server_id in group.members:
        if server_id in call.state.servers:
            call.state.servers[server_id].change()
    return empty_answer(204)


def _find(call: Call, group_id: str) -> Group:
    group = call.state.groups.get(group_id)
    if group is None or (group.project_id != call.token.project_id and not call.token.is_admin):
        raise ApiError(404, f"Instance group {group_id} could not be found.")
    return group


def _view(call: Call, group: Group) -> Json:
    view: Json = {"id": group.id, "name": group.name}
    if call.version >= (2, 64):
        view |= {"policy": group.policy, "rules": group.rules}
    else:
        view |= {"policies": [group.policy], "metadata": {}}
    # Servers that are gone are left out.
    view["members"] = [server_id for server_id in group.members if server_id in call.state.servers]
    if call.version >= (2, 13):
        view |= {"project_id": group.project_id, "user_id": group.user_id}
    return view

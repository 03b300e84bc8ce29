# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's flavors: lists, and what administrators do with them.

From nova/api/openstack/compute/flavors.py, flavors_extraspecs.py and flavor_access.py.
"""

from __future__ import annotations

from ..network.state import new_id
from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, as_bool, empty_answer, html_answer, json_answer, words
from .records import Flavor
from .schemas import validate, validate_query
from .small import LIMIT, next_link, page_limit
from .views import Call, flavor_view

_FLAVOR_SORT_KEYS = words(
    """
    created_at description disabled ephemeral_gb flavorid id is_public memory_mb name root_gb rxtx_factor swap
    updated_at vcpu_weight vcpus
    """
)
_FLAVOR_FIELDS = {"memory_mb": "ram", "root_gb": "disk", "name": "name", "vcpus": "vcpus", "swap": "swap"}
_TEXT: Json = {"type": ["string", "null"]}
_NUMBER: Json = {"type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": 0}
_POSITIVE: Json = {**_NUMBER, "minimum": 1}
_FLAVOR: Json = {
    "type": "object",
    "properties": {
        "flavor": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 255},
                "id": {"type": ["string", "number", "null"]},
                "ram": _POSITIVE,
                "vcpus": _POSITIVE,
                "disk": _NUMBER,
                "OS-FLV-EXT-DATA:ephemeral": _NUMBER,
                "swap": _NUMBER,
                "rxtx_factor": {"type": ["number", "string"]},
                "os-flavor-access:is_public": {"type": ["boolean", "string"]},
                "description": _TEXT,
            },
            "required": ["name", "ram", "vcpus", "disk"],
            "additionalProperties": False,
        }
    },
    "required": ["flavor"],
    "additionalProperties": False,
}
_DESCRIPTION: Json = {
    "type": "object",
    "properties": {
        "flavor": {
            "type": "object",
            "properties": {"description": _TEXT},
            "required": ["description"],
            "additionalProperties": False,
        }
    },
    "required": ["flavor"],
}
_EXTRA_SPECS: Json = {"type": "object", "properties": {"extra_specs": {"type": "object"}}, "required": ["extra_specs"]}


def list_flavors(call: Call, detail: bool) -> Answer:
    """Answer GET /flavors and GET /flavors/detail, sorted by id as in Nova."""
    query = call.request.query
    names: Json = {"limit": LIMIT, "marker": {}, "is_public": {}, "minRam": {}, "minDisk": {}, "sort_dir": {}}
    names["sort_key"] = {"type": "array", "items": {"type": "string", "enum": list(_FLAVOR_SORT_KEYS)}}
    extra = call.version < (2, 75)
    validate_query(query, {"type": "object", "properties": names, "additionalProperties": extra})
    flavors = [flavor for flavor in call.state.flavors.values() if _flavor_selected(call, flavor)]
    key = _FLAVOR_FIELDS.get(call.request.one("sort_key") or "flavorid", "id")
    flavors.sort(key=lambda item: (getattr(item, key), item.id), reverse=call.request.one("sort_dir") == "desc")
    marker = call.request.one("marker")
    if marker:
        ids = [flavor.id for flavor in flavors]
        if marker not in ids:
            raise ApiError(400, f"marker [{marker}] not found")
        flavors = flavors[ids.index(marker) + 1 :]
    limit = page_limit(call)
    page = flavors[:limit]
    body: Json = {"flavors": [flavor_view(call, flavor, detail) for flavor in page]}
    if page and len(page) == limit:
        body["flavors_links"] = next_link(call, page[-1].id)
    return json_answer(200, body)


def _flavor_selected(call: Call, flavor: Flavor) -> bool:
    least_ram, least_disk = call.request.one("minRam"), call.request.one("minDisk")
    try:
        enough = flavor.ram >= int(least_ram or 0) and flavor.disk >= int(least_disk or 0)
    except ValueError:
        name, value = ("min_ram", least_ram) if not (least_ram or "0").isdigit() else ("min_disk", least_disk)
        raise ApiError(400, f"Invalid {name} filter [{value}]") from None
    return enough and _shown(call, flavor)


def _shown(call: Call, flavor: Flavor) -> bool:
    """Administrators see public ones, unless they ask for others; others see those that they may use."""
    if not call.token.is_admin:
        return flavor.is_public or call.token.project_id in flavor.projects
    text = call.request.one("is_public")
    if text is None or text.lower() == "none":
        return text is not None or flavor.is_public
    wanted = as_bool(text)
    if wanted is None:
        raise ApiError(400, f"Invalid is_public filter [{text}]")
    return flavor.is_public == wanted


def show_flavor(call: Call, flavor_id: str) -> Answer:
    """Answer GET /flavors/{id}."""
    return json_answer(200, {"flavor": flavor_view(call, _flavor(call, flavor_id))})


def show_extra_specs(call: Call, flavor_id: str) -> Answer:
    """Answer GET /flavors/{id}/os-extra_specs."""
    return json_answer(200, {"extra_specs": _flavor(call, flavor_id).extra_specs})


def _flavor(call: Call, flavor_id: str) -> Flavor:
    flavor = call.state.flavor(flavor_id)
    may_use = flavor is not None and (flavor.is_public or call.token.project_id in flavor.projects)
    if flavor is None or not (may_use or call.token.is_admin):
        raise ApiError(404, f"Flavor {flavor_id} could not be found.")
    return flavor


def _require_administrator(call: Call, rule: str) -> None:
    if not call.token.is_admin:
        raise ApiError(403, f"Policy doesn't allow os_compute_api:{rule} to be performed.")


def create_flavor(call: Call) -> Answer:
    """Answer POST /flavors."""
    _require_administrator(call, "os-flavor-manage:create")
    validate(call.request.body, _FLAVOR)
    wanted = call.request.body["flavor"]
    flavor = Flavor(
        str(wanted.get("id") or new_id()),
        wanted["name"],
        int(wanted["ram"]),
        int(wanted["vcpus"]),
        int(wanted["disk"]),
        int(wanted.get("OS-FLV-EXT-DATA:ephemeral", 0)),
        int(wanted.get("swap", 0)),
        wanted.get("os-flavor-access:is_public", True),
        wanted.get("description"),
        rxtx_factor=float(wanted.get("rxtx_factor", 1.0)),
    )
    if any(other.name == flavor.name for other in call.state.flavors.values()):
        raise ApiError(409, f"Flavor with name {flavor.name} already exists.")
    if flavor.id in call.state.flavors:
        raise ApiError(409, f"Flavor with ID {flavor.id} already exists.")
    call.state.flavors[flavor.id] = flavor
    return json_answer(200, {"flavor": flavor_view(call, flavor)})


def update_flavor(call: Call, flavor_id: str) -> Answer:
    """Answer PUT /flavors/{id}, which changes the description alone."""
    if call.version < (2, 55):
        return html_answer(404, NOT_FOUND_SENTENCE)
    _require_administrator(call, "os-flavor-manage:update")
    validate(call.request.body, _DESCRIPTION)
    flavor = _flavor(call, flavor_id)
    flavor.description = call.request.body["flavor"]["description"]
    return json_answer(200, {"flavor": flavor_view(call, flavor)})


def delete_flavor(call: Call, flavor_id: str) -> Answer:
    """Answer DELETE /flavors/{id}."""
    _require_administrator(call, "os-flavor-manage:delete")
    del call.state.flavors[_flavor(call, flavor_id).id]
    return empty_answer(202)


def add_extra_specs(call: Call, flavor_id: str) -> Answer:
    """Answer POST /flavors/{id}/os-extra_specs."""
    _require_administrator(call, "os-flavor-extra-specs:create")
    validate(call.request.body, _EXTRA_SPECS)
    _flavor(call, flavor_id).extra_specs.update(call.request.body["extra_specs"])
    return json_answer(200, call.request.body)


def delete_extra_spec(call: Call, flavor_id: str, key: str) -> Answer:
    """Answer DELETE /flavors/{id}/os-extra_specs/{key}."""
    _require_administrator(call, "os-flavor-extra-specs:delete")
    specs = _flavor(call, flavor_id).extra_specs
    if key not in specs:
        raise ApiError(404, f"Flavor {flavor_id} has no extra specs with key {key}.")
    del specs[key]
    return empty_answer(200)


def list_access(call: Call, flavor_id: str) -> Answer:
    """Answer GET /flavors/{id}/os-flavor-access."""
    _require_administrator(call, "os-flavor-access")
    flavor = _flavor(call, flavor_id)
    if flavor.is_public:
        raise ApiError(404, "Access list not available for public flavors.")
    return _access(flavor)


def _access(flavor: Flavor) -> Answer:
    items = [{"flavor_id": flavor.id, "tenant_id": project} for project in flavor.projects]
    return json_answer(200, {"flavor_access": items})


def act_on_flavor(call: Call, flavor_id: str) -> Answer:
    """Answer POST /flavors/{id}/action: which projects may use it."""
    ((action, content),) = call.request.body.items()
    rules = {"addTenantAccess": "add_tenant_access", "removeTenantAccess": "remove_tenant_access"}
    _require_administrator(call, f"os-flavor-access:{rules[action]}")
    flavor, project = _flavor(call, flavor_id), content["tenant"]
    if action == "addTenantAccess":
        if flavor.is_public and call.version >= (2, 7):
            raise ApiError(409, "Can not add access to a public flavor.")
        if project in flavor.projects:
            message = f"Flavor access already exists for flavor {flavor_id} and project {project} combination."
            raise ApiError(409, message)
        flavor.projects.append(project)
    elif project not in flavor.projects:
        raise ApiError(404, f"Flavor access not found for {flavor_id} / {project} combination.")
    else:
        flavor.projects.remove(project)
    return _access(flavor)

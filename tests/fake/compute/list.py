# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /servers: which servers a caller gets, in which order, and where the next page is.

From nova/api/openstack/compute/servers.py (_get_servers) and nova/api/openstack/common.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from ..microversions import Version
from ..wire import ApiError, Json, as_bool, format_query, words
from .records import STATUS, TASK_STATUS, Server
from .schemas import validate_query
from .state import ComputeState
from .views import Call

_SORT_KEYS = words(
    """
    access_ip_v4 access_ip_v6 auto_disk_config availability_zone config_drive created_at display_description
    display_name host hostname image_ref instance_type_id kernel_id key_name launch_index launched_at locked_by
    node power_state progress project_id ramdisk_id root_device_name task_state terminated_at updated_at user_id
    uuid vm_state architecture cell_name cleaned default_ephemeral_device default_swap_device deleted deleted_at
    disable_terminate ephemeral_gb ephemeral_key_uuid id key_data launched_on locked memory_mb os_type
    reservation_id root_gb shutdown_terminate user_data vcpus vm_mode
    """
)
_REGEX = "regex"
_PLAIN = words(
    """
    user_id project_id tenant_id launch_index image_ref image vm_state task_state host uuid all_tenants
    soft_deleted deleted status sort_dir
    """
)
_REGEXES = words(
    """
    kernel_id ramdisk_id hostname key_name power_state node flavor reservation_id launched_at terminated_at
    availability_zone name display_name description display_description locked_by root_device_name config_drive
    access_ip_v4 access_ip_v6 auto_disk_config progress ip ip6 created_at
    """
)
_IGNORED = words(
    """
    block_device_mapping services metadata system_metadata info_cache security_groups pci_devices
    """
)

# What people who are no administrators may filter by; the rest of what Nova knows is dropped without a word.
_OPEN_TO_ALL = (
    ((2, 1), "reservation_id name status image flavor ip changes-since all_tenants"),
    ((2, 5), "ip6"),
    ((2, 26), "tags tags-any not-tags not-tags-any"),
    ((2, 66), "changes-before"),
    ((2, 73), "locked"),
    (
        (2, 83),
        "availability_zone config_drive key_name created_at launched_at terminated_at power_state task_state vm_state "
        "progress user_id",
    ),
    ((2, 90), "hostname"),
)


def select(call: Call) -> tuple[list[Server], list[Json]]:
    """Return one page of servers and the link to the next."""
    query = call.request.query
    validate_query(query, _query_schema(call.version))
    limit = _limit(call)
    kept = _kept_filters(call)
    everyone = _all_tenants(call, kept)
    servers = [server for server in _pool(call, kept) if everyone or server.project_id == call.token.project_id]
    unreached = [server for server in servers if server.is_out_of_reach]
    servers = [server for server in servers if not server.is_out_of_reach]
    for name, values in kept.items():
        test = _filter(call, name, values)
        if test is not None:
            servers = [server for server in servers if test(server)]
    servers = _sorted(call, servers)
    marker = call.request.one("marker")
    if marker:
        ids = [server.id for server in servers]
        if marker not in ids:
            raise ApiError(400, f"marker [{marker}] not found")
        servers = servers[ids.index(marker) + 1 :]
    page = servers[:limit]
    # With any filter, order or page those of a cell that is down are left out, as they always were before 2.69.
    if call.version >= (2, 69) and not set(query) - {"all_tenants"}:
        return unreached[: limit - len(page)] + page, _next_link(call, page, limit, kept)
    return page, _next_link(call, page, limit, kept)


@lru_cache(maxsize=256)
def _query_schema(version: Version) -> Json:
    """Before 2.75 unknown parameters were ignored."""
    names: Json = {name: {"type": "array"} for name in (*_PLAIN, *_IGNORED)}
    names |= {name: {"type": "array", "items": {"type": "string", "format": _REGEX}} for name in _REGEXES}
    names["sort_key"] = {"type": "array", "items": {"type": "string", "enum": list(_SORT_KEYS)}}
    names["changes-since"] = {"type": "array", "items": {"type": "string", "format": "date-time"}}
    names["limit"] = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]*$"}}
    names["marker"] = {"type": "array"}
    if version >= (2, 26):
        tags = ("tags", "tags-any", "not-tags", "not-tags-any")
        names |= {name: {"type": "array", "items": {"type": "string", "format": _REGEX}} for name in tags}
    if version >= (2, 66):
        names["changes-before"] = names["changes-since"]
    if version >= (2, 73):
        names["locked"] = {"type": "array"}
    schema: Json = {"type": "object", "properties": names, "patternProperties": {"^_": {}}}
    return schema | {"additionalProperties": version < (2, 75)}


def _limit(call: Call) -> int:
    text = call.request.one("limit")
    return min(int(text), call.state.timings.page_limit) if text else call.state.timings.page_limit


def _kept_filters(call: Call) -> dict[str, list[str]]:
    """Return the parameters that are not dropped, which are also those of the next link."""
    known = set(_query_schema(call.version)["properties"])
    allowed = {name for since, names in _OPEN_TO_ALL if call.version >= since for name in names.split()}
    control = {"limit", "marker", "sort_key", "sort_dir"}
    return {
        name: values
        for name, values in call.request.query.items()
        if name in known and (call.token.is_admin or name in allowed or name in control)
    }


def _all_tenants(call: Call, kept: dict[str, list[str]]) -> bool:
    if "all_tenants" not in kept:
        return False
    text = kept["all_tenants"][-1]
    wanted = True if text == "" else as_bool(text)
    if wanted is None:
        known = "'0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'"
        raise ApiError(400, f"Unrecognized value '{text}', acceptable values are: {known}")
    if wanted and not call.token.is_admin:
        which = "detail" if call.request.rest.endswith("/detail") else "index"
        raise ApiError(403, f"Policy doesn't allow os_compute_api:servers:{which}:get_all_tenants to be performed.")
    return wanted


def _pool(call: Call, kept: dict[str, list[str]]) -> list[Server]:
    """Return the servers that a list is about, with those that are deleted where they were asked for.

    A soft-deleted server (SOFT_DELETED) is found by its id, and by its owner too, but is in no ordinary list. It is in
    those with `changes-since` or `changes-before`, like all that is gone, and they may be asked for by anybody:
    `?status=SOFT_DELETED&changes-since=1970-01-01T00:00:00Z` lists a project's. The shorter ways are for
    administrators, as Nova drops these parameters from the requests of others: `deleted=true` lists what is
    soft-deleted or gone, `soft_deleted=true` adds what is soft-deleted to what is present (nova/db/main/api.py
    instance_get_all_by_filters_sort).
    """
    state, is_admin = call.state, call.token.is_admin
    present = list(state.servers.values())
    if "deleted" not in kept and ("changes-since" in kept or "changes-before" in kept):
        return present + state.deleted
    only_deleted = {value.upper() for value in kept.get("status", [])} == {"DELETED"}
    if is_admin and (only_deleted or as_bool((kept.get("deleted") or ["0"])[-1])):
        if (kept.get("soft_deleted") or ["1"])[-1] == "":
            return list(state.deleted)
        return [server for server in present if server.vm_state == "soft-delete"] + state.deleted
    if is_admin and (kept.get("soft_deleted") or [""])[-1]:
        return present
    return [server for server in present if server.vm_state != "soft-delete"]


def _filter(call: Call, name: str, values: list[str]) -> Callable[[Server], bool] | None:
    """Return the test for one filter; filters that look at nothing the fake has return None."""
    last = values[-1]
    if name in ("name", "display_name"):
        pattern = _as_on_mysql(last)
        return lambda server: bool(pattern.search(server.name))
    if name == "status":
        return _status_filter(call, values)
    if name in ("ip", "ip6"):
        # No regex, whatever the API reference says: Neutron's ip-substring-filtering finds the ports
        # (nova/compute/api.py).
        return lambda server: any(last in item for item in _ips(call.state, server, 4 if name == "ip" else 6))
    if name in ("tags", "tags-any", "not-tags", "not-tags-any"):
        return _tag_filter(name, set(last.split(",")))
    if name in ("changes-since", "changes-before"):
        return _time_filter(name, last)
    if name == "locked":
        locked = as_bool(last)
        return lambda server: server.locked == locked
    exactly = _EXACT.get(name)
    if exactly is not None:
        return lambda server: str(exactly(server) or "") == last
    by_pattern = _BY_PATTERN.get(name)
    if by_pattern is None:
        return None
    pattern = _as_on_mysql(last)
    return lambda server: by_pattern(server) is not None and bool(pattern.search(str(by_pattern(server))))


def _as_on_mysql(text: str) -> re.Pattern[str]:
    """A regular expression as most clouds have it, whose Nova runs on MySQL: there `|` stands for itself
    (nova/db/utils.py, _safe_regex_mysql), unlike on the loopback cloud's SQLite."""
    return re.compile(text.replace("|", "\\|"))


_EXACT: dict[str, Callable[[Server], Any]] = {
    "image": lambda server: server.image_id,
    "image_ref": lambda server: server.image_id,
    "flavor": lambda server: server.flavor.id,
    "uuid": lambda server: server.id,
    "host": lambda server: server.host,
    "project_id": lambda server: server.project_id,
    "tenant_id": lambda server: server.project_id,
    "user_id": lambda server: server.user_id,
    "vm_state": lambda server: server.vm_state,
    "task_state": lambda server: server.task_state,
}
_BY_PATTERN: dict[str, Callable[[Server], Any]] = {
    "key_name": lambda server: server.key_name,
    "availability_zone": lambda server: server.availability_zone or None,
    "power_state": lambda server: server.power_state,
    "reservation_id": lambda server: server.reservation_id,
    "hostname": lambda server: server.hostname,
    "display_description": lambda server: server.description,
    "access_ip_v4": lambda server: server.access_ipv4 or None,
    "access_ip_v6": lambda server: server.access_ipv6 or None,
    "locked_by": lambda server: ("admin" if server.locked_by_admin else "owner") if server.locked else None,
}


def _status_filter(call: Call, values: list[str]) -> Callable[[Server], bool]:
    wanted = {value.upper() for value in values} & {*STATUS.values(), *TASK_STATUS.values()}
    if not wanted and call.version >= (2, 38):
        raise ApiError(400, "Invalid status value")
    if wanted == {"DELETED"} and not call.token.is_admin:
        raise ApiError(403, "Only administrators may list deleted instances")
    # Statuses are looked for as vm_states and, without the plain status of one, as tasks.
    states = {state for state, status in STATUS.items() if status in wanted}
    states |= {state for (state, _task), status in TASK_STATUS.items() if status in wanted}
    if any(status in wanted for status in STATUS.values()):
        return lambda server: server.vm_state in states
    tasks = {task for (_state, task), status in TASK_STATUS.items() if status in wanted}
    return lambda server: server.vm_state in states and server.task_state in tasks


def _ips(state: ComputeState, server: Server, version: int) -> list[str]:
    addresses = [fixed["ip_address"] for port in state.network.ports_of(server.id) for fixed in port["fixed_ips"]]
    return [address for address in addresses if (":" in address) == (version == 6)]


def _tag_filter(name: str, wanted: set[str]) -> Callable[[Server], bool]:
    negated, any_one = name.startswith("not-"), name.endswith("-any")

    def test(server: Server) -> bool:
        present = set(server.tags)
        return (bool(wanted & present) if any_one else wanted <= present) != negated

    return test


def _time_filter(name: str, text: str) -> Callable[[Server], bool]:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    if name == "changes-since":
        return lambda server: server.updated.replace(microsecond=0) >= moment
    return lambda server: server.updated.replace(microsecond=0) <= moment


def _sorted(call: Call, servers: list[Server]) -> list[Server]:
    keys = call.request.query.get("sort_key", [])
    directions = call.request.query.get("sort_dir", [])
    if not call.token.is_admin and {"host", "node"} & set(keys):
        name = next(key for key in keys if key in ("host", "node"))
        raise ApiError(403, f"Only administrators can sort servers by {name}")
    if any(direction not in ("asc", "desc") for direction in directions):
        raise ApiError(400, "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'")
    # Ties are broken by the number in the database, newest first.
    servers = sorted(servers, key=lambda server: (server.created.replace(microsecond=0), server.number), reverse=True)
    directions = directions + ["desc"] * (len(keys) - len(directions))
    for key, direction in reversed(list(zip(keys, directions, strict=False))):
        read = _SORT_FIELDS.get(key)
        if read is not None:
            servers.sort(key=_or_empty(read), reverse=direction == "desc")
    return servers


def _or_empty(read: Callable[[Server], Any]) -> Callable[[Server], Any]:
    return lambda server: read(server) or ""


_SORT_FIELDS: dict[str, Callable[[Server], Any]] = {
    "display_name": lambda server: server.name,
    "uuid": lambda server: server.id,
    "created_at": lambda server: server.created.timestamp(),
    "updated_at": lambda server: server.updated.timestamp(),
    "vm_state": lambda server: server.vm_state,
    "key_name": lambda server: server.key_name,
    "hostname": lambda server: server.hostname,
    "availability_zone": lambda server: server.availability_zone,
}


def _next_link(call: Call, page: list[Server], limit: int, kept: dict[str, list[str]]) -> list[Json]:
    if not page or len(page) < limit:
        return []
    pairs = [(name, value) for name, values in sorted(kept.items()) if name != "marker" for value in values]
    href = f"{call.request.base}{call.request.rest}?{format_query([*pairs, ('marker', page[-1].id)])}"
    return [{"rel": "next", "href": href}]

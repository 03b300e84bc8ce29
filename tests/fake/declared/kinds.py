# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What declarations do not say of the kinds of Nova, Neutron and Cinder."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.address_group import ADDRESS_GROUP
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.address_scope import ADDRESS_SCOPE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.host_aggregate import HOST_AGGREGATE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port_forwarding import PORT_FORWARDING
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.rbac_policy import RBAC_POLICY
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.subnet_pool import SUBNET_POOL
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_type import MANAGED_VOLUME_TYPE

from ..wire import ApiError, Json
from .kind import Kind, Part


def empty(_item: Json) -> list[Any]:
    """A new list for each."""
    return []


def replace_tags(part: Part) -> Json:
    """Replace all tags."""
    part.item["tags"] = sorted(set(part.body["tags"]))
    return {"tags": part.item["tags"]}


def _act_on_aggregate(part: Part) -> Json:
    item, ((word, value),) = part.item, part.body.items()
    if word == "set_metadata":
        merged = {**item["metadata"], **value["metadata"]}
        item["metadata"] = {key: one for key, one in merged.items() if one is not None}
    elif word == "add_host":
        item["hosts"] = [*item["hosts"], value["host"]]
    else:
        item["hosts"] = [host for host in item["hosts"] if host != value["host"]]
    return {"aggregate": item}


COMPUTE_KINDS = (
    Kind(
        HOST_AGGREGATE,
        {"hosts": empty, "metadata": lambda _item: {}},
        number=True,
        for_all=True,
        free=False,
        parts={"action": _act_on_aggregate},
        keeps=lambda item: "Host aggregate is not empty." if item["hosts"] else "",
    ),
)


def _change_addresses(sign: int) -> Any:
    def change(part: Part) -> Json:
        named = {str(ipaddress.ip_network(one)) for one in part.body["addresses"]}
        there = set(part.item["addresses"])
        part.item["addresses"] = sorted(there | named if sign > 0 else there - named)
        return {"address_group": part.item}

    return change


NETWORK_KINDS = (
    Kind(ADDRESS_SCOPE, {"shared": False}),
    Kind(
        ADDRESS_GROUP,
        {"description": "", "addresses": empty, "shared": False},
        parts={"add_addresses": _change_addresses(1), "remove_addresses": _change_addresses(-1)},
    ),
    Kind(RBAC_POLICY),
    Kind(
        SUBNET_POOL,
        {
            "description": "",
            "default_prefixlen": "8",
            "min_prefixlen": "8",
            "max_prefixlen": "32",
            "shared": False,
            "is_default": False,
            "ip_version": lambda item: ipaddress.ip_network(item["prefixes"][0]).version,
            "tags": empty,
        },
        parts={"tags": replace_tags},
    ),
    Kind(PORT_FORWARDING, {"description": ""}, unique=("protocol", "external_port_range")),
)

IS_PUBLIC = "os-volume-type-access:is_public"


def _extra_specs(part: Part) -> Json | None:
    if part.method == "DELETE":
        del part.item["extra_specs"][part.key]
        return None
    part.item["extra_specs"] = {**part.item["extra_specs"], **part.body["extra_specs"]}
    return {"extra_specs": part.body["extra_specs"]}


def _act_on_type(part: Part) -> None:
    ((word, value),) = part.body.items()
    access = part.item["access"]
    if value["project"] in access and word == "addProjectAccess":
        raise ApiError(409, "Volume type access exists.")
    (access.append if word == "addProjectAccess" else access.remove)(value["project"])


def _access(part: Part) -> Json:
    return {"volume_type_access": [{"project_id": project} for project in part.item["access"]]}


def volume_kinds(types: Callable[[], Iterable[Json]]) -> tuple[Kind, ...]:
    """The kinds of Cinder, with the types that are there."""
    kind = Kind(
        MANAGED_VOLUME_TYPE,
        {IS_PUBLIC: True, "is_public": lambda item: item[IS_PUBLIC], "extra_specs": lambda _item: {}, "access": empty},
        # POST and PUT have different words for it.
        sent=("is_public",),
        unique=("name",),
        free=False,
        there=types,
        is_own=lambda _token, item: bool(item["is_public"]),
        parts={"extra_specs": _extra_specs, "action": _act_on_type, "os-volume-type-access": _access},
        hidden=("access", "project_id", "created_at"),
    )
    return (kind,)

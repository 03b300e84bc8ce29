# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What declarations do not say of the kinds of Keystone. What is there from the beginning comes from accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_endpoint import CATALOG_ENDPOINT
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_service import CATALOG_SERVICE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.domain import DOMAIN
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_region import IDENTITY_REGION
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_role import MANAGED_ROLE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.project import MANAGED_PROJECT
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user import USER
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user_group import USER_GROUP

from ..declared.kind import Kind, Part
from ..declared.kinds import empty, replace_tags
from ..declared.service import Declared, Style
from ..wire import Json
from .base import IdentityData

STYLE = Style(
    links="/v3",
    disallowed=lambda _kind, action: f"You are not authorized to perform the requested action: identity:{action}.",
    missing=lambda kind, item_id: f"Could not find {kind.word}: {item_id}.",
)


def declared(data: IdentityData) -> Declared:
    """The kinds of the identity service, with what accounts and the catalog have."""
    accounts = data.accounts

    def domains() -> Iterator[Json]:
        return ({"id": one.id, "name": one.name, "description": "", "enabled": True} for one in accounts.domains)

    def projects() -> Iterator[Json]:
        for one in accounts.projects:
            of = {"domain_id": one.domain_id, "parent_id": one.domain_id, "is_domain": False, "options": {}}
            yield {"id": one.id, "name": one.name, "description": "", "enabled": one.enabled, "tags": [], **of}

    def users() -> Iterator[Json]:
        return (
            {"id": one.id, "name": one.name, "domain_id": one.domain_id, "enabled": one.enabled}
            for one in accounts.users
        )

    def roles() -> Iterator[Json]:
        return ({"id": role_id, "name": name, "members": []} for name, role_id in accounts.role_ids.items())

    def regions() -> Iterator[Json]:
        names = dict.fromkeys(item["region_id"] for entry in data.catalog() for item in entry["endpoints"])
        return ({"id": name, "description": "", "parent_region_id": None} for name in names)

    def services() -> Iterator[Json]:
        return ({"id": one["id"], "name": one["name"], "type": one["type"], "enabled": True} for one in data.catalog())

    enabled = {"enabled": True}
    of_domain = {**enabled, "domain_id": "default", "description": ""}
    kinds = (
        _kind(DOMAIN, {**enabled, "description": ""}, unique=("name",), there=domains, keeps=_disabled_first),
        _kind(
            MANAGED_PROJECT,
            {**of_domain, "parent_id": lambda item: item["domain_id"], "tags": empty, "options": lambda _item: {}},
            unique=("name", "domain_id"),
            there=projects,
            is_own=lambda token, item: item["id"] == token.project_id,
            parts={"tags": replace_tags},
        ),
        _kind(USER, enabled, unique=("name", "domain_id"), there=users, hidden=("password",)),
        _kind(
            USER_GROUP,
            {"domain_id": "default", "description": "", "members": empty},
            unique=("name", "domain_id"),
            parts={"users": _members("users")},
        ),
        _kind(MANAGED_ROLE, {"members": empty}, unique=("name", "domain_id"), there=roles, parts={"implies": _implied}),
        _kind(CATALOG_SERVICE, enabled, there=services),
        _kind(CATALOG_ENDPOINT, enabled),
        _kind(IDENTITY_REGION, {"description": ""}, id_key="id", there=regions, secret=False, for_all=True),
    )
    return Declared(kinds, STYLE)


def _kind(declaration: Resource, shown: Json, **more: Any) -> Kind:
    rules: Json = {"free": False, "secret": True, **more}
    rules["hidden"] = (*rules.get("hidden", ()), "members", "project_id", "created_at")
    return Kind(declaration, shown, **rules)


def _disabled_first(item: Json) -> str:
    return "Cannot delete a domain that is enabled, please disable it first." if item["enabled"] else ""


def _change_members(part: Part) -> None:
    members = part.item["members"]
    if part.method == "PUT":
        members.append(part.key)
    else:
        members.remove(part.key)


def _members(name: str) -> Any:
    def answer(part: Part) -> Json | None:
        if part.key is None:
            return {name: [{"id": one} for one in part.item["members"]]}
        _change_members(part)
        return None

    return answer


def _implied(part: Part) -> Json | None:
    if part.key is None:
        return {"role_inference": {"implies": [{"id": one} for one in part.item["members"]]}}
    _change_members(part)
    return None

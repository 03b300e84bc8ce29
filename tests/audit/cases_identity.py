# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plain resources of the identity service."""

from __future__ import annotations

import dataclasses

from .case import Case

TAGS = {"tags": ["a", "b"], "purge_tags": True}

_CASES = (
    Case(
        "os_domain",
        # Only one that is disabled can be removed again.
        {"name": "@n", "description": "words", "enabled": False},
        {"new_name": "@m", "description": "", "enabled": True},
        changing=("description", "new_name"),
    ),
    Case("os_domain", {"name": "@n", "new_name": "@m", "enabled": False}),
    Case(
        "os_project",
        {"name": "@n", "domain": "default", "description": "words", "enabled": True, "parent": "@parent", **TAGS},
        {
            "new_name": "@m",
            "domain": "@other",
            "description": "",
            "enabled": False,
            "parent": "demo",
            "tags": ["c"],
        },
        needs=(("os_project", {"name": "@parent"}), ("os_domain", {"name": "@other", "enabled": False})),
        changing=("description", "tags", "enabled", "new_name"),
        seeking={"all_projects": True},
        free=("options",),
    ),
    Case("os_project", {"name": "@n", "new_name": "@m"}, seeking={"all_projects": True}),
    Case(
        "os_user",
        {
            "name": "@n",
            "domain": "default",
            "description": "words",
            "email": "a@example.org",
            "enabled": True,
            "default_project": "demo",
            "user_password": "correct-horse-battery",
            "update_password": "on_create",
        },
        {
            "new_name": "@m",
            "domain": "@other",
            "description": "",
            "email": "b@example.org",
            "enabled": False,
            "default_project": "",
        },
        needs=(("os_domain", {"name": "@other", "enabled": False}),),
        changing=("description", "email", "enabled", "default_project", "new_name"),
    ),
    Case("os_user", {"name": "@n", "new_name": "@m"}),
    # Keystone takes blanks at the ends off, and says nothing.
    Case("os_user", {"name": " @n "}),
    Case("os_group", {"name": "@n "}),
    Case("os_project", {"name": "@n "}, seeking={"all_projects": True}),
    Case("os_domain", {"name": "@n ", "enabled": False}),
    Case(
        "os_group",
        {"name": "@n", "domain": "default", "description": "words", "users": ["demo"], "purge_users": True},
        {"new_name": "@m", "domain": "@other", "description": "", "users": ["admin"]},
        needs=(("os_domain", {"name": "@other", "enabled": False}),),
        changing=("description", "users", "new_name"),
        calls=2,
    ),
    Case("os_group", {"name": "@n", "new_name": "@m"}),
    Case(
        "os_role",
        {"name": "@n", "description": "words", "implies": ["reader"], "purge_implies": True},
        {"new_name": "@m", "description": "", "implies": ["member"], "domain": "default"},
        changing=("description", "implies", "new_name"),
        calls=2,
    ),
    Case(
        "os_role",
        {"name": "@n", "domain": "default"},
        seeking={"filters": {"domain_id": "default"}},
        which=("name", "domain"),
    ),
    Case("os_role", {"name": "@n", "new_name": "@m"}),
    Case(
        "os_role_assignment",
        {"role": "reader", "to_user": "@u", "on_project": "demo"},
        {"role": "member", "on_project": "admin", "to_user": "admin"},
        needs=(("os_user", {"name": "@u"}),),
        calls=4,
        which=("role", "to_user", "to_group", "on_project", "on_domain", "on_system", "inherited"),
    ),
    Case(
        "os_role_assignment",
        {"role": "reader", "to_group": "@g", "on_domain": "default", "inherited": True},
        {"inherited": False, "on_domain": "@d", "to_group": "@h"},
        needs=(
            ("os_group", {"name": "@g"}),
            ("os_group", {"name": "@h"}),
            ("os_domain", {"name": "@d", "enabled": False}),
        ),
        calls=4,
        which=("role", "to_user", "to_group", "on_project", "on_domain", "on_system", "inherited"),
    ),
    Case(
        "os_role_assignment",
        {"role": "reader", "to_user": "@u", "on_system": True},
        needs=(("os_user", {"name": "@u"}),),
        calls=4,
        which=("role", "to_user", "to_group", "on_project", "on_domain", "on_system", "inherited"),
    ),
    Case(
        "os_service",
        {"name": "@n", "type": "rating", "description": "words", "enabled": True},
        {"new_name": "@m", "type": "billing", "description": "", "enabled": False},
        changing=("type", "description", "enabled", "new_name"),
    ),
    Case("os_service", {"name": "@n", "type": "rating", "new_name": "@m"}),
    Case(
        "os_endpoint_definition",
        {
            "service": "@s",
            "endpoint_interface": "internal",
            "endpoint_region": "RegionOne",
            "url": "http://127.0.0.1:9",
            "enabled": False,
        },
        {"url": "http://127.0.0.1:10", "enabled": True, "endpoint_interface": "public", "endpoint_region": "RegionTwo"},
        needs=(("os_service", {"name": "@s", "type": "rating"}),),
        changing=("url", "enabled"),
        which=("service", "endpoint_interface", "endpoint_region"),
    ),
    Case(
        "os_region",
        {"name": "@n", "description": "words", "parent_region": "RegionOne"},
        {"description": "", "parent_region": ""},
        changing=("description", "parent_region"),
    ),
)
IDENTITY_CASES = tuple(dataclasses.replace(case, as_administrator=True) for case in _CASES)

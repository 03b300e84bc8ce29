# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What v2.0 shows: an access (token, user, catalog, metadata) and a tenant (keystone/token/controllers.py of 12)."""

from __future__ import annotations

from ..accounts import Accounts, Project
from ..catalog import filled_in
from ..clock import stamp
from ..tokens import Token
from ..wire import Json


def access_view(token: Token, accounts: Accounts, catalog: list[Json]) -> Json:
    """Return a token with all that comes with it."""
    shown: Json = {
        "expires": stamp(token.expires_at),
        "issued_at": stamp(token.issued_at),
        "audit_ids": token.audit_ids,
        "id": token.id,
    }
    project = token.scope.project
    if project is not None:
        shown["tenant"] = tenant_view(project)
    user = token.user
    return {
        "token": shown,
        "user": {
            "id": user.id,
            "name": user.name,
            "username": user.name,
            "roles": [{"name": role} for role in token.roles],
            "roles_links": [],
        },
        "serviceCatalog": catalog_view(filled_in(catalog, project.id, user.id)) if project else [],
        "metadata": {"roles": [accounts.role_ids.get(role, role) for role in token.roles], "is_admin": 0},
    }


def tenant_view(project: Project) -> Json:
    """Return a project under its older name."""
    return {"id": project.id, "name": project.name, "description": "", "enabled": project.enabled}


def catalog_view(catalog: list[Json]) -> list[Json]:
    """Return the catalog as v2.0 has it: one endpoint for each region, with a URL for each interface."""
    return [
        {"name": entry.get("name"), "type": entry["type"], "endpoints_links": [], "endpoints": _by_region(entry)}
        for entry in catalog
    ]


def _by_region(entry: Json) -> list[Json]:
    regions: dict[str | None, Json] = {}
    for item in entry["endpoints"]:
        region = item.get("region", item.get("region_id"))
        # The id is that of the region's first endpoint.
        shown = regions.setdefault(region, {"id": item.get("id")})
        shown[f"{item['interface']}URL"] = item.get("url")
    return [{**shown, "region": region} for region, shown in regions.items()]

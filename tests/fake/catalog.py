# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service catalog as Keystone v3 returns it, and the way it is filled in for one token."""

from __future__ import annotations

import re

from .accounts import new_hex_id
from .wire import Json

# type, name, prefix of the service, rest of its URL, one instance per region
_SERVICES = (
    ("identity", "keystone", "/identity", "/v3", False),
    ("compute", "nova", "/compute", "/v2.1", True),
    ("placement", "placement", "/placement", "", True),
    ("network", "neutron", "/network", "", True),
    ("image", "glance", "/image", "", False),
    ("block-storage", "cinder", "/volume", "/v3/$(project_id)s", False),
    ("volumev3", "cinderv3", "/volume", "/v3/$(project_id)s", False),
)

_TEMPLATE = re.compile(r"[$%]\((\w+)\)s")


def default_catalog(origin: str, regions: tuple[str, ...]) -> list[Json]:
    """Return a catalog with every service in every region, three interfaces each."""
    catalog = []
    for kind, name, prefix, path, regional in _SERVICES:
        endpoints = []
        for region in regions:
            where = f"/{region}" if regional and region != regions[0] else ""
            url = f"{origin}{where}{prefix}{path}"
            endpoints += [endpoint(url, region, interface) for interface in ("public", "internal", "admin")]
        catalog.append({"endpoints": endpoints, "id": new_hex_id(), "type": kind, "name": name})
    return catalog


def endpoint(url: str, region: str, interface: str = "public") -> Json:
    """Return one endpoint; `region` is the older spelling of `region_id` and has the same value."""
    return {"id": new_hex_id(), "interface": interface, "region_id": region, "url": url, "region": region}


def filled_in(catalog: list[Json], project_id: str, user_id: str) -> list[Json]:
    """Return the catalog of one token.

    An endpoint whose template asks for something the token has not (a project, with a domain token) is left out
    (keystone/catalog/backends/sql.py, keystone/common/utils.py format_url).
    """
    values = {"project_id": project_id, "tenant_id": project_id, "user_id": user_id}
    result = []
    for entry in catalog:
        endpoints = []
        for item in entry.get("endpoints", []):
            names = _TEMPLATE.findall(item.get("url") or "")
            if any(not values.get(name, name) for name in names):
                continue
            url = item.get("url")
            if names:
                url = _TEMPLATE.sub(lambda match: values.get(match[1], match[0]), url)
            endpoints.append({**item, "url": url})
        result.append({**entry, "endpoints": endpoints})
    return result

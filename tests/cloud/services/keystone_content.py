# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""What a new keystone holds: projects, users, roles, and the catalog of two regions."""

from __future__ import annotations

import uuid
from typing import Any

from keystone.cmd import bootstrap
from keystone.common.provider_api import ProviderAPIs

from ..layout import DEMO_PROJECTS, PASSWORD, REGION_ONE, REGION_TWO, REGIONS, STANDARD_PORTS, Layout

INTERFACES = ("public", "internal", "admin")

# (project, the service's name in the catalog, its type, the path of its endpoints)
CATALOG = (
    ("nova", "nova", "compute", "/v2.1"),
    ("placement", "placement", "placement", ""),
    ("neutron", "neutron", "network", ""),
    ("glance", "glance", "image", ""),
    ("cinder", "cinder", "block-storage", "/v3/$(project_id)s"),
    ("cinder", "cinderv3", "volumev3", "/v3/$(project_id)s"),
)


def fill(layout: Layout) -> None:
    """Fill a new database, through keystone's own managers."""
    administrator = _bootstrap(layout)
    _add_accounts(administrator)
    _add_catalog(layout)


def _bootstrap(layout: Layout) -> str:
    """What every keystone begins with: the default domain, the roles, admin. Returns the id of admin."""
    bootstrapper = bootstrap.Bootstrapper()
    bootstrapper.admin_username = "admin"
    bootstrapper.admin_password = PASSWORD
    bootstrapper.admin_role_name = "admin"
    bootstrapper.project_name = "admin"
    bootstrapper.service_name = "keystone"
    bootstrapper.region_id = REGION_ONE.name
    identity_url = f"{layout.service('keystone').url}/v3"
    bootstrapper.public_url = bootstrapper.internal_url = bootstrapper.admin_url = identity_url
    bootstrapper.immutable_roles = True
    bootstrapper.bootstrap()
    return str(bootstrapper.admin_user_id)


def _add_accounts(administrator: str) -> None:
    """An account for each service, and the user demo with her projects."""
    roles = {role["name"]: role["id"] for role in ProviderAPIs.role_api.list_roles()}

    def grant(user: str, project: str, role: str) -> None:
        ProviderAPIs.assignment_api.add_role_to_user_and_project(user, project, roles[role])

    service_project = _add_project("service")
    for service in STANDARD_PORTS:
        if service != "keystone":
            user = _add_user(service)
            grant(user, service_project, "admin")
            grant(user, service_project, "service")
    demo = _add_user("demo")
    for name in DEMO_PROJECTS:
        project = _add_project(name)
        grant(demo, project, "member")
        if name == "demo":
            grant(administrator, project, "admin")


def _add_catalog(layout: Layout) -> None:
    """The second region and all endpoints but those of keystone in RegionOne, which the bootstrap made."""
    ProviderAPIs.catalog_api.create_region({"id": REGION_TWO.name, "description": ""})
    identity_service = ProviderAPIs.catalog_api.list_services()[0]["id"]
    _add_endpoints(identity_service, REGION_TWO.name, f"{layout.service('keystone').url}/v3")
    for project, name, service_type, path in CATALOG:
        service = _with_id(name=name, type=service_type, enabled=True, description="")
        ProviderAPIs.catalog_api.create_service(service["id"], service)
        for region in REGIONS:
            _add_endpoints(service["id"], region.name, layout.service(project, region).url + path)


def _add_endpoints(service_id: str, region: str, url: str) -> None:
    for interface in INTERFACES:
        endpoint = _with_id(service_id=service_id, region_id=region, interface=interface, url=url, enabled=True)
        ProviderAPIs.catalog_api.create_endpoint(endpoint["id"], endpoint)


def _add_project(name: str) -> str:
    project = _with_id(name=name, domain_id="default", enabled=True, description="")
    ProviderAPIs.resource_api.create_project(project["id"], project)
    return str(project["id"])


def _add_user(name: str) -> str:
    user = {"name": name, "domain_id": "default", "enabled": True, "password": PASSWORD}
    return str(ProviderAPIs.identity_api.create_user(user)["id"])


def _with_id(**fields: Any) -> dict[str, Any]:
    return {"id": uuid.uuid4().hex, **fields}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Makes Keystone's database, keys and content: `python -m tests.legacy.keystone_data`, in Keystone's environment."""

from __future__ import annotations

import os
import sys
import uuid
from typing import Any

from ..cloud.layout import PASSWORD as NOVA_PASSWORD
from . import keystone_compat  # noqa: F401  pylint: disable=unused-import
from .layout import COMPUTE_PATH, NO_PROJECT_PASSWORD, NOWHERE_PORTS, PASSWORD, LegacyLayout, Server

DOMAIN = "default"
INTERFACES = ("public", "internal", "admin")

# (type, name, path of the endpoints)
SERVICES = (
    ("compute", "nova", COMPUTE_PATH),
    ("object-store", "swift", "/v1/AUTH_%(tenant_id)s"),
    ("volume", "cinder", "/v1/%(tenant_id)s"),
    ("image", "glance", ""),
    ("network", "neutron", ""),
)


class Content:
    """Fills an empty Keystone through its own managers."""

    def __init__(self, layout: LegacyLayout, managers: dict[str, Any]) -> None:
        self._layout = layout
        self._managers = managers

    def fill(self) -> None:
        """Make the accounts and the catalog."""
        domain = {"id": DOMAIN, "name": "Default", "enabled": True, "description": ""}
        self._managers["resource_api"].create_domain(DOMAIN, domain)
        self._add_accounts()
        self._add_catalog()

    def _add_accounts(self) -> None:
        # Today's Nova wants the role reader for what only reads; clouds of Keystone 12's time had Member alone.
        roles = {name: self._add_role(name) for name in ("admin", "service", "Member", "reader")}
        projects = {name: self._add_project(name) for name in ("admin", "service", "demo", "second")}
        admin = self._add_user("admin", PASSWORD)
        self._grant(admin, projects["admin"], roles["admin"])
        # With the password that is in the loopback cloud's template of nova.conf.
        nova = self._add_user("nova", NOVA_PASSWORD)
        self._grant(nova, projects["service"], roles["admin"])
        self._grant(nova, projects["service"], roles["service"])
        demo = self._add_user("demo", PASSWORD, default_project_id=projects["demo"], email="demo@example.org")
        for project in ("demo", "second"):
            self._grant(demo, projects[project], roles["Member"])
            self._grant(demo, projects[project], roles["reader"])
        self._add_user("noproj", NO_PROJECT_PASSWORD)

    def _add_catalog(self) -> None:
        public, admin = (self._layout.server(name).url + "/v2.0" for name in ("keystone-public", "keystone-admin"))
        for region in NOWHERE_PORTS:
            self._managers["catalog_api"].create_region({"id": region, "description": ""})
        identity = self._add_service("identity", "keystone")
        for region in NOWHERE_PORTS:
            for interface in INTERFACES:
                self._add_endpoint(identity, region, interface, admin if interface == "admin" else public)
        for service_type, name, path in SERVICES:
            service = self._add_service(service_type, name)
            for region, port in NOWHERE_PORTS.items():
                url = f"http://127.0.0.1:{port}{path}"
                if (service_type, region) == ("compute", "RegionOne"):
                    url = self._layout.compute_endpoint
                for interface in INTERFACES:
                    self._add_endpoint(service, region, interface, url)

    def _add_role(self, name: str) -> str:
        role = _with_id(name=name)
        self._managers["role_api"].create_role(role["id"], role)
        return str(role["id"])

    def _add_project(self, name: str) -> str:
        project = _with_id(name=name, domain_id=DOMAIN, enabled=True, description="")
        self._managers["resource_api"].create_project(project["id"], project)
        return str(project["id"])

    def _add_user(self, name: str, password: str, **more: str) -> str:
        user = {"name": name, "domain_id": DOMAIN, "enabled": True, "password": password, **more}
        return str(self._managers["identity_api"].create_user(user)["id"])

    def _grant(self, user: str, project: str, role: str) -> None:
        self._managers["assignment_api"].add_role_to_user_and_project(user, project, role)

    def _add_service(self, service_type: str, name: str) -> str:
        service = _with_id(type=service_type, name=name, enabled=True, description="")
        self._managers["catalog_api"].create_service(service["id"], service)
        return str(service["id"])

    def _add_endpoint(self, service: str, region: str, interface: str, url: str) -> None:
        endpoint = _with_id(service_id=service, region_id=region, interface=interface, url=url, enabled=True)
        self._managers["catalog_api"].create_endpoint(endpoint["id"], endpoint)


def make_data(layout: LegacyLayout) -> None:
    """Make the schema and the keys, then fill in the content."""
    server = layout.server("keystone-public")
    server.data_folder.mkdir(parents=True)
    sys.argv = ["keystone"]  # oslo.config reads it
    from keystone.common.sql import upgrades
    from keystone.server import backends, common

    common.configure(config_files=[str(server.configuration_file)])
    upgrades.offline_sync_database_to_version()
    _make_keys(server)
    Content(layout, backends.load_backends()).fill()


def _make_keys(server: Server) -> None:
    """Make the keys that tokens and credentials are encrypted with, in the folders of keystone.conf."""
    from keystone.common import fernet_utils

    for group in ("fernet_tokens", "credential"):
        folder = server.data_folder / group
        folder.mkdir(mode=0o700)
        fernet_utils.FernetUtils(str(folder), 3, group).initialize_key_repository()


def _with_id(**fields: Any) -> dict[str, Any]:
    return {"id": uuid.uuid4().hex, **fields}


if __name__ == "__main__":
    make_data(LegacyLayout.from_environment(os.environ))

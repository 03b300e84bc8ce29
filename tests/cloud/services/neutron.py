# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Neutron: networks, ports, routers and floating IPs, without agents."""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ..layout import PACKAGE, Service
from ..wsgi_server import WsgiApplication

# The one migration that fills a table of a new database: with the rules that each new security group gets.
DEFAULT_RULES_TABLE = "securitygroupdefaultrules"
DEFAULT_RULES_MIGRATION = "c33da356b165_security_group_default_rules.py"


def make_databases(service: Service) -> None:
    """Make the tables as the models have them, but for one, which neutron's own migration makes and fills.

    The other migrations alter constraints, and SQLite cannot do that.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from neutron.db.migration.models import head
    from sqlalchemy import create_engine

    engine = create_engine(service.database_url("neutron"))
    tables = head.get_metadata()
    tables.create_all(engine, tables=[table for name, table in tables.tables.items() if name != DEFAULT_RULES_TABLE])
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        _migration(DEFAULT_RULES_MIGRATION).upgrade()


def _migration(file_name: str) -> Any:
    """Return a migration of neutron as a module. Its folder is called after a release, so no import finds it."""
    from neutron.db.migration import alembic_migrations

    (file,) = Path(alembic_migrations.__path__[0]).rglob(file_name)
    specification = spec_from_file_location(file.stem, file)
    assert specification is not None
    assert specification.loader is not None
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def application(service: Service) -> WsgiApplication:
    """The API."""
    sys.argv = ["neutron"]
    os.environ["OS_NEUTRON_CONFIG_DIR"] = str(service.configuration_folder)
    os.environ["OS_NEUTRON_CONFIG_FILES"] = service.configuration_file.name
    _register_mechanism_driver(service.configuration_folder)
    from neutron.wsgi import api

    ready: WsgiApplication = api.application
    return ready


def _register_mechanism_driver(folder: Path) -> None:
    """Give our ML2 driver an entry point: neutron finds drivers by the metadata of installed packages only."""
    metadata = folder / "nodeworks_loopback-1.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: nodeworks-loopback\nVersion: 1.0\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(
        f"[neutron.ml2.mechanism_drivers]\nloopback = {PACKAGE}.drivers.network:LoopbackMechanismDriver\n",
        encoding="utf-8",
    )
    sys.path.append(str(folder))

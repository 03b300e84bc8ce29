# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Neutron: networks, ports, routers and floating IPs, without agents."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..layout import PACKAGE, Service
from ..wsgi_server import WsgiApplication


def make_databases(service: Service) -> None:
    """Make the tables as the models have them; the history of migrations is not written for SQLite."""
    from neutron.db.migration.models import head
    from sqlalchemy import create_engine

    head.get_metadata().create_all(create_engine(service.database_url("neutron")))


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

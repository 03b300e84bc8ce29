# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Glance: images, kept in files."""

from __future__ import annotations

import os
import sys

from ..layout import Service
from ..wsgi_server import WsgiApplication


def make_databases(service: Service) -> None:
    """Make the schema."""
    sys.argv = ["glance-manage", "--config-file", str(service.configuration_file), "db_sync"]
    from glance.cmd import manage

    manage.main()


def application(service: Service) -> WsgiApplication:
    """The API."""
    sys.argv = ["glance"]
    os.environ["OS_GLANCE_CONFIG_DIR"] = str(service.configuration_folder)
    from glance.wsgi import api

    ready: WsgiApplication = api.application
    return ready

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Keystone: accounts, tokens and the catalog."""

from __future__ import annotations

import os
import sys

from ..layout import Service
from ..wsgi_server import WsgiApplication


def make_databases(service: Service) -> None:
    """Make the schema and the keys, then fill in the accounts and the catalog."""
    sys.argv = ["keystone"]
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(service.configuration_folder)
    import keystone.server
    from keystone.common.sql import upgrades

    keystone.server.configure(config_files=[str(service.configuration_file)])
    upgrades.offline_sync_database_to_version()
    _make_keys(service)
    from . import keystone_content

    keystone_content.fill(service.layout)


def application(service: Service) -> WsgiApplication:
    """The API."""
    sys.argv = ["keystone"]
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(service.configuration_folder)
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = service.configuration_file.name
    from keystone.common.rbac_enforcer import enforcer
    from keystone.wsgi import api

    # Keystone makes this when it is first asked for something, and lets others use it before it knows its rules: of the
    # services that start together, some are refused, and a compute host that is refused is missing for ten minutes.
    assert enforcer.RBACEnforcer()._enforcer.registered_rules
    ready: WsgiApplication = api.application
    return ready


def _make_keys(service: Service) -> None:
    """Make the keys that sign tokens, sign receipts and encrypt credentials, in the folders of keystone.conf."""
    from keystone.common import fernet_utils

    for group in ("fernet_tokens", "fernet_receipts", "credential"):
        folder = service.data_folder / group
        folder.mkdir(mode=0o700)
        fernet_utils.FernetUtils(str(folder), 3, group).initialize_key_repository()

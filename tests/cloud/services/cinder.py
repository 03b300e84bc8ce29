# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Cinder: volumes. API, scheduler, volume manager and backup manager share one process."""

from __future__ import annotations

import os
import sys

from ..layout import Service
from ..wsgi_server import WsgiApplication

BACKEND = "loopback"  # in cinder.conf as well: the section and enabled_backends


def make_databases(service: Service) -> None:
    """Make the schema."""
    sys.argv = ["cinder-manage", "--config-file", str(service.configuration_file), "db", "sync"]
    from cinder.cmd import manage

    manage.main()


def application(service: Service) -> WsgiApplication:
    """The API, with the daemons started behind it."""
    sys.argv = ["cinder", "--config-file", str(service.configuration_file)]
    # Native threads, like all the others.
    os.environ["OS_CINDER_DISABLE_EVENTLET_PATCHING"] = "1"
    from cinder import monkey_patch

    monkey_patch.patch(backend="threading")
    from cinder.wsgi import api

    _start_daemons()
    _make_volume_type()
    ready: WsgiApplication = api.application
    return ready


def _start_daemons() -> None:
    from cinder import service
    from cinder.common import constants
    from oslo_config import cfg

    from ..drivers import backup

    service.Service.create(binary=constants.SCHEDULER_BINARY).start()
    # Cinder's own command line registers it before it starts the manager of a backend.
    cfg.CONF.register_opt(cfg.StrOpt("backend_host"), group=BACKEND)
    service.Service.create(
        host=f"{cfg.CONF.host}@{BACKEND}", service_name=BACKEND, binary=constants.VOLUME_BINARY, coordination=True
    ).start()
    backup.patch()
    service.Service.create(service_name="backup", binary=constants.BACKUP_BINARY, coordination=True).start()


def _make_volume_type() -> None:
    """The default type of cinder.conf must exist, or no volume can be made."""
    from cinder import context
    from cinder.volume import volume_types

    administrator = context.get_admin_context()
    if BACKEND not in volume_types.get_all_types(administrator):
        volume_types.create(administrator, BACKEND, {"volume_backend_name": BACKEND})

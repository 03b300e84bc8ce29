# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Cinder's backup manager, for volumes without a device. What it makes of a volume's content is its own work."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from cinder.backup import manager
from cinder.volume import volume_utils
from oslo_config import cfg
from oslo_service import loopingcall

from .volume import content_of


class LoopbackBackupManager(manager.BackupManager):
    """Reads volumes from memory, where others have them attached to this host; what is restored is forgotten."""

    def setup_backup_backend(self, ctxt: Any) -> None:
        # Otherwise a thread does it, and the scheduler may be told before that there is no such service: until the next
        # report it would believe that.
        with contextlib.suppress(loopingcall.LoopingCallDone):
            self._setup_backup_driver(ctxt)

    def _connect_device(self, conn: dict[str, Any]) -> dict[str, Any]:
        device = io.BytesIO(content_of(conn["data"]["volume_id"]))
        return {"conn": conn, "device": {"path": device}, "connector": _Connector()}


class _Connector:
    """What os-brick would disconnect with."""

    def disconnect_volume(self, *_arguments: Any, **_options: Any) -> None:
        pass


def patch() -> None:
    """Say of this host what volumes without a device need to know: os-brick would ask programs that want root."""

    def properties(multipath: bool = False, enforce_multipath: bool = False) -> dict[str, Any]:
        return {"host": cfg.CONF.host, "ip": cfg.CONF.my_ip, "multipath": multipath}

    volume_utils.brick_get_connector_properties = properties

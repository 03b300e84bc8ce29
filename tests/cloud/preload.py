# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Imports what all projects share, once, before the forks: it saves time and memory.

The order is delicate. Nova on native threads refuses to start if eventlet was ever imported; several
oslo libraries import it wherever they find it; cinder can not do without. So eventlet is kept out
while the shared libraries are imported, and cinder's fork may import it later.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

SHARED_LIBRARIES = (
    "sqlalchemy.orm",
    "sqlalchemy.dialects.sqlite",
    "alembic",
    "oslo_config.cfg",
    "oslo_log.log",
    "oslo_db.api",
    "oslo_db.sqlalchemy.enginefacade",
    "oslo_messaging",
    "oslo_policy.policy",
    "oslo_middleware",
    "oslo_context.context",
    "oslo_concurrency.lockutils",
    "oslo_serialization.jsonutils",
    "oslo_utils.timeutils",
    "oslo_versionedobjects.base",
    "oslo_cache",
    "oslo_privsep",
    "oslo_reports",
    "osprofiler",
    "keystoneauth1.session",
    "keystoneauth1.loading",
    "keystonemiddleware.auth_token",
    "keystoneclient",
    "webob.dec",
    "routes",
    "paste.deploy",
    "paste.urlmap",
    "cheroot.wsgi",
    "jsonschema",
    "requests",
    "cryptography.fernet",
    "stevedore",
    "lxml.etree",
    "openstack",
    "os_traits",
    "netaddr",
    "rfc3986",
    "dogpile.cache",
    "prettytable",
)


class EventletRefusal:
    """An import hook that pretends eventlet is not installed."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] == "eventlet":
            raise ImportError("eventlet must not be imported before the forks")
        return None


def import_shared_libraries() -> None:
    """Import them, patched, on native threads, and shelter them from the garbage collector."""
    refusal = EventletRefusal()
    sys.meta_path.insert(0, refusal)
    try:
        from oslo_service import backend

        backend.init_backend(backend.BackendType.THREADING)
        for library in SHARED_LIBRARIES:
            importlib.import_module(library)
        from .drivers import messaging, sqlite

        sqlite.patch()
        messaging.patch()
    finally:
        sys.meta_path.remove(refusal)
    gc.collect()
    # A collection in a child would write to the shared pages, and so copy them.
    gc.freeze()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""One of Keystone's two servers: `python -m tests.legacy.keystone_server NAME`, in Keystone's environment."""

from __future__ import annotations

import os
import sys

from ..cloud.wsgi_server import WsgiApplication, serve_forever
from . import keystone_compat  # noqa: F401  pylint: disable=unused-import
from .layout import LegacyLayout, Server


def application(server: Server) -> WsgiApplication:
    """The API that users get, or the one for administrators."""
    sys.argv = ["keystone"]  # oslo.config reads it
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(server.configuration_folder)
    from keystone.server import wsgi

    is_public = server.name == "keystone-public"
    ready: WsgiApplication = wsgi.initialize_public_application() if is_public else wsgi.initialize_admin_application()
    return ready


def serve(layout: LegacyLayout, name: str) -> None:
    """Answer until SIGTERM."""
    server = layout.server(name)
    serve_forever(application(server), server)


if __name__ == "__main__":
    serve(LegacyLayout.from_environment(os.environ), sys.argv[1])

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""The API of today's Nova: `python -m tests.legacy.nova_server NAME`, in the cloud's environment.

It takes tokens of Keystone 12, whichever version of the identity API they are from. No daemons are behind it: there are
no servers, but what Nova answers from its database alone works, key pairs among it.
"""

from __future__ import annotations

import os
import sys

from ..cloud.preload import import_shared_libraries
from ..cloud.readiness import wait_until_it_answers
from ..cloud.wsgi_server import WsgiApplication, serve_forever
from .layout import LegacyLayout, Server


def application(server: Server) -> WsgiApplication:
    """The API."""
    wait_until_it_answers(server.layout.service("keystone"))
    sys.argv = ["nova"]
    paste_file = server.layout.virtual_environment / "etc" / "nova" / "api-paste.ini"
    os.environ["OS_NOVA_CONFIG_DIR"] = str(server.configuration_folder)
    os.environ["OS_NOVA_CONFIG_FILES"] = f"{paste_file};{server.configuration_file.name}"
    # Native threads: with eventlet nova and the HTTP server would not go together.
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
    from nova.wsgi import osapi_compute

    ready: WsgiApplication = osapi_compute.application
    return ready


def serve(server: Server) -> None:
    """Answer until SIGTERM."""
    import_shared_libraries()
    serve_forever(application(server), server)


if __name__ == "__main__":
    serve(LegacyLayout.from_environment(os.environ).server(sys.argv[1]))

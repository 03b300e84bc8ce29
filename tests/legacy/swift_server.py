# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Swift's proxy: `python -m tests.legacy.swift_server NAME`, in Swift's environment."""

from __future__ import annotations

import os
import sys

from .layout import LegacyLayout, Server


def serve(server: Server) -> int:
    """Answer until SIGTERM; returns the exit status."""
    from swift.common import utils

    utils.set_swift_dir(str(server.data_folder))  # it would be /etc/swift
    from swift.common import wsgi

    # It runs as whoever started it, who need not even have an entry in /etc/passwd.
    wsgi.drop_privileges = lambda _user: None
    status: int = wsgi.run_wsgi(str(server.configuration_file), "proxy-server", verbose=True)
    return status


if __name__ == "__main__":
    sys.exit(serve(LegacyLayout.from_environment(os.environ).server(sys.argv[1])))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in for the operating systems that the nodes of the cloud have not."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest


class Greeting(socketserver.BaseRequestHandler):
    """Says what an SSH server says first."""

    def handle(self) -> None:
        self.request.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


@pytest.fixture
def ssh_port() -> Iterator[int]:
    """A port of this machine that answers as SSH does. No packet gets to a node."""
    with socketserver.TCPServer(("127.0.0.1", 0), Greeting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()

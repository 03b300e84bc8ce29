# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Are the ports free that the services are going to listen on?"""

from __future__ import annotations

import errno
import socket

from ..environment.problem import SetupProblem
from .layout import ADDRESS, PORT_OFFSET_VARIABLE, Layout


def is_taken(port: int) -> bool:
    """Whether listening there would fail. A port that a server has just given back does not count as taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise SetupProblem(f"cannot listen on {ADDRESS}:{port}: {error.strerror}.") from error
    return False


def require_free_ports(layout: Layout) -> None:
    """Raise SetupProblem naming the first port that is taken."""
    for service in layout.services:
        if is_taken(service.port):
            raise SetupProblem(
                f"port {service.port}, for {service.name}, is already taken by another program or its connection: "
                f"set {PORT_OFFSET_VARIABLE} (now {layout.port_offset}) to move all ports of the cloud."
            )

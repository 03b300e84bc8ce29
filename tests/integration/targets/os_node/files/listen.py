# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two listeners on the loopback address, one of which greets as an SSH server does. The argument is the file into which
their ports are written. They end by themselves."""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from pathlib import Path

GREETINGS = {"ssh": b"SSH-2.0-OpenSSH_9.2\r\n", "any": b"220 ready\r\n"}
SECONDS = 100


def main(file: Path) -> None:
    """Greet whoever connects."""
    selector = selectors.DefaultSelector()
    ports = {}
    for kind, greeting in GREETINGS.items():
        listener = socket.create_server(("127.0.0.1", 0))
        ports[kind] = listener.getsockname()[1]
        selector.register(listener, selectors.EVENT_READ, greeting)
    file.write_text(json.dumps(ports), encoding="utf-8")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for key, _events in selector.select(timeout=1):
            connection, _address = key.fileobj.accept()  # type: ignore[union-attr]
            with connection:
                connection.sendall(key.data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

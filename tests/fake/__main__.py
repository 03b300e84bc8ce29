# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.fake`: a fake cloud to try things on, until Ctrl-C."""

from __future__ import annotations

import argparse
import threading

from .cloud import FakeCloud


def main() -> None:
    """Start a cloud, say where it is, and wait."""
    parser = argparse.ArgumentParser(prog="python -m tests.fake", description="A fake OpenStack on 127.0.0.1.")
    parser.add_argument("--nodes", type=int, default=0, help="how many servers it has at the start")
    parser.add_argument("--port", type=int, default=0, help="where it listens; a free port by default")
    parser.add_argument("--build-seconds", type=float, default=2.0, help="how long a new server stays BUILD")
    options = parser.parse_args()
    with FakeCloud(port=options.port) as cloud:
        cloud.build_seconds = options.build_seconds
        for number in range(1, options.nodes + 1):
            cloud.compute.add_server(name=f"node-{number:05d}")
        print(f"auth_url: {cloud.auth_url}\n\n{cloud.clouds_yaml()}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()

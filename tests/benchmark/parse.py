# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills an inventory and says what that took: a program of its own, run by the Python that runs Ansible.

python -m tests.benchmark.parse plugin FILE      as Ansible does it
python -m tests.benchmark.parse floor FILE       the bare requests, and hosts with the servers' own keys as variables
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

from ansible.cli import CLI
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader

from .floor import Floor


def floor(loader: DataLoader) -> Any:
    """An inventory filled with no more than has to be done."""
    data = InventoryManager(loader=loader, sources=["localhost,"])._inventory
    for server in Floor(os.environ).pages():
        data.add_host(server["name"])
        data.hosts[server["name"]].vars.update({f"os_{key}": value for key, value in server.items()})
    return data


def main() -> None:
    """Fill it, and print what that took as JSON."""
    way, path = sys.argv[1:]
    assert CLI, "importing it is part of starting Ansible"
    init_plugin_loader()
    loader = DataLoader()
    wall, processor = time.monotonic(), time.process_time()
    if way == "floor":
        hosts = set(floor(loader).hosts) - {"localhost"}
    else:
        hosts = set(InventoryManager(loader=loader, sources=[path]).hosts)
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"hosts": len(hosts), "wall": wall, "processor": processor, "peak_mib": peak}))


if __name__ == "__main__":
    main()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts which of the collection's files and functions a task passes: what somebody reads who follows it.

    python -m ansible_collections.nodeworks.openstack.tests.passage

Functions count when they are called, not when their file is imported. The cloud is the fake one, and its files are not
counted.
"""

from __future__ import annotations

import collections
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed

UTILITIES = f"{os.sep}plugins{os.sep}module_utils{os.sep}"
NODE: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}


def passed(task: Callable[[], Any]) -> dict[str, set[str]]:
    """The functions that a task calls in this thread, by their files."""
    found: dict[str, set[str]] = collections.defaultdict(set)

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        file = frame.f_code.co_filename
        # Names in angle brackets are modules, lambdas and comprehensions.
        if event == "call" and UTILITIES in file and not frame.f_code.co_name.startswith("<"):
            found[file.partition(UTILITIES)[2]].add(frame.f_code.co_qualname)

    sys.setprofile(profile)
    try:
        task()
    finally:
        sys.setprofile(None)
    return found


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home, FakeCloud() as cloud:
        os.environ["HOME"] = home
        os.environ.pop("XDG_RUNTIME_DIR", None)
        ansible = Ansible(cloud, cloud.connection_options())
        tasks = {
            "a node is made": lambda: succeed(ansible.os_node(**NODE)),
            "nothing to do": lambda: succeed(ansible.os_node(**NODE)),
            "a key is set": lambda: succeed(ansible.os_node(**NODE, metadata={"role": "web"})),
            "it is removed": lambda: succeed(ansible.os_node(name="web1", state="absent")),
        }
        print(f"{'task of os_node':<20}{'files':>8}{'functions':>12}   by folder")
        for title, task in tasks.items():
            found = passed(task)
            folders = collections.Counter(str(Path(file).parent) for file in found)
            told = ", ".join(f"{folder} {number}" for folder, number in sorted(folders.items()))
            print(f"{title:<20}{len(found):>8}{sum(map(len, found.values())):>12}   {told}")


if __name__ == "__main__":
    main()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user's controller: a home folder of his own, from which Ansible is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]


def run_ansible(home: Path, seconds: float, *command: str) -> subprocess.CompletedProcess[str]:
    """Run one of Ansible's commands, with nothing of the environment but where programs are.

    Raises:
        subprocess.TimeoutExpired: it does not end.
    """
    environment = {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / ".build"),
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, timeout=seconds, check=False
    )


def play(home: Path, hosts: list[str], tasks: list[Any], seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a playbook, at -vvvv, for all hosts at once, which are the controller itself."""
    inventory = home / "hosts.ini"
    inventory.write_text("\n".join(hosts), encoding="utf-8")
    playbook = home / "playbook.yml"
    playbook.touch(mode=0o600)
    content = [{"hosts": "all", "gather_facts": False, "connection": "local", "tasks": tasks}]
    playbook.write_text(json.dumps(content), encoding="utf-8")
    forks = ("--forks", str(len(hosts)))
    return run_ansible(home, seconds, "ansible-playbook", "-vvvv", "-i", str(inventory), *forks, str(playbook))

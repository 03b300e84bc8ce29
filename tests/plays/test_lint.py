# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-lint sees options of our modules that are wrong, although it finds the action plugin before the module."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.action import os_node

from .conftest import Controller

TASKS = [
    {"name": "Right", "nodeworks.openstack.os_volume": {"name": "data", "size": "{{ size }}", "cloud": "mine"}},
    {"name": "Wrong option", "nodeworks.openstack.os_volume": {"name": "data", "sise": 3}},
    {"name": "Wrong choice", "nodeworks.openstack.os_node": {"name": "web1", "state": "startd"}},
]


def test_wrong_options_are_found_and_right_ones_are_not(controller: Controller) -> None:
    playbook = controller.home / "play.yml"
    play = {"name": "Try", "hosts": "localhost", "gather_facts": False, "tasks": TASKS}
    playbook.write_text("---\n" + yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "ansible-lint"), "--offline", "--nocolor", "--format=pep8", str(playbook)],
        env=controller.variables(),
        cwd=controller.home,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in linted.stdout.splitlines() if "args[module]" in line]
    assert len(found) == 2, linted.stdout + linted.stderr
    assert "sise" in found[0]
    assert "got: startd" in found[1]
    assert controller.cloud.requests == []


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [('{"name": "web1", "cloud": "mine"}', ""), ('{"name": "web1", "sise": 3}', "Unsupported parameters")],
)
def test_main_of_an_action_validates_and_does_nothing(controller: Controller, arguments: str, printed: str) -> None:
    program = (
        "import sys\n"
        "from ansible.module_utils import basic\n"
        f"basic._ANSIBLE_ARGS = b'{{\"ANSIBLE_MODULE_ARGS\": {arguments}}}'\n"
        "basic._ANSIBLE_PROFILE = 'legacy'\n"
        f"from {os_node.__name__} import main\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**controller.variables(), "PYTHONPATH": controller.variables()["ANSIBLE_COLLECTIONS_PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    assert printed in ended.stdout
    assert bool(ended.stdout) is bool(printed)
    assert controller.cloud.requests == []

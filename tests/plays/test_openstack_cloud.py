# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks that were written for openstack.cloud run when the collection's name is exchanged, and find nothing to do
the second time. The same tasks run on the real cloud, as the integration target `openstack_cloud`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller

FILES = Path(__file__).resolve().parents[1] / "integration" / "targets" / "openstack_cloud" / "files"
# Tasks that only look.
LOOKING = {"Look at both"}


def moved(file: str) -> Any:
    """The tasks of a file, with nothing but the collection's name exchanged."""
    return yaml.safe_load(
        (FILES / file).read_text(encoding="utf-8").replace("openstack.cloud.", "nodeworks.openstack.")
    )


def play(tasks: Any, **more: Any) -> dict[str, Any]:
    """A play as such playbooks have it, with the cloud in the module defaults of all."""
    defaults = {"group/nodeworks.openstack.openstack": {"cloud": "loopback"}}
    return {"hosts": "localhost", "gather_facts": False, "module_defaults": defaults, "tasks": tasks, **more}


def outcomes(printed: str) -> dict[str, str]:
    """What became of each task of a play."""
    return dict(re.findall(r"^TASK \[(.+?)\] \**\n(?:\[.*\n)*(\w+):", printed, re.MULTILINE))


def test_play_of_each_module_changes_once(controller: Controller) -> None:
    (controller.home / "key.pub").write_text(new_public_key(), encoding="ascii")
    files = ["made.yml", "made.yml", "removed.yml", "removed.yml"]
    plays = [play(moved(file), vars={"prefix": "old", "folder": str(controller.home)}) for file in files]
    printed = controller.play(plays, "-i", "localhost,", "-e", "ansible_connection=local")
    # What only administrators are shown cannot be compared, which each run says.
    warnings = [line for line in printed.splitlines() if "WARNING" in line]
    assert all("Not compared with what the node has: user_data" in line for line in warnings), printed
    assert len(warnings) == 1
    made, again, removed, gone = (outcomes(part) for part in re.split(r"^PLAY \[", printed, flags=re.MULTILINE)[1:5])
    assert [task for task, outcome in made.items() if outcome != "changed"] == list(LOOKING)
    assert {task: outcome for task, outcome in again.items() if outcome != "ok"} == {}
    assert [task for task, outcome in removed.items() if outcome != "changed"] == []
    assert {task: outcome for task, outcome in gone.items() if outcome != "ok"} == {}
    assert len(made) == len(again) > 15
    assert not controller.cloud.compute.servers


@pytest.mark.parametrize("name", ["server", "os_node"])
def test_module_defaults_reach_both_names(controller: Controller, name: str) -> None:
    """Those of a module, under whichever of its names, beside those of the group."""
    tasks = [
        {"nodeworks.openstack.server": {"name": "old", "image": "cirros", "auto_ip": False}},
        {"nodeworks.openstack.os_node": {"name": "new", "image": "cirros"}},
    ]
    defaults = {
        "group/nodeworks.openstack.openstack": {"cloud": "loopback"},
        f"nodeworks.openstack.{name}": {"flavor": "m1.tiny"},
    }
    controller.play(
        [{**play(tasks), "module_defaults": defaults}], "-i", "localhost,", "-e", "ansible_connection=local"
    )
    assert sorted(server.name for server in controller.cloud.compute.servers) == ["new", "old"]


def test_old_name_means_the_same_in_a_process(controller: Controller) -> None:
    """What a name alone makes a module mean: there, an address that is absent is kept."""
    controller.cloud.compute.add_server("web1")
    tasks = [
        {"nodeworks.openstack.floating_ip": {"server": "web1", "network": "public"}, "register": "taken"},
        {
            "nodeworks.openstack.floating_ip": {
                "server": "web1",
                "network": "public",
                "floating_ip_address": "{{ taken.floating_ip.name }}",
                "state": "absent",
            },
            "register": "kept",
        },
        {"ansible.builtin.assert": {"that": ["kept is changed", "kept.floating_ip.name == taken.floating_ip.name"]}},
    ]
    printed = controller.play(
        [play(tasks, vars={"nodeworks_in_process": False})],
        "-i",
        "localhost,",
        "-e",
        "ansible_connection=local",
        "-vvv",
    )
    assert "Running nodeworks.openstack.floating_ip as a module: nodeworks_in_process is false" in printed

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory as commands and runners use it, and where there is no place to write to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller


@pytest.fixture
def source(controller: Controller) -> Path:
    controller.cloud.compute.add_server(name="web1", metadata={"role": "web", "hostile": "{{ undefined_here }}"})
    path = controller.home / "all.os_nodes.yml"
    path.write_text(
        "plugin: nodeworks.openstack.os_nodes\ncloud: loopback\ngroup_by: [region]\n"
        "keyed_groups: [{key: os_metadata.role, prefix: role}]\n",
        encoding="utf-8",
    )
    return path


def test_commands(controller: Controller, source: Path) -> None:
    graph = controller.run("ansible-inventory", "-i", str(source), "--graph")
    assert "|--@region_RegionOne:\n  |  |--web1" in graph
    host = json.loads(controller.run("ansible-inventory", "-i", str(source), "--host", "web1"))
    assert host["os_metadata"] == {"role": "web", "hostile": "{{ undefined_here }}"}
    shown = controller.run(
        "ansible", "-i", str(source), "role_web", "-m", "ansible.builtin.debug", "-a", "var=os_metadata"
    )
    assert '"hostile": "{{ undefined_here }}"' in shown
    # Nothing that a node says is a template in a play either.
    play = {
        "hosts": "role_web",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.assert": {"that": ["os_metadata.hostile == '{' ~ '{ undefined_here }' ~ '}'"]}}],
    }
    controller.play([play], "-i", str(source))
    assert controller.tokens_asked_for() == 1


@pytest.mark.parametrize("home", ["/proc/nowhere", "~"])
def test_no_home_folder(controller: Controller, source: Path, home: str) -> None:
    """As under an id that no file of users knows, in a container whose file system is read-only."""
    printed = controller.run(
        "ansible-inventory", "-i", str(source), "--graph",
        HOME=home,
        ANSIBLE_HOME=str(controller.home / "ansible"),
        OS_CLIENT_CONFIG_FILE=str(controller.clouds_yaml),
    )  # fmt: skip
    assert "|--web1" in printed
    assert printed.count("WARNING") == 1
    assert "Token cache not used" in printed
    assert not (controller.home / "~").exists()


def test_extra_variables_in_options_and_in_expressions(controller: Controller, source: Path) -> None:
    source.write_text(
        "plugin: nodeworks.openstack.os_nodes\ncloud: '{{ which }}'\nuse_extra_vars: true\n"
        "compose: {seen: which ~ os_name}\n",
        encoding="utf-8",
    )
    printed = controller.run("ansible-inventory", "-i", str(source), "--host", "web1", "-e", "which=loopback")
    assert json.loads(printed)["seen"] == "loopbackweb1"

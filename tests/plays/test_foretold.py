# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook in check mode: later tasks know what earlier ones would do, however each of them is run."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import cloud_name

TASKS: list[dict[str, Any]] = [
    {"os_network": {"name": "shop"}, "register": "net"},
    {"os_subnet": {"name": "shop", "network": "{{ net.network.id }}", "cidr": "10.20.0.0/24"}},
    {
        "os_router": {"name": "shop", "external_gateway": "public", "interfaces": [{"subnet": "shop"}]},
        "delegate_to": "elsewhere",
    },
    {"os_volume": {"name": "data-{{ item }}", "size": 1}, "loop": [1, 2]},
    {
        "os_node": {
            "name": "web{{ item }}",
            "image": "debian-12",
            "flavor": "m1.small",
            "networks": ["shop"],
            "volumes": ["data-{{ item }}"],
        },
        "loop": [1, 2],
    },
    {"os_floating_ip": {"node": "web1", "network": "public"}},
]
GONE: list[dict[str, Any]] = [
    {"os_floating_ip": {"node": "web1", "state": "absent"}},
    {"os_node": {"names": ["web[1:2]"], "state": "absent"}},
    {"os_volume": {"name": "data-{{ item }}", "state": "absent"}, "loop": [1, 2]},
    {"os_router": {"name": "shop", "state": "absent"}},
    {"os_network": {"name": "shop", "state": "absent"}},
]


def changed(controller: Controller, tasks: list[dict[str, Any]], *arguments: str, in_worker: bool) -> list[bool]:
    """Run a play; return for each task whether it changed something."""
    inventory = controller.home / "hosts.yml"
    inventory.write_text("all: {hosts: {localhost: {}, elsewhere: {ansible_connection: local}}}", encoding="utf-8")
    renamed = [
        {f"nodeworks.openstack.{key}" if key.startswith("os_") else key: value for key, value in task.items()}
        for task in tasks
    ]
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "connection": "local",
        "vars": {"nodeworks_in_process": in_worker},
        "module_defaults": {
            "group/nodeworks.openstack.openstack": {"cloud": cloud_name(controller), "region_name": "RegionOne"}
        },
        "tasks": renamed,
    }
    printed = controller.play([play], "-i", str(inventory), *arguments)
    assert "nodeworks_forecast" not in printed
    _start, *parts = printed.split("PLAY RECAP")[0].split("\nTASK [")
    return ["\nchanged: " in part for part in parts]


@pytest.mark.parametrize("in_worker", [True, False], ids=["in the worker", "as modules"])
def test_check_of_a_first_run_and_of_a_teardown(controller: Controller, in_worker: bool) -> None:
    # A process for each takes long: what the first ones need of each other is enough to see that they know of it.
    for tasks in (TASKS, GONE) if in_worker else (TASKS[:3], GONE[3:]):
        servers = len(controller.cloud.compute.servers)
        predicted = changed(controller, tasks, "--check", in_worker=in_worker)
        assert len(controller.cloud.compute.servers) == servers
        assert changed(controller, tasks, in_worker=True) == predicted == [True] * len(tasks)


def test_nothing_is_left_for_another_run(controller: Controller) -> None:
    assert changed(controller, TASKS[:1], "--check", in_worker=True) == [True]
    assert changed(controller, TASKS[:1], "--check", in_worker=True) == [True]
    assert not list(controller.home.rglob("*forecast*"))

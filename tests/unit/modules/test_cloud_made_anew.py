# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cloud, a project or a user was made anew under its old name and address: all ids are others.

The token cache still has a token of before, and with it a catalog whose URLs have the old project's id.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}
Task = Callable[[Ansible], Result]

# By what the URLs of their requests have in them: the user, the project, neither.
TASKS: dict[str, Task] = {
    "user": lambda ansible: ansible.run("os_application_credential", name="ci"),
    "project": lambda ansible: ansible.run("os_volume", name="data", size=1),
    "neither": lambda ansible: ansible.os_node(**WEB1),
    "all": lambda ansible: ansible.run(
        "os_topology",
        name="shop",
        networks=[{"name": "shop"}],
        subnets=[{"name": "shop", "network": "shop", "cidr": "10.20.0.0/24"}],
        volumes=[{"name": "shop", "size": 1}],
        nodes=[{**WEB1, "name": "shop", "networks": ["shop"], "volumes": ["shop"]}],
    ),
}


@pytest.mark.parametrize("kind", TASKS)
def test_first_task_works(kind: str) -> None:
    """Whichever it is, and with the names that were looked up in the cloud of before."""
    task = TASKS[kind]
    with demo_cloud() as before:
        options = before.connection_options()
        succeed(task(Ansible(before, options)))
    with demo_cloud(port=int(before.origin.rpartition(":")[2])) as anew:
        assert anew.connection_options() == options
        ansible = Ansible(anew, {**options, "retries": 0})
        result = succeed(task(ansible))
        assert (result.changed, result.warnings) == (True, [])
        assert not succeed(task(ansible)).changed

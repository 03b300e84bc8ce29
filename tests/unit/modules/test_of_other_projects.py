# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrators are shown what all projects have of the network service; a name means what the token's project has."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed


@pytest.fixture(autouse=True)
def theirs(cloud: FakeCloud) -> None:
    """What the project `demo` has."""
    network = cloud.network.add_network("web", "10.8.0.0/24")
    cloud.network.add_port(network["id"], name="web")
    cloud.network.add_router("web")
    cloud.network.add_security_group("web")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os_network", "web"),
        ("os_subnet", "web-v4"),
        ("os_port", "web"),
        ("os_router", "web"),
        ("os_security_group", "web"),
    ],
)
def test_that_of_another_project_is_not_removed_by_its_name(
    ansible: Ansible, administrator: Ansible, module: str, name: str
) -> None:
    for check in (True, False):
        assert not succeed(administrator.run(module, name=name, state="absent", check=check)).changed
    there = succeed(ansible.run(module, name=name))[module[3:]]
    assert succeed(administrator.run(module, id=there["id"], description="known by its id")).changed


@pytest.mark.parametrize("module", ["os_network", "os_router", "os_security_group"])
def test_project_gets_its_own(ansible: Ansible, administrator: Ansible, module: str) -> None:
    theirs = succeed(ansible.run(module, name="web"))[module[3:]]
    made = succeed(administrator.run(module, name="web", description="mine"))
    assert (made.changed, made[module[3:]]["id"] == theirs["id"]) == (True, False)
    assert not succeed(administrator.run(module, name="web", description="mine")).changed
    assert succeed(ansible.run(module, name="web"))[module[3:]] == theirs


def test_rule_is_not_added_to_a_group_of_another_project(administrator: Ansible) -> None:
    rule: dict[str, Any] = {"security_group": "web", "protocol": "tcp", "port": "22"}

    def run(**options: Any) -> Result:
        return administrator.run("os_security_group_rule", **rule, **options)

    assert "There is no security group named 'web'" in fail(run())
    assert not succeed(run(state="absent")).changed
    succeed(administrator.run("os_security_group", name="web"))
    assert succeed(run()).changed


def test_network_that_is_for_all_is_meant_by_its_name(administrator: Ansible) -> None:
    changed = succeed(administrator.run("os_network", name="public", description="to the outside"))
    assert (changed.changed, changed["network"]["external"]) == (True, True)

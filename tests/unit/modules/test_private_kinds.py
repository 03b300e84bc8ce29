# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrators name types of volumes and flavors that are not public; nobody else sees those."""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


def test_type_of_a_volume(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    cloud.volume.state.types.append("hidden")
    cloud.volume.state.private_types.append("hidden")
    made = succeed(administrator.run("os_volume", name="data", size=1, volume_type="hidden"))
    assert (made.changed, made["volume"]["volume_type"]) == (True, "hidden")
    assert not succeed(administrator.run("os_volume", name="data", volume_type="hidden")).changed
    message = fail(ansible.run("os_volume", name="data", size=1, volume_type="hidden"))
    assert "There is no volume type named 'hidden'" in message


def test_flavor_of_a_node(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_flavor("hidden", ram=64, vcpus=1, disk=1, is_public=False)
    wanted: dict[str, Any] = {"name": "web", "image": "cirros", "flavor": "hidden", "networks": ["public"]}
    assert succeed(administrator.run("os_node", **wanted, check=True)).changed
    assert "There is no flavor named 'hidden'" in fail(ansible.run("os_node", **wanted, check=True))

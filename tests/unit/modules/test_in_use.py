# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in use is not removed by halves, and what uses it is named; on the fake cloud, for faults and counts.

The same on real services: the targets of tests/integration.
"""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.disks import release_disks
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed


def refusal(ansible: Ansible, module: str, check: bool, **options: Any) -> Result:
    """A task that has to fail without having changed anything."""
    before = ansible.writes()
    result = ansible.run(module, check=check, **options)
    fail(result)
    left = [line for line in ansible.writes()[len(before) :] if not line.startswith("DELETE")]
    assert (left, result.changed) == ([], False)
    return result


@pytest.mark.parametrize("check", [True, False])
def test_ports_and_nodes_in_a_security_group_are_named(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    group = succeed(ansible.run("os_security_group", name="web"))["security_group"]
    node = succeed(
        ansible.os_node(name="n1", image="debian-12", flavor="m1.small", networks=["private"], security_groups=["web"])
    )["node"]
    result = refusal(ansible, "os_security_group", check, name="web", state="absent")
    (port,) = [one for one in cloud.network.region().collections["ports"].values() if one["device_id"] == node["id"]]
    assert f"port {port['id']} of node 'n1' ({node['id']})" in result["msg"]
    assert "security_groups of os_node" in result["msg"]
    assert result["blockers"] == [{"kind": "port", "id": port["id"], "name": ""}]
    assert check or (result["status"] == 409 and f"Security Group {group['id']} in use." in result["msg"])


def test_node_that_goes_while_it_is_looked_at_keeps_no_volume(ansible: Ansible, cloud: FakeCloud) -> None:
    """The volume was read while the node had it; the node is gone when its name is asked for."""
    server = cloud.compute.add_server("n1")
    volume = cloud.volume.add_volume("data")
    succeed(ansible.run("os_volume", id=volume["id"], attached_to=[server.id]))

    def end(_request: Any) -> None:
        release_disks(cloud.compute.region(), server)
        cloud.compute.region().remove(server)

    cloud.faults.add(kind="watch", method="GET", path=f"/servers/{server.id}$", before=end)
    gone = succeed(ansible.run("os_volume", id=volume["id"], state="absent"))
    assert (gone.changed, gone["volume"]) == (True, None)


def test_security_group_nobody_is_in_costs_no_look(ansible: Ansible) -> None:
    succeed(ansible.run("os_security_group", name="web"))
    assert succeed(ansible.run("os_security_group", name="web", state="absent"))["api_calls"] == 2


@pytest.mark.parametrize("check", [True, False])
def test_default_security_group_is_not_even_asked_for(ansible: Ansible, check: bool) -> None:
    succeed(ansible.run("os_network_info"))
    succeed(ansible.run("os_security_group", name="default", description="mine"))
    before = ansible.writes()
    message = fail(ansible.run("os_security_group", name="default", state="absent", check=check))
    assert "cannot be removed: Neutron makes one for each project" in message
    assert ansible.writes() == before


def test_nodes_of_a_fleet_share_what_is_read(ansible: Ansible, cloud: FakeCloud) -> None:
    """Nova takes the only network there is; that it has no port security is found out once."""
    for network in list(cloud.network.region().collections["networks"].values()):
        if not network["router:external"] and network["name"] != "private":
            del cloud.network.region().collections["networks"][network["id"]]
    cloud.network.named("networks", "private")["port_security_enabled"] = False
    succeed(ansible.run("os_security_group", name="web"))
    before = len(ansible.lines())
    options: dict[str, Any] = {"image": "debian-12", "flavor": "m1.small", "security_groups": ["web"]}
    result = ansible.os_node(names=["n1", "n2", "n3"], **options)
    assert fail(result).count("has no port security") == 3
    assert [line for line in ansible.writes() if "servers" in line] == []
    assert len([line for line in ansible.lines()[before:] if "/networks" in line]) == 1


@pytest.mark.parametrize("check", [True, False])
def test_image_that_is_protected_is_not_asked_for(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    golden = cloud.image.add_image("golden", protected=True)
    message = fail(ansible.run("os_image", name="golden", state="absent", check=check))
    assert message.startswith(f"Image 'golden' ({golden['id']}) is protected, and was left as it is.")
    assert ansible.writes() == []


def test_check_warns_of_what_may_keep_a_thing(ansible: Ansible, cloud: FakeCloud) -> None:
    volume = cloud.volume.add_volume("data")
    snapshot = cloud.volume.add_snapshot("monday", volume)
    made = cloud.volume.add_volume("copy", snapshot_id=snapshot["id"])
    predicted = succeed(ansible.run("os_volume_snapshot", id=snapshot["id"], state="absent", check=True))
    assert f"volume 'copy' ({made['id']}) that was made from it" in "".join(predicted.warnings)
    gone = succeed(ansible.run("os_volume_snapshot", id=snapshot["id"], state="absent"))
    assert (gone.changed, gone.warnings) == (True, [])


def test_incremental_backups_of_one_that_is_refused_are_named(ansible: Ansible, cloud: FakeCloud) -> None:
    volume = cloud.volume.add_volume("data")
    full, later = (cloud.volume.add_backup(name, volume) for name in ("full", "later"))
    full["created_at"] = "2026-01-01T00:00:00.000000"
    later["parent_id"] = full["id"]
    message = fail(ansible.run("os_volume_backup", id=full["id"], state="absent"))
    assert "Incremental backups exist for this backup" in message
    assert f"In use by volume backup 'later' ({later['id']})." in message


@pytest.mark.parametrize("check", [True, False])
def test_group_for_whose_rules_there_is_no_quota_is_not_made(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    succeed(ansible.run("os_security_group", name="first"))
    cloud.network.quotas["RegionOne"].defaults["security_group_rule"] = 12
    before = ansible.writes()
    rules = [{"protocol": "tcp", "port": str(port)} for port in range(8000, 8020)]
    message = fail(ansible.run("os_security_group", name="web", rules=rules, check=check))
    assert "was not made: it is to have 20 rules, and the quota of the project has room for " in message
    assert ansible.writes() == before
    made = succeed(ansible.run("os_security_group", name="web", rules=rules[:2], check=check))
    assert made.changed

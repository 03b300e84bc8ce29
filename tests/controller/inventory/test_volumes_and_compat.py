# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes of nodes, and what people get who come from openstack.cloud."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import SHOWN
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.compat import OF_SERVICE
from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories


def test_attached_volumes_cost_one_list(inventories: Inventories) -> None:
    cloud = inventories.cloud
    server = cloud.compute.add_server(name="web1")
    cloud.compute.add_server(name="db1")
    data = cloud.volume.add_volume(
        "data", 5, "in-use", attachments=[{"server_id": server.id, "device": "/dev/vdb"}], volume_type="ssd"
    )
    cloud.volume.add_volume("spare", 7)
    listing = inventories.listing(
        attached_volumes=True, keyed_groups=[{"key": "os_attached_volumes | map(attribute='type')"}]
    )
    assert listing.hosts["web1"]["os_attached_volumes"] == [
        {
            "id": data["id"],
            "name": "data",
            "device": "/dev/vdb",
            "size": 5,
            "type": "ssd",
            "bootable": False,
            "encrypted": False,
            "status": "in-use",
        }
    ]
    assert listing.hosts["db1"]["os_attached_volumes"] == []
    assert listing.groups["_ssd"] == ["web1"]
    assert sum("/volumes/detail" in request for request in inventories.requests()) == 1


def test_volumes_in_pages(inventories: Inventories) -> None:
    cloud = inventories.cloud
    server = cloud.compute.add_server(name="web1")
    for number in range(5):
        cloud.volume.add_volume(f"v{number}", attachments=[{"server_id": server.id, "device": f"/dev/vd{number}"}])
    cloud.volume.page_limit = 2
    listing = inventories.listing(attached_volumes=True)
    assert len(listing.hosts["web1"]["os_attached_volumes"]) == 5


def test_compat(inventories: Inventories) -> None:
    cloud = inventories.cloud
    metadata = {"group": "web", "groups": "a, b", "role": "x y"}
    server = cloud.compute.add_server(name="web1", metadata=metadata, key_name="demo")
    cloud.compute.add_server(name="lost", status="ERROR")
    listing = inventories.listing(
        compat="openstack.cloud",
        compose={"flavor": "openstack.flavor.name"},
        keyed_groups=[{"key": "openstack.metadata.role", "prefix": "role"}],
    )
    assert list(listing.hosts) == ["web1"]
    host = listing.hosts["web1"]
    assert host["ansible_ssh_host"] == host["ansible_host"]
    assert host["os_name"] == "web1"
    assert host["flavor"] == "m1.tiny"
    openstack = host["openstack"]
    assert openstack["cloud"] == {"name": "loopback", "region": "RegionOne"}
    assert openstack["metadata"] == metadata
    assert openstack["addresses"]["private"][1]["OS-EXT-IPS:type"] == "fixed"
    assert (openstack["id"], openstack["status"], openstack["vm_state"]) == (server.id, "ACTIVE", "active")
    assert (openstack["is_locked"], openstack["power_state"], openstack["key_name"]) == (False, 1, "demo")
    assert openstack["flavor"]["original_name"] == "m1.tiny"
    assert openstack["image"]["name"] == "cirros"
    assert openstack["security_groups"] == [{"name": "default"}]
    assert (openstack["config_drive"], openstack["has_config_drive"]) == ("", "")
    assert openstack["user_id"] == server.user_id
    assert not {"user_data", "admin_password"} & set(openstack)
    groups = {name for name, hosts in listing.groups.items() if hosts}
    assert groups == {
        "loopback", "RegionOne", "loopback_RegionOne", "web", "a", "b", "meta-group_web", "meta-groups_a, b",
        "meta-role_x y", f"instance-{server.id}", "flavor-m1.tiny", "image-cirros", "nova", "RegionOne_nova",
        "loopback_RegionOne_nova", "role_x_y",
    }  # fmt: skip


def test_compat_has_what_came_with_late_microversions(inventories: Inventories) -> None:
    """openstacksdk asks for the newest; and a cloud that does not have it is asked for the newest it has."""
    compute = inventories.cloud.compute
    compute.add_server(name="web1", hostname="web1-host", locked=True, locked_reason="mine", scheduler_hints={"a": "b"})
    openstack = inventories.listing(compat="openstack.cloud").hosts["web1"]["openstack"]
    late = {name: openstack[name] for name in ("hostname", "locked_reason", "scheduler_hints")}
    assert late == {"hostname": "web1-host", "locked_reason": "mine", "scheduler_hints": {"a": ["b"]}}
    flavor = openstack["flavor"]
    assert (flavor["swap"], flavor["ephemeral"], flavor["extra_specs"]) == (0, 0, {})


def test_compat_on_a_cloud_that_is_older(inventories: Inventories) -> None:
    """What is not there is left out; what a filter needs is not."""
    cloud = inventories.cloud
    cloud.compute.add_server(name="web1", hostname="web1-host", locked=True, locked_reason="mine", tags=["x"])
    message = "Version 2.100 is not supported by the API. Minimum is 2.1 and maximum is 2.73."
    cloud.faults.add(path="/servers/detail$", status=406, body={"computeFault": {"code": 406, "message": message}})
    openstack = inventories.listing(compat="openstack.cloud", filters={"tags": "x"}).hosts["web1"]["openstack"]
    assert (openstack["hostname"], openstack["locked_reason"]) == (None, "mine")


def test_what_nodes_have_a_key_for_is_not_looked_for_among_the_rest() -> None:
    """It would be null for every node."""
    assert not set(OF_SERVICE.values()) & SHOWN


def test_compat_calls_nodes_that_share_a_name_by_their_ids(inventories: Inventories) -> None:
    servers = [inventories.cloud.compute.add_server(name="web") for _node in range(2)]
    listing = inventories.listing(compat="openstack.cloud")
    assert set(listing.hosts) == {server.id for server in servers}


def test_compat_with_volumes_and_all_nodes(inventories: Inventories) -> None:
    cloud = inventories.cloud
    server = cloud.compute.add_server(name="web1", image=None)
    cloud.compute.add_server(name="lost", status="ERROR")
    cloud.volume.add_volume("data", 5, "in-use", attachments=[{"server_id": server.id, "device": "/dev/vdb"}])
    listing = inventories.listing(
        compat="openstack.cloud", attached_volumes=True, require_address="warn", attributes=[]
    )
    assert sorted(listing.hosts) == ["lost", "web1"]
    assert sorted(listing.hosts["web1"]) == ["ansible_host", "ansible_ssh_host", "openstack"]
    (volume,) = listing.hosts["web1"]["openstack"]["volumes"]
    assert (volume["name"], volume["size"]) == ("data", 5)
    assert volume["attachments"] == [{"server_id": server.id, "device": "/dev/vdb"}]
    assert listing.hosts["lost"]["openstack"]["image"]["name"] == "cirros"
    assert listing.hosts["web1"]["openstack"]["image"] == {}

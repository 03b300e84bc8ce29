# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What check mode and diff say is what the run then does, for each option that changes a node that is there."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed

# Each: what is wanted of a node that differs in it.
CHANGES: dict[str, dict[str, Any]] = {
    "flavor": {"flavor": "m1.small", "resize": True},
    "flavor-pending": {"flavor": "m1.small", "resize": "pending"},
    "image": {"image": "debian-12", "rebuild": True},
    "key_name": {"key_name": "demo", "rebuild": True},
    "user_data": {"user_data": "#cloud-config\nother", "rebuild": True},
    "new_name": {"new_name": "web2"},
    "description": {"description": "new words"},
    "no-description": {"description": ""},
    "hostname": {"hostname": "other"},
    "access_ipv4": {"access_ipv4": "192.0.2.7"},
    "access_ipv6": {"access_ipv6": "2001:db8::7"},
    "disk_config": {"disk_config": "AUTO"},
    "metadata": {"metadata": {"a": "2", "b": True}},
    "purge_metadata": {"metadata": {"b": "3"}, "purge_metadata": True},
    "no-metadata": {"metadata": {}, "purge_metadata": True},
    "tags": {"tags": ["new", "a tag"]},
    "purge_tags": {"tags": ["new"], "purge_tags": True},
    "no-tags": {"tags": [], "purge_tags": True},
    "security_groups": {"security_groups": ["web"]},
    "no-security_groups": {"security_groups": []},
    "networks": {"networks": ["private", "backend"]},
    "networks-by-fixed-ip": {"networks": [{"network": "backend", "fixed_ip": "10.9.0.77"}]},
    "networks-by-port": {"networks": [{"port": "spare"}]},
    "purge_networks": {"networks": ["backend"], "purge_networks": True},
    "no-networks": {"networks": []},
    "floating_ips": {"floating_ips": ["public"]},
    "floating_ips-by-fixed-ip": {"floating_ips": [{"network": "public", "fixed_ip": "10.0.0.2"}]},
    "purge_floating_ips": {"floating_ips": [], "purge_floating_ips": True},
    "release_floating_ips": {"floating_ips": [], "purge_floating_ips": True, "release_floating_ips": True},
    "volumes": {"volumes": ["data"]},
    "volumes-as-dict": {"volumes": [{"volume": "data", "delete_on_termination": True}]},
    "purge_volumes": {"volumes": [], "purge_volumes": True},
    "locked": {"locked": True, "locked_reason": "do not touch"},
    "all-at-once": {
        "flavor": "m1.small",
        "resize": True,
        "metadata": {"a": "2"},
        "tags": ["new"],
        "description": "new words",
        "security_groups": ["web"],
        "networks": ["private", "backend"],
        "volumes": ["data"],
        "state": "stopped",
        "locked": True,
    },
}


@pytest.fixture
def node(cloud: FakeCloud) -> Any:
    """A node with a bit of everything, and what it could have besides."""
    cloud.network.add_security_group("web")
    backend = cloud.network.add_network("backend", "10.9.0.0/24")
    cloud.network.add_port(backend["id"], name="spare")
    cloud.volume.add_volume("data")
    server = cloud.compute.add_server(
        "web1",
        metadata={"a": "1", "keep": "x"},
        tags=["old"],
        description="old words",
        overrides={"OS-EXT-SRV-ATTR:user_data": base64.b64encode(b"#cloud-config").decode()},
    )
    port = next(iter(cloud.compute.region().network.ports_of(server.id)))
    cloud.network.add_floating_ip(port["id"])
    return server


@pytest.mark.parametrize("name", CHANGES)
def test_prediction_is_the_deed(ansible: Ansible, cloud: FakeCloud, node: Any, name: str) -> None:
    options = {"name": "web1", **CHANGES[name]}
    if name.startswith("floating_ips"):
        for one in list(cloud.network.region().collections["floatingips"]):
            del cloud.network.region().collections["floatingips"][one]
        node.touch()
    if name == "purge_volumes":
        succeed(ansible.os_node(name="web1", volumes=[{"volume": "data", "delete_on_termination": True}]))
    cloud.clear_log()
    told = succeed(ansible.os_node(**options, check=True, diff=True))
    assert ansible.writes() == []
    assert told.changed
    done = succeed(ansible.os_node(**options, diff=True))
    assert done.changed
    assert done["diff"] == told["diff"]
    assert done["diff"]["before"] != done["diff"]["after"]
    known = ["state", "name", "metadata", "tags", "description", "locked", "key_name", "hostname"]
    known += ["volumes", "volumes_deleted_with_node"]
    if "networks" not in options:  # each port has groups of its own, which are shown together
        known.append("security_groups")
    for key in known:
        assert done["node"][key] == told["node"][key], key
    node.overrides.pop("OS-EXT-SRV-ATTR:user_data", None)
    cloud.clear_log()
    again = succeed(ansible.os_node(**options, diff=True))
    assert not again.changed
    assert again["diff"]["before"] == again["diff"]["after"]
    assert ansible.writes() == []


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "flavor-pending"])
def test_new_node_comes_as_desired(ansible: Ansible, cloud: FakeCloud, node: Any, name: str) -> None:
    options = {"image": "cirros", "flavor": "m1.tiny", "networks": ["private"], **CHANGES[name], "name": "fresh"}
    options.pop("new_name", None)
    if "fixed_ip" in str(options.get("floating_ips")):
        options["floating_ips"] = ["public"]
    told = succeed(ansible.os_node(**options, check=True, diff=True))
    done = succeed(ansible.os_node(**options, diff=True))
    assert done.changed is told.changed is True
    assert done["diff"] == told["diff"]
    assert done["node"]["state"] == told["node"]["state"]
    options.pop("user_data", None)
    cloud.clear_log()
    assert not succeed(ansible.os_node(**options)).changed
    assert ansible.writes() == []

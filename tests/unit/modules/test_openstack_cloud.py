# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options as openstack.cloud has them: those that mean the same do the same, the others are told the new way.

Whole plays of such tasks are run by tests/plays/test_openstack_cloud.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.moving import OldOptions
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

NODE: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


def called(ansible: Ansible, old_name: str, module: str, /, **options: Any) -> Result:
    """The result of a module that a task calls by the name that openstack.cloud has for it."""
    return ansible.run(module, _ansible_module_name=f"nodeworks.openstack.{old_name}", **options)


@pytest.mark.parametrize(
    ("module", "options", "way"),
    [
        ("os_node", {**NODE, "auto_ip": True}, "floating_ips: [NETWORK]"),
        ("os_node", {**NODE, "public_ip": "yes"}, "public_ip is not said so here"),
        ("os_node", {**NODE, "reuse_ips": True}, "os_floating_ip with reuse: true"),
        ("os_node", {"name": "web1", "image": "cirros", "flavor_ram": 512}, "os_flavor_info with min_ram"),
        ("os_node", {**NODE, "flavor_include": "tiny"}, "flavor: its name or id"),
        ("os_node", {**NODE, "image_exclude": "old"}, "image: its whole name"),
        ("os_node", {"name": "web1", "action": "shelve_offload"}, "state: the state"),
        ("os_node", {"name": "web1", "all_projects": True}, "project_name"),
        ("os_image", {"name": "i", "kernel": "k"}, "properties: {kernel_id: ID}"),
        ("os_image", {"name": "i", "owner_domain": "default"}, "owner: the project's id"),
        ("os_image", {"name": "i", "volume": "v"}, "os-volume_upload_image"),
        ("os_image", {"name": "i", "import_method": "glance-download"}, "url: where"),
        ("os_image", {"name": "i", "id": "5"}, "New ones are given theirs"),
        ("os_network", {"name": "n", "project": "demo"}, "project_name or project_id"),
        ("os_network", {"name": "n", "is_vlan_transparent": True}, "os_api"),
        ("os_subnet", {"name": "n", "use_default_subnetpool": True}, "subnet_pool: its name or id"),
        ("os_subnet", {"name": "n", "extra_specs": {"a": 1}}, "with os_api"),
        ("os_router", {"name": "r", "enable_snat": True}, "external_gateway: {network: NETWORK"),
        (
            "os_router",
            {"name": "r", "network": "public", "external_fixed_ips": [{"subnet": "s"}]},
            "fixed_ips: [ADDRESS]",
        ),
        ("os_server_group", {"name": "g", "policies": ["affinity", "anti-affinity"]}, "policy: POLICY"),
        ("os_security_group_rule", {"security_group": "g", "project": "demo"}, "project_name"),
    ],
    ids=str,
)
def test_option_that_means_nothing_here_is_told_the_new_way(
    ansible: Ansible, module: str, options: dict[str, Any], way: str
) -> None:
    message = fail(ansible.run(module, **options))
    assert "not said so here, as it is in openstack.cloud" in message
    assert way in message
    assert ansible.lines() == []


def test_all_that_is_wrong_is_told_at_once(ansible: Ansible) -> None:
    message = fail(ansible.os_node(**NODE, auto_ip=True, flavor_ram=512))
    assert "auto_ip is not" in message
    assert "flavor_ram is not" in message


def test_option_that_is_said_twice_is_refused(ansible: Ansible) -> None:
    message = fail(ansible.run("os_subnet", name="s", gateway_ip="10.0.0.1", no_gateway_ip=True))
    assert "gateway_ip is said twice" in message
    message = fail(ansible.os_node(**NODE, network="private", nics=["other"]))
    assert "networks and nics mean the same, but differ" in message


@pytest.mark.parametrize(
    ("options", "key", "value"),
    [
        ({"network": "private"}, "networks", ["private"]),
        ({"nics": "net-name=private"}, "networks", ["private"]),
        ({"nics": [{"net-name": "private"}]}, "networks", ["private"]),
        ({"meta": "a=b,c=d"}, "metadata", {"a": "b", "c": "d"}),
        ({"auto_ip": False, "reuse_ips": False, "image_exclude": "(deprecated)"}, "public_ips", []),
        ({"sdk_log_path": "result", "sdk_log_level": "DEBUG"}, "public_ips", []),
    ],
    ids=str,
)
def test_options_of_a_server(ansible: Ansible, options: dict[str, Any], key: str, value: Any) -> None:
    made = succeed(ansible.os_node(**NODE, **options))
    node = made["node"]
    found = {**node, "networks": sorted({address["network"] for address in node["addresses"]})}
    assert found[key] == value
    assert not succeed(ansible.os_node(**NODE, **options)).changed
    assert ("trace" in made.data) == ("sdk_log_path" in options)


@pytest.mark.parametrize(
    ("options", "mapping"),
    [
        (
            {"boot_from_volume": True, "volume_size": 3, "image": "cirros"},
            {"source_type": "image", "volume_size": 3, "delete_on_termination": False},
        ),
        (
            {"boot_from_volume": True, "volume_size": 3, "terminate_volume": True, "image": "cirros"},
            {"source_type": "image", "volume_size": 3, "delete_on_termination": True},
        ),
        (
            {"root_volume": "disk", "terminate_volume": "yes"},
            {"source_type": "volume", "delete_on_termination": True},
        ),
        ({"boot_volume": "disk"}, {"source_type": "volume", "delete_on_termination": False}),
    ],
    ids=str,
)
def test_server_that_boots_from_a_volume(
    ansible: Ansible, cloud: FakeCloud, options: dict[str, Any], mapping: dict[str, Any]
) -> None:
    cloud.volume.add_volume("disk", bootable="true")
    succeed(ansible.os_node(name="web1", flavor="m1.tiny", **options))
    (request,) = [one for one in cloud.calls("compute", "POST") if one.rest.endswith("/servers")]
    (sent,) = request.body["server"]["block_device_mapping_v2"]
    assert {key: sent.get(key, False) for key in mapping} == mapping


def test_terminate_volume_of_a_server_that_is_removed_deletes_no_volume(ansible: Ansible, cloud: FakeCloud) -> None:
    """There it is of the boot volume, when the server is made; here every volume that is attached would be lost."""
    volume = cloud.volume.add_volume("data")
    succeed(ansible.os_node(**NODE, volumes=["data"]))
    succeed(ansible.os_node(name="web1", state="absent", terminate_volume=True))
    assert volume["id"] in cloud.volume.state.volumes


@pytest.mark.parametrize(
    ("action", "state", "locked"),
    [
        ("stop", "stopped", False),
        ("start", "running", False),
        ("pause", "paused", False),
        ("suspend", "suspended", False),
        ("shelve", "shelved", False),
        ("lock", "running", True),
        ("unlock", "running", False),
    ],
)
def test_server_action(ansible: Ansible, cloud: FakeCloud, action: str, state: str, locked: bool) -> None:
    cloud.compute.add_server("web1")
    succeed(ansible.os_node(name="web1", locked=action == "unlock"))
    result = succeed(called(ansible, "server_action", "os_node", server="web1", action=action))
    assert result.changed == (action != "start")
    assert (result["node"]["state"], result["node"]["locked"]) == (state, locked)
    assert not succeed(called(ansible, "server_action", "os_node", name="web1", action=action)).changed


@pytest.mark.parametrize("action", ["unpause", "resume", "unshelve"])
def test_server_action_that_brings_it_back(ansible: Ansible, action: str) -> None:
    before = {"unpause": "paused", "resume": "suspended", "unshelve": "shelved"}[action]
    succeed(ansible.os_node(**NODE, state=before))
    result = succeed(called(ansible, "server_action", "os_node", server="web1", action=action))
    assert (result.changed, result["node"]["state"]) == (True, "running")


@pytest.mark.parametrize(
    ("action", "request_"), [("reboot_soft", "SOFT"), ("reboot_hard", "HARD"), ("rebuild", "rebuild")]
)
def test_server_action_that_is_done_each_time(ansible: Ansible, cloud: FakeCloud, action: str, request_: str) -> None:
    cloud.compute.add_server("web1")
    more = {"image": "cirros"} if action == "rebuild" else {}
    for _run in range(2):
        assert succeed(called(ansible, "server_action", "os_node", server="web1", action=action, **more)).changed
    sent = [str(one.body) for one in cloud.calls("compute", "POST") if one.rest.endswith("/action")]
    assert [request_ in body for body in sent] == [True, True]


def test_name_that_is_an_id(ansible: Ansible, cloud: FakeCloud) -> None:
    node_id = cloud.compute.add_server("web1").id
    assert succeed(called(ansible, "server_info", "os_node_info", name=node_id))["nodes"][0]["name"] == "web1"
    assert succeed(called(ansible, "server", "os_node", name=node_id, state="absent")).changed
    assert ansible.names() == []
    # By the name that the module has here, a name is a name.
    assert succeed(ansible.os_node(**{**NODE, "name": node_id}))["node"]["name"] == node_id


def test_wildcards_in_names(ansible: Ansible, cloud: FakeCloud) -> None:
    for name in ("web1", "web2", "db1", "webs.old"):
        cloud.compute.add_server(name)

    def found(module: str = "server_info", /, **options: Any) -> list[str]:
        result = succeed(called(ansible, module, "os_node_info", **options))
        return sorted(node["name"] for node in result["nodes"])

    assert found(name="web?") == ["web1", "web2"]
    assert found(server="web*", detailed=True) == ["web1", "web2", "webs.old"]
    assert found(name="webs.*") == ["webs.old"]
    assert found(name="web[12]") == ["web1", "web2"]
    assert found(name="web*", filters={"status": "SHUTOFF"}) == []
    assert found("os_node_info", name="web*") == []


def test_filters_that_are_options_here(ansible: Ansible, cloud: FakeCloud) -> None:
    """There filters look through the answer; here the service filters, and has none for these."""
    first, _second = (cloud.compute.add_server(name, metadata={"role": name[:-1]}) for name in ("web1", "web2"))

    def found(**options: Any) -> list[str]:
        result = succeed(called(ansible, "server_info", "os_node_info", **options))
        return sorted(node["name"] for node in result["nodes"])

    assert found(filters={"id": first.id}) == ["web1"]
    assert found(filters={"metadata": {"role": "web"}}) == ["web1", "web2"]
    assert found(name="web2", filters={"metadata": {"role": "web"}, "status": "ACTIVE"}) == ["web2"]
    assert found(filters={"metadata": {"role": "db"}}) == []


def test_address_that_is_absent_is_kept_unless_purged(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")

    def floating_ip(module: str, /, **options: Any) -> Result:
        return succeed(called(ansible, module, "os_floating_ip", server="web1", **options))

    address = floating_ip("floating_ip", network="public")["floating_ip"]["name"]
    absent: dict[str, Any] = {"state": "absent", "floating_ip_address": address, "network": "public"}
    detached = floating_ip("floating_ip", **absent)
    assert (detached.changed, detached["floating_ip"]["name"], detached["floating_ip"]["node_id"]) == (
        True,
        address,
        None,
    )
    assert not floating_ip("floating_ip", **absent).changed
    floating_ip("floating_ip", network="public", floating_ip_address=address)
    assert floating_ip("os_floating_ip", **absent, purge=False)["floating_ip"]["name"] == address
    floating_ip("floating_ip", network="public", floating_ip_address=address)
    assert floating_ip("floating_ip", **absent, purge=True)["floating_ip"] is None
    assert not floating_ip("floating_ip", **absent, purge=True).changed


def test_listed_rules_are_all_there_are(ansible: Ansible) -> None:
    egress = {"direction": "egress", "ether_type": "IPv4"}
    succeed(ansible.run("os_security_group", name="web", rules=[{"protocol": "tcp", "port": "22"}]))
    listed: dict[str, Any] = {"name": "web", "security_group_rules": [egress]}
    changed = succeed(ansible.run("os_security_group", **listed))
    assert [rule["direction"] for rule in changed["security_group"]["rules"]] == ["egress"]
    assert not succeed(ansible.run("os_security_group", **listed)).changed


def test_other_options_that_mean_the_same(ansible: Ansible, cloud: FakeCloud) -> None:
    def same(module: str, /, **options: Any) -> Any:
        first = succeed(ansible.run(module, **options))
        assert not succeed(ansible.run(module, **options)).changed
        return first

    same("os_network", name="n")
    subnet = same(
        "os_subnet", name="s", network_name="n", cidr="10.3.0.0/24", disable_gateway_ip=True,
        allocation_pool_start="10.3.0.9", allocation_pool_end="10.3.0.20", use_default_subnet_pool=False,
        extra_attrs={},
    )["subnet"]  # fmt: skip
    assert (subnet["gateway_ip"], subnet["allocation_pools"]) == (None, [{"start": "10.3.0.9", "end": "10.3.0.20"}])
    port = same("os_port", name="p", network="n", no_security_groups=True)["port"]
    assert port["security_group_ids"] == []
    gateway = same("os_router", name="r", external_gateway_info={"network": "public"})["router"]["external_gateway"]
    assert gateway["network_id"] is not None
    assert same("os_server_group", name="g", policies=["affinity"])["server_group"]["policy"] == "affinity"
    volume = same("os_volume", display_name="v", display_description="d", size=1)["volume"]
    assert (volume["name"], volume["description"]) == ("v", "d")


def test_image(ansible: Ansible, tmp_path: Any) -> None:
    content = tmp_path / "disk"
    content.write_bytes(b"disk")
    options: dict[str, Any] = {"name": "i", "filename": str(content), "is_public": False, "use_import": False}
    made = succeed(called(ansible, "image", "os_image", **options))["image"]
    assert (made["disk_format"], made["visibility"]) == ("qcow2", "private")
    assert not succeed(called(ansible, "image", "os_image", **options)).changed
    assert succeed(called(ansible, "image", "os_image", name="i", state="inactive"))["image"]["status"] == "deactivated"


def test_key_pair_that_is_replaced(ansible: Ansible) -> None:
    one, other = new_public_key(), new_public_key()
    succeed(ansible.run("os_keypair", name="k", public_key=one))
    assert succeed(ansible.run("os_keypair", name="k", public_key=other, state="replace")).changed
    assert not succeed(ansible.run("os_keypair", name="k", public_key=other, state="replace")).changed


def test_old_name_is_that_of_no_module_here() -> None:
    """An adaptation under an old name must not reach those who use the new one."""
    ways = [one for one in vars(openstack_cloud).values() if isinstance(one, OldOptions)]
    assert not [name for one in ways for name in one.called if name.startswith("os_")]

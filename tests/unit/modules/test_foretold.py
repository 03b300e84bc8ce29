# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole playbook in check mode: each task knows what the tasks before it would have done."""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.forecast import kept_by
from ansible_collections.nodeworks.openstack.tests.unit.modules.foretelling import (
    Memory,
    play,
    registered,
    require_foretold,
    task,
)
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPMOLgaIoLFcGuSmO8LO+hXW6bbHhB5H8J3tBLCEwb9 shop"

NETWORK = task("network", "os_network", name="shop", tags=["shop"])
SHOP = [
    NETWORK,
    task("subnet", "os_subnet", name="shop", network="shop", cidr="10.20.0.0/24"),
    task("router", "os_router", name="shop", external_gateway={"network": "public"}, interfaces=[{"subnet": "shop"}]),
    task("group", "os_security_group", name="web", rules=[{"protocol": "tcp", "port": "80"}]),
    task("port", "os_port", name="web1", network=registered("network", "network"), security_groups=["web"]),
    task("key", "os_keypair", name="shop", public_key=KEY),
    task("apart", "os_server_group", name="shop", policy="anti-affinity"),
    task("volume", "os_volume", name="data", size=1),
    task(
        "node", "os_node", name="web1", image="debian-12", flavor="m1.small", networks=[{"port": "web1"}],
        key_name="shop", volumes=["data"], server_group=registered("apart", "server_group"),
    ),
    task("address", "os_floating_ip", node="web1", network="public"),
    task("snapshot", "os_volume_snapshot", name="data1", volume=registered("volume", "volume"), force=True),
    task("fleet", "os_node", names=["app[1:3]"], image="debian-12", flavor="m1.small", networks=["shop"]),
    task("marked", "os_node", id=registered("node", "node"), metadata={"role": "web"}),
]  # fmt: skip

GONE = [
    task("fleet", "os_node", names=["app[1:3]"], state="absent"),
    task("snapshot", "os_volume_snapshot", name="data1", state="absent"),
    task("address", "os_floating_ip", node="web1", state="absent"),
    task("node", "os_node", name="web1", state="absent"),
    task("volume", "os_volume", name="data", state="absent"),
    task("port", "os_port", name="web1", state="absent"),
    task("router", "os_router", name="shop", state="absent"),
    task("subnet", "os_subnet", name="shop", state="absent"),
    task("network", "os_network", name="shop", state="absent"),
    task("group", "os_security_group", name="web", state="absent"),
    task("key", "os_keypair", name="shop", state="absent"),
    task("apart", "os_server_group", name="shop", state="absent"),
]


def test_first_run_and_teardown_are_foretold(ansible: Ansible) -> None:
    results = require_foretold(ansible, SHOP)
    assert all(result.changed for result in results.values())
    again = require_foretold(ansible, SHOP)
    assert not any(result.changed for called, result in again.items())
    gone = require_foretold(ansible, GONE)
    assert all(result.changed for result in gone.values())


def test_what_is_made_and_removed_in_one_check_is_gone_again(ansible: Ansible) -> None:
    gone = [task(f"{one.called} gone", one.module, **one.options) for one in GONE]
    results = play(ansible, [*SHOP, *gone], check=True)
    assert all(result.changed for result in results.values())
    assert ansible.writes() == []


def test_a_typo_is_still_an_error_that_knows_what_will_be_there(ansible: Ansible) -> None:
    with kept_by(Memory()):
        succeed(ansible.run("os_network", check=True, name="warehouse"))
        message = fail(ansible.run("os_subnet", check=True, name="s", network="warehose", cidr="10.0.0.0/24"))
    assert "There is no network named 'warehose'" in message
    assert "Did you mean 'warehouse'?" in message


def test_a_new_name_is_known_and_the_old_one_is_not(ansible: Ansible) -> None:
    succeed(ansible.run("os_network", name="old"))
    with kept_by(Memory()):
        succeed(ansible.run("os_network", check=True, name="old", new_name="new"))
        result = succeed(ansible.run("os_subnet", check=True, name="s", network="new", cidr="10.0.0.0/24"))
        message = fail(ansible.run("os_subnet", check=True, name="s", network="old", cidr="10.0.0.0/24"))
        info = succeed(ansible.run("os_network_info", check=True, name="new"))
    assert result.changed
    assert "There is no network named 'old'" in message
    assert [one["name"] for one in info["networks"]] == ["new"]


def test_changes_add_up(ansible: Ansible) -> None:
    tasks = [
        task("made", "os_network", name="shop", description="one", tags=["a"]),
        task("changed", "os_network", name="shop", description="two", tags=["b"]),
        task("same", "os_network", name="shop", description="two", tags=["a", "b"]),
        task("purged", "os_network", name="shop", tags=["a"], purge_tags=True),
    ]
    results = require_foretold(ansible, tasks)
    assert [result.changed for result in results.values()] == [True, True, False, True]
    assert results["changed"]["diff"]["before"]["description"] == "one"


def test_what_is_removed_can_be_made_anew(ansible: Ansible) -> None:
    succeed(ansible.run("os_keypair", name="shop", public_key=KEY))
    tasks = [
        task("gone", "os_keypair", name="shop", state="absent"),
        task("anew", "os_keypair", name="shop", public_key=KEY),
        task("same", "os_keypair", name="shop", public_key=KEY),
    ]
    results = require_foretold(ansible, tasks)
    assert [result.changed for result in results.values()] == [True, True, False]


def test_id_of_what_is_to_be_made_is_readable_and_never_sent(ansible: Ansible) -> None:
    with kept_by(Memory()):
        made = succeed(ansible.run("os_network", check=True, name="my shop"))
        succeed(ansible.run("os_port", check=True, name="p", network=made["network"]["id"]))
        succeed(ansible.run("os_network_info", check=True, kind="port", filters={"network_id": made["network"]["id"]}))
    assert made["network"]["id"] == "to-be-made-network-my-shop"
    assert not any("to-be-made" in line for line in ansible.lines())


def test_a_real_run_knows_nothing_of_it(ansible: Ansible) -> None:
    memory = Memory()
    with kept_by(memory):
        succeed(ansible.run("os_network", check=True, name="shop"))
        assert memory.events()
        message = fail(ansible.run("os_subnet", name="s", network="shop", cidr="10.0.0.0/24"))
        count = len(memory.events())
        succeed(ansible.run("os_network", name="shop"))
    assert "There is no network named 'shop'" in message
    assert len(memory.events()) == count


def test_secrets_are_not_kept(ansible: Ansible) -> None:
    memory = Memory()
    with kept_by(memory):
        options: dict[str, Any] = {"name": "robot", "secret": "a-very-secret-text", "roles": ["member"]}
        succeed(ansible.run("os_application_credential", check=True, **options))
        node: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}
        succeed(ansible.run("os_node", check=True, user_data="another-secret", admin_password="a-password", **node))
    assert len(memory.events()) == 2
    for secret in ("a-very-secret-text", "another-secret", "a-password"):
        assert secret not in str(memory.events())


def test_a_check_by_itself_has_no_id_and_keeps_nothing(ansible: Ansible) -> None:
    assert succeed(ansible.run("os_network", check=True, name="shop"))["network"]["id"] is None
    assert "no network named" in fail(
        ansible.run("os_subnet", check=True, name="s", network="shop", cidr="10.0.0.0/24")
    )


CUSTOMER = [
    task("domain", "os_domain", name="orchard"),
    task("project", "os_project", name="shop", domain="orchard", tags=["a"]),
    task("user", "os_user", name="ada", domain=registered("domain", "domain"), user_password="battery-staple"),
    task("group", "os_group", name="people", domain="orchard", users=["ada"]),
    task("role", "os_role", name="picker", implies=["reader"]),
    task("assigned", "os_role_assignment", role="picker", to_group="people", on_project="shop"),
    task("service", "os_service", name="cloudkitty", type="rating"),
    task(
        "endpoint", "os_endpoint_definition",
        service="cloudkitty", endpoint_interface="public", endpoint_region="RegionOne", url="http://192.0.2.1",
    ),
    task("type", "os_volume_type", name="fast", is_public=False, access=["demo"]),
    task("aggregate", "os_host_aggregate", name="gpu", hosts=["compute-1"], metadata={"gpu": "true"}),
    task("scope", "os_address_scope", name="campus", ip_version=4),
    task("pool", "os_subnet_pool", name="campus", prefixes=["10.40.0.0/16"], address_scope="campus"),
    task("network", "os_network", name="campus"),
    task("shared", "os_rbac_policy", object_type="network", object="campus", action="access_as_shared",
         target_project="demo"),
    task("address", "os_floating_ip", network="public"),
    task("port", "os_port", name="web1", network="campus"),
    task(
        "forwarding", "os_port_forwarding", floating_ip=registered("address", "floating_ip"), protocol="tcp",
        external_port="80", internal_port="80", port="web1", internal_ip="10.0.0.5",
    ),
]  # fmt: skip


def test_first_run_for_a_customer_is_foretold(administrator: Ansible) -> None:
    results = require_foretold(administrator, CUSTOMER)
    assert all(result.changed for result in results.values())
    assert not any("to-be-made" in line for line in administrator.lines())
    again = play(administrator, CUSTOMER, check=True)
    assert [name for name, result in again.items() if result.changed] == []

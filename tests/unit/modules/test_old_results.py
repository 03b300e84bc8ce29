# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under a name of openstack.cloud a task returns the old keys too; under its own name it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.old_results import RESULTS
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, succeed

CHECKOUT = Path(__file__).resolve().parents[3]
ROUTING = yaml.safe_load((CHECKOUT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["plugin_routing"]["modules"]
NODE: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}


def under(ansible: Ansible, called: str, **options: Any) -> Result:
    """The result of a task under an old name."""
    module = ROUTING[called]["redirect"].rpartition(".")[2]
    return succeed(ansible.run(module, **options, _ansible_module_name=f"nodeworks.openstack.{called}"))


def test_each_is_of_a_name_that_there_is() -> None:
    assert [name for name in RESULTS if name not in ROUTING] == []


def test_server(ansible: Ansible) -> None:
    made = under(ansible, "server", **NODE, floating_ips=["public"])
    server, node = made["server"], made["node"]
    assert (server["id"], server["name"], server["status"]) == (node["id"], "web1", "ACTIVE")
    assert (server["public_v4"], server["access_ipv4"]) == (node["public_ips"][0], node["public_ips"][0])
    assert server["private_v4"] in node["private_ips"]
    assert {one["addr"] for one in server["addresses"]["private"]} == {one["ip"] for one in node["addresses"]}
    assert server["security_groups"] == [{"name": "default"}]
    assert (server["flavor"]["original_name"], server["vm_state"]) == ("m1.tiny", "active")
    found = under(ansible, "server_info", name="web1")
    assert [one["access_ipv4"] for one in found["servers"]] == [server["access_ipv4"]]
    assert "server" not in succeed(ansible.os_node(**NODE)).data
    assert "servers" not in succeed(ansible.os_node_info()).data


def test_server_that_is_to_be_made_or_gone(ansible: Ansible) -> None:
    predicted = under(ansible, "server", **NODE, check=True)
    assert (predicted["server"]["name"], predicted["server"]["id"]) == ("web1", None)
    gone = under(ansible, "server", name="web1", state="absent")
    assert "server" not in gone.data


@pytest.mark.parametrize(
    ("called", "options", "key", "told"),
    [
        ("network", {"name": "n"}, "network", {"is_shared": False, "is_router_external": False}),
        ("security_group", {"name": "g"}, "security_group", {"is_shared": False}),
        ("keypair", {"name": "k", "public_key": "{key}"}, "keypair", {"name": "k", "type": "ssh"}),
        ("volume", {"name": "v", "size": 1}, "volume", {"is_bootable": False, "attachments": []}),
        ("server_group", {"name": "s", "policies": ["affinity"]}, "server_group", {"policies": ["affinity"]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_others(
    ansible: Ansible, cloud: FakeCloud, called: str, options: dict[str, Any], key: str, told: dict[str, Any]
) -> None:
    line = cloud.compute.region().keypairs[0].public_key
    filled = {name: line if value == "{key}" else value for name, value in options.items()}
    result = under(ansible, called, **filled)
    assert {name: result[key][name] for name in told} == told


def test_address_and_rule(ansible: Ansible) -> None:
    address = under(ansible, "floating_ip", network="public")["floating_ip"]
    assert address["floating_ip_address"] == address["name"]
    under(ansible, "security_group", name="web")
    rule = under(ansible, "security_group_rule", security_group="web", protocol="tcp", port_range_min=22)
    assert rule["rule"] == rule["security_group_rule"]
    assert rule["id"] == rule["rule"]["id"]


def test_some_fields_alone(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    found = under(ansible, "server_info", fields=["id", "name"])
    assert [set(one) for one in found["servers"]] == [{"id", "name"}]

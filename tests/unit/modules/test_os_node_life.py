# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What showed only on a real cloud, told to the fake."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import read_node
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
NODE_KEYS = {*read_node({"id": "n1"}), "region"}


def test_new_floating_ip_has_its_description(ansible: Ansible, cloud: FakeCloud) -> None:
    wanted: dict[str, Any] = {"floating_ips": [{"network": "public", "description": "of the shop"}]}
    succeed(ansible.os_node(**WEB1, **wanted))
    (found,) = succeed(ansible.run("os_floating_ip_info", filters={"description": "of the shop"}))["floating_ips"]
    assert found["node_id"]
    assert not succeed(ansible.os_node(**WEB1, **wanted)).changed


def test_new_node_s_floating_ip_is_seen(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("other")
    first = succeed(ansible.os_node(name="other", floating_ips=["public"]))["node"]["public_ips"]
    succeed(ansible.os_node(name="other", floating_ips=[], purge_floating_ips=True))
    node = succeed(ansible.os_node(**WEB1, floating_ips=first, wait_timeout=10))["node"]
    assert node["public_ips"] == first


def test_floating_ip_that_another_run_gave_first_is_no_error(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(
        kind="masked",
        method="POST",
        path="/floatingips",
        status=409,
        body={"NeutronError": {"type": "FloatingIPPortAlreadyAssociated", "message": "It has one.", "detail": ""}},
    )
    node = succeed(ansible.os_node(**WEB1, floating_ips=["public"]))["node"]
    assert len(node["public_ips"]) == 1
    assert not succeed(ansible.os_node(**WEB1, floating_ips=["public"])).changed


@pytest.mark.parametrize("check", [False, True])
def test_what_is_read_to_judge_a_node_is_no_key_of_it(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    cloud.compute.add_server("web1")
    options: dict[str, Any] = {"networks": ["private"], "purge_networks": True, "volumes": [], "purge_volumes": True}
    node = succeed(ansible.os_node(name="web1", **options, metadata={"a": "1"}, check=check))["node"]
    assert set(node) == NODE_KEYS


@pytest.mark.parametrize("networks", ["none", "auto", ["private"]])
def test_node_that_is_made_anew_is_predicted_as_a_new_one(ansible: Ansible, cloud: FakeCloud, networks: Any) -> None:
    old = cloud.compute.add_server("web1", status="ERROR", metadata={"a": "1"})
    options = {**WEB1, "on_error": "recreate", "networks": networks}
    told = succeed(ansible.os_node(**options, check=True, diff=True))
    assert (told["node"]["id"], told["node"]["metadata"], told["node"]["status"]) == (None, {}, "ACTIVE")
    done = succeed(ansible.os_node(**options, diff=True))
    assert done["diff"] == told["diff"]
    assert done["node"]["id"] != old.id


@pytest.mark.parametrize(
    ("option", "text"), [("access_ipv4", ""), ("access_ipv4", "web1"), ("access_ipv6", "10.0.0.1")]
)
def test_access_address_is_one(ansible: Ansible, cloud: FakeCloud, option: str, text: str) -> None:
    cloud.compute.add_server("web1")
    options: dict[str, Any] = {"name": "web1", option: text, "description": "new"}
    message = fail(ansible.os_node(**options))
    assert message.startswith(f"{option}: '{text}' is no IPv{option[-1]} address.")
    assert ("not taken away" in message) is (text == "")
    assert ansible.writes() == []


@pytest.mark.parametrize(
    ("options", "image"), [({}, True), ({"boot_volume": {"size": 1}}, False)], ids=["image", "volume"]
)
def test_image_of_a_new_node_is_predicted_by_its_id(
    ansible: Ansible, cloud: FakeCloud, options: dict[str, Any], image: bool
) -> None:
    told = succeed(ansible.os_node(**WEB1, **options, check=True))["node"]
    cirros = next(one["id"] for one in cloud.image.images.values() if one["name"] == "cirros")
    assert told["image"] == ({"id": cirros, "name": None} if image else None)
    assert told["flavor"]["name"] == "m1.tiny"


def test_flavor_by_its_id_is_predicted_by_its_name(ansible: Ansible, cloud: FakeCloud) -> None:
    flavor = next(one for one in cloud.compute.region().flavors.values() if one.name == "m1.small")
    assert succeed(ansible.os_node(**{**WEB1, "flavor": flavor.id}, check=True))["node"]["flavor"]["name"] == "m1.small"


def test_flavor_after_a_reverted_resize_cannot_be_known(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    succeed(ansible.os_node(name="web1", flavor="m1.small", resize="pending"))
    told = succeed(ansible.os_node(name="web1", resize="revert", check=True, diff=True))
    assert set(told["node"]["flavor"].values()) == {None}
    done = succeed(ansible.os_node(name="web1", resize="revert", diff=True))
    assert done["diff"] == told["diff"]
    assert done["node"]["flavor"]["name"] == "m1.tiny"


@pytest.mark.parametrize("status", ["SHELVED_OFFLOADED", "ACTIVE"])
def test_shelved_node_is_in_no_zone(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    cloud.compute.add_server("web1", status=status)
    told = succeed(ansible.os_node(name="web1", state="shelved", check=True))["node"]
    done = succeed(ansible.os_node(name="web1", state="shelved"))["node"]
    assert (told["availability_zone"], done["availability_zone"]) == (None, None)


def test_volumes_are_shown_in_an_order_that_can_be_predicted(ansible: Ansible, cloud: FakeCloud) -> None:
    """Nova shows them now in one order and now in another."""
    volumes = [cloud.volume.add_volume(f"data{number}")["id"] for number in range(5)]
    made = succeed(ansible.os_node(**WEB1, volumes=volumes[:4]))["node"]["volumes"]
    predicted = succeed(ansible.os_node(name="web1", volumes=volumes, check=True))["node"]["volumes"]
    done = succeed(ansible.os_node(name="web1", volumes=volumes))["node"]["volumes"]
    assert (made, predicted, done) == (sorted(volumes[:4]), sorted(volumes), sorted(volumes))

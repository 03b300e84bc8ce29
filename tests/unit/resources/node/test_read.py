# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node as users see it, from what Nova says at any microversion."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import STATES, read_node

RAW: dict[str, Any] = {
    "id": "n1",
    "name": "web1",
    "status": "ACTIVE",
    "tenant_id": "p1",
    "user_id": "u1",
    "metadata": {"role": "web"},
    "tags": ["a"],
    "key_name": "demo",
    "description": "A node.",
    "locked": False,
    "created": "2026-11-22T12:00:00Z",
    "updated": "2026-11-22T12:01:00Z",
    "hostId": "h",
    "image": {"id": "i1", "links": [{"rel": "bookmark", "href": "http://n"}]},
    "flavor": {"original_name": "m1.small", "vcpus": 1, "ram": 2048, "disk": 20, "swap": 0, "extra_specs": {}},
    "addresses": {
        "private": [
            {
                "addr": "10.0.0.5",
                "version": 4,
                "OS-EXT-IPS:type": "fixed",
                "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:00:00:01",
            },
            {
                "addr": "172.24.4.9",
                "version": 4,
                "OS-EXT-IPS:type": "floating",
                "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:00:00:01",
            },
        ],
        "public": [{"addr": "2001:4860::1", "version": 6, "OS-EXT-IPS:type": "fixed"}],
    },
    "security_groups": [{"name": "web"}, {"name": "default"}, {"name": "web"}],
    "OS-EXT-AZ:availability_zone": "nova",
    "OS-EXT-STS:task_state": None,
    "OS-EXT-STS:power_state": 1,
    "os-extended-volumes:volumes_attached": [{"id": "v1", "delete_on_termination": False}],
    "accessIPv4": "",
    "accessIPv6": "2001:4860::1",
    "links": [],
}


def test_whole_node() -> None:
    node = read_node(RAW)
    addresses = node.pop("addresses")
    assert node == {
        "id": "n1",
        "name": "web1",
        "state": "running",
        "status": "ACTIVE",
        "task_state": None,
        "address": "172.24.4.9",
        "access_ipv4": None,
        "access_ipv6": "2001:4860::1",
        "user_data": None,
        "public_ips": ["172.24.4.9", "2001:4860::1"],
        "private_ips": ["10.0.0.5"],
        "flavor": {"id": None, "name": "m1.small", "vcpus": 1, "ram": 2048, "disk": 20},
        "image": {"id": "i1", "name": None},
        "metadata": {"role": "web"},
        "tags": ["a"],
        "key_name": "demo",
        "security_groups": ["default", "web"],
        "availability_zone": "nova",
        "volumes": ["v1"],
        "volumes_deleted_with_node": [],
        "created_at": "2026-11-22T12:00:00Z",
        "fault": None,
        "description": "A node.",
        "locked": False,
        "locked_reason": None,
        "hostname": None,
        "server_group": None,
        "trusted_certs": None,
        "config_drive": False,
        "project_id": "p1",
        "user_id": "u1",
        "extra": {
            "updated": "2026-11-22T12:01:00Z",
            "hostId": "h",
            "OS-EXT-STS:power_state": 1,
        },
    }
    assert addresses[1] == {
        "network": "private",
        "ip": "172.24.4.9",
        "version": 4,
        "type": "floating",
        "mac": "fa:16:3e:00:00:01",
        "public": True,
    }
    assert [address["network"] for address in addresses] == ["private", "private", "public"]


def test_node_that_is_just_being_made() -> None:
    node = read_node(
        {"id": "n1", "status": "BUILD", "addresses": {}, "image": "", "OS-EXT-STS:task_state": "scheduling"}
    )
    assert (node["state"], node["task_state"], node["image"], node["name"]) == ("building", "scheduling", None, None)
    assert (node["public_ips"], node["private_ips"], node["addresses"]) == ([], [], [])
    assert (node["security_groups"], node["volumes"], node["metadata"], node["tags"]) == ([], [], {}, [])


def test_every_node_has_the_same_keys() -> None:
    assert set(read_node({"id": "n1"})) == set(read_node(RAW))


def test_nothing_is_lost() -> None:
    node = read_node({"id": "n1", "something-new": {"a": 1}, "fault": {"message": "No valid host."}})
    assert node["extra"] == {"something-new": {"a": 1}}
    assert node["fault"] == {"message": "No valid host."}


@pytest.mark.parametrize(("status", "state"), [*STATES.items(), ("SOMETHING_NEW", "unknown"), (None, "unknown")])
def test_state(status: str | None, state: str) -> None:
    node = read_node({"id": "n1", "status": status})
    assert (node["state"], node["status"]) == (state, status)


@pytest.mark.parametrize(
    ("address", "kind", "public"),
    [
        ("10.0.0.5", "fixed", False),
        ("192.168.1.1", "fixed", False),
        ("100.64.0.1", "fixed", False),
        ("8.8.8.8", "fixed", True),
        ("10.9.9.9", "floating", True),
        ("fd00::1", "fixed", False),
        ("2001:4860::1", "fixed", True),
        ("fe80::1%eth0", "fixed", False),
        ("not-an-address", "fixed", False),
        ("8.8.8.8", None, True),
    ],
)
def test_public_addresses(address: str, kind: str | None, public: bool) -> None:
    raw = {"id": "n1", "addresses": {"net": [{"addr": address, "version": 4, "OS-EXT-IPS:type": kind}]}}
    node = read_node(raw)
    assert (node["public_ips"], node["private_ips"]) == (([address], []) if public else ([], [address]))
    assert node["addresses"][0]["type"] == (kind or "fixed")


@pytest.mark.parametrize(
    ("flavor", "shown"),
    [
        ({"id": "1", "links": []}, {"id": "1", "name": None, "vcpus": None, "ram": None, "disk": None}),
        ({}, {"id": None, "name": None, "vcpus": None, "ram": None, "disk": None}),
        (
            {"original_name": "m1.tiny", "vcpus": 1, "ram": 512, "disk": 0},
            {"id": None, "name": "m1.tiny", "vcpus": 1, "ram": 512, "disk": 0},
        ),
    ],
    ids=["before-2.47", "none", "since-2.47"],
)
def test_flavor(flavor: dict[str, Any], shown: dict[str, Any]) -> None:
    assert read_node({"id": "n1", "flavor": flavor})["flavor"] == shown


@pytest.mark.parametrize(
    ("image", "shown"), [("", None), (None, None), ({}, None), ({"id": "i1"}, {"id": "i1", "name": None})], ids=repr
)
def test_image(image: Any, shown: Any) -> None:
    assert read_node({"id": "n1", "image": image})["image"] == shown

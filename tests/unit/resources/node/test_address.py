# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""At which address a node is reached, by preferences of the user."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.address import (
    DEFAULT_PREFERENCES,
    address_of,
    best_address,
    preferences,
)

Address = dict[str, Any]


def address(ip: str, network: str = "private", kind: str = "fixed", public: bool = False) -> Address:
    version = 6 if ":" in ip else 4
    return {"network": network, "ip": ip, "version": version, "type": kind, "mac": None, "public": public}


NODE: dict[str, Any] = {
    "name": "web1",
    "hostname": "web1.example.org",
    "access_ipv4": "198.51.100.7",
    "access_ipv6": "2001:db8::7",
    "addresses": [
        address("10.0.0.5"),
        address("172.24.4.9", kind="floating", public=True),
        address("fd00::5"),
        address("10.9.0.5", network="storage"),
        address("fd09::5", network="storage"),
        address("203.0.113.5", network="x:ipv4", public=True),
        address("2001:db8::5", network="ipv4", public=True),
        address("10.8.0.5", network="name"),
    ],
}


def chosen(*texts: str, node: dict[str, Any] | None = None) -> str | None:
    return address_of(NODE if node is None else node, preferences(texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ip", "172.24.4.9"),
        ("ipv4", "172.24.4.9"),
        ("ipv6", "2001:db8::5"),
        ("floating_ip", "172.24.4.9"),
        ("floating_ipv4", "172.24.4.9"),
        ("floating_ipv6", None),
        ("fixed_ip", "203.0.113.5"),
        ("fixed_ipv4", "203.0.113.5"),
        ("fixed_ipv6", "2001:db8::5"),
        ("public_ip", "172.24.4.9"),
        ("public_ipv4", "172.24.4.9"),
        ("public_ipv6", "2001:db8::5"),
        ("private_ip", "10.0.0.5"),
        ("private_ipv4", "10.0.0.5"),
        ("private_ipv6", "fd00::5"),
        ("access_ipv4", "198.51.100.7"),
        ("access_ipv6", "2001:db8::7"),
        ("access_ip", "198.51.100.7"),
        ("name", "web1"),
        ("hostname", "web1.example.org"),
        ("storage", "10.9.0.5"),
        ("storage:ipv6", "fd09::5"),
        ("storage:floating_ip", None),
        ("private:fixed_ipv4", "10.0.0.5"),
        ("private", "172.24.4.9"),
        ("network:storage", "10.9.0.5"),
        ("network:storage:ipv6", "fd09::5"),
        ("network:x:ipv4:ip", "203.0.113.5"),
        ("network:x:ipv4", None),
        ("network:ipv4", "2001:db8::5"),
        ("network:name", "10.8.0.5"),
        ("network:a:b", None),
        ("nowhere", None),
        ("Storage", None),
    ],
)
def test_one_preference(text: str, expected: str | None) -> None:
    assert chosen(text) == expected


def test_the_first_that_fits_counts() -> None:
    assert chosen("floating_ipv6", "storage", "ipv4") == "10.9.0.5"
    assert chosen("floating_ipv6", "nowhere") is None
    assert chosen() is None


def test_a_node_that_lacks_what_is_asked_for() -> None:
    bare: dict[str, Any] = {"name": None, "access_ipv4": None, "access_ipv6": "2001:db8::7", "addresses": []}
    assert chosen("ip", "name", "hostname", "access_ipv4", node=bare) is None
    assert chosen("access_ip", node=bare) == "2001:db8::7"


@pytest.mark.parametrize(
    "text", ["floating_ip4", "IPv4", "ip6", "flaoting_ipv4", "my-ip", "", "network:", ":ipv4", "storage:v4", "a:b:ipv4"]
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        preferences(["ipv4", text], option="hostnames")
    assert str(refused.value).startswith(f"hostnames has '{text}', which is no kind of address (floating_ipv4,")
    assert f"'network:{text}'" in str(refused.value)


def test_all_that_is_wrong_is_said() -> None:
    with pytest.raises(ConfigError) as refused:
        preferences(["ip4", "storage", "ip6"])
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("count", range(6))
def test_the_default_is_the_best_address(count: int) -> None:
    shapes = [
        address(ip, kind=kind, public=public or kind == "floating")
        for ip, kind, public in itertools.product(("192.0.2.1", "2001:db8::1"), ("fixed", "floating"), (True, False))
    ]
    for addresses in itertools.permutations(shapes[:7], count):
        numbered = [{**one, "ip": f"{one['ip']}{number}"} for number, one in enumerate(addresses)]
        assert chosen(*DEFAULT_PREFERENCES, node={"addresses": numbered}) == best_address(numbered)

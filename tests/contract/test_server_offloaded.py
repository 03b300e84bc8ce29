# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that has left its host: Nova goes on to show the addresses that it had then, whatever becomes of them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers


@contextlib.contextmanager
def floating_ip(cloud: Cloud, **fields: str) -> Iterator[Json]:
    """Make a floating IP, and take it away."""
    body = {"floatingip": {"floating_network_id": cloud.network_id("public"), **fields}}
    made = cloud.network("POST", "/floatingips", json=body)
    assert made.status_code == 201, made.text
    floating: Json = made.json()["floatingip"]
    yield floating
    cloud.network("DELETE", f"/floatingips/{floating['id']}")


def shown(servers: Servers, server_id: str) -> set[str]:
    """Return the floating addresses with which Nova shows a server."""
    networks = servers.show(server_id)["addresses"].values()
    return {one["addr"] for rows in networks for one in rows if one["OS-EXT-IPS:type"] == "floating"}


@pytest.fixture(name="port_id")
def port_of_offloaded(servers: Servers) -> str:
    """Return the port of a server on the network `private`, which is running."""
    server_id = servers.make(networks=[{"uuid": servers.cloud.network_id("private")}])
    (port,) = servers.cloud.network("GET", f"/ports?device_id={server_id}").json()["ports"]
    return str(port["id"])


def test_floating_ip_that_it_is_given_does_not_show(servers: Servers, port_id: str) -> None:
    server_id = servers.made[0]
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    with floating_ip(servers.cloud, port_id=port_id) as floating:
        assert shown(servers, server_id) == set()
        servers.act(server_id, "unshelve", "ACTIVE")
        assert shown(servers, server_id) == {floating["floating_ip_address"]}


def test_floating_ip_that_is_taken_from_it_shows_still(servers: Servers, port_id: str) -> None:
    cloud, server_id = servers.cloud, servers.made[0]
    with floating_ip(cloud, port_id=port_id) as floating:
        # Nova is told of it by Neutron, a moment later.
        _wait_for(servers, server_id, {floating["floating_ip_address"]})
        servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
        cloud.network("PUT", f"/floatingips/{floating['id']}", json={"floatingip": {"port_id": None}})
        assert shown(servers, server_id) == {floating["floating_ip_address"]}


def test_ports_and_floating_ips_of_several_at_once(servers: Servers, port_id: str) -> None:
    """The queries by which the addresses of many such servers are read."""
    cloud = servers.cloud
    second = servers.make(networks=[{"uuid": cloud.network_id("private")}])
    query = "&".join(f"device_id={one}" for one in servers.made)
    ports = cloud.network("GET", f"/ports?{query}").json()["ports"]
    assert {port["device_id"] for port in ports} == {servers.made[0], second}
    others = "&".join(f"port_id={port['id']}" for port in ports)
    with floating_ip(cloud, port_id=port_id) as floating:
        found = cloud.network("GET", f"/floatingips?{others}").json()["floatingips"]
        assert [one["id"] for one in found] == [floating["id"]]


def _wait_for(servers: Servers, server_id: str, addresses: set[str]) -> None:
    for _attempt in range(600):
        if shown(servers, server_id) == addresses:
            return
        time.sleep(0.01 if servers.cloud.kind == "fake" else 0.1)
    raise AssertionError(f"{server_id} never shows {addresses}.")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read besides the nodes: only what a desired state needs, and for many nodes at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.details import (
    MOST_IN_ONE_QUERY,
    details,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import desired, node
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Serve,
    WebServer,
    by_path,
    cloud_config,
    entry,
    in_turn,
    token_reply,
)

PORTS = [
    {
        "name": "",
        "id": f"p{number}",
        "device_id": f"n{number}",
        "network_id": "x",
        "mac_address": f"m{number}",
        "fixed_ips": [],
    }
    for number in range(3)
]
FLOATING = [
    {"id": "f1", "floating_ip_address": "192.0.2.1", "floating_network_id": "x"},
    {"id": "f9", "floating_ip_address": "192.0.2.9", "floating_network_id": "x"},
]
ATTACHED = [{"device": "/dev/vda", "volumeId": "v0"}, {"device": "/dev/vdb", "volumeId": "v1"}]


@pytest.fixture
def world(serve: Serve) -> Iterator[tuple[Cloud, WebServer]]:
    routes = {
        "GET /v2.0/ports": Reply(200, {"ports": PORTS}),
        "GET /v2.0/floatingips": Reply(200, {"floatingips": FLOATING}),
        "GET /v2.1/servers/n1/os-volume_attachments": Reply(200, {"volumeAttachments": ATTACHED}),
    }
    server = serve(by_path(dict(routes)))
    entries = [entry(f"{server.url}/v2.1"), entry(f"{server.url}/v2.0", "network", "neutron")]
    config = cloud_config(serve(in_turn(token_reply(entries))).url)
    cloud = Cloud(config, Transport(config), TokenStore(None))
    yield cloud, server
    cloud.close()


def with_address(number: int) -> dict[str, Any]:
    floating = {"addr": f"192.0.2.{number}", "OS-EXT-IPS:type": "floating"}
    return {**node(addresses={"a": [floating]}), "id": f"n{number}"}


@pytest.mark.parametrize(
    ("wanted", "found", "lines"),
    [
        (desired(), {}, []),
        (desired(metadata={"a": "1"}), {}, []),
        (desired(networks=["a"]), {"ports": ["p1"]}, ["GET /v2.0/ports"]),
        (desired(floating_ips=["a"]), {"floating_ips": ["f1"]}, ["GET /v2.0/floatingips"]),
        (desired(volumes=["v1"]), {}, []),
        (desired("absent"), {}, []),
        (desired("absent", {"release_floating_ips": True}), {"floating_ips": ["f1"]}, ["GET /v2.0/floatingips"]),
    ],
)
def test_only_what_is_needed_is_read(
    world: tuple[Cloud, WebServer], wanted: Any, found: dict[str, list[str]], lines: list[str]
) -> None:
    cloud, server = world
    more = details(cloud, [with_address(1)], wanted)["n1"]
    assert {name: [one["id"] for one in some] for name, some in more.items()} == found
    assert server.lines() == lines


@pytest.mark.parametrize(
    ("raw", "root", "requests"),
    [
        ({"image": ""}, "v0", 1),
        ({"image": {"id": "i1"}}, None, 0),
    ],
)
def test_root_volume_is_asked_for_where_there_may_be_one(
    world: tuple[Cloud, WebServer], raw: dict[str, Any], root: str | None, requests: int
) -> None:
    cloud, server = world
    current = node(**raw, **{"os-extended-volumes:volumes_attached": [{"id": "v0"}, {"id": "v1"}]})
    more = details(cloud, [current], desired(policy={"purge_volumes": True}, volumes=["v1"]))
    assert more == {"n1": {"root_volume": root}}
    assert len(server.seen) == requests


def test_nodes_share_requests(world: tuple[Cloud, WebServer]) -> None:
    cloud, server = world
    nodes = [with_address(number) for number in range(MOST_IN_ONE_QUERY + 1)]
    more = details(cloud, nodes, desired(networks=["a"]))
    assert [len(seen.query) for seen in server.seen] == [MOST_IN_ONE_QUERY, 1]
    assert {seen.query[0][0] for seen in server.seen} == {"device_id"}
    assert more["n7"] == {"ports": []}


def test_nodes_without_floating_ips_need_no_request(world: tuple[Cloud, WebServer]) -> None:
    cloud, server = world
    assert details(cloud, [node()], desired(floating_ips=["a"])) == {"n1": {"floating_ips": []}}
    assert server.lines() == []

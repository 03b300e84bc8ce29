# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to connecting: each way to connect is run as it is written there, but for the addresses of the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, real_cloud
from ansible_collections.nodeworks.openstack.tests.guides.examples import Options, Play, examples, play_of
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader
from ansible_collections.nodeworks.openstack.tests.guides.tables import GUIDES
from ansible_collections.nodeworks.openstack.tests.guides.test_examples import WARNING

GUIDE = (GUIDES / "guide_connecting.rst").read_text(encoding="utf-8")
# Where they are.
NODES = {"api1": "RegionOne", "api2": "RegionTwo"}


@pytest.fixture
def reader(tmp_path: Any) -> Iterator[Reader]:
    """Somebody with a node in each region."""
    reader = Reader(tmp_path)
    try:
        yield reader
    finally:
        reader.play(play_of([os_node(name, state="absent") for name in NODES]))


def os_node(name: str, **options: Any) -> dict[str, Any]:
    """A task for one of the nodes."""
    return {"nodeworks.openstack.os_node": {"cloud": "mycloud", "region_name": NODES[name], "name": name, **options}}


def test_each_example(reader: Reader) -> None:
    cloud = real_cloud()
    cloud.log_in()
    text = GUIDE.replace("https://cloud.example.org:5000", cloud.identity.removesuffix("/v3"))
    text = text.replace("https://compute.example.org:8774", cloud.root("compute"))
    given = {"image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}
    there = [os_node(name, **given) for name in NODES]
    with_cloud = reader.environment
    # Who has no clouds.yaml says all in the task; more than one region is the exception.
    without_cloud = {**with_cloud, "OS_REGION_NAME": "RegionOne"}
    del without_cloud["OS_CLOUD"]
    ways, options = 0, ""
    for example in examples(text):
        if isinstance(example, Play) and "tasks" in example.plays[0]:
            ways += 1
            reader.environment = without_cloud
            # The nodes are brought back, as one of the examples removes one.
            tasks = [*there, with_result(example)]
            printed = reader.play(play_of(tasks), cloud_password=reader.password, token=cloud.token)
            reader.environment = with_cloud
        else:
            printed = reader.plays([example]) if isinstance(example, Play) else reader.does(example)
        assert not WARNING.search(printed), printed
        options += printed if isinstance(example, Options) else ""
    assert ways == 5
    assert "type 'volumev3'" in options
    assert f"url: {images_of_region_two(cloud)}".rstrip("/") in options.replace('"', "")
    assert "forced by an option" in options


def images_of_region_two(cloud: Cloud) -> str:
    """The URL of the other region's image service."""
    cloud.region = "RegionTwo"
    return cloud.root("image")


def with_result(example: Play) -> dict[str, Any]:
    """A task that has to find the node: it may change nothing but to remove it."""
    ((task,),) = [play["tasks"] for play in example.plays]
    removes = task["nodeworks.openstack.os_node"].get("state") == "absent"
    return {**task, "register": "result", "failed_when": f"result.failed or result.changed != {removes}"}

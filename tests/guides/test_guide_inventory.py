# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to the inventory: each file is listed as it is written there, and lists what the guide says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.inventory import os_nodes
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.guides.examples import Inventory, Variables, examples, play_of
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader
from ansible_collections.nodeworks.openstack.tests.guides.tables import GUIDES
from ansible_collections.nodeworks.openstack.tests.guides.test_examples import WARNING

GUIDE = (GUIDES / "guide_inventory.rst").read_text(encoding="utf-8")
REGIONS = ("RegionOne", "RegionTwo")
METADATA = {"role": "web", "env": "prod", "owner": "guide-demo", "group": "web"}
BASTION = "guide-bastion"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Somebody with a cloud whose nodes are as the guide has them, and another cloud with one node."""
    with FakeCloud() as other:
        other.compute.add_server(name="far")
        clouds = yaml.safe_load(other.clouds_yaml())["clouds"]
        reader = Reader(tmp_path, {"othercloud": clouds["loopback"]})
        reader.environment.update(USER="guide-demo", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true")
        try:
            reader.play(play_of(nodes("started")))
            yield reader
        finally:
            reader.play(play_of(nodes("absent")))


def nodes(state: str) -> list[Any]:
    """Tasks that bring the nodes to a state."""
    made = {"image": "debian-12", "flavor": "m1.small", "networks": ["private"]} if state == "started" else {}
    webs = [
        {
            "name": f"web-{region}",
            "region_name": region,
            "metadata": {**METADATA, "fqdn": f"{region}.example.org"},
            "tags": ["blue", "stable"],
            **made,
        }
        for region in REGIONS
    ]
    bastion: dict[str, Any] = {"name": BASTION, "metadata": {"role": "bastion"}, **made}
    bastion.update({"floating_ips": ["public"]} if made else {"release_floating_ips": True})
    return [{"nodeworks.openstack.os_node": {"state": state, **one}} for one in (*webs, bastion)]


def test_each_example(reader: Reader) -> None:
    listed = 0
    for example in examples(GUIDE):
        if isinstance(example, Inventory):
            example = Inventory(example.file, example.text.replace("/tmp/", f"{reader.home}/"))  # noqa: PLW2901
        printed = reader.does(example)
        assert not WARNING.search(printed), printed
        if isinstance(example, Inventory):
            listed += 1
            check(example.text, listed_in(printed))
        if isinstance(example, Variables):
            assert re.search(r"ok: \[web-RegionOne\] => .*\n.*ProxyJump=debian@172\.24\.\d+\.\d+", printed), printed
    assert listed > 12
    check_variables(reader)
    check_documentation(reader)


def listed_in(printed: str) -> dict[str, Any]:
    """The inventory, which stands below the warnings."""
    found: dict[str, Any] = json.loads("{" + f"\n{printed}".partition("\n{")[2])
    return found


def check(text: str, inventory: dict[str, Any]) -> None:
    """What a file says of groups and names is so; and none is without a node of the guide."""
    hosts = set(inventory["_meta"]["hostvars"])
    asked = yaml.safe_load(text)
    if "ipv6" in str(asked.get("connect_with")):
        assert "fd00:1:" in str(inventory["_meta"]["hostvars"]["web-RegionOne"]["ansible_host"])
    assert ("RegionOne.example.org" if "fqdn" in text else "web-RegionOne") in hosts
    if "regions: all" in text:
        assert "web-RegionTwo" in hosts
    if "othercloud" in str(asked.get("clouds")) or asked.get("clouds") == "all":
        assert "far" in hosts
    if "include_filters" in text:
        assert hosts == {"web-RegionOne"}
    if "metadata" in asked and "owner" in asked["metadata"]:
        assert hosts == {"web-RegionOne"}
    if "behind_bastion" in text:
        assert "web-RegionOne" in inventory["behind_bastion"]["hosts"]
        assert inventory["role_bastion"]["hosts"] == [BASTION]
    if "parent_group: region_" in text:
        assert inventory["region_RegionTwo"]["children"] == ["RegionTwo_web"]


def check_documentation(reader: Reader) -> None:
    """The examples in the documentation of the plugin list the nodes, too."""
    texts = [yaml.safe_dump(one) for one in yaml.safe_load_all(os_nodes.EXAMPLES)]
    for text in texts:
        hosts = set(listed_in(reader.does(Inventory("example.os_nodes.yml", text)))["_meta"]["hostvars"])
        assert hosts & {"web-RegionOne", "RegionOne.example.org"}, text
    assert len(texts) > 3


def check_variables(reader: Reader) -> None:
    """The variables of the guide are those of a host."""
    table = GUIDE.split("Variables\n---------")[1].split("They are the keys")[0]
    named = {word.strip("`") for word in re.findall(r"``os_\w+``", table)} - {"os_"}
    text = "plugin: nodeworks.openstack.os_nodes\ncloud: mycloud\nattached_volumes: true\n"
    host = listed_in(reader.does(Inventory("variables.os_nodes.yml", text)))["_meta"]["hostvars"][BASTION]
    assert named == {name for name in host if name.startswith("os_")}

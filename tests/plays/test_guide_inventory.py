# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the guide to the inventory: each is listed as it is written there, without a warning."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst" / "guide_inventory.rst"
BLOCK = re.compile(r"\.\. code-block:: yaml\n\n((?:    .*\n|\n)+)")
METADATA = {"role": "web", "env": "prod", "owner": "demo", "group": "web", "fqdn": "web1.example.org"}


def examples() -> list[Any]:
    """Each file of the guide, under the heading that it stands below."""
    found = []
    for part in re.split(r"\n(?=[^\n]+\n[-^]{4,}\n)", GUIDE.read_text(encoding="utf-8")):
        heading = part.splitlines()[0]
        blocks = [textwrap.dedent(block) for block in BLOCK.findall(part)]
        found += [pytest.param(block, id=heading) for block in blocks if block.startswith("plugin: ")]
    assert len(found) > 12
    return found


@pytest.fixture
def clouds(controller: Controller) -> Iterator[Controller]:
    """Two clouds with nodes as the guide has them."""
    with FakeCloud() as other:
        other.compute.add_server(name="far")
        text = controller.cloud.clouds_yaml()
        mine = re.sub(r"^  loopback:", "  mycloud:", text, flags=re.MULTILINE).split("  loopback-")[0]
        another = re.sub(r"^  loopback:", "  othercloud:", other.clouds_yaml(), flags=re.MULTILINE).split(
            "  loopback-"
        )[0]
        controller.clouds_yaml.write_text(mine + another.replace("clouds:\n", ""), encoding="utf-8")
        compute = controller.cloud.compute
        for region in ("RegionOne", "RegionTwo"):
            compute.add_server(
                name=f"web-{region}",
                region=region,
                metadata={**METADATA, "fqdn": f"{region}.example.org"},
                tags=["blue", "stable"],
                image="debian-12",
                flavor="m1.small",
            )
        bastion = compute.add_server(name="bastion", metadata={"role": "bastion"})
        (port,) = controller.cloud.network.region().ports_of(bastion.id)
        controller.cloud.network.add_floating_ip(port["id"])
        yield controller


@pytest.mark.parametrize("example", examples())
def test_file_of_the_guide(clouds: Controller, example: str) -> None:
    source = clouds.home / "guide.os_nodes.yml"
    source.write_text(example.replace("/tmp/", f"{clouds.home}/"), encoding="utf-8")
    printed = clouds.run(
        "ansible-inventory", "-i", str(source), "--list",
        OS_CLOUD="mycloud", USER="demo", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true",
        # compat has the names of groups that its model has, which Ansible does not like.
        ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS="ignore" if "compat" in example else "never",
    )  # fmt: skip
    assert "WARNING" not in printed
    inventory = json.loads(printed)
    assert "-RegionOne" in printed or "RegionOne.example.org" in printed, printed
    if "behind_bastion" in example:
        assert inventory["behind_bastion"]["hosts"] == ["web-RegionOne"]
    if "parent_group: region_" in example:
        assert inventory["region_RegionTwo"]["children"] == ["RegionTwo_web"]


def test_variables_of_the_guide_are_those_of_a_host(clouds: Controller) -> None:
    table = GUIDE.read_text(encoding="utf-8").split("Variables\n---------")[1].split("They are the keys")[0]
    named = {word.strip("`") for word in re.findall(r"``os_\w+``", table)} - {"os_"}
    source = clouds.home / "guide.os_nodes.yml"
    source.write_text(
        "plugin: nodeworks.openstack.os_nodes\ncloud: mycloud\nattached_volumes: true\n", encoding="utf-8"
    )
    host = json.loads(clouds.run("ansible-inventory", "-i", str(source), "--host", "bastion"))
    assert named == {name for name in host if name.startswith("os_")}

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists an inventory as Ansible does: through its inventory manager, which finds the plugin by the file's content."""

from __future__ import annotations

import dataclasses
import json
import pathlib
from collections.abc import Mapping
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

PLUGIN = "nodeworks.openstack.os_nodes"
# What Ansible itself gives every host.
OF_ANSIBLE = ("inventory_file", "inventory_dir")


@dataclasses.dataclass
class Listing:
    """What came of one file: variables by host, hosts by group, and all that was said."""

    hosts: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, list[str]]
    said: str

    @property
    def failed(self) -> bool:
        return "Failed to parse inventory" in self.said

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plugin itself, without the file's name before them."""
        lines = " ".join(self.said.split()).split("[WARNING]: ")
        return [line.split(".os_nodes.yml: ", 1)[1].strip() for line in lines if ".os_nodes.yml: " in line]


class Inventories:
    """Writes files and lists them, for one cloud."""

    def __init__(self, cloud: FakeCloud, folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.cloud = cloud
        self.folder = folder
        self._capsys = capsys
        self._count = 0
        (folder / "clouds.yaml").write_text(cloud.clouds_yaml(), encoding="utf-8")

    def write(self, **options: Any) -> pathlib.Path:
        """A file of the plugin with these options. JSON is YAML too."""
        self._count += 1
        path = self.folder / f"{self._count}.os_nodes.yml"
        path.write_text(json.dumps({"plugin": PLUGIN, **options}), encoding="utf-8")
        return path

    def listing(self, use_cache: bool = True, **options: Any) -> Listing:
        """A new file, listed: of the cloud `loopback` in no hurry to try again, if nothing else is said."""
        where = {} if {"cloud", "clouds", "auth_url"} & set(options) else {"cloud": "loopback"}
        return self.listing_of(self.write(**{"retries": 0, **where, **options}), use_cache=use_cache)

    def listing_of(self, *paths: pathlib.Path, use_cache: bool = True) -> Listing:
        """Some files, listed together."""
        self._capsys.readouterr()
        manager = InventoryManager(loader=DataLoader(), sources=[str(path) for path in paths], cache=use_cache)
        said = self._capsys.readouterr()
        hosts = {
            name: {key: value for key, value in host.vars.items() if key not in OF_ANSIBLE}
            for name, host in manager.hosts.items()
        }
        groups = {name: [host.name for host in group.hosts] for name, group in manager.groups.items()}
        return Listing(hosts, groups, said.out + said.err)

    def requests(self) -> list[str]:
        """The requests since the last time, without those for tokens: `GET RegionOne compute /v2.1/servers/detail`."""
        found = [
            f"{request.method} {request.region} {request.service} {request.rest}" for request in self.cloud.requests
        ]
        self.cloud.clear_log()
        return [line for line in found if "identity" not in line]

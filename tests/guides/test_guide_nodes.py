# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to nodes, from its beginning to its end: each example is run as it is written there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.tests.guides.examples import play_of
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader
from ansible_collections.nodeworks.openstack.tests.guides.tables import GUIDES

GUIDE = GUIDES / "guide_nodes.rst"
BLOCK = re.compile(r"\.\. code-block:: yaml\n\n((?:    .*\n|\n)+)")


def examples(ssh_port: int, file: Path) -> list[Any]:
    """The examples as lists of plays, in their order."""
    text = GUIDE.read_text(encoding="utf-8").replace("/tmp/deployed", str(file))
    text = text.replace(
        "wait_for: {ssh: true}", f"wait_for: {{ssh: true, port: {ssh_port}, connect_with: [access_ip]}}"
    )
    found = [yaml.safe_load(textwrap.dedent(block)) for block in BLOCK.findall(text)]
    assert len(found) > 8
    return [block if "hosts" in block[0] else play_of(block) for block in found]


def test_guide(tmp_path: Path, ssh_port: int) -> None:
    reader, file = Reader(tmp_path), tmp_path / "deployed"
    failed = True
    try:
        for plays in examples(ssh_port, file):
            for task in (task for one in plays for task in one["tasks"] if "nodeworks.openstack.os_node" in task):
                if "wait_for" in task["nodeworks.openstack.os_node"]:
                    task["nodeworks.openstack.os_node"]["access_ipv4"] = "127.0.0.1"
            printed = reader.play(plays)
            assert "WARNING" not in printed, printed
        assert file.read_text(encoding="utf-8") == "made by db1\n"
        failed = False
    finally:
        if failed:
            reader.tidy_up()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four ways to connect, as they stand in the guide: each example is run as it is written there."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.plays.conftest import PASSWORD, Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import play

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst" / "guide_connecting.rst"
WAYS = (
    "By the identity service alone",
    "By a certain entry of the catalog",
    "By a URL instead of the catalog",
    "With a token that is already there",
)


def examples() -> list[Any]:
    """Each task of the guide's section on the four ways."""
    section = GUIDE.read_text(encoding="utf-8").split("Four ways to connect", 1)[1].split("Ways to authenticate", 1)[0]
    found = []
    for way in WAYS:
        text = section.split(way, 1)[1]
        text = re.split(r"\n\^{5,}\n", text, maxsplit=2)[1]
        blocks = re.findall(r"\.\. code-block:: yaml\n\n((?:    .*\n|\n)+)", text)
        tasks = [textwrap.dedent(block) for block in blocks if "os_node" in block]
        assert tasks, way
        found += [pytest.param(task, id=f"{way}, {number}") for number, task in enumerate(tasks, start=1)]
    return found


@pytest.mark.parametrize("example", examples())
def test_example_of_the_guide(controller: Controller, example: str) -> None:
    cloud = controller.cloud
    cloud.compute.add_server(name="web1", region="RegionOne")
    cloud.compute.add_server(name="web1", region="RegionTwo")
    text = example.replace("https://cloud.example.org:5000", f"{cloud.origin}/identity")
    text = text.replace("https://compute.example.org:8774", f"{cloud.origin}/compute")
    (task,) = yaml.safe_load(text)
    # Not on the command line: another test, at the same time, looks for secrets there.
    secrets = controller.home / "secrets.json"
    secrets.write_text(json.dumps({"cloud_password": PASSWORD, "token": issued_token(controller)}), encoding="utf-8")
    cloud.clear_log()
    controller.play(
        play([{**task, "register": "result", "failed_when": "result.failed or result.api_calls < 1"}]),
        "-e",
        f"@{secrets}",
        OS_REGION_NAME="RegionOne",
    )
    assert cloud.calls("compute")
    if "auth_url" not in example:
        assert not cloud.calls("identity"), "with a token and a URL the identity service is not asked"


def issued_token(controller: Controller) -> str:
    """A token of the user for the project demo, from somewhere else."""
    options = controller.cloud.connection_options()
    controller.play(play([{"nodeworks.openstack.os_catalog_info": {**options, "token_cache": False}}]))
    return next(iter(controller.cloud.tokens.issued))

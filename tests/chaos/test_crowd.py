# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that change the same node at the same time."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.nodeworks.openstack.tests.chaos.crowd import Crowd
from ansible_collections.nodeworks.openstack.tests.chaos.truth import Truth
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud


def test_two_runs_change_the_same_node(fake: Cloud, tmp_path: Path) -> None:
    """Each gets what it asked for, or says who was in the way; neither undoes the other's."""
    crowd = Crowd(fake, tmp_path)
    crowd.same_node()
    assert crowd.tally.sentences() == []


def test_two_runs_resize_the_same_node_to_different_flavors(fake: Cloud, tmp_path: Path) -> None:
    fake.compute("POST", "/servers", "2.79", json=fake.server_body("crowd-node"))
    crowd = Crowd(fake, tmp_path)
    desired_states = [
        {"name": "crowd-node", "flavor": flavor, "resize": "true", "wait_timeout": 60}
        for flavor in ("m1.small", "m1.medium")
    ]
    results = crowd.run("os_node", desired_states)
    assert crowd.tally.sentences() == []
    assert any(not result.get("failed") for result in results)
    # What a run has said it has reached was there at that time.
    reached = {result["node"]["flavor"]["name"] for result in results if not result.get("failed")}
    assert reached <= {"m1.small", "m1.medium"}
    (server,) = Truth(fake, "crowd-").servers()
    assert (server["status"], server["flavor"]["original_name"] in reached) == ("ACTIVE", True)

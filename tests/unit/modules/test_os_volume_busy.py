# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A volume at which somebody else is, as a run that was killed leaves one: he is let finish, then it goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed

SECONDS = 2.5


@pytest.fixture
def slow(cloud: FakeCloud) -> FakeCloud:
    """A cloud that takes its time."""
    cloud.timings.action_seconds = SECONDS
    return cloud


@pytest.mark.usefixtures("slow")
def test_volume_that_is_still_being_made_is_removed(ansible: Ansible) -> None:
    """Cinder deletes none that is being created."""
    made = succeed(ansible.run("os_volume", name="data", size=1, wait=False))
    assert made["volume"]["status"] == "creating"
    assert succeed(ansible.run("os_volume", name="data", state="absent")).changed
    assert not succeed(ansible.run("os_volume", name="data", state="absent")).changed


RUN = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from ansible.module_utils.testing import patch_module_args
from ansible_collections.nodeworks.openstack.plugins.modules import os_volume
with patch_module_args(json.load(sys.stdin)):
    os_volume.main()
"""


def test_attaching_that_another_run_has_begun_is_waited_for(ansible: Ansible, slow: FakeCloud) -> None:
    """It was begun after this run had looked: the same request is refused."""
    slow.compute.add_server("web1")
    succeed(ansible.run("os_volume", name="data", size=1))
    attached: dict[str, Any] = {"name": "data", "attached_to": ["web1"]}

    def other(_request: Any) -> None:
        # Not a thread of this process: since 2.22 an AnsibleModule can be made in the main one alone.
        options = {**ansible.options, **attached, "wait": False}
        subprocess.run(
            [sys.executable, "-c", RUN, json.dumps(sys.path)], input=json.dumps(options), text=True, check=True
        )

    slow.faults.add(method="POST", path="/os-volume_attachments", kind="watch", before=other)
    result = succeed(ansible.run("os_volume", **attached))
    (server,) = slow.compute.servers
    assert (result["volume"]["status"], result["volume"]["attached_to"]) == ("in-use", [server.id])
    assert not succeed(ansible.run("os_volume", **attached)).changed


def test_volume_that_a_host_has_by_itself_is_shown_without_a_node(ansible: Ansible, cloud: FakeCloud) -> None:
    """As Glance attaches volumes that have images, and bare metal those of its own."""
    attachment = {"attachment_id": "a1", "server_id": None, "device": None, "host_name": "host1", "attached_at": None}
    cloud.volume.add_volume("image", status="in-use", attachments=[attachment])
    (found,) = succeed(ansible.run("os_volume_info"))["volumes"]
    assert (found["attached_to"], found["attachments"][0]["node_id"]) == ([], None)
    assert not succeed(ansible.run("os_volume", name="image", attached_to=[], purge_attached_to=True)).changed

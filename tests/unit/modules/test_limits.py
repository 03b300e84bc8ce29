# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What nobody waits for without end, and what is not read without end, as a task sees it."""

from __future__ import annotations

import fcntl
import os
import pathlib

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import TOKEN_REQUEST, Ansible, fail, succeed


def test_task_goes_on_without_a_token_file_that_another_holds(
    ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path
) -> None:
    cloud.compute.add_server("web1")
    folder = tmp_path / "tokens"
    succeed(ansible.os_node(name="web1", token_cache=str(folder)))
    (lock,) = folder.glob("*.lock")
    handle = os.open(lock, os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    found = succeed(ansible.os_node(name="web1", token_cache=str(folder), api_timeout=2))
    os.close(handle)
    assert not found.changed
    (warning,) = found.warnings
    assert "another process has had" in warning
    assert "for more than 2 s" in warning
    assert ansible.lines().count(TOKEN_REQUEST) == 2
    again = succeed(ansible.os_node(name="web1", token_cache=str(folder), api_timeout=2))
    assert (again["api_calls"], again.warnings) == (1, [])


def test_answer_that_is_larger_than_the_option_says(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(30):
        cloud.compute.add_server(f"web{number}")
    result = ansible.os_node_info(max_response_size=0.02)
    assert "to GET has more than 0.02 MiB, which is what max_response_size allows." in fail(result)
    assert len(succeed(ansible.os_node_info(max_response_size=1))["nodes"]) == 30
    assert "max_response_size has to be a number above 0" in fail(ansible.os_node_info(max_response_size=0))

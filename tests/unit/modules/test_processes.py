# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules in processes of their own, as Ansible runs them: what they share, and what they lack."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pathlib
import subprocess
import sys
import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import TOKEN_REQUEST, Ansible, fail, succeed

# Libraries that are not there are named first; None in their place makes an import fail.
PROGRAM = """
import json, sys
options, missing = json.load(sys.stdin)
sys.path[:0] = options.pop("sys_path")
sys.modules.update(dict.fromkeys(missing))
from ansible.module_utils.testing import patch_module_args
from ansible_collections.nodeworks.openstack.plugins.modules import os_node
with patch_module_args(options):
    os_node.main()
"""


def start(options: dict[str, Any], *missing: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    json.dump([{**options, "sys_path": sys.path}, missing], process.stdin)
    process.stdin.close()
    process.stdin = None
    return process


def end(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    printed, complained = process.communicate(timeout=60)
    assert printed, complained
    return process.returncode, json.loads(printed)


def test_processes_share_one_token_and_a_later_one_needs_one_call(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    options = {**ansible.options, "name": "web1", "flavor": "m1.tiny"}
    results = [end(process) for process in [start(options) for _process in range(4)]]
    assert [(code, result["changed"]) for code, result in results] == [(0, False)] * 4
    assert sum(result["api_calls"] for _code, result in results) == 5
    assert ansible.lines().count(TOKEN_REQUEST) == 1
    assert succeed(ansible.os_node(name="web1", flavor="m1.tiny"))["api_calls"] == 1


def test_missing_requests_is_told(ansible: Ansible) -> None:
    code, result = end(start({**ansible.options, "name": "web1"}, "requests"))
    assert (code, result["failed"]) == (1, True)
    assert "Failed to import the required Python library (requests)" in result["msg"]
    assert "exception" not in result


def test_missing_yaml_is_told_only_where_a_file_is_read(ansible: Ansible, home: pathlib.Path) -> None:
    path = home / "clouds.yaml"
    path.write_text(ansible.cloud.clouds_yaml(), encoding="utf-8")
    code, result = end(start({"name": "web1", "cloud": "loopback"}, "yaml"))
    assert (code, result["failed"]) == (1, True)
    assert result["msg"].startswith("Failed to import the required Python library (PyYAML) on ")
    needed = f"This is required to read {path} (a connection that is given as options needs no file). Please read"
    assert f". {needed}" in result["msg"]
    code, result = end(start({**ansible.options, "name": "web1", "state": "absent"}, "yaml"))
    assert (code, result["changed"]) == (0, False)


@pytest.mark.parametrize("option", ["password", "auth"])
def test_password_is_in_no_output_of_a_process(ansible: Ansible, option: str) -> None:
    options = {**ansible.options, "name": "web1", "region_name": "nowhere"}
    if option == "auth":
        options["auth"] = {"password": options.pop("password")}
    process = start(options)
    printed, complained = process.communicate(timeout=60)
    assert process.returncode == 1
    result = json.loads(printed)
    # What Ansible is told to mask it does not show: tests/plays/test_printed_secrets.py.
    result.pop("_ansible_new_secrets", None)
    assert ansible.cloud.connection_options()["password"] not in json.dumps(result) + complained


def test_a_module_leaves_no_connection_behind(ansible: Ansible, cloud: FakeCloud) -> None:
    """In a worker other tasks follow, and the garbage collector may take its time."""
    cloud.compute.add_server("web1")
    before = sockets()
    gc.disable()
    try:
        succeed(ansible.os_node(name="web1"))
        fail(ansible.os_node(name="web1", region_name="nowhere"))
        # The fake cloud closes its ends a moment later.
        deadline = time.monotonic() + 5
        while sockets() != before and time.monotonic() < deadline:
            time.sleep(0.01)
        assert sockets() == before
    finally:
        gc.enable()


def sockets() -> int:
    """How many connections this process has to a cloud, as the kernel sees it; the fake cloud's ends are among them."""
    links = []
    for descriptor in pathlib.Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the one of the list itself
            links.append(os.readlink(descriptor))
    return sum(link.startswith("socket:") for link in links)

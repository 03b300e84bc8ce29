# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret of a run is in anything that it shows or leaves behind."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from ansible_collections.nodeworks.openstack.tests.plays.conftest import PASSWORD, Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import NODE, cloud_name, play


class ProcessWatch:
    """Collects the command lines and titles of all processes, while it runs."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> ProcessWatch:
        self._thread.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            for name in ("cmdline", "comm"):
                for path in Path("/proc").glob(f"[0-9]*/{name}"):
                    try:
                        self.seen.add(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
                    except OSError:
                        continue  # it has ended
            time.sleep(0.02)


def test_secrets_are_nowhere(controller: Controller) -> None:
    trace = controller.home / "trace.txt"
    wanted = {"cloud": cloud_name(controller), "region_name": "RegionOne", "name": "web1", "trace": str(trace), **NODE}
    credential = {**wanted, "trace": "result", "password": PASSWORD}
    tasks = [
        {"nodeworks.openstack.os_node": wanted},
        {"nodeworks.openstack.os_node": credential},
        {"nodeworks.openstack.os_catalog_info": {"cloud": cloud_name(controller), "probe": True}},
        {
            "nodeworks.openstack.os_node": {**credential, "image": "nothing-like-it", "name": "web2"},
            "register": "failed",
            "failed_when": "'nothing-like-it' not in failed.msg",
        },
        {"ansible.builtin.debug": {"var": "failed"}},
    ]
    log = controller.home / "ansible.log"
    with ProcessWatch() as watch:
        printed = controller.play(play(tasks), "-vvvv", "--diff", ANSIBLE_LOG_PATH=str(log))
    token = next(iter(controller.cloud.tokens.issued))
    shown = {
        "printed": printed,
        "log": log.read_text(encoding="utf-8"),
        "trace": trace.read_text(encoding="utf-8"),
        "processes": "\n".join(watch.seen),
        "names of files": "\n".join(str(path) for path in controller.home.rglob("*")),
    }
    assert "ansible-playbook" in shown["processes"], "the watch has seen the run"
    assert "curl -sS" in shown["trace"]
    assert "curl -sS" in printed
    for secret in (PASSWORD, token):
        for place, text in shown.items():
            assert secret not in text, place


def test_secrets_of_what_is_made_are_nowhere(controller: Controller) -> None:
    """Nor where a service refuses what it was sent, and repeats it."""
    cloud = {"cloud": cloud_name(controller), "region_name": "RegionOne"}
    trace, key = controller.home / "trace.txt", controller.home / "key"
    secrets = {
        "application credential": "kiwi-cabbage-lantern",
        "admin password": "plum-window-carpet",
        "user data": "dragon-fruit-salad",
    }
    node: dict[str, Any] = {
        **cloud,
        **NODE,
        "name": "web1",
        "admin_password": secrets["admin password"],
        "user_data": f"#!/bin/sh\necho {secrets['user data']}\n",
    }
    credential = {"auth_type": "v3applicationcredential", "auth_url": controller.cloud.auth_url}
    credential["application_credential_id"] = "{{ made.application_credential.id }}"
    sent = {"adminPass": node["admin_password"], "user_data": base64.b64encode(node["user_data"].encode()).decode()}
    controller.cloud.faults.add(
        method="POST", path=r"/servers$", status=400, body={"badRequest": {"code": 400, "message": str(sent)}}
    )
    tasks = [
        {"nodeworks.openstack.os_keypair": {**cloud, "name": "made", "generate": True, "private_key_file": str(key)}},
        {
            "nodeworks.openstack.os_application_credential": {
                **cloud,
                "name": "made",
                "secret": secrets["application credential"],
            },
            "register": "made",
        },
        {"nodeworks.openstack.os_node": node, "register": "refused", "failed_when": "refused.status != 400"},
        {"nodeworks.openstack.os_node": node},
        {"nodeworks.openstack.os_node_info": {**cloud, "name": "web1"}},
        {
            "nodeworks.openstack.os_node": {
                **credential,
                "application_credential_secret": secrets["application credential"],
                "region_name": "RegionOne",
                "name": "web1",
                "state": "absent",
            }
        },
    ]
    log = controller.home / "ansible.log"
    with ProcessWatch() as watch:
        printed = controller.play(play(tasks), "-vvvv", "--diff", ANSIBLE_LOG_PATH=str(log), NODEWORKS_TRACE=str(trace))
    secrets["private key"] = key.read_text(encoding="utf-8").splitlines()[1]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    shown = {
        "printed": printed,
        "log": log.read_text(encoding="utf-8"),
        "trace": trace.read_text(encoding="utf-8"),
        "processes": "\n".join(watch.seen),
        "names of files": "\n".join(str(path) for path in controller.home.rglob("*")),
    }
    assert "POST" in shown["trace"]
    for kind, secret in {**secrets, "user data as it is sent": sent["user_data"]}.items():
        for place, text in shown.items():
            assert secret not in text, (kind, place)
    # Nor does anything stay in a file that was not asked to keep it.
    kept = [path for path in controller.home.rglob("*") if path.is_file() and path.name != "playbook.yml"]
    for path in kept:
        content = path.read_text(encoding="utf-8", errors="replace")
        for kind, secret in secrets.items():
            assert secret not in content or path == key, (kind, path)


def test_inventory_traces_without_secrets(controller: Controller) -> None:
    controller.cloud.compute.add_server(name="web1")
    trace = controller.home / "trace.txt"
    inventory = controller.home / "all.os_nodes.yml"
    inventory.write_text(
        f"plugin: nodeworks.openstack.os_nodes\ncloud: {cloud_name(controller)}\nregion_name: RegionOne\n",
        encoding="utf-8",
    )
    printed = controller.run("ansible-inventory", "-i", str(inventory), "--list", "-vvvv", NODEWORKS_TRACE=str(trace))
    token = next(iter(controller.cloud.tokens.issued))
    written = trace.read_text(encoding="utf-8")
    assert "/servers/detail -> 200 in " in written
    for secret in (PASSWORD, token):
        assert secret not in written
        assert secret not in printed


def test_files_with_secrets_are_the_user_s_alone(controller: Controller) -> None:
    task = {"nodeworks.openstack.os_node": {"cloud": cloud_name(controller), "name": "nobody", "state": "absent"}}
    os.umask(0o022)
    controller.play(play([{**task, "register": "result", "failed_when": False}]))
    token = next(iter(controller.cloud.tokens.issued))
    found = subprocess.run(
        ["grep", "-rlF", token, str(controller.home)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert found
    for path in map(Path, found):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

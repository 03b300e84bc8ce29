# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of three tiers on the cloud that `make test` uses: foretold, made, scaled, rebuilt, listed, removed."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks" / "three_tier"
SETTINGS = ("-e", "image=cirros", "-e", "flavor=m1.tiny")
ALL = 13


def run(*command: str) -> str:
    """What a command prints; it has to succeed."""
    finished = subprocess.run(command, cwd=PLAYBOOKS, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def play(name: str, *more: str) -> str:
    """The summary that a playbook prints."""
    printed = run("ansible-playbook", f"{name}.yml", *SETTINGS, *more)
    found = re.search(r'"msg": "(\d+ to make, \d+ to change, \d+ to remove, \d+ unchanged)"', printed)
    return found.group(1) if found else printed


def test_three_tiers() -> None:
    try:
        whole = f"{ALL} to make, 0 to change, 0 to remove, 0 unchanged"
        assert play("site", "--check", "--diff") == whole
        assert play("site") == whole
        assert play("site") == f"0 to make, 0 to change, 0 to remove, {ALL} unchanged"
        assert play("site", "-e", "app_count=3") == f"1 to make, 0 to change, 0 to remove, {ALL} unchanged"
        assert play("site") == f"0 to make, 0 to change, 1 to remove, {ALL} unchanged"
        assert "changed=0" in play("rebuild")
        assert "node three-tier-db: running" in play("show")
        debug = ("-m", "ansible.builtin.debug", "-a", "var=ansible_ssh_common_args")
        hosts = run("ansible", "-i", "three_tier.os_nodes.yml", "tier_app", *debug)
        assert sorted(re.findall(r"^(\S+) \| SUCCESS", hosts, re.MULTILINE)) == ["three-tier-app1", "three-tier-app2"]
        assert len(re.findall(r'"-o ProxyJump=debian@[0-9.]+"', hosts)) == 2
        gone = f"0 to make, 0 to change, {ALL} to remove, 0 unchanged"
        assert play("teardown", "--check") == gone
    finally:
        gone = play("teardown")
    assert gone == f"0 to make, 0 to change, {ALL} to remove, 0 unchanged"

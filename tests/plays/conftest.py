# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole runs of Ansible, as users start them, against a fake cloud that counts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

CHECKOUT = Path(__file__).resolve().parents[2]
# Not a word that stands anywhere else.
PASSWORD = "correct-horse-battery"


class Controller:
    """A user's controller: an empty home with a clouds.yaml, and the collection."""

    def __init__(self, home: Path, cloud: FakeCloud) -> None:
        self.home = home
        self.cloud = cloud
        self.clouds_yaml = home / ".config" / "openstack" / "clouds.yaml"
        self.clouds_yaml.parent.mkdir(parents=True)
        self.clouds_yaml.write_text(cloud.clouds_yaml(), encoding="utf-8")

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of a run: nothing of the one who runs the tests but where programs are."""
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / ".build"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "LC_ALL": "C.UTF-8",
            **more,
        }

    def play(self, plays: Any, *arguments: str, **variables: str) -> str:
        """What a playbook prints; it has to succeed."""
        playbook = self.home / "playbook.yml"
        playbook.write_text(yaml.safe_dump(plays), encoding="utf-8")
        return self.run("ansible-playbook", str(playbook), *arguments, **variables)

    def run(self, *command: str, **variables: str) -> str:
        """What a command prints; it has to succeed."""
        finished = subprocess.run(
            command,
            env=self.variables(**variables),
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout
        return finished.stdout

    def tokens_asked_for(self) -> int:
        """How often the identity service was asked for a token."""
        return sum(request.rest == "/v3/auth/tokens" for request in self.cloud.calls("identity", "POST"))


@pytest.fixture
def controller(tmp_path: Path) -> Iterator[Controller]:
    with FakeCloud() as cloud:
        user = cloud.accounts.user("demo", "default")
        assert user is not None
        user.password = PASSWORD
        yield Controller(tmp_path, cloud)

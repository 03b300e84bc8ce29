# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Modules run against a cloud of their own, with a home folder of their own."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A home folder in which nothing is."""
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_", "NODEWORKS_", "ANSIBLE_")):
            monkeypatch.delenv(variable)
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with FakeCloud() as fake:
        user = fake.accounts.user("demo", "default")
        assert user is not None
        # Ansible masks a password wherever it stands: one that is an ordinary word would be masked in the messages.
        user.password = PASSWORD
        yield fake


@pytest.fixture
def ansible(cloud: FakeCloud) -> Ansible:
    """Tasks of the user demo, who sees no point in retries."""
    return Ansible(cloud, {**cloud.connection_options(), "retries": 0})

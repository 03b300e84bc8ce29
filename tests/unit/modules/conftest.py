# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules run against a cloud of their own, with a home folder of their own."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, demo_cloud, empty_home


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    return empty_home(tmp_path, monkeypatch)


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with demo_cloud() as fake:
        yield fake


@pytest.fixture
def ansible(cloud: FakeCloud) -> Ansible:
    """Tasks of the user demo, who sees no point in retries."""
    return Ansible(cloud, {**cloud.connection_options(), "retries": 0})


@pytest.fixture
def administrator(cloud: FakeCloud) -> Ansible:
    """Tasks of an administrator, in a project in which there is nothing."""
    user = cloud.accounts.user("admin", "default")
    assert user is not None
    user.password = PASSWORD
    return Ansible(cloud, {**cloud.connection_options("admin"), "retries": 0})

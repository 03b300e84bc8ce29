# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inventories of a fake cloud."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud, empty_home


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    return empty_home(tmp_path, monkeypatch)


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with demo_cloud() as fake:
        yield fake


@pytest.fixture
def inventories(cloud: FakeCloud, home: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> Inventories:
    return Inventories(cloud, home, capsys)

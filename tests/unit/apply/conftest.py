# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service of boxes for each test."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BoxService
from ansible_collections.nodeworks.openstack.tests.unit.support import Serve


@pytest.fixture
def service(serve: Serve) -> Iterator[BoxService]:
    boxes = BoxService(serve)
    yield boxes
    boxes.cloud.close()


@pytest.fixture
def keeping(serve: Serve, tmp_path: pathlib.Path) -> Iterator[BoxService]:
    """The same for a user with a token cache."""
    boxes = BoxService(serve, str(tmp_path / "tokens"))
    yield boxes
    boxes.cloud.close()

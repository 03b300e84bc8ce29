# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The truth of a fake cloud that takes its time, and a home folder of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, demo_cloud, empty_home


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return empty_home(tmp_path, monkeypatch)


@pytest.fixture
def fake() -> Iterator[Cloud]:
    """The session of a user with a fake cloud, past all faults."""
    with demo_cloud() as cloud:
        cloud.page_limit = 2
        cloud.timings.build_seconds = cloud.timings.action_seconds = cloud.timings.delete_seconds = 0.1
        default = {"name": "Default"}
        session = Cloud("fake", cloud.auth_url, "demo", PASSWORD, "demo", default, default, "RegionOne")
        session.log_in()
        yield session
        session.http.close()

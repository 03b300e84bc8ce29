# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed in the middle, on the fake cloud; and then the same runs to the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.chaos.kill import Kills
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud


@pytest.mark.parametrize(("seed", "uploads"), [(1, 0), (4, 1)])
def test_killed_and_run_again(fake: Cloud, seed: int, uploads: int, tmp_path: Path) -> None:
    tally = Kills(fake, seed, tmp_path, nodes=3, api_timeout=3.0).work()
    assert tally.sentences() == []
    assert tally.counts["killed in the middle"] >= 4
    assert tally.counts["in the middle of an upload"] == uploads

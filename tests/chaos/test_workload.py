# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day's work through a faulty network, on the fake cloud. `make chaos` does more of it, on a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.chaos.run import Run
from ansible_collections.nodeworks.openstack.tests.chaos.tally import Tally
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud


@pytest.mark.parametrize("seed", range(1, 6))
def test_nothing_is_lost_or_doubled_or_told(fake: Cloud, seed: int, tmp_path: Path) -> None:
    tally: Tally = Run(fake, seed, tmp_path, nodes=2, api_timeout=1.0).work()
    assert tally.sentences() == []
    assert tally.counts["faults injected"] > 10
    assert tally.counts["operations"] == 26

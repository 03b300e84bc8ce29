# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Others at work on the same things, on the fake cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.chaos.strangers import Strangers
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud


# By the dice each hindrance is there before the look with one of them, and made after it with the other.
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_theirs_stays(fake: Cloud, tmp_path: Path, seed: int) -> None:
    strangers = Strangers(fake, seed, tmp_path)
    strangers.work()
    assert strangers.tally.sentences() == []
    assert strangers.tally.counts["namesakes of others, made while an answer was lost"] == 4

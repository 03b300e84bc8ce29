# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever one field of one answer is: there is a result or a sentence, and no task says what is not so."""

from __future__ import annotations

import pathlib
import random

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.property.answers import Tasks
from ansible_collections.nodeworks.openstack.tests.unit.property.effort import FACTOR, seed
from ansible_collections.nodeworks.openstack.tests.unit.property.tasks import TASKS, Task
from ansible_collections.nodeworks.openstack.tests.unit.support import empty_home

MODULES = sorted(path.stem for path in (pathlib.Path(__file__).parents[3] / "plugins" / "modules").glob("os_*.py"))
# How many of the mutations of a task are tried: there are thousands of each. What changes something needs a cloud of
# its own each time.
FINDING, CHANGING = 6, 1


@pytest.fixture(autouse=True)
def _home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_home(tmp_path, monkeypatch)


def test_every_module_has_tasks() -> None:
    assert sorted({task.module for task in TASKS}) == MODULES


@pytest.mark.parametrize(("number", "task"), list(enumerate(TASKS)), ids=str)
def test_any_field_of_any_answer(number: int, task: Task) -> None:
    with Tasks(task) as tasks:
        writes = task.changes and not task.foresees
        # What never gets where it should be is waited for, half a minute if it was made.
        mutations = [one for one in tasks.mutations() if FACTOR > 1 or not (writes and one.always)]
        some = (CHANGING if writes else FINDING) * FACTOR
        chosen = random.Random(f"{seed()} {number}").sample(mutations, min(some, len(mutations)))
        assert [problem for problem in map(tasks.problem, chosen) if problem] == []

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is compared, and what is said of each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from .counting import CountingProxy
from .runs import Runner, Task

BARE = "the cloud alone, for os_node's requests"


@dataclasses.dataclass(frozen=True)
class Contender:
    """A task that is compared with others. `many`: how many of it the longer of two plays has."""

    name: str
    task: Task
    many: int = 0
    variables: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Figures:
    """What was measured of a contender."""

    name: str
    values: Mapping[str, Any]


def counted(runner: Runner, tasks: Sequence[Task], variables: Mapping[str, Any]) -> int:
    """How many requests tasks send, in a run of its own: counting costs time."""
    return len(sent(runner, tasks, variables))


def sent(runner: Runner, tasks: Sequence[Task], variables: Mapping[str, Any]) -> list[str]:
    """The requests that tasks send: `GET http://...`."""
    with CountingProxy() as proxy:
        runner.with_variables(**proxy.variables).play(tasks, **variables)
    return proxy.requests

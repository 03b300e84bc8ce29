# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One seed on a real cloud, each in a process of its own and so importable from there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from ..contract.client import Cloud, real_cloud
from .crowd import Crowd
from .kill import Kills
from .run import Run
from .strangers import Strangers
from .tally import Tally


def work(seed: int, nodes: int) -> Tally:
    """A day's work through a faulty network."""
    return with_home(lambda cloud, home: Run(cloud, seed, home, nodes=nodes, api_timeout=10.0).work())


def kill(seed: int, nodes: int) -> Tally:
    """Runs that are killed, and run again."""
    return with_home(lambda cloud, home: Kills(cloud, seed, home, nodes=nodes).work())


def strangers(seed: int) -> Tally:
    """Others at work on the same things."""
    return with_home(lambda cloud, home: Strangers(cloud, seed, home).work())


def crowd(playbooks: int) -> Tally:
    """Many runs at once, that want the same."""
    return with_home(lambda cloud, home: Crowd(cloud, home).work(playbooks, nodes=5, forks=50))


def with_home(part: Callable[[Cloud, Path], Tally]) -> Tally:
    """Do something with a session of the real cloud, in an empty folder."""
    cloud = real_cloud()
    cloud.log_in()
    with tempfile.TemporaryDirectory() as home:
        try:
            return part(cloud, Path(home))
        finally:
            cloud.http.close()

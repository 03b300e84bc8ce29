# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often progress is shown."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.pace import LONGEST_SECONDS, Paced
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock


def shown_at(seconds: float, interval: float) -> list[float]:
    """When reports are shown, if there is one so often for so long."""
    clock = TurnedClock()
    shown: list[str] = []
    paced = Paced(shown.append, clock.now)
    begin = clock.seconds
    while clock.seconds - begin < seconds:
        paced.report(f"{clock.seconds - begin:g}")
        clock.seconds += interval
    return [float(text) for text in shown]


def test_a_short_wait_shows_nothing() -> None:
    assert shown_at(3, 0.25) == []


def test_first_after_three_seconds_and_then_ever_more_rarely() -> None:
    assert shown_at(40, 0.25) == [3, 7.5, 14.25, 24.5, 39.75]


def test_a_long_wait_is_shown_about_once_a_minute() -> None:
    times = shown_at(3600, 1)
    assert 60 <= len(times) < 70
    assert times[-1] - times[-2] == LONGEST_SECONDS


def test_rare_reports_are_all_shown() -> None:
    assert shown_at(1000, 100) == [100, 200, 300, 400, 500, 600, 700, 800, 900]

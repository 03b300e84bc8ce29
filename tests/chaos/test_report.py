# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables: in place of older ones, or with them."""

from __future__ import annotations

import collections
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.chaos.report import write
from ansible_collections.nodeworks.openstack.tests.chaos.tally import HANG, Tally


@pytest.mark.parametrize(("adds", "seeds", "hangs", "faults"), [(False, 2, 1, 5), (True, 5, 2, 9)])
def test_figures_replace_older_ones_or_are_added(
    tmp_path: Path, adds: bool, seeds: int, hangs: int, faults: int
) -> None:
    def tally(seeds: int, faults: int) -> Tally:
        return Tally(collections.Counter(seeds=seeds), collections.Counter(delayed=faults), [(HANG, "seed 1")])

    write({"One": tally(3, 4), "Other": tally(7, 0)}, folder=tmp_path)
    lines = write({"One": tally(2, 5)}, adds=adds, folder=tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8").splitlines() == lines
    one, other = lines.index("## One"), lines.index("## Other")
    for line in (f"| seeds | {seeds} |", f"| hangs | {hangs} |", f"| delayed | {faults} |"):
        assert line in lines[one:other]
    assert "| seeds | 7 |" in lines[other:]

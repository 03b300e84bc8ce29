# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets of make that run at the same time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.environment.side_by_side import side_by_side

# Each of the first two ends only when the other has begun.
MAKEFILE = """
one:
\t@touch one; until test -e two; do sleep 0.01; done; echo in $(STAGE_NAME)
two:
\t@touch two; until test -e one; do sleep 0.01; done; echo in $(STAGE_NAME)
more:
\t@echo and more
bad:
\t@echo no >&2; exit 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="ascii")
    return tmp_path


def run(folder: Path, *groups: str) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    return side_by_side(groups, folder, environment)


def test_both_at_the_same_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "one more", "two") == 0
    printed = capsys.readouterr().out.splitlines()
    assert sorted(printed) == ["one | and more", "one | in stage-one", "two | in stage-two"]


def test_one_that_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "bad more", "more") == 2
    printed = capsys.readouterr().out
    assert "bad  | no\n" in printed
    assert "more | and more\n" in printed
    assert "bad  | and more" not in printed

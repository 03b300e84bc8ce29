# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The browser for tests: what is said if there is none."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from ansible_collections.nodeworks.openstack.tests.environment import chromium
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem


@pytest.mark.parametrize("wanted", [chromium.find, chromium.ensure], ids=["find", "ensure"])
def test_where_it_is_missing_and_nobody_can_install_it(
    wanted: Callable[[], object], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupProblem, match="run `sudo apt-get install chromium`"):
        wanted()


@pytest.mark.parametrize("wanted", [chromium.find, chromium.ensure], ids=["find", "ensure"])
def test_one_that_is_there_is_used(
    wanted: Callable[[], object], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / chromium.NAMES[1]
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert wanted() in (str(program), None)

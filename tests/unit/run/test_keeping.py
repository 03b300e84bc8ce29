# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that go into a file, and nowhere else."""

from __future__ import annotations

import pathlib
import stat
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import Plan
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Keep, Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.run.keeping import kept, require_room
from ansible_collections.nodeworks.openstack.plugins.module_utils.run.requirements import require_files


def keep(path: pathlib.Path) -> Keep:
    return Keep(str(path), lambda answer: str(answer["secret"]))


def test_file_has_the_secret_and_is_its_owners_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key"
    assert kept(keep(path), lambda: {"secret": "s3cret"}) == {"secret": "s3cret"}
    assert path.read_text(encoding="utf-8") == "s3cret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_is_there_before_the_secret_is_made(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key"
    kept(keep(path), lambda: {"secret": str(path.exists())})
    assert path.read_text(encoding="utf-8") == "True"


@pytest.mark.parametrize("answer", [{}, None], ids=["without-a-secret", "fails"])
def test_no_file_is_left_where_no_secret_was_made(tmp_path: pathlib.Path, answer: Any) -> None:
    def call() -> dict[str, Any]:
        if answer is None:
            raise KeyError("secret")
        return dict(answer)

    with pytest.raises(KeyError):
        kept(keep(tmp_path / "key"), call)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_there_is_not_overwritten(tmp_path: pathlib.Path, kind: str) -> None:
    path = tmp_path / "key"
    if kind == "file":
        path.write_text("old", encoding="utf-8")
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="is there already, and is not overwritten"):
        kept(keep(path), lambda: {"secret": "new"})
    assert not (tmp_path / "elsewhere").exists()


def test_folder_has_to_be_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no folder .*/nope for the file key\."):
        require_room(keep(tmp_path / "nope" / "key"))


def test_plan_is_refused_before_its_first_step_if_a_later_one_has_no_room(tmp_path: pathlib.Path) -> None:
    steps = (Step("first", "POST", "/"), Step("second", "POST", "/", keeps=keep(tmp_path / "nope" / "key")))
    with pytest.raises(ConfigError):
        require_files([Plan(steps, {}, {})])
    require_files([Plan(steps[:1], {}, {})])

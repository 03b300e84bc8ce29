# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of seeded data: used while the recipe is the same, and only if they are complete."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import PACKAGE_FOLDER, Layout
from ansible_collections.nodeworks.openstack.tests.cloud.seeded_data import (
    current_key,
    keep_copy,
    restore_copy,
    seeded_data_key,
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A home with data as a running cloud has them: a database, one row of which is in the log only."""
    layout = Layout(tmp_path)
    service = layout.service("nova")
    (service.data_folder / "lock").mkdir(parents=True)
    (service.data_folder / "compute_id").write_text("an id")
    return layout


def servers(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM servers")]


def test_the_key_is_the_same_for_the_same_recipe(tmp_path: Path) -> None:
    assert seeded_data_key(Layout(tmp_path)) == seeded_data_key(Layout(tmp_path))


def test_the_key_changes_with_the_ports(tmp_path: Path) -> None:
    assert seeded_data_key(Layout(tmp_path, 1)) != seeded_data_key(Layout(tmp_path, 2))


@pytest.mark.parametrize("source", ["seed.py", "databases.py", "services/keystone_content.py"])
def test_the_key_changes_with_the_recipe(source: str, tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(PACKAGE_FOLDER, package)
    before = seeded_data_key(Layout(tmp_path), package)
    with open(package / source, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert seeded_data_key(Layout(tmp_path), package) != before


def test_a_copy_taken_while_a_database_is_in_use_has_everything(layout: Layout) -> None:
    database = layout.service("nova").database_file("nova_cell1")
    with closing(sqlite3.connect(database)) as in_use:
        in_use.execute("PRAGMA journal_mode=WAL")
        in_use.execute("CREATE TABLE servers (name TEXT)")
        in_use.execute("INSERT INTO servers VALUES ('kept')")
        in_use.commit()
        assert database.with_name(database.name + "-wal").stat().st_size > 0
        keep_copy(layout, "key")
        in_use.execute("INSERT INTO servers VALUES ('later')")
        in_use.commit()
    shutil.rmtree(layout.data)
    assert restore_copy(layout, "key")
    assert servers(database) == ["kept"]
    assert (layout.service("nova").data_folder / "compute_id").read_text() == "an id"
    assert (layout.service("nova").data_folder / "lock").is_dir()
    assert current_key(layout) == "key"


def test_data_are_incomplete_until_they_were_kept(layout: Layout) -> None:
    assert current_key(layout) == ""
    keep_copy(layout, "key")
    assert current_key(layout) == "key"


def test_a_new_copy_replaces_the_old_ones(layout: Layout) -> None:
    keep_copy(layout, "old")
    keep_copy(layout, "new")
    assert [folder.name for folder in layout.templates.iterdir()] == ["new"]


def test_a_copy_that_was_interrupted_is_not_used(layout: Layout) -> None:
    (layout.templates / "unfinished").mkdir(parents=True)
    assert not restore_copy(layout, "key")
    keep_copy(layout, "key")
    assert [folder.name for folder in layout.templates.iterdir()] == ["key"]

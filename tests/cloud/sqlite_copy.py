# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of SQLite databases that may be in use."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

SECONDS_TO_WAIT_FOR_WRITERS = 60
DATABASE_SUFFIX = ".sqlite"


def copy_database(source: Path, destination: Path) -> None:
    """Copy by SQLite's backup, which takes in what is still in the write-ahead log."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(source, timeout=SECONDS_TO_WAIT_FOR_WRITERS)) as reader,
        closing(sqlite3.connect(destination)) as writer,
    ):
        reader.backup(writer)


def copy_tree(source: Path, destination: Path) -> None:
    """Copy a folder whose databases may be in use."""
    # The patterns cover the databases and their -wal and -shm files.
    shutil.copytree(source, destination, ignore=shutil.ignore_patterns(f"*{DATABASE_SUFFIX}*"))
    for database in source.rglob(f"*{DATABASE_SUFFIX}"):
        copy_database(database, destination / database.relative_to(source))

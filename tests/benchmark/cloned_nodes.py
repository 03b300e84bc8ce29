# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of nodes on the real compute service, in a moment: the rows of one in its databases, many times over.

Only for the loopback cloud, whose databases are files. Nothing else knows of the clones: no hypervisor, no network.
"""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..cloud.layout import REGION_ONE, Layout
from ..environment.problem import SetupProblem

PREFIX = "benchmark-clone-"

# The tables that have a row or more of each server, with the column that has the server's id.
CELL_TABLES = {
    "instances": "uuid",
    "instance_extra": "instance_uuid",
    "instance_info_caches": "instance_uuid",
    "instance_metadata": "instance_uuid",
    "instance_system_metadata": "instance_uuid",
    "block_device_mapping": "instance_uuid",
}
API_TABLES = {"instance_mappings": "instance_uuid", "request_specs": "instance_uuid"}
# What is the row's own, and is drawn anew.
OWN_COLUMNS = {"id"}


@contextlib.contextmanager
def cloned_nodes(environ: Mapping[str, str], original: str, number: int) -> Iterator[None]:
    """So many more nodes like the original, while the block runs."""
    folder = Layout.from_environment(environ).service("nova", REGION_ONE).data_folder
    cell, api = folder / "nova_cell1.sqlite", folder / "nova_api.sqlite"
    if not cell.exists():
        raise SetupProblem("nodes can be cloned only on the loopback cloud of this checkout (make cloud).")
    original_id = _id_of(cell, original)
    clones = {str(uuid.uuid4()): f"{PREFIX}{count:05d}" for count in range(number)}
    try:
        _clone(cell, CELL_TABLES, original_id, clones)
        _clone(api, API_TABLES, original_id, clones)
        yield
    finally:
        _remove(cell, CELL_TABLES, clones)
        _remove(api, API_TABLES, clones)


@contextlib.contextmanager
def _changes_of(file: Path) -> Iterator[sqlite3.Connection]:
    """A database whose changes are all made, or none."""
    database = sqlite3.connect(file, timeout=60)
    try:
        with database:
            yield database
    finally:
        database.close()


def _id_of(cell: Path, name: str) -> str:
    with contextlib.closing(sqlite3.connect(cell)) as database:
        query = "SELECT uuid FROM instances WHERE display_name = ? AND deleted = 0"
        (found,) = database.execute(query, (name,)).fetchall()
    return str(found[0])


def _clone(file: Path, tables: Mapping[str, str], original_id: str, clones: Mapping[str, str]) -> None:
    with _changes_of(file) as database:
        for table, id_column in tables.items():
            found = database.execute(f'SELECT * FROM "{table}" WHERE "{id_column}" = ?', (original_id,))
            names = [column[0] for column in found.description]
            for row in found.fetchall():
                kept = {name: value for name, value in zip(names, row, strict=True) if name not in OWN_COLUMNS}
                columns = ", ".join(f'"{name}"' for name in kept)
                places = ", ".join("?" for _name in kept)
                values = (_changed(kept, id_column, clone, name) for clone, name in clones.items())
                database.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', values)


def _changed(row: Mapping[str, object], id_column: str, clone: str, name: str) -> tuple[object, ...]:
    changes = {id_column: clone, "display_name": name, "hostname": name}
    if "uuid" in row and id_column != "uuid":
        changes["uuid"] = str(uuid.uuid4())
    return tuple(changes.get(column, value) for column, value in row.items())


def _remove(file: Path, tables: Mapping[str, str], clones: Mapping[str, str]) -> None:
    with _changes_of(file) as database:
        for table, id_column in reversed(list(tables.items())):
            database.executemany(f'DELETE FROM "{table}" WHERE "{id_column}" = ?', ((clone,) for clone in clones))

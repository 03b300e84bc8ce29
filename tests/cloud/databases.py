# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes all databases, empty but for the accounts and the catalog: `python -m tests.cloud.databases`.

Runs in the cloud's virtual environment, on a folder of data that does not exist yet.
"""

from __future__ import annotations

import os
from functools import partial

from .forking import run_all_in_children
from .layout import REGION_ONE, REGION_TWO, REGIONS, Layout
from .preload import import_shared_libraries
from .services import cinder, glance, keystone, neutron, nova, placement
from .sqlite_copy import copy_database


def make_databases(layout: Layout) -> None:
    """Make the schemas side by side, copy for RegionTwo what would come out the same, then tell nova of its cells."""
    for service in layout.services:
        service.data_folder.mkdir(parents=True)
    region_one_nova = layout.service("nova")
    schemas = {
        "keystone": partial(keystone.make_databases, layout.service("keystone")),
        "nova-cell": partial(nova.make_schema, region_one_nova, "main"),
        "neutron": partial(neutron.make_databases, layout.service("neutron")),
        "cinder": partial(cinder.make_databases, layout.service("cinder")),
        "glance": partial(glance.make_databases, layout.service("glance")),
        "nova-api": partial(nova.make_schema, region_one_nova, "api"),
        "placement": partial(placement.make_databases, layout.service("placement")),
    }
    run_all_in_children({name: (task, layout.log(f"databases-{name}")) for name, task in schemas.items()})
    copy_database(region_one_nova.database_file(nova.CELL_ONE), region_one_nova.database_file(nova.CELL_ZERO))
    for project, database in (
        ("placement", "placement"),
        ("neutron", "neutron"),
        ("nova", nova.API),
        ("nova", nova.CELL_ZERO),
        ("nova", nova.CELL_ONE),
    ):
        original = layout.service(project, REGION_ONE).database_file(database)
        copy_database(original, layout.service(project, REGION_TWO).database_file(database))
    cells = {region.label: partial(nova.map_cells, layout.service("nova", region)) for region in REGIONS}
    run_all_in_children({f"cells-{name}": (task, layout.log(f"cells-{name}")) for name, task in cells.items()})


if __name__ == "__main__":
    import_shared_libraries()
    make_databases(Layout.from_environment(os.environ))

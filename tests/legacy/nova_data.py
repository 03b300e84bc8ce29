# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes Nova's databases, with nothing in them: `python -m tests.legacy.nova_data`, in the cloud's environment."""

from __future__ import annotations

import os
from functools import partial

from ..cloud.forking import run_all_in_children
from ..cloud.preload import import_shared_libraries
from ..cloud.services import nova
from ..cloud.sqlite_copy import copy_database
from .layout import LegacyLayout


def make_data(layout: LegacyLayout) -> None:
    """Make both schemas side by side, copy for cell zero what would come out the same, then tell Nova of its cells."""
    server = layout.server("nova")
    server.data_folder.mkdir(parents=True)
    run_all_in_children(
        {kind: (partial(nova.make_schema, server, kind), layout.log(f"nova_data-{kind}")) for kind in ("api", "main")}
    )
    copy_database(server.database_file(nova.CELL_ONE), server.database_file(nova.CELL_ZERO))
    run_all_in_children({"cells": (partial(nova.map_cells, server), layout.log("nova_data-cells"))})


if __name__ == "__main__":
    import_shared_libraries()
    make_data(LegacyLayout.from_environment(os.environ))

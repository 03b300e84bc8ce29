# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes in a part of the cloud (a cell) that does not answer. Lists with a filter for names leave them out.

Since microversion 2.69 a list without any filter has them at its beginning, with status UNKNOWN and without names: Nova
knows only that they exist. https://docs.openstack.org/api-guide/compute/down_cells.html
"""

from __future__ import annotations

from ...resource.declaration import Json
from ...service.cloud import Cloud
from ...service.microversion import Microversion

WHOLE_LIST = Microversion("2.69")
OUT_OF_REACH = "UNKNOWN"


def is_out_of_reach(raw: Json) -> bool:
    """Whether Nova cannot reach a node. `raw` is Nova's JSON."""
    return raw.get("status") == OUT_OF_REACH and "name" not in raw


def out_of_reach(cloud: Cloud) -> list[str]:
    """The ids of the project's nodes that Nova cannot reach. It takes one request, whose first page has all of them. An
    older Nova shows none.

    Raises:
        ApiError: Nova refuses the request.
    """
    page = cloud.service("compute").get("/servers", microversion=WHOLE_LIST)
    return [str(raw["id"]) for raw in page.get("servers") or () if is_out_of_reach(raw)]

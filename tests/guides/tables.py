# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the guides that are made of something else, so that nothing is written twice.

A guide has a comment `.. table: NAME ARGUMENTS` where one begins, and `.. end of table` where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from . import compared, figures, libcloud, openstack_cloud

CHECKOUT = Path(__file__).resolve().parents[2]
GUIDES = CHECKOUT / "docs" / "docsite" / "rst"
PLACE = re.compile(r"^\.\. table: (?P<name>\w+)(?P<arguments>[^\n]*)\n.*?^\.\. end of table$", re.MULTILINE | re.DOTALL)

TABLES: dict[str, Callable[..., Sequence[str]]] = {
    "benchmark": figures.benchmark,
    "compared": compared.compared,
    "libcloud_arguments": libcloud.arguments,
    "libcloud_operations": libcloud.operations,
    "libcloud_others": libcloud.others,
    "openstack_cloud": openstack_cloud.options,
    "openstack_cloud_inventory": openstack_cloud.inventory,
    "openstack_cloud_names": openstack_cloud.names,
    "openstack_cloud_results": openstack_cloud.results,
}


def with_tables(guide: str) -> str:
    """A guide with all its tables as they are now."""

    def table(place: re.Match[str]) -> str:
        lines = TABLES[place["name"]](*place["arguments"].split())
        return "\n".join([f".. table: {place['name']}{place['arguments']}", "", *lines, "", ".. end of table"])

    return PLACE.sub(table, guide)


def write_guides() -> None:
    """Write the tables of all guides anew."""
    for guide in sorted(GUIDES.glob("*.rst")):
        guide.write_text(with_tables(guide.read_text(encoding="utf-8")), encoding="utf-8")

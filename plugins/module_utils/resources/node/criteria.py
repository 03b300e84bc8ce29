# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search criteria of nodes. Pure. https://docs.openstack.org/api-ref/compute/#list-servers-detailed"""

from __future__ import annotations

import typing as t

from ...errors import ConfigError
from ...resource.criterion import Criterion, by_tags, of_all_projects
from ...service.microversion import Microversion
from ...service.paging import Query
from ..metadata import BY_METADATA
from .filters import filter_pairs, for_administrators, microversion_for, nova_name

TAGS = Microversion("2.26", needed=True, reason="A filter by tags")

Filters = t.Mapping[str, t.Any]


# Names that are not filters of Nova's -> the module's option that does the same.
OPTIONS = {"id": "id", "server_id": "id", "metadata": "metadata", "all_projects": "all_projects"}


def query(filters: Filters) -> Query:
    """The query for some filters.

    Raises:
        ConfigError: the module has an option instead of such a filter, or a value cannot be sent.
    """
    problems = [
        f"filters.{name}: the compute service has no such filter. Use the option {OPTIONS[name]}."
        for name, value in filters.items()
        if name in OPTIONS and value is not None
    ]
    if problems:
        raise ConfigError(problems)
    pairs = [filter_pairs(nova_name(str(name)), value) for name, value in filters.items() if value is not None]
    return tuple(pair for some in pairs for pair in some)


def caveat(filters: Filters) -> str | None:
    """The warning for users who are not administrators. None if there is nothing to warn of."""
    dropped = for_administrators(dict(query(filters)))
    if not dropped:
        return None
    return (
        f"filters {', '.join(dropped)} are for administrators. For others the compute service drops them, and lists all"
        " nodes."
    )


NODE_CRITERIA = (
    Criterion(
        "filters",
        query=query,
        reading=lambda filters, is_administrator: microversion_for(dict(query(filters)), is_administrator),
        caveat=caveat,
    ),
    BY_METADATA,
    *by_tags(TAGS),
    of_all_projects(),
)

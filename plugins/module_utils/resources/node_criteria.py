# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which nodes are looked for. Pure. https://docs.openstack.org/api-ref/compute/#list-servers-detailed"""

from __future__ import annotations

import typing as t

from ..resource.criterion import Criterion, by_metadata, by_tags, filters_query, of_all_projects
from ..service.microversion import Microversion, newest_of
from .node_fields import as_texts

# From here on Nova refuses filters that it does not know, and lets everybody use those that are not about hosts. Older
# ones leave out what they do not know or allow, and answer as if nobody had asked.
STRICT = Microversion("2.83")
TAGS = Microversion("2.26", needed=True, reason="A filter by tags")

# What filters need that are newer than any cloud's oldest microversion.
NEEDED = {
    "ip6": Microversion("2.5", needed=True, reason="The filter ip6"),
    "changes-before": Microversion("2.66", needed=True, reason="The filter changes-before"),
    "locked": Microversion("2.73", needed=True, reason="The filter locked"),
    **dict.fromkeys(("tags", "tags-any", "not-tags", "not-tags-any"), TAGS),
}
PREFERRED = {"hostname": Microversion("2.90")}
# Nova leaves all others out where the user is no administrator, and answers as if nobody had asked.
OPEN_TO_ALL = frozenset((
    "reservation_id", "name", "status", "image", "flavor", "ip", "ip6", "changes-since", "changes-before", "tags",
    "tags-any", "not-tags", "not-tags-any", "locked", "availability_zone", "config_drive", "key_name", "created_at",
    "launched_at", "terminated_at", "power_state", "task_state", "vm_state", "progress", "user_id", "hostname",
    "all_tenants", "limit", "marker", "sort_key", "sort_dir",
))  # fmt: skip


def reading(filters: t.Mapping[str, t.Any]) -> Microversion | None:
    """What Nova needs so that it minds all filters."""
    if not filters:
        return None
    return newest_of([STRICT, *(NEEDED.get(name) or PREFERRED.get(name) for name in filters)])


def caveat(filters: t.Mapping[str, t.Any]) -> str | None:
    """What those should know who are no administrators."""
    names = [name for name, value in filters.items() if name not in OPEN_TO_ALL and value is not None]
    if not names:
        return None
    return (
        f"The compute service minds the filters {', '.join(names)} of administrators only, and leaves them out without"
        " a word otherwise: there may be nodes among those returned that do not pass them."
    )


NODE_CRITERIA = (
    Criterion("filters", query=filters_query, reading=reading, caveat=caveat),
    by_metadata(as_texts),
    *by_tags(TAGS),
    of_all_projects(),
)

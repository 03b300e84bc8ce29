# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of Nova's list of servers: who may use each, since when, and how several values are sent. Pure.

Nova silently drops a filter that is newer than the request's microversion, or that is only for administrators, and then
lists all servers. So each filter asks for the microversion that introduced it.

Source: https://docs.openstack.org/api-ref/compute/#list-servers
"""

from __future__ import annotations

import json
import typing as t

from ...errors import ConfigError
from ...service.microversion import Microversion, newest_of, parse
from ...service.paging import Query

OLDEST = "2.1"
# Filter -> the microversion since which everybody may use it. Before that it is dropped, or only for administrators.
FOR_ALL = {
    "changes-since": OLDEST, "flavor": OLDEST, "image": OLDEST, "ip": OLDEST, "name": OLDEST, "reservation_id": OLDEST,
    "status": OLDEST, "ip6": "2.5", "tags": "2.26", "tags-any": "2.26", "not-tags": "2.26", "not-tags-any": "2.26",
    "changes-before": "2.66", "locked": "2.73", "availability_zone": "2.83", "config_drive": "2.83",
    "created_at": "2.83", "key_name": "2.83", "launched_at": "2.83", "power_state": "2.83", "progress": "2.83",
    "task_state": "2.83", "terminated_at": "2.83", "user_id": "2.83", "vm_state": "2.83", "hostname": "2.90",
}  # fmt: skip
# Filters that were opened to everybody in this microversion or later worked for administrators before.
EARLIER_FOR_ADMINISTRATORS = "2.83"
FOR_ADMINISTRATORS = frozenset((
    "access_ip_v4", "access_ip_v6", "auto_disk_config", "deleted", "description", "host", "kernel_id", "launch_index",
    "locked_by", "node", "project_id", "ramdisk_id", "root_device_name", "soft_deleted", "uuid",
))  # fmt: skip
# Parameters of the list that are not filters, but are given like them.
OF_THE_LIST = frozenset(("all_tenants", "limit", "marker", "sort_key", "sort_dir"))
# Since 2.75 Nova refuses filters that it does not know.
STRICT = "2.75"

# How several values are sent: in one filter with commas, or with a filter for each. Of others Nova takes the last
# value.
WITH_COMMAS = frozenset(("tags", "tags-any", "not-tags", "not-tags-any"))
REPEATED = frozenset(("status", "sort_key", "sort_dir"))


def nova_name(name: str) -> str:
    """A filter's name in Nova's spelling. In YAML, underscores are usual; Nova has hyphens in some names."""
    return name.replace("_", "-") if name.replace("_", "-") in FOR_ALL else name


def filter_pairs(name: str, value: t.Any) -> Query:
    """One filter as it is sent.

    Raises:
        ConfigError: it has several values, of which Nova would only take the last, or a dict or list as a value.
    """
    values = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(one, (dict, list)) for one in values):
        raise ConfigError([f"filters.{name} has to be text, a number, true or false, or a list of them."])
    texts = [json.dumps(one) if isinstance(one, bool) else str(one) for one in values]
    if name in WITH_COMMAS:
        return ((name, ",".join(texts)),) if texts else ()
    if len(texts) > 1 and name not in REPEATED:
        raise ConfigError(
            [f"filters.{name} takes one value: of several, the compute service would look at the last only."]
        )
    return tuple((name, text) for text in texts)


def needed_for(name: str, is_administrator: bool) -> str:
    """The microversion since which Nova obeys a filter, or refuses it if it is unknown."""
    if name in FOR_ADMINISTRATORS or name in OF_THE_LIST:
        return OLDEST
    since = FOR_ALL.get(name, STRICT)
    worked_earlier = is_administrator and parse(since) >= parse(EARLIER_FOR_ADMINISTRATORS)
    return OLDEST if worked_earlier else since


def microversion_for(names: t.Iterable[str], is_administrator: bool) -> Microversion | None:
    """The microversion in which Nova obeys all of these filters. None if the oldest does."""
    needed = [(needed_for(name, is_administrator), name) for name in names]
    return newest_of(
        Microversion(since, needed=True, reason=f"filters.{name}") for since, name in needed if since != OLDEST
    )


def for_administrators(names: t.Iterable[str]) -> list[str]:
    """Those of the filters that only administrators may use. Nova drops them for others."""
    return sorted({name for name in names if name in FOR_ADMINISTRATORS})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters with which Nova lists servers: who may use them, since when, and how several values are sent. Pure.

Nova drops a filter that came later than the microversion asked for, or that is for administrators only, without a word,
and lists all servers. So a filter asks for the microversion that it came with.

Source: https://docs.openstack.org/api-ref/compute/#list-servers
"""

from __future__ import annotations

import json
import typing as t

from ...errors import ConfigError
from ...service.microversion import Microversion, newest_of, parse
from ...service.paging import Query

OLDEST = "2.1"
# Filters, and the microversion since which everybody may use them. Before it they are dropped, or for administrators.
FOR_ALL = {
    "changes-since": OLDEST, "flavor": OLDEST, "image": OLDEST, "ip": OLDEST, "name": OLDEST, "reservation_id": OLDEST,
    "status": OLDEST, "ip6": "2.5", "tags": "2.26", "tags-any": "2.26", "not-tags": "2.26", "not-tags-any": "2.26",
    "changes-before": "2.66", "locked": "2.73", "availability_zone": "2.83", "config_drive": "2.83",
    "created_at": "2.83", "key_name": "2.83", "launched_at": "2.83", "power_state": "2.83", "progress": "2.83",
    "task_state": "2.83", "terminated_at": "2.83", "user_id": "2.83", "vm_state": "2.83", "hostname": "2.90",
}  # fmt: skip
# For administrators those that were opened to all from here on worked before.
EARLIER_FOR_ADMINISTRATORS = "2.83"
FOR_ADMINISTRATORS = frozenset((
    "access_ip_v4", "access_ip_v6", "auto_disk_config", "deleted", "description", "host", "kernel_id", "launch_index",
    "locked_by", "node", "project_id", "ramdisk_id", "root_device_name", "soft_deleted", "uuid",
))  # fmt: skip
# Not filters, but taken where they stand.
OF_THE_LIST = frozenset(("all_tenants", "limit", "marker", "sort_key", "sort_dir"))
# From here on Nova refuses what it does not know.
STRICT = "2.75"

# Several values in one filter: with commas between them, or one filter for each. Of all others Nova takes the last.
WITH_COMMAS = frozenset(("tags", "tags-any", "not-tags", "not-tags-any"))
REPEATED = frozenset(("status", "sort_key", "sort_dir"))


def nova_name(name: str) -> str:
    """A filter's name in Nova's spelling: YAML people write underscores."""
    return name.replace("_", "-") if name.replace("_", "-") in FOR_ALL else name


def filter_pairs(name: str, value: t.Any) -> Query:
    """One filter, as it is sent.

    Raises:
        ConfigError: it has several values, of which Nova would take the last, or one that is no value.
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
    """The microversion from which on Nova minds a filter, or says that it does not know it."""
    if name in FOR_ADMINISTRATORS or name in OF_THE_LIST:
        return OLDEST
    since = FOR_ALL.get(name, STRICT)
    worked_earlier = is_administrator and parse(since) >= parse(EARLIER_FOR_ADMINISTRATORS)
    return OLDEST if worked_earlier else since


def microversion_for(names: t.Iterable[str], is_administrator: bool) -> Microversion | None:
    """What Nova needs so that it minds all filters; None if it always does."""
    needed = [(needed_for(name, is_administrator), name) for name in names]
    return newest_of(
        Microversion(since, needed=True, reason=f"filters.{name}") for since, name in needed if since != OLDEST
    )


def for_administrators(names: t.Iterable[str]) -> list[str]:
    """The filters that Nova drops for everybody else."""
    return sorted({name for name in names if name in FOR_ADMINISTRATORS})

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security groups: sets of rules for the traffic of ports.
https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, Immutable, ResourceError
from ..resource.declaration import Field, Json, Purge, Reference, Resource
from ..resource.preflight import Blocker, PlannedChange
from ..service.cloud import Cloud
from . import security_group_rules as rules
from .blocking import ports_blocking
from .shared_fields import DESCRIPTION, NEW_NAME, PURGE_TAGS, common, having_names, tags_of


def read_security_group(raw: Json) -> Json:
    """A security group as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "stateful": raw.get("stateful"),
        "shared": bool(raw.get("shared")),
        "rules": rules.read_rules(raw.get("security_group_rules") or ()),
        **common(raw),
    }


# The group that Neutron makes for each project. Only administrators may remove it.
DEFAULT = "default"


def preflight(cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Refuse to remove the default group, and to make a group if the quota has no room for its rules.

    Raises:
        Immutable: the default group is to be removed.
        ResourceError: the new group would be left without its rules.
    """
    group = change.current
    is_default = group is not None and group["name"] == DEFAULT
    if group is not None and is_default and change.removes and not cloud.is_administrator("network"):
        raise Immutable(
            f"Security group '{DEFAULT}' ({group['id']}) cannot be removed: Neutron makes one for each project. To have"
            " it let nothing through, set rules to an empty list and purge_rules to true."
        )
    wanted = len(change.fields.get("rules") or ()) if change.makes else 0
    left = _rules_left(cloud) if wanted else None
    if left is not None and left < wanted:
        raise ResourceError(
            f"Security group '{change.desired.name}' was not made: it is to have {wanted} rules, and the quota of the"
            f" project has room for {left}. Remove others, or have the quota raised (os_quota, security_group_rules)."
        )
    return ()


def _rules_left(cloud: Cloud) -> int | None:
    """How many more rules the project may have. None if there is no limit, or the service does not show it."""
    try:
        answer = cloud.service("network").get(f"/quotas/{cloud.project_id}/details")
    except CloudError:
        return None
    quota = (answer.get("quota") or {}).get("security_group_rule") or {}
    limit, used = quota.get("limit"), quota.get("used")
    if limit is None or used is None or limit < 0:
        return None
    return max(0, int(limit) - int(used) - int(quota.get("reserved") or 0))


def blockers(cloud: Cloud, change: PlannedChange) -> list[Blocker]:
    """The ports that are in a group that is to be removed."""
    group = change.current
    if group is None or not change.removes:
        return []
    group_id = group["id"]

    def advice(port: Json) -> str:
        how = "security_groups of os_node" if port["node_id"] else "security_groups of os_port"
        return f"Take them out of the group first ({how}), or remove them."

    return ports_blocking(
        cloud, (("security_groups", group_id),), lambda port: group_id in port["security_group_ids"], advice
    )


# A group as others refer to it. Its own rules do, so this is declared before them.
_REFERRED = Resource(
    name="security group",
    plural="security groups",
    service="network",
    path="/security-groups",
    one="security_group",
    many="security_groups",
    read=read_security_group,
    named=having_names,
    for_all=lambda group: bool(group["shared"]),
)
SECURITY_GROUP = dataclasses.replace(
    _REFERRED,
    fields=(
        NEW_NAME,
        DESCRIPTION,
        Field("stateful"),
        Field(
            "rules",
            same=rules.has,
            merge=rules.merged,
            purge=Purge("purge_rules", rules.is_all, rules.replaced),
            normalise=rules.normalised,
            display=rules.displayed,
            predicted=rules.predicted,
            parts={"remote_group": Reference(_REFERRED)},
            own_requests=rules.steps,
        ),
        tags_of("/security-groups"),
    ),
    policies=("purge_rules", PURGE_TAGS),
    preflight=preflight,
    blockers=blockers,
)

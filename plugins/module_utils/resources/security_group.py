# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security groups. https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups"""

from __future__ import annotations

import dataclasses

from ..resource.declaration import Field, Json, Purge, Reference, Resource
from . import security_group_rules as rules
from .network_common import DESCRIPTION, NEW_NAME, PURGE_TAGS, common, having_names, tags_of


def read_security_group(raw: Json) -> Json:
    """A security group as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "stateful": raw.get("stateful"),
        "rules": rules.read_rules(raw.get("security_group_rules") or ()),
        **common(raw),
    }


# As others refer to it, its own rules among them.
_REFERRED = Resource(
    name="security group",
    plural="security groups",
    service="network",
    path="/security-groups",
    one="security_group",
    many="security_groups",
    read=read_security_group,
    named=having_names,
    for_all=lambda _group: False,
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
            foreseen=rules.foreseen,
            parts={"remote_group": Reference(_REFERRED)},
            apart=rules.steps,
        ),
        tags_of("/security-groups"),
    ),
    policies=("purge_rules", PURGE_TAGS),
)

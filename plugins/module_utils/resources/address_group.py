# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address groups: addresses that rules of security groups name together.
https://docs.openstack.org/api-ref/network/v2/#address-groups"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json, Resource, Values, item_set
from ..resource.step import ID, Step
from .ip_address import cidr
from .shared_fields import DESCRIPTION, NEW_NAME, having_names

PATH = "/address-groups"


def read_address_group(raw: Json) -> Json:
    """An address group as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "addresses": sorted(raw.get("addresses") or ()),
        "shared": bool(raw.get("shared")),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


def _networks(addresses: t.Sequence[t.Any]) -> list[str]:
    """Addresses as Neutron keeps them: networks, of which a single address is one, too."""
    return sorted({cidr(str(one)) for one in addresses})


def to_addresses(group: Values, before: t.Sequence[str], after: t.Sequence[str]) -> list[Step]:
    """The steps that add addresses, and remove others. New ones go first, so that a rule always has some."""
    new = [one for one in after if one not in before]
    gone = [one for one in before if one not in after]
    changes = (("add", new), ("remove", gone))
    return [
        Step(
            f"{word} addresses of address group '{group['name']}'",
            "PUT",
            f"{PATH}/{ID}/{word}_addresses",
            {"addresses": addresses},
        )
        for word, addresses in changes
        if addresses
    ]


ADDRESS_GROUP = Resource(
    name="address group",
    plural="address groups",
    service="network",
    path=PATH,
    one="address_group",
    many="address_groups",
    read=read_address_group,
    named=having_names,
    for_all=lambda group: bool(group["shared"]),
    fields=(
        NEW_NAME,
        DESCRIPTION,
        item_set("addresses", "purge_addresses", _networks, own_requests=to_addresses),
    ),
    policies=("purge_addresses",),
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subnet pools: address ranges from which subnets can be allocated.
https://docs.openstack.org/api-ref/network/v2/#subnet-pools-extension-subnetpools"""

from __future__ import annotations

import ipaddress
import typing as t

from ..errors import ConfigError
from ..resource.declaration import Field, Json, Reference, Resource
from .address_scope import ADDRESS_SCOPE
from .blocking import users_blocking
from .shared_fields import DESCRIPTION, NEW_NAME, PURGE_TAGS, common, emptiable, having_names, tags_of

# Our key -> Neutron's.
LENGTHS = {f"{word}_prefix_length": f"{word}_prefixlen" for word in ("default", "min", "max")}


def read_subnet_pool(raw: Json) -> Json:
    """A subnet pool as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "prefixes": sorted(raw.get("prefixes") or ()),
        "ip_version": raw.get("ip_version"),
        "address_scope_id": raw.get("address_scope_id"),
        "default_quota": raw.get("default_quota"),
        "shared": bool(raw.get("shared")),
        "is_default": raw.get("is_default"),
        **{key: _number(raw.get(api_name)) for key, api_name in LENGTHS.items()},
        **common(raw),
    }


def _number(value: t.Any) -> t.Any:
    """Neutron shows the lengths of prefixes as texts, and takes numbers."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _networks(prefixes: t.Sequence[t.Any]) -> list[str]:
    """Prefixes as Neutron keeps them: neighbours are one.

    Raises:
        ConfigError: one is no network.
    """
    try:
        return joined(prefixes)
    except (ValueError, TypeError) as problem:
        raise ConfigError([f"prefixes: {problem}."]) from None


def joined(prefixes: t.Iterable[t.Any]) -> list[str]:
    """Prefixes without overlaps, and with neighbours as one."""
    networks: list[t.Any] = [ipaddress.ip_network(str(prefix)) for prefix in prefixes]
    return sorted(str(network) for network in ipaddress.collapse_addresses(networks))


def covered(wanted: t.Sequence[str], there: t.Sequence[str]) -> bool:
    """Whether the pool has all of the wanted addresses. It may have others: Neutron takes none away."""
    return joined([*wanted, *there]) == joined(there)


def added(wanted: t.Sequence[str], there: t.Sequence[str]) -> list[str]:
    """The prefixes after the wanted ones were added."""
    return joined([*wanted, *there])


SUBNET_POOL = Resource(
    name="subnet pool",
    plural="subnet pools",
    service="network",
    path="/subnetpools",
    one="subnetpool",
    many="subnetpools",
    read=read_subnet_pool,
    named=having_names,
    for_all=lambda pool: bool(pool["shared"]),
    fields=(
        NEW_NAME,
        DESCRIPTION,
        Field("prefixes", required=True, normalise=_networks, same=covered, merge=added),
        *(Field(key, api_name=api_name) for key, api_name in LENGTHS.items()),
        emptiable(
            "address_scope",
            reference=Reference(ADDRESS_SCOPE, optional=True),
            api_name="address_scope_id",
            key="address_scope_id",
        ),
        Field("default_quota"),
        Field("shared", updatable=False),
        Field("is_default"),
        tags_of("/subnetpools"),
    ),
    policies=(PURGE_TAGS,),
    blockers=users_blocking(
        "subnetpool_id", "subnets", "subnet", "Remove the subnets first (os_subnet with state absent)."
    ),
)

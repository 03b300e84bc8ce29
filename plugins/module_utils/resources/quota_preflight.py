# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quota preflight: whether the project's quotas have room for all that is to be made.

It takes what is to be made, as pairs of a kind and its fields. It gives an error that names each quota that is too
small. Topologies and fleets call it before the first change, since the services refuse only the one that is too many,
when the others are there already.
"""

from __future__ import annotations

import collections
import typing as t

from ..errors import CloudError, ResourceError
from ..resource.collection import Collection
from ..resource.declaration import Json, Values
from ..resource.preflight import Lookup
from ..resource.reference import id_of
from ..service.cloud import Cloud
from .flavor_reference import FLAVOR
from .quota import QUOTAS

# A kind, by the word for one of it, and the fields that it is made with.
Made = t.Tuple[str, Values]
# How much of a quota is needed: by service and limit.
Use = t.Counter[t.Tuple[str, str]]

# The quota that each resource of a kind takes one of.
ONE_OF = {
    "network": ("network", "networks"),
    "subnet": ("network", "subnets"),
    "router": ("network", "routers"),
    "port": ("network", "ports"),
    "floating IP": ("network", "floating_ips"),
    "security group": ("network", "security_groups"),
    "volume": ("volume", "volumes"),
    "volume snapshot": ("volume", "snapshots"),
    "volume backup": ("volume", "backups"),
    "server group": ("compute", "server_groups"),
    "node": ("compute", "instances"),
}


def refuse_over_quota(cloud: Cloud, made: t.Sequence[Made], lookup: Lookup | None = None) -> None:
    """Make sure that the quotas have room for what is to be made. One request is sent for each service that has it.

    `lookup` reads flavors; None: each takes a request.

    Raises:
        ResourceError: they have not.
    """
    use = _use(made, lookup or (lambda resource, one: Collection(cloud, resource).by_id(one)))
    problems: list[str] = []
    for quota in QUOTAS:
        needed = {limit: count for (service, limit), count in use.items() if service == quota.service}
        limits = _limits(cloud, quota.service) if needed else {}
        for name, count in needed.items():
            known = limits.get(name) or {}
            if known.get("left") is not None and known["left"] < count:
                problems.append(f"{name}: {count} more are needed, and {known['left']} of {known['limit']} are left.")
    if problems:
        advice = "Remove others, or have the quota raised (os_quota)."
        raise ResourceError(" ".join(["Nothing was made, since the project's quota has no room.", *problems, advice]))


def require_room_for(kind: str) -> t.Callable[[Cloud, t.Sequence[Values], Lookup], None]:
    """A function that makes sure that the quotas have room for several of a kind, whose fields it gets."""
    return lambda cloud, several, lookup: refuse_over_quota(cloud, [(kind, fields) for fields in several], lookup)


def _use(made: t.Sequence[Made], lookup: Lookup) -> Use:
    use: Use = collections.Counter()
    flavors: t.Counter[str] = collections.Counter()
    for kind, fields in made:
        if kind in ONE_OF:
            use[ONE_OF[kind]] += 1
        if kind == "volume":
            use["volume", "gigabytes"] += int(fields.get("size") or 0)
        if kind == "security group":
            use["network", "security_group_rules"] += len(fields.get("rules") or ())
        if kind == "node" and fields.get("flavor"):
            flavors[id_of(fields["flavor"])] += 1
    for flavor_id, count in flavors.items():
        flavor = _flavor(lookup, flavor_id)
        use["compute", "cores"] += count * int(flavor.get("vcpus") or 0)
        use["compute", "ram"] += count * int(flavor.get("ram") or 0)
    return use


def _flavor(lookup: Lookup, flavor_id: str) -> Json:
    try:
        return lookup(FLAVOR, flavor_id) or {}
    except CloudError:
        return {}


def _limits(cloud: Cloud, service: str) -> Json:
    """The limits of a service. Empty if they may not be read, so that the service itself will have to tell."""
    (quota,) = (one for one in QUOTAS if one.service == service)
    try:
        limits: Json = quota.of(cloud, {"id": cloud.project_id})["limits"] if cloud.project_id else {}
    except CloudError:
        return {}
    return limits

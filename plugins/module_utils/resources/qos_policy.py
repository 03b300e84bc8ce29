# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""QoS policies: limits of the traffic of a network or port.
https://docs.openstack.org/api-ref/network/v2/#qos-policies-qos"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_qos_policy(raw: Json) -> Json:
    """A QoS policy as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "shared": bool(raw.get("shared")),
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


QOS_POLICY = Resource(
    name="QoS policy",
    plural="QoS policies",
    service="network",
    path="/qos/policies",
    one="policy",
    many="policies",
    read=read_qos_policy,
    for_all=lambda policy: bool(policy["shared"]),
)

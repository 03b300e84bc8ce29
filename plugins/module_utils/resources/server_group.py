# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Server groups: nodes that are kept together or apart.
https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups"""

from __future__ import annotations

from ..resource.declaration import Json, Resource
from ..service.microversion import Microversion


def read_server_group(raw: Json) -> Json:
    """A server group as users see it. From microversion 2.64 on it has one policy; before, a list of one."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "policy": raw.get("policy") or next(iter(raw.get("policies") or ()), None),
        "members": raw.get("members") or [],
        "project_id": raw.get("project_id"),
    }


SERVER_GROUP = Resource(
    name="server group",
    plural="server groups",
    service="compute",
    path="/os-server-groups",
    one="server_group",
    many="server_groups",
    read=read_server_group,
    named=None,
    microversion=Microversion("2.64"),
)

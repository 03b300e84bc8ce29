# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Services as the identity service knows them, for the catalog. https://docs.openstack.org/api-ref/identity/v3/#services"""

from __future__ import annotations

from ..resource.declaration import Field, Json, Resource
from .domain import ENABLED
from .shared_fields import NEW_NAME, emptiable


def read_service(raw: Json) -> Json:
    """A service as users see it."""
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "type": raw.get("type"),
        "description": raw.get("description"),
        "enabled": raw.get("enabled"),
    }


CATALOG_SERVICE = Resource(
    name="service",
    plural="services",
    service="identity",
    path="/services",
    one="service",
    many="services",
    read=read_service,
    fields=(
        NEW_NAME,
        Field("type", required=True),
        emptiable("description"),
        ENABLED,
    ),
    update_method="PATCH",
)

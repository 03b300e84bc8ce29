# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Endpoints of services as the identity service knows them, for the catalog. One has no name; its interface and its
region tell it from others of its service. https://docs.openstack.org/api-ref/identity/v3/#endpoints"""

from __future__ import annotations

import dataclasses

from ..errors import NoSuchResource
from ..resource.collection import Collection
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Field, Json, Reference, Resource, Scope, joined_name
from ..service.cloud import Cloud
from .catalog_service import CATALOG_SERVICE
from .domain import ENABLED

NAMED_BY = ("endpoint_interface", "endpoint_region")


def read_endpoint(raw: Json) -> Json:
    """An endpoint as users see it."""
    told = {"endpoint_interface": raw.get("interface"), "endpoint_region": raw.get("region_id") or raw.get("region")}
    return {
        "id": raw["id"],
        "name": joined_name(NAMED_BY, told),
        "service_id": raw.get("service_id"),
        **told,
        "url": raw.get("url"),
        "enabled": raw.get("enabled"),
    }


def service_meant(cloud: Cloud, text: str) -> Json:
    """The service with this name, type or id. There are few, and names are often those of types.

    Raises:
        NoSuchResource, NotUnique: it means no service, or several.
    """
    services = Collection(cloud, dataclasses.replace(CATALOG_SERVICE, named=None))
    there = list(services.list())
    for key in ("id", "name", "type"):
        found = services.single(text, [one for one in there if one[key] == text])
        if found is not None:
            return found
    raise NoSuchResource(services.unknown(text))


_SERVICE = dataclasses.replace(CATALOG_SERVICE, refer=service_meant)
CATALOG_ENDPOINT = Resource(
    name="endpoint",
    plural="endpoints",
    service="identity",
    path="/endpoints",
    one="endpoint",
    many="endpoints",
    read=read_endpoint,
    named=None,
    named_by=NAMED_BY,
    scope=Scope("service", "service_id", lambda _cloud: None),
    fields=(
        Field(
            "service",
            required=True,
            reference=Reference(_SERVICE),
            api_name="service_id",
            key="service_id",
            updatable=False,
        ),
        Field("endpoint_interface", required=True, api_name="interface", updatable=False),
        Field("endpoint_region", required=True, api_name="region_id", updatable=False),
        Field("url", required=True),
        ENABLED,
    ),
    update_method="PATCH",
)
ENDPOINT_CRITERIA = (
    FILTERS,
    Criterion("service", query=lambda service_id: (("service_id", str(service_id)),), names=_SERVICE),
)

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places: the regions of the catalog, and the availability zones of each service in a region.
https://docs.openstack.org/api-ref/network/v2/#list-all-availability-zones"""

from __future__ import annotations

import typing as t

from ..errors import ApiError, EndpointNotFound, NotFound
from ..options.services import service_of_type
from ..resource.collection import Collection
from ..resource.declaration import Json, Resource, Values
from ..service.cloud import Cloud
from .availability_zone import AVAILABILITY_ZONE, VOLUME_ZONE

SERVICES = ("compute", "volume", "network")


def read_network_zone(raw: Json) -> Json:
    """An availability zone of the network service as users see it. Networks and routers have zones of their own, whose
    names may be the same; so the id has the kind as well."""
    return {
        "id": f"{raw.get('resource')}/{raw['name']}",
        "name": raw["name"],
        "available": raw.get("state") == "available",
        "resource": raw.get("resource"),
    }


NETWORK_ZONE = Resource(
    name="network availability zone",
    plural="network availability zones",
    service="network",
    path="/availability_zones",
    one="availability_zone",
    many="availability_zones",
    read=read_network_zone,
    named=None,
)
ZONES = {"compute": AVAILABILITY_ZONE, "volume": VOLUME_ZONE, "network": NETWORK_ZONE}


def report(cloud: Cloud, options: Values) -> Json:
    """The regions, and the availability zones of some services in the current region.

    `unavailable` has, for each service without an endpoint or without zones, why there are none.

    Raises:
        NotFound, EndpointNotFound: a service that the user named has no zones, or does not exist.
    """
    zones: list[Json] = []
    unavailable: dict[str, str] = {}
    for service in options["services"] or SERVICES:
        try:
            zones += _zones(cloud, service, bool(options["hosts"]))
        except (NotFound, EndpointNotFound) as error:
            if options["services"]:
                raise
            unavailable[service] = str(error)
        except ApiError as error:
            raise error.during(f"look for the availability zones of {service}") from None
    kept = [zone for zone in zones if options["available"] in (None, zone["available"])]
    return {"availability_zones": kept, "regions": regions(cloud), "unavailable": unavailable}


def _zones(cloud: Cloud, service: str, with_hosts: bool) -> t.Iterator[Json]:
    hosts = _hosts(cloud) if with_hosts and service == "compute" else {}
    for zone in Collection(cloud, ZONES[service]).list():
        yield {
            "name": zone["name"],
            "service": service,
            "resource": zone.get("resource"),
            "available": zone["available"],
            "hosts": hosts.get(zone["name"]),
            "region": zone["region"],
        }


def _hosts(cloud: Cloud) -> dict[str, list[str]]:
    """The hosts in each zone of the compute service, by the zone's name. Only administrators may ask."""
    answer = cloud.service("compute").get("/os-availability-zone/detail")
    return {one["zoneName"]: sorted(one.get("hosts") or ()) for one in answer.get("availabilityZoneInfo") or ()}


def regions(cloud: Cloud) -> list[Json]:
    """The regions of the catalog, each with its services. Empty if there is no auth_url, as there is no catalog
    then."""
    if not cloud.config.identity.auth_url:
        return []
    found: dict[str, set[str]] = {}
    for entry in cloud.session.access().catalog:
        if entry.region:
            found.setdefault(entry.region, set()).add(service_of_type(entry.type))
    return [{"name": name, "services": sorted(services)} for name, services in sorted(found.items())]

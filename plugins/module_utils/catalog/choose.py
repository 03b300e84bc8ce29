# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses the endpoint of a service from the catalog, and says why, or why there is none. Pure.

The error begins with the words that users of Libcloud's driver search for.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..auth.access import CatalogEntry
from ..config.cloud_config import EndpointFilter
from ..errors import EndpointNotFound
from ..options.services import NAMES_AS_TYPES, SERVICE_TYPES, types_of_service
from .describe import NO_REGION, catalog_summary, listed, quoted

# The option that forces the endpoint of a service; the others are forced in `endpoints`.
FORCING_OPTION = {
    "compute": "base_url",
    "image": "image_url",
    "network": "network_url",
    "volume": "volume_url",
    "reservation": "reservation_url",
}


@dataclasses.dataclass(frozen=True)
class Choice:
    """The endpoint chosen for a service. `entry` is None when the URL was forced and the catalog not asked."""

    service: str
    url: str
    entry: CatalogEntry | None
    why: str


def choose(catalog: t.Sequence[CatalogEntry], asked: EndpointFilter, scope: str = "unscoped") -> Choice:
    """The one endpoint that fits the configuration.

    `scope` is that of the token with which the catalog came; an error message explains an empty catalog by it.

    Raises:
        EndpointNotFound: no endpoint fits, or several different ones do; the message lists what the catalog has.
    """
    if asked.url:
        return Choice(asked.service, asked.url, None, "forced by an option; the catalog is not consulted")
    for service_type in wanted_types(asked):
        matches = _first_interface([entry for entry in _fitting(catalog, asked, service_type) if entry.url], asked)
        if not matches:
            continue
        matches = _in_one_region(matches, asked)
        urls = {entry.url for entry in matches}
        if len(urls) > 1:
            raise EndpointNotFound(_several(matches, asked))
        return Choice(asked.service, matches[0].url, matches[0], _why(matches[0], asked))
    raise EndpointNotFound(_none(catalog, asked, scope))


def regions_of(catalog: t.Sequence[CatalogEntry], asked: EndpointFilter) -> tuple[str, ...]:
    """The regions in which the catalog has a fitting service, whichever region the configuration asks for."""
    anywhere = dataclasses.replace(asked, region_name=None)
    for service_type in wanted_types(asked):
        regions = {entry.region for entry in _fitting(catalog, anywhere, service_type) if entry.region}
        if regions:
            return tuple(sorted(regions))
    return ()


def wanted_types(asked: EndpointFilter) -> tuple[str, ...]:
    """The types to look for, in order: the one asked for, or the official one and its aliases."""
    return (asked.service_type,) if asked.service_type else types_of_service(asked.service)


def _fitting(catalog: t.Sequence[CatalogEntry], asked: EndpointFilter, service_type: str) -> list[CatalogEntry]:
    """The endpoints of this type that fit the configuration.

    An endpoint without region counts for every region, but only if the service has none with a region. Otherwise a user
    who asks for a missing region would get another one unasked.
    """
    service = [
        entry
        for entry in catalog
        if _is_of_type(entry, service_type) and (not asked.service_name or entry.name == asked.service_name)
    ]
    of_interface = [entry for entry in service if entry.interface in interfaces_of(asked)]
    regional = [entry for entry in of_interface if entry.region and asked.region_name in (None, "", entry.region)]
    if regional or (asked.region_name and any(entry.region for entry in service)):
        return regional
    return [entry for entry in of_interface if not entry.region]


def interfaces_of(asked: EndpointFilter) -> tuple[str, ...]:
    """The interfaces that are accepted, the preferred one first."""
    return (asked.interface, *asked.further_interfaces)


def _first_interface(matches: list[CatalogEntry], asked: EndpointFilter) -> list[CatalogEntry]:
    """The endpoints of the first interface that has any."""
    by_interface = ([one for one in matches if one.interface == interface] for interface in interfaces_of(asked))
    return next(filter(None, by_interface), [])


def _is_of_type(entry: CatalogEntry, service_type: str) -> bool:
    """Whether an endpoint is of a type.

    Catalogs of auth 1.0 and 1.1 have names only, and their clients ask for a name as the type.
    """
    return service_type in (entry.type, entry.name if service_type in NAMES_AS_TYPES else None)


def _in_one_region(matches: list[CatalogEntry], asked: EndpointFilter) -> list[CatalogEntry]:
    regions = sorted({entry.region for entry in matches if entry.region})
    if asked.region_name or len(regions) <= 1:
        return matches
    raise EndpointNotFound(
        f"Could not find specified endpoint: {quoted(asked.service)} has {matches[0].interface} endpoints in several"
        f" regions: {listed(regions)}. Set region_name to one of them."
    )


def _why(entry: CatalogEntry, asked: EndpointFilter) -> str:
    chosen_type = f"type {quoted(entry.type)}" + (" as asked" if asked.service_type else "")
    name = f"name {quoted(entry.name or '')} as asked" if asked.service_name else "any name"
    if not entry.region:
        region = f"{NO_REGION}, so it is for all of them"
    else:
        region = f"region {quoted(entry.region)}" + (" as asked" if asked.region_name else ", the only one")
    return f"{chosen_type}, {name}, interface {entry.interface}, {region}"


def _several(matches: t.Sequence[CatalogEntry], asked: EndpointFilter) -> str:
    found = listed(sorted({f"{entry.name or '(no name)'} {entry.url}" for entry in matches}))
    names = {entry.name for entry in matches if entry.name}
    advice = "Set service_name, or f" if len(names) > 1 else "F"
    return (
        f"Could not find specified endpoint: {asked_for(asked)} is there more than once: {found}."
        f" {advice}orce the endpoint with {_force(asked)}."
    )


def _none(catalog: t.Sequence[CatalogEntry], asked: EndpointFilter, scope: str) -> str:
    if not catalog:
        return (
            f"Could not find specified endpoint: no {asked_for(asked)}. The catalog is empty, {_why_empty(scope)}, or"
            f" force the endpoint with {_force(asked)}."
        )
    if any(_fitting(catalog, asked, service_type) for service_type in wanted_types(asked)):
        return (
            f"Could not find specified endpoint: {asked_for(asked)} is there, but its URL is empty. Have the catalog"
            f" mended, or force the endpoint with {_force(asked)}."
        )
    force = [f"force the endpoint with {_force(asked)}"] if asked.service in SERVICE_TYPES else []
    advice = [*_advice(catalog, asked), *force] or ["ask for one of these types"]
    sentence = f"{', '.join(advice[:-1])}, or {advice[-1]}" if len(advice) > 1 else advice[0]
    return (
        f"Could not find specified endpoint: no {asked_for(asked)}."
        f" The catalog has: {catalog_summary(catalog, wanted_types(asked))}."
        f" {sentence[0].upper()}{sentence[1:]}."
    )


def _why_empty(scope: str) -> str:
    if scope == "unscoped":
        return "as it is for a token without scope. Give a project (project_name or project_id)"
    return (
        f"although the token has a scope, {scope}: the cloud has no endpoints for it. Ask its operators, who say which"
        " endpoints a project sees"
    )


def asked_for(asked: EndpointFilter) -> str:
    """The wanted endpoint in words: 'compute' service named 'nova2' with a public endpoint in region 'RegionOne'."""
    words = f"{quoted(asked.service_type or asked.service)} service"
    if asked.service_name:
        words += f" named {quoted(asked.service_name)}"
    interface = " or ".join(interfaces_of(asked))
    words += f" with {'an' if interface[0] in 'aeiou' else 'a'} {interface} endpoint"
    return words + (f" in region {quoted(asked.region_name)}" if asked.region_name else "")


def _advice(catalog: t.Sequence[CatalogEntry], asked: EndpointFilter) -> list[str]:
    """Changes of the configuration that would make an endpoint fit, one per option."""
    wanted = wanted_types(asked)
    of_type = [entry for entry in catalog if any(_is_of_type(entry, one) for one in wanted)]
    advice = []
    if not of_type:
        types = sorted({entry.type for entry in catalog})
        if asked.service_type:
            return [f"set {_type_option(asked)} to one of {listed(types)}"]
        # Some clouds call a service by a name of their own: compute_legacy.
        alike = [one for one in types if any(one.startswith(known) for known in wanted)]
        return [f"set {_type_option(asked)} to {listed(alike, quote=True)}"] if alike else []
    names = sorted({entry.name for entry in of_type if entry.name})
    if asked.service_name and asked.service_name not in names:
        advice += (
            [f"set service_name to {listed(names, quote=True)}", "leave it out"]
            if names
            else ["leave service_name out"]
        )
    regions = sorted({entry.region for entry in of_type if entry.region})
    if asked.region_name and regions and asked.region_name not in regions:
        same = [region for region in regions if region.lower() == asked.region_name.lower()]
        if same:
            advice.append(f"set region_name to {quoted(same[0])} (upper and lower case count)")
        else:
            advice.append(f"set region_name to {listed(regions, quote=True)}")
    interfaces = sorted({entry.interface for entry in of_type})
    if not set(interfaces_of(asked)).intersection(interfaces):
        advice.append(f"set interface to {listed(interfaces, quote=True)}")
    return advice


def _type_option(asked: EndpointFilter) -> str:
    return "service_type" if asked.service == "compute" else f"endpoints.{asked.service}.service_type"


def _force(asked: EndpointFilter) -> str:
    return FORCING_OPTION.get(asked.service, f"endpoints.{asked.service}.url")

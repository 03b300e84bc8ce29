# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that are about one service: `<service>_endpoint_override`, `<service>_region_name` and the like.

The service is written as any of its types: `block_storage_service_name`, `volumev3_service_name`. Keys of services
unknown here are other tools' business.
"""

from __future__ import annotations

import typing as t

from ..options.services import SERVICE_TYPES, service_of_type
from .merge import Said
from .microversions import implied_microversion
from .spellings import Given
from .values import without_url

# The key under which a service's settings keep their problems. No option has such a name.
PROBLEM = "(problem)"
# The ending of the key, and the setting of the service that it stands for.
SUFFIXES = (
    ("_endpoint_override", "url"),
    ("_endpoint", "url"),
    ("_service_type", "service_type"),
    ("_service_name", "service_name"),
    ("_region_name", "region_name"),
    ("_interface", "interface"),
    ("_endpoint_type", "interface"),
    ("_default_microversion", "microversion"),
    ("_api_version", "api_version"),
)


def service_keys(given: t.Iterable[Given], where: str) -> Said:
    """The settings in such keys, as the option `endpoints` has them. Contradictions are under PROBLEM of a service."""
    endpoints: Said = {}
    places: dict[tuple[str, str], str] = {}
    for key, place, value in given:
        meaning = _meaning(key, value)
        if meaning is None:
            continue
        service, name, said = meaning
        known = endpoints.setdefault(service, {}).setdefault(name, said)
        if _comparable(known) != _comparable(said):
            endpoints[service][PROBLEM] = (
                f"{where}{places[service, name]} and {place} mean the same, but differ. Leave one of them out."
            )
        places.setdefault((service, name), place)
    return endpoints


def _meaning(key: str, value: t.Any) -> tuple[str, str, t.Any] | None:
    """The service, the key of its desired state and what is wanted; None if this is not about a service known here."""
    for suffix, name in SUFFIXES:
        if not key.endswith(suffix):
            continue
        service = service_of_type(key[: -len(suffix)].replace("_", "-"))
        if service not in SERVICE_TYPES or value == "":
            return None
        if name != "api_version":
            return service, name, value
        # YAML reads 2.60 as the number 2.6. The microversion 2.60 has to stand in quotes.
        version = implied_microversion(service, value)
        return (service, "microversion", version) if version else None
    return None


def _comparable(value: t.Any) -> str:
    return without_url(str(value))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services that can be asked for, by the word this collection uses, and the types catalogs list them under.

The official type comes first, then the aliases, in the order in which they are tried.
Source: https://service-types.openstack.org/service-types.json. Block storage left out its `volumev2` and `volume` (v1)
APIs years ago, yet some clouds still call the present one by those names; they are tried last, the newer one first.
"""

from __future__ import annotations

SERVICE_TYPES: dict[str, tuple[str, ...]] = {
    "identity": ("identity",),
    "compute": ("compute",),
    "image": ("image",),
    "network": ("network",),
    "volume": ("block-storage", "volumev3", "block-store", "volumev2", "volume"),
    "placement": ("placement",),
    "reservation": ("reservation",),
}

# Services in the catalogs of auth 1.0 and 1.1, which have a name and no type -> their type in today's.
NAMES_AS_TYPES: dict[str, str] = {
    "cloudServers": "compute",
    "cloudServersOpenStack": "compute",
    "nova": "compute",
    "cloudFiles": "object-store",
}

# The services that have microversions: their major version, the first minor version there is, and one as an example.
MICROVERSIONS: dict[str, tuple[int, int, int]] = {
    "compute": (2, 1, 79),
    "volume": (3, 0, 60),
    "placement": (1, 0, 36),
}


def service_of_type(service_type: str) -> str:
    """Our word for a service, from any type or alias of it; a type unknown to us is its own word."""
    for service, types in SERVICE_TYPES.items():
        if service_type == service or service_type in types:
            return service
    return service_type


def types_of_service(service: str) -> tuple[str, ...]:
    """The types a catalog may list this service under; an unknown service is listed under its own name."""
    return SERVICE_TYPES.get(service, (service,))

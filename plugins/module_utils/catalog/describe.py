# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service catalog in words, for error messages, and in groups, for reports. Pure."""

from __future__ import annotations

import typing as t

from ..auth.access import CatalogEntry

# The words for an endpoint without a region.
NO_REGION = "no region"


def quoted(word: str) -> str:
    """A word in quotes, for sentences."""
    return f"'{word}'"


def listed(words: t.Sequence[str], quote: bool = False) -> str:
    """Words in a row: with `quote` 'a', 'b' or 'c', for a choice; else a, b, c."""
    if not quote:
        return ", ".join(words)
    shown = [quoted(word) for word in words]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def catalog_summary(catalog: t.Sequence[CatalogEntry], types: t.Sequence[str]) -> str:
    """The catalog's services of these types; if there are none, all types that it has.

    For example: compute 'nova' (public, internal: RegionOne, RegionTwo)
    """
    services = grouped(entry for entry in catalog if entry.type in types)
    if not services:
        return "no such type, but " + listed(sorted({entry.type for entry in catalog}))
    return "; ".join(
        f"{service['type']} {quoted(service['name'] or '')}"
        f" ({listed(_unique(service, 'interface'))}: {listed(_unique(service, 'region'))})"
        for service in services
    )


def grouped(catalog: t.Iterable[CatalogEntry]) -> list[dict[str, t.Any]]:
    """The catalog as a list of services with their endpoints, in the order of type and name."""
    services: dict[tuple[str, str], dict[str, t.Any]] = {}
    for entry in catalog:
        service = services.setdefault(
            (entry.type, entry.name or ""), {"type": entry.type, "name": entry.name, "endpoints": []}
        )
        service["endpoints"].append({"region": entry.region, "interface": entry.interface, "url": entry.url})
    return [services[key] for key in sorted(services)]


def _unique(service: t.Mapping[str, t.Any], key: str) -> list[str]:
    return list(dict.fromkeys(str(endpoint[key] or NO_REGION) for endpoint in service["endpoints"]))

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogs of every shape, and what may be looked for in them, made by combination. Nothing here is ours or theirs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

ONE, TWO = "RegionOne", "RegionTwo"
VOLUME_TYPES = ("block-storage", "volumev3", "block-store", "volumev2", "volume")
URL_KEYS = {"public": "publicURL", "internal": "internalURL", "admin": "adminURL"}


class Endpoint(NamedTuple):
    """One endpoint of a catalog."""

    type: str
    name: str | None
    region: str | None
    interface: str
    url: str


class Selection(NamedTuple):
    """What is looked for. A service is called by our word for it."""

    service: str
    name: str | None
    region: str | None
    interface: str


SELECTIONS = (
    *(
        Selection("compute", *rest)
        for rest in itertools.product((None, "nova", "nova-old"), (None, ONE, TWO, "regionone"), ("public", "internal"))
    ),
    *(Selection("volume", None, region, interface) for region in (None, ONE) for interface in ("public", "admin")),
)


def catalogs() -> Iterator[tuple[str, list[Endpoint]]]:
    """Each catalog with a name for it."""
    subsets = [some for count in (1, 2, 3) for some in itertools.combinations((None, ONE, TWO), count)]
    beside: dict[str, list[Endpoint]] = {
        "alone": [],
        "old-one": [Endpoint("compute", "nova-old", ONE, "public", "http://old")],
        "old-anywhere": [Endpoint("compute", "nova-old", None, "public", "http://old")],
        "same-url": [Endpoint("compute", "nova", ONE, "public", "http://RegionOne/public")],
        "other-url": [Endpoint("compute", "nova", ONE, "public", "http://other")],
    }
    for regions, (word, others), name in itertools.product(subsets, beside.items(), ("nova", None)):
        own = [
            Endpoint("compute", name, region, interface, f"http://{region}/{interface}")
            for region in regions
            for interface in ("public", "internal")
        ]
        yield f"{'+'.join(map(str, regions))} {name} {word}", [*own, *others]
    for count in range(1, len(VOLUME_TYPES) + 1):
        for types in itertools.combinations(VOLUME_TYPES, count):
            yield "+".join(types), [Endpoint(one, "cinder", ONE, "public", f"http://{one}") for one in types]
    yield "empty", []
    yield "legacy", [Endpoint("compute_legacy", "nova", ONE, "public", "http://legacy")]
    yield (
        "split",
        [
            Endpoint("compute", "nova", ONE, "public", "http://one"),
            Endpoint("compute", "nova", TWO, "internal", "http://two"),
        ],
    )
    yield (
        "admin-first",
        [
            Endpoint("block-storage", "cinder", ONE, "admin", "http://admin"),
            Endpoint("volumev3", "cinderv3", ONE, "public", "http://v3"),
        ],
    )


def as_version_3(endpoints: list[Endpoint]) -> list[dict[str, Any]]:
    """A catalog as Identity v3 writes it."""
    return [
        {
            "type": one.type,
            "name": one.name,
            "endpoints": [{"interface": one.interface, "region": one.region, "region_id": one.region, "url": one.url}],
        }
        for one in endpoints
    ]


def as_version_2(endpoints: list[Endpoint]) -> list[dict[str, Any]]:
    """The same as Identity v2.0 writes it."""
    return [
        {
            "type": one.type,
            "name": one.name,
            "endpoints": [{"region": one.region, URL_KEYS[one.interface]: one.url}],
        }
        for one in endpoints
    ]

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoint chosen here is the one that Libcloud 3.9.1 and keystoneauth 5.18.1 choose, or there is a reason.

What those two choose stands in others.json, written by record_others.py. The reasons are few, each with a rule that
says when it holds, so that no difference is one by chance.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import CatalogEntry
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.reading import Part
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.v2 import read_catalog as read_version_2
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.v3 import read_catalog as read_version_3
from ansible_collections.nodeworks.openstack.plugins.module_utils.catalog.choose import choose
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import EndpointFilter
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import EndpointNotFound
from ansible_collections.nodeworks.openstack.tests.unit.catalog.catalogs import (
    SELECTIONS,
    Endpoint,
    Selection,
    as_version_2,
    as_version_3,
    catalogs,
)

OTHERS = json.loads(pathlib.Path(__file__).with_name("others.json").read_text(encoding="utf-8"))
READERS: dict[str, Callable[[list[Endpoint]], tuple[CatalogEntry, ...]]] = {
    "3": lambda endpoints: read_version_3(Part({"catalog": as_version_3(endpoints)})),
    "2": lambda endpoints: read_version_2(Part({"serviceCatalog": as_version_2(endpoints)})),
}
NONE, SEVERAL = "none", "several"


def ours(catalog: tuple[CatalogEntry, ...], wanted: Selection) -> str:
    endpoint_filter = EndpointFilter(wanted.service, None, wanted.name, wanted.region, wanted.interface)
    try:
        return choose(catalog, endpoint_filter).url
    except EndpointNotFound as error:
        return SEVERAL if " several regions: " in str(error) or " more than once: " in str(error) else NONE


def reason(endpoints: list[Endpoint], wanted: Selection, here: str, there: str, who: str) -> str | None:
    """Why the two differ; None if nobody knows."""
    fitting = [
        one
        for one in endpoints
        if one.interface == wanted.interface
        and (one.type == wanted.service or wanted.service == "volume")
        and wanted.name in (None, one.name)
    ]
    regions = {one.region for one in fitting if one.region}
    in_region = [one for one in fitting if wanted.region in (None, one.region)]
    if here == SEVERAL and there != NONE and len({one.url for one in in_region}) > 1:
        return "of several that differ none is taken, where keystoneauth takes the first"
    if here == SEVERAL and not regions and len({one.url for one in fitting}) > 1:
        return "without region there are several that differ, and none is taken"
    if who == "keystoneauth" and wanted.name and any(one.url == there and not one.name for one in endpoints):
        return "a service without name is not the one of a name, where keystoneauth takes it for any"
    if there in (NONE, SEVERAL) and not regions and here in {one.url for one in fitting}:
        return "one without region is for all regions, where the service has no others"
    if wanted.region is None and len(regions) == 1 and {one.region for one in fitting} - regions and here != NONE:
        return "one of a region goes before one without"
    if there == SEVERAL and here in {one.url for one in in_region} and len({one.url for one in in_region}) == 1:
        return "equal ones are one, where Libcloud counts them"
    if who == "libcloud" and wanted.service == "volume" and there == NONE and here in {one.url for one in in_region}:
        return "Libcloud's driver tries two types of volume services"
    if wanted.service == "volume" and NONE not in (here, there) and {here, there} <= {one.url for one in in_region}:
        return "the older types of volume services are tried in another order"
    return None


@pytest.mark.parametrize("version", READERS)
@pytest.mark.parametrize("who", ["keystoneauth", "libcloud"])
def test_each_catalog_and_selection(who: str, version: str) -> None:
    reasons: dict[str, int] = {}
    unexplained: list[Any] = []
    alike = 0
    for name, endpoints in catalogs():
        catalog = READERS[version](endpoints)
        for wanted, there in zip(SELECTIONS, OTHERS[name][f"{who} {version}"], strict=True):
            here = ours(catalog, wanted)
            why = reason(endpoints, wanted, here, there, who)
            if here == there:
                alike += 1
            elif why is None:
                unexplained.append((name, wanted, here, there))
            else:
                reasons[why] = reasons.get(why, 0) + 1
    assert unexplained == []
    assert alike > 2000
    # Each reason is one that is met, and no more than a part of all.
    assert reasons
    assert sum(reasons.values()) < alike


def test_there_is_enough_to_compare() -> None:
    names = [name for name, _endpoints in catalogs()]
    assert len(names) == len(set(names)) == len(OTHERS) >= 100
    assert all(len(told) == len(SELECTIONS) for one in OTHERS.values() for told in one.values())

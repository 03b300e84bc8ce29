# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns under a name of openstack.cloud is what openstacksdk, on which that is built, says of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import openstack
import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.old_results import RESULTS
from ansible_collections.nodeworks.openstack.tests.audit.case import Case, filled
from ansible_collections.nodeworks.openstack.tests.audit.place import Place
from ansible_collections.nodeworks.openstack.tests.audit.places import place
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, succeed

__all__ = ["place"]

# It warns of what it will drop.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::openstack.warnings.RemovedInSDK{version}Warning") for version in (50, 60)
]

Json = dict[str, Any]
# openstack.cloud fills these itself, from the addresses of a server.
OF_THE_COLLECTION = {"access_ipv4", "access_ipv6", "public_v4", "public_v6", "private_v4", "private_v6", "volumes"}
# Changing, or written in other ways that mean the same. Of a server group newer services tell the policy, older ones
# policies.
LOOSE = {"flavor", "image", "updated_at", "power_state", "progress", "policies", "metadata"}

MADE: dict[str, tuple[str, Json, Callable[[Any, str], Any]]] = {
    "network": ("os_network", {"name": "@"}, lambda sdk, one: sdk.network.get_network(one)),
    "subnet": (
        "os_subnet",
        {"name": "@", "network": "@", "cidr": "10.93.0.0/24"},
        lambda sdk, one: sdk.network.get_subnet(one),
    ),
    "router": ("os_router", {"name": "@", "external_gateway": "public"}, lambda sdk, one: sdk.network.get_router(one)),
    "port": ("os_port", {"name": "@", "network": "@"}, lambda sdk, one: sdk.network.get_port(one)),
    "security_group": ("os_security_group", {"name": "@"}, lambda sdk, one: sdk.network.get_security_group(one)),
    "volume": ("os_volume", {"name": "@", "size": 1}, lambda sdk, one: sdk.block_storage.get_volume(one)),
    "server_group": (
        "os_server_group",
        {"name": "@", "policy": "affinity"},
        lambda sdk, one: sdk.compute.get_server_group(one),
    ),
    "server": (
        "os_node",
        {"name": "@", "image": "cirros", "flavor": "m1.tiny", "networks": ["@"]},
        lambda sdk, one: sdk.compute.get_server(one),
    ),
}


@pytest.fixture
def sdk(place: Place) -> Iterator[Any]:
    """The other library, as the same user."""
    if place.kind == "real":
        connection = openstack.connect(cloud=os.environ.get("OS_CLOUD", "loopback"))
    else:
        auth = {name: value for name, value in place.user.items() if name not in ("region_name", "token_cache")}
        connection = openstack.connect(auth=auth, region_name=place.user["region_name"])
    with connection:
        yield connection


def run(place: Place, called: str, **options: Any) -> Result:
    """The result of the module of an old name, with the options that make one. `@` stands for a name of this run."""
    module, wanted, _get = MADE[called]
    return place.run(Case(module, {}), {**filled(wanted, {"@": place.prefix}), **options})


def test_as_openstacksdk_has_them(place: Place, sdk: Any) -> None:
    made: list[str] = []
    wrong: dict[str, Any] = {}
    try:
        for called, (_module, _options, get) in MADE.items():
            old = RESULTS[called]
            result = succeed(run(place, called, _ansible_module_name=f"nodeworks.openstack.{called}"))
            made.append(called)
            plain = succeed(run(place, called))
            names = set(old.convert(plain[old.ours])) - OF_THE_COLLECTION - LOOSE
            theirs: Mapping[str, Any] = get(sdk, plain[old.ours]["id"]).to_dict(computed=False)
            for key in old.theirs:
                for name in names:
                    pair = result[key][name], theirs.get(name, "is not there")
                    if not agrees(*pair):
                        wrong[f"{called}.{name}"] = pair
            if old.has_id:
                assert result["id"] == plain[old.ours]["id"]
    finally:
        for called in reversed(made):
            succeed(place.run(Case(MADE[called][0], {}), {"name": place.prefix, "state": "absent"}))
    assert [f"{name}: {pair}" for name, pair in wrong.items()] == []


def agrees(ours: Any, theirs: Any) -> bool:
    """Whether a value is the other one, which may say more of each thing. What is empty is one, in whatever form."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(agrees(value, theirs.get(key)) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(any(agrees(one, other) for other in theirs) for one in ours)
    return (ours or None) == (theirs or None)

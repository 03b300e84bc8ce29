# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses of a port: how they are written and compared."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources import port_addresses as addresses

MAC = "fa:16:3e:00:00:99"
OF_MAC = {"ip": "fd00::f816:3eff:fe00:99", "subnet_id": "s6"}
PLAIN = {"ip": "10.0.0.5", "subnet_id": "s4"}


def port(*fixed: dict[str, Any], mac: str | None = MAC) -> dict[str, Any]:
    return {"mac": mac, "fixed_ips": list(fixed)}


def test_spellings() -> None:
    wanted = ["10.0.0.5", {"ip_address": "FD00:0::5", "subnet_id": "s"}, {"subnet": "a", "ip": None}]
    assert addresses.normalised(wanted) == [{"ip": "10.0.0.5"}, {"ip": "fd00::5", "subnet": "s"}, {"subnet": "a"}]
    assert {addresses.mac(text) for text in (MAC, MAC.upper(), "FA-16-3E-00-00-99", "fa163e.000099")} == {MAC}


def test_address_that_is_made_of_the_mac_is_known() -> None:
    assert [one["automatic"] for one in addresses.shown(port(PLAIN, OF_MAC))] == [False, True]
    other = [addresses.shown(port(OF_MAC, mac=mac))[0]["automatic"] for mac in ("fa:16:3e:00:00:98", None)]
    assert other == [False, False]


@pytest.mark.parametrize(
    ("wanted", "fixed", "same"),
    [
        (["10.0.0.5"], [PLAIN], True),
        (["10.0.0.5"], [PLAIN, OF_MAC], True),
        (["10.0.0.5"], [PLAIN, {"ip": "10.0.0.6", "subnet_id": "s4"}], False),
        (["10.0.0.6"], [PLAIN], False),
        ([{"subnet": Referred("a", "s4")}], [PLAIN], True),
        ([{"subnet": Referred("a", "s4")}, {"subnet": Referred("a", "s4")}], [PLAIN], False),
        ([{"subnet": Referred("a", "s5"), "ip": "10.0.0.5"}], [PLAIN], False),
        ([], [OF_MAC], True),
        ([], [PLAIN], False),
    ],
)
def test_what_is_merged_is_the_same(wanted: list[Any], fixed: list[dict[str, Any]], same: bool) -> None:
    there = addresses.shown(port(*fixed))
    said = addresses.normalised(wanted)
    assert addresses.same(said, there) is same
    after = addresses.merged(said, there)
    assert (addresses.predicted(after) == addresses.predicted(there)) is same
    assert len(addresses.sent(after)) == len(addresses.predicted(after)) == len(said) + (OF_MAC in fixed)


def test_address_that_serves_a_desired_state_is_sent_as_it_is() -> None:
    there = addresses.shown(port(PLAIN))
    after = addresses.merged(addresses.normalised([{"subnet": "s4"}, {"subnet": "s5"}]), there)
    assert addresses.sent(after) == [{"ip_address": "10.0.0.5", "subnet_id": "s4"}, {"subnet_id": "s5"}]


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        (["10.0.0.100", "10.0.1.0/24"], True),
        ([{"ip": "10.0.1.9/24"}, {"ip": "10.0.0.100/32", "mac": MAC}], True),
        (["10.0.0.100"], False),
        ([{"ip": "10.0.0.100", "mac": "fa:16:3e:00:00:98"}, "10.0.1.0/24"], False),
    ],
)
def test_pairs(wanted: list[Any], same: bool) -> None:
    pairs = [{"ip": "10.0.0.100", "mac": MAC}, {"ip": "10.0.1.0/24", "mac": MAC.upper()}]
    there = addresses.shown_pairs({"mac": MAC, "allowed_address_pairs": pairs})
    assert addresses.same_pairs(addresses.normalised_pairs(wanted), there) is same
